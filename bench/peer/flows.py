"""realnvp: eight affine couplings 784-256-256-1568; maf: five masked layers 784-512-512-1568. Exact negative log-likelihood."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from training import BATCH, Trained

SIZE = 784


class Flow(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.images = torch.rand(BATCH, SIZE)

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


class Masked(nn.Linear):
    def __init__(self, mask):
        super().__init__(mask.shape[1], mask.shape[0])
        self.mask = mask

    def forward(self, x):
        return F.linear(x, self.mask * self.weight, self.bias)


class Autoregressive(nn.Module):
    def __init__(self, masks, turned):
        super().__init__()
        first, second, third = (Masked(mask) for mask in masks)
        self.net = nn.Sequential(first, nn.ReLU(True), second, nn.ReLU(True), third)
        self.turned = turned

    def forward(self, x):
        if self.turned:
            x = x.flip(1)
        mean, log_scale = self.net(x).chunk(2, 1)
        return (x - mean) * torch.exp(-log_scale), -log_scale.sum(1)


def degrees(units, lowest, highest):
    return lowest + torch.arange(units) * (highest - lowest + 1) // units


def sees(source, target):
    return (source[None, :] <= target[:, None]).float()


def realnvp():
    return Trained(Flow([Coupling(i % 2 == 0) for i in range(8)]))


def maf():
    source, hidden, target = degrees(SIZE, 1, SIZE), degrees(512, 1, SIZE - 1), degrees(SIZE, 0, SIZE - 1)
    masks = [sees(source, hidden), sees(hidden, hidden), sees(hidden, torch.cat([target, target]))]
    return Trained(Flow([Autoregressive(masks, i > 0) for i in range(5)]))
