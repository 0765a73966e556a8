"""
First ten losses of a small RealNVP with fixed weights, images and dequantisation noise: two levels of two couplings on 4x4 images. Every step is
a first step: the statistics of each activation normalisation are those of its batch, and carry no gradient.
"""
import math

import torch
import torch.nn.functional as F

from formula import images, noise, parameters, save, ten_steps

N, SIZE, HIDDEN, LAMBDA = 6, 4, 5, 1e-6
IMAGES = images([N, SIZE, SIZE, 1], 1)


def shapes():
    made = {}
    for level in range(2):
        channels = 4 if level == 0 else 8
        for i in range(2):
            half = channels // 2
            made |= {f"{level}/norm/{i}/log_scale": [channels], f"{level}/norm/{i}/shift": [channels]}
            coupling = f"{level}/coupling/{i}"
            made |= {
                f"{coupling}/scale": [half],
                f"{coupling}/conv/0/weight": [3, 3, half, HIDDEN], f"{coupling}/conv/0/bias": [HIDDEN],
                f"{coupling}/conv/1/weight": [3, 3, HIDDEN, 2 * half], f"{coupling}/conv/1/bias": [2 * half],
            }
    return made


def squeeze(x):
    """Blocks of 2x2 as channels: 00, 01, 10, 11, each with all channels of its pixel."""
    return torch.cat([x[:, i::2, j::2] for i in range(2) for j in range(2)], 3)


def regroup(x, order):
    groups = x.chunk(4, 3)
    return torch.cat([groups[i] for i in order], 3)


def conv(leaves, name, x):
    filters = leaves[f"{name}/weight"].permute(3, 2, 0, 1)
    return F.conv2d(x.permute(0, 3, 1, 2), filters, leaves[f"{name}/bias"], 1, 1).permute(0, 2, 3, 1)


def norm(leaves, name, x):
    mean = x.detach().mean((0, 1, 2))
    deviation = (x.detach().var((0, 1, 2), unbiased=False) + 1e-5).sqrt()
    log_scale = leaves[f"{name}/log_scale"]
    z = (x - mean) / deviation * log_scale.exp() + leaves[f"{name}/shift"]
    return z, x.shape[1] * x.shape[2] * (log_scale - deviation.log()).sum()


def coupling(leaves, name, x, moves_first):
    first, second = x.chunk(2, 3)
    stays, moves = (second, first) if moves_first else (first, second)
    raw, shift = conv(leaves, f"{name}/conv/1", F.relu(conv(leaves, f"{name}/conv/0", stays))).chunk(2, 3)
    log_scale = leaves[f"{name}/scale"] * torch.tanh(raw)
    moved = moves * log_scale.exp() + shift
    return torch.cat([moved, stays] if moves_first else [stays, moved], 3), log_scale.sum((1, 2, 3))


def level(leaves, number, x):
    x, volume = squeeze(x), 0
    for i, order in enumerate([(0, 3, 1, 2), (0, 2, 3, 1)]):
        x, norm_volume = norm(leaves, f"{number}/norm/{i}", regroup(x, order))
        x, coupling_volume = coupling(leaves, f"{number}/coupling/{i}", x, i == 1)
        volume = volume + norm_volume + coupling_volume
    return x, volume


def realnvp():
    leaves = parameters(shapes())

    def loss(step):
        u = 0.25 * (noise([N, SIZE, SIZE, 1], step) + 2)
        t = LAMBDA + (1 - 2 * LAMBDA) * (255 * IMAGES + u) / 256
        volume = (math.log((1 - 2 * LAMBDA) / 256) - t.log() - (1 - t).log()).sum((1, 2, 3))
        x, outer = level(leaves, 0, t.log() - (1 - t).log())
        leaves_here, stays = x.chunk(2, 3)
        y, inner = level(leaves, 1, stays)
        z = torch.cat([leaves_here.flatten(1), y.flatten(1)], 1)
        nats = -(-0.5 * (z ** 2 + math.log(2 * math.pi)).sum(1) + volume + outer + inner).mean()
        return nats / (SIZE * SIZE * math.log(2))

    return ten_steps(leaves, loss, 0.01)


save(__file__, {"realnvp": realnvp()})
