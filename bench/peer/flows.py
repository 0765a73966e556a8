"""
realnvp: eight affine couplings 784-256-256-1568 on noise. maf and glow, the models: images dequantised and through the logit; an actnorm
before each of five masked layers 784-512-512-1568; two levels of eight steps of 64 channels. Exact negative log-likelihood.
"""
import bisect
import math

import torch
from torch import nn
from torch.nn import functional as F

from pictures import images
from training import BATCH, Trained

SIZE = 784


class Flow(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.images = images(BATCH, SIZE)

    def loss(self):
        x, volume = self.images, 0
        for layer in self.layers:
            x, logdet = layer(x)
            volume = volume + logdet
        return 0.5 * x.square().sum(1).mean() + 0.5 * SIZE * math.log(2 * math.pi) - volume.mean()


class Coupling(nn.Module):
    def __init__(self, keeps_first_half):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(SIZE, 256), nn.ReLU(True), nn.Linear(256, 256), nn.ReLU(True), nn.Linear(256, 2 * SIZE))
        self.scale = nn.Parameter(torch.ones(SIZE))
        first_half = (torch.arange(SIZE) < SIZE // 2).float()
        self.kept = first_half if keeps_first_half else 1 - first_half
        self.moved = 1 - self.kept

    def forward(self, x):
        raw, shift = self.net(self.kept * x).chunk(2, 1)
        stretch = self.moved * self.scale * torch.tanh(raw)
        return x * stretch.exp() + self.moved * shift, stretch.sum(1)


class Density(nn.Module):
    """Bits per dimension of images under a flow from [n, c, h, w] to noise."""

    LAMBDA = 1e-6

    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.images = images(BATCH, 1, 28, 28)

    def loss(self):
        t = self.LAMBDA + (1 - 2 * self.LAMBDA) / 256 * (255 * self.images + torch.rand_like(self.images))
        low, high = t.log(), (1 - t).log()
        x, volume = low - high, math.log((1 - 2 * self.LAMBDA) / 256) * SIZE - (low + high).sum((1, 2, 3))
        for layer in self.layers:
            x, logdet = layer(x)
            volume = volume + logdet
        nats = 0.5 * (x.square().flatten(1) + math.log(2 * math.pi)).sum(1) - volume
        return nats.mean() / (SIZE * math.log(2))


class Flat(nn.Module):
    def forward(self, x):
        return x.flatten(1), 0


class ActNorm(nn.Module):
    def __init__(self, channels, axes):
        super().__init__()
        shape = [channels] + [1] * (len(axes) - 1)
        self.log_scale, self.shift = nn.Parameter(torch.zeros(shape)), nn.Parameter(torch.zeros(shape))
        self.axes, self.mean = axes, None

    def forward(self, x):
        if self.mean is None:
            with torch.no_grad():
                self.mean = x.mean(self.axes, keepdim=True)
                self.deviation = (x.var(self.axes, unbiased=False, keepdim=True) + 1e-5).sqrt()
        positions = x[0, 0].numel()
        logdet = positions * (self.log_scale - self.deviation[0].log()).sum()
        return (x - self.mean) * (self.log_scale.exp() / self.deviation) + self.shift, logdet

    def inverse(self, z):
        x = (z - self.shift) * (-self.log_scale).exp()
        return x if self.mean is None else x * self.deviation + self.mean


class Masked(nn.Linear):
    def __init__(self, mask):
        super().__init__(mask.shape[1], mask.shape[0])
        self.mask = mask

    def forward(self, x):
        return F.linear(x, self.mask * self.weight, self.bias)


class Autoregressive(nn.Module):
    def __init__(self, masks):
        super().__init__()
        first, second, third = (Masked(mask) for mask in masks)
        self.net = nn.Sequential(first, nn.ReLU(True), second, nn.ReLU(True), third)

    def forward(self, x):
        mean, raw = self.net(x).chunk(2, 1)
        log_scale = 5 * torch.tanh(raw / 5)
        return (x - mean) * torch.exp(-log_scale), -log_scale.sum(1)

    def inverse(self, z):
        """Value by value, each hidden unit once: as soon as the values that it sees are known."""
        (first, a), (second, b), (third, c) = ((layer.mask * layer.weight, layer.bias[:, None]) for layer in self.net[::2])
        sees_first = first.ne(0).sum(1).tolist()
        z, x = z.t().contiguous(), torch.zeros(SIZE, len(z))
        below, above = torch.zeros(len(first), len(z[0])), torch.zeros(len(second), len(z[0]))
        places = range(SIZE) if third[0].count_nonzero() == 0 else range(SIZE - 1, -1, -1)
        start = 0
        for turn, place in enumerate(places):
            mean, raw = torch.addmm(c[place::SIZE], third[place::SIZE], above)
            x[place] = z[place] * torch.exp(5 * torch.tanh(raw / 5)) + mean
            end = bisect.bisect_right(sees_first, turn + 1)
            if end > start:
                known = slice(min(places[0], place), max(places[0], place) + 1)
                below[start:end] = torch.addmm(a[start:end], first[start:end, known], x[known]).relu_()
                above[start:end] = torch.addmm(b[start:end], second[start:end, :end], below[:end]).relu_()
            start = end
        return x.t()


def degrees(units, lowest, highest):
    return lowest + torch.arange(units) * (highest - lowest + 1) // units


def sees(source, target):
    return (source[None, :] <= target[:, None]).float()


def masks(reverse):
    source, hidden, target = degrees(SIZE, 1, SIZE), degrees(512, 1, SIZE - 1), degrees(SIZE, 0, SIZE - 1)
    if reverse:
        source, target = source.flip(0), target.flip(0)
    return [sees(source, hidden), sees(hidden, hidden), sees(hidden, torch.cat([target, target]))]


class Mixing(nn.Module):
    def __init__(self, channels):
        super().__init__()
        rotation, _ = torch.linalg.qr(torch.randn(channels, channels))
        permutation, lower, upper = torch.linalg.lu(rotation)
        self.permutation, self.sign = permutation, upper.diagonal().sign()
        self.lower, self.upper = nn.Parameter(lower.tril(-1)), nn.Parameter(upper.triu(1))
        self.log_scale = nn.Parameter(upper.diagonal().abs().log())

    def forward(self, x):
        lower = self.lower.tril(-1) + torch.eye(len(self.sign))
        upper = self.upper.triu(1) + torch.diag(self.sign * self.log_scale.exp())
        weight = self.permutation @ lower @ upper
        return F.conv2d(x, weight.T[:, :, None, None]), x[0, 0].numel() * self.log_scale.sum()


class ConvCoupling(nn.Module):
    def __init__(self, channels, moves_first, hidden):
        super().__init__()
        half = channels // 2
        sizes = [half, *hidden, 2 * half]
        last = len(sizes) - 2
        layers = []
        for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
            kernel = 3 if i in (0, last) else 1
            conv = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
            nn.init.normal_(conv.weight, 0, (0.1 if i == last else math.sqrt(2)) / math.sqrt(kernel * kernel * inputs))
            nn.init.zeros_(conv.bias)
            layers += [conv, nn.ReLU(True)]
        self.net = nn.Sequential(*layers[:-1])
        self.scale, self.moves_first = nn.Parameter(torch.ones(half, 1, 1)), moves_first

    def forward(self, x):
        first, second = x.chunk(2, 1)
        stays, moves = (second, first) if self.moves_first else (first, second)
        raw, shift = self.net(stays).chunk(2, 1)
        stretch = self.scale * torch.tanh(raw)
        moved = moves * stretch.exp() + shift
        return torch.cat([moved, stays] if self.moves_first else [stays, moved], 1), stretch.sum((1, 2, 3))


class Level(nn.Module):
    """Blocks of 2x2 as channels, steps, half of the channels as noise, and the rest to the next level."""

    def __init__(self, channels, steps, hidden, rest):
        super().__init__()
        layers = [layer for i in range(steps) for layer in (
            ActNorm(channels, (0, 2, 3)), Mixing(channels), ConvCoupling(channels, i % 2 == 1, hidden))]
        if rest is not None:
            layers.append(ConvCoupling(channels, True, []))
        self.layers, self.rest = nn.ModuleList(layers), rest

    def forward(self, x):
        x, volume = F.pixel_unshuffle(x, 2), 0
        for layer in self.layers:
            x, logdet = layer(x)
            volume = volume + logdet
        if self.rest is None:
            return x.flatten(1), volume
        gone, stays = x.chunk(2, 1)
        z, logdet = self.rest(stays)
        return torch.cat([gone.flatten(1), z], 1), volume + logdet


def realnvp():
    return Trained(Flow([Coupling(i % 2 == 0) for i in range(8)]))


def maf_layers():
    return [layer for i in range(5) for layer in (ActNorm(SIZE, (0,)), Autoregressive(masks(i % 2 == 1)))]


def maf():
    return Trained(Density([Flat(), *maf_layers()]))


def maf_sample(batch):
    layers, low = maf_layers(), Density.LAMBDA

    @torch.no_grad()
    def step():
        x = torch.randn(batch, SIZE)
        for layer in reversed(layers):
            x = layer.inverse(x)
        pixels = torch.floor((torch.sigmoid(x) - low) / (1 - 2 * low) * 256)
        return pixels.clamp(0, 255).mean() / 255

    return step


def glow():
    return Trained(Density([Level(4, 8, [64, 64], Level(8, 8, [64, 64], None))]))
