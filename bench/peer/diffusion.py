"""
ddpm, flow-matching, ncsn: a U-Net of 32, 64 and 64 channels, attention at 7x7, batch 64. latent-diffusion: one of 64 and 64 channels on the
codes of a convolutional encoder that does not learn any more.
"""
import torch
from torch import nn
from torch.nn import functional as F

from pictures import images
from training import Trained

BATCH, LEVELS, GROUPS, HEADS = 64, 1000, 8, 4


class Residual(nn.Module):
    def __init__(self, inputs, outputs, told):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(GROUPS, inputs), nn.GroupNorm(GROUPS, outputs)
        self.conv1, self.conv2 = nn.Conv2d(inputs, outputs, 3, 1, 1), nn.Conv2d(outputs, outputs, 3, 1, 1)
        self.shift = nn.Linear(told, outputs)
        self.around = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x, when):
        inside = self.conv1(F.silu(self.norm1(x))) + self.shift(when)[:, :, None, None]
        return self.conv2(F.silu(self.norm2(inside))) + self.around(x)


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.joint, self.output = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)

    def forward(self, x):
        n, c, h, w = x.shape
        joint = self.joint(self.norm(x).flatten(2).transpose(1, 2))
        q, k, v = joint.view(n, h * w, 3, HEADS, c // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(2, 3) * (c // HEADS) ** -0.5, -1)
        mixed = self.output((weights @ v).transpose(1, 2).reshape(n, h * w, c))
        return x + mixed.transpose(1, 2).view(n, c, h, w)


class UNet(nn.Module):
    def __init__(self, images=1, channels=(32, 64, 64), halved=(True, True)):
        super().__init__()
        told = 4 * channels[0]
        levels, widths = range(len(channels) - 1), (channels[0], *channels)
        self.halved = halved
        self.time = nn.Sequential(nn.Linear(channels[0], told), nn.SiLU(), nn.Linear(told, told), nn.SiLU())
        self.stem = nn.Conv2d(images, channels[0], 3, 1, 1)
        self.down = nn.ModuleList(Residual(widths[i], widths[i + 1], told) for i in range(len(channels)))
        self.narrow = nn.ModuleList(nn.Conv2d(channels[i], channels[i], 3, 2 if halved[i] else 1, 1) for i in levels)
        self.attention, self.middle = Attention(channels[-1]), Residual(channels[-1], channels[-1], told)
        self.widen = nn.ModuleList(nn.Conv2d(channels[i + 1], channels[i + 1], 3, 1, 1) for i in levels)
        self.up = nn.ModuleList(Residual(channels[i + 1] + channels[i], channels[i], told) for i in levels)
        self.last_norm, self.last = nn.GroupNorm(GROUPS, channels[0]), nn.Conv2d(channels[0], images, 3, 1, 1)

    def forward(self, x, waves):
        when, passed = self.time(waves), []
        x = self.stem(x)
        for down, narrow in zip(self.down, self.narrow):
            passed.append(down(x, when))
            x = narrow(passed[-1])
        x = self.middle(self.attention(self.down[-1](x, when)), when)
        for i in reversed(range(len(self.narrow))):
            wide = self.widen[i](F.interpolate(x, scale_factor=2) if self.halved[i] else x)
            x = self.up[i](torch.cat([wide, passed.pop()], 1), when)
        return self.last(F.silu(self.last_norm(x)))


def waves(times, count):
    """Sines and cosines of times from 0 to 1."""
    angles = LEVELS * times[:, None] * 10000.0 ** (-torch.arange(0, count, 2) / count)
    return torch.cat([angles.sin(), angles.cos()], 1)


def column(values):
    return values.view(-1, 1, 1, 1)


class Denoising(nn.Module):
    """Learns what was mixed into images at a random time; target and mixture are those of a subclass."""

    def __init__(self):
        super().__init__()
        self.net = UNet()
        self.images = images(BATCH, 1, 28, 28, low=-1)

    def loss(self):
        drawn, level = torch.randn_like(self.images), torch.randint(LEVELS, (BATCH,))
        mixed, target = self.mix(level, drawn)
        return F.mse_loss(self.net(mixed, waves((level + 1) / LEVELS, 32)), target)


class Diffusion(Denoising):
    def __init__(self):
        super().__init__()
        kept = torch.cumprod(1 - torch.linspace(1e-4, 0.02, LEVELS, dtype=torch.double), 0)
        self.signal, self.noise = kept.sqrt().float(), (1 - kept).sqrt().float()

    def mix(self, level, drawn):
        return column(self.signal[level]) * self.images + column(self.noise[level]) * drawn, drawn


class Straight(Denoising):
    def mix(self, level, drawn):
        time = column(level / LEVELS)
        return (1 - time) * drawn + time * self.images, self.images - drawn


class Scores(Denoising):
    def __init__(self):
        super().__init__()
        self.ladder = torch.logspace(-2, 1.3, LEVELS)

    def mix(self, level, drawn):
        size = column(self.ladder[level])
        return (self.images + size * drawn) / (1 + size ** 2).sqrt(), drawn


class Latent(Diffusion):
    """The same on codes of 7x7 places, the target of which is the velocity v."""

    def __init__(self):
        super().__init__()
        self.net = UNet(4, (64, 64), (False,))
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 32, 4, 2, 1), nn.SiLU(), nn.Conv2d(32, 64, 4, 2, 1), nn.SiLU(), nn.Conv2d(64, 64, 1), nn.SiLU(), nn.Conv2d(64, 8, 1))

    def loss(self):
        with torch.no_grad():
            codes = self.encoder(self.images)[:, :4]
        drawn, level = torch.randn_like(codes), torch.randint(LEVELS, (BATCH,))
        signal, noise = column(self.signal[level]), column(self.noise[level])
        said = self.net(signal * codes + noise * drawn, waves((level + 1) / LEVELS, 64))
        return F.mse_loss(said, signal * drawn - noise * codes)


def ddpm():
    return Trained(Diffusion())


def flow_matching():
    return Trained(Straight())


def ncsn():
    return Trained(Scores())


def latent_diffusion():
    return Trained(Latent())
