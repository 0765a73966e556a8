"""ddpm: noise prediction by a U-Net of 32, 64 and 64 channels, attention at 7x7, batch 64."""
import torch
from torch import nn
from torch.nn import functional as F

from training import Trained

BATCH, LEVELS, WAVES, TIME, GROUPS, HEADS = 64, 1000, 32, 128, 8, 4


class Residual(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(GROUPS, inputs), nn.GroupNorm(GROUPS, outputs)
        self.conv1, self.conv2 = nn.Conv2d(inputs, outputs, 3, 1, 1), nn.Conv2d(outputs, outputs, 3, 1, 1)
        self.shift = nn.Linear(TIME, outputs)
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
    def __init__(self):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(WAVES, TIME), nn.SiLU(), nn.Linear(TIME, TIME), nn.SiLU())
        self.stem = nn.Conv2d(1, 32, 3, 1, 1)
        self.fine, self.to_middle = Residual(32, 32), nn.Conv2d(32, 32, 3, 2, 1)
        self.middle, self.to_coarse = Residual(32, 64), nn.Conv2d(64, 64, 3, 2, 1)
        self.coarse, self.attention, self.coarse_again = Residual(64, 64), Attention(64), Residual(64, 64)
        self.from_coarse, self.middle_again = nn.Conv2d(64, 64, 3, 1, 1), Residual(64 + 64, 64)
        self.from_middle, self.fine_again = nn.Conv2d(64, 64, 3, 1, 1), Residual(64 + 32, 32)
        self.last_norm, self.last = nn.GroupNorm(GROUPS, 32), nn.Conv2d(32, 1, 3, 1, 1)

    def forward(self, x, waves):
        when = self.time(waves)
        fine = self.fine(self.stem(x), when)
        middle = self.middle(self.to_middle(fine), when)
        coarse = self.coarse(self.to_coarse(middle), when)
        coarse = self.coarse_again(self.attention(coarse), when)
        x = self.from_coarse(F.interpolate(coarse, scale_factor=2))
        x = self.middle_again(torch.cat([x, middle], 1), when)
        x = self.from_middle(F.interpolate(x, scale_factor=2))
        x = self.fine_again(torch.cat([x, fine], 1), when)
        return self.last(F.silu(self.last_norm(x)))


class Diffusion(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = UNet()
        self.images = torch.rand(BATCH, 1, 28, 28) * 2 - 1
        kept = torch.cumprod(1 - torch.linspace(1e-4, 0.02, LEVELS, dtype=torch.double), 0)
        self.signal, self.noise = kept.sqrt().float(), (1 - kept).sqrt().float()
        angles = torch.arange(1, LEVELS + 1)[:, None] * 10000.0 ** (-torch.arange(0, WAVES, 2) / WAVES)
        self.waves = torch.cat([angles.sin(), angles.cos()], 1)

    def loss(self):
        level, drawn = torch.randint(LEVELS, (BATCH,)), torch.randn_like(self.images)
        noisy = self.signal[level].view(-1, 1, 1, 1) * self.images + self.noise[level].view(-1, 1, 1, 1) * drawn
        return F.mse_loss(self.net(noisy, self.waves[level]), drawn)


def DDPM():
    return Trained(Diffusion())
