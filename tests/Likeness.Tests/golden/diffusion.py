"""
First ten losses of a small denoising diffusion model, each prediction, with fixed weights, images, levels and noise: a U-Net of two
levels with attention at the lower one.
"""
import math

import torch
import torch.nn.functional as F

from formula import images, noise, parameters, save, ten_steps

CLEAN = 2 * images([4, 8, 4, 1], 1) - 1
TIMES = torch.tensor([1, 250, 600, 1000])
KEPT = torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64), 0)[TIMES - 1].view(4, 1, 1, 1)
WIDTH, DEEP, TOLD, HEADS = 8, 12, 32, 4


def conv_shapes(name, kernel, inputs, outputs):
    return {f"{name}/weight": [kernel, kernel, inputs, outputs], f"{name}/bias": [outputs]}


def linear_shapes(name, inputs, outputs):
    return {f"{name}/weight": [inputs, outputs], f"{name}/bias": [outputs]}


def norm_shapes(name, channels):
    return {f"{name}/scale": [channels], f"{name}/shift": [channels]}


def block_shapes(name, inputs, outputs):
    shapes = norm_shapes(f"{name}/norm/0", inputs) | norm_shapes(f"{name}/norm/1", outputs)
    shapes |= conv_shapes(f"{name}/conv/0", 3, inputs, outputs) | conv_shapes(f"{name}/conv/1", 3, outputs, outputs)
    shapes |= linear_shapes(f"{name}/shift", TOLD, outputs)
    return shapes if inputs == outputs else shapes | conv_shapes(f"{name}/around", 1, inputs, outputs)


SHAPES = {
    **linear_shapes("unet/time/0", WIDTH, TOLD), **linear_shapes("unet/time/1", TOLD, TOLD),
    **conv_shapes("unet/stem", 3, 1, WIDTH), **block_shapes("unet/down/0", WIDTH, WIDTH), **block_shapes("unet/down/1", WIDTH, DEEP),
    **conv_shapes("unet/narrow/0", 3, WIDTH, WIDTH),
    **norm_shapes("unet/attention/norm", DEEP), **linear_shapes("unet/attention/qkv", DEEP, 3 * DEEP),
    **linear_shapes("unet/attention/output", DEEP, DEEP), **block_shapes("unet/middle", DEEP, DEEP),
    **conv_shapes("unet/widen/0", 3, DEEP, DEEP), **block_shapes("unet/up/0", DEEP + WIDTH, WIDTH),
    **norm_shapes("unet/last/norm", WIDTH), **conv_shapes("unet/last", 3, WIDTH, 1),
}


class UNet:
    """Images [n, c, h, w] inside."""

    def __init__(self, leaves):
        self.leaves = leaves

    def conv(self, name, x, stride=1, padding=1):
        return F.conv2d(x, self.leaves[f"{name}/weight"].permute(3, 2, 0, 1).contiguous(), self.leaves[f"{name}/bias"], stride, padding)

    def linear(self, name, x):
        return x @ self.leaves[f"{name}/weight"] + self.leaves[f"{name}/bias"]

    def norm(self, name, x):
        return F.group_norm(x, x.shape[1] // 4, self.leaves[f"{name}/scale"], self.leaves[f"{name}/shift"])

    def block(self, name, x, told):
        inside = self.conv(f"{name}/conv/0", F.silu(self.norm(f"{name}/norm/0", x)))
        inside = inside + self.linear(f"{name}/shift", told)[:, :, None, None]
        inside = self.conv(f"{name}/conv/1", F.silu(self.norm(f"{name}/norm/1", inside)))
        return inside + (self.conv(f"{name}/around", x, padding=0) if f"{name}/around/weight" in self.leaves else x)

    def attention(self, x):
        n, c, h, w = x.shape
        rows = self.norm("unet/attention/norm", x).flatten(2).transpose(1, 2)
        q, k, v = self.linear("unet/attention/qkv", rows).view(n, h * w, 3, HEADS, c // HEADS).permute(2, 0, 3, 1, 4)
        mixed = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(c // HEADS), -1) @ v
        mixed = self.linear("unet/attention/output", mixed.transpose(1, 2).reshape(n, h * w, c))
        return mixed.transpose(1, 2).view(n, c, h, w)

    def __call__(self, x, times):
        frequencies = 10000.0 ** (-2 * torch.arange(WIDTH // 2, dtype=torch.float64) / WIDTH)
        angles = times[:, None] * frequencies
        told = torch.cat([angles.sin(), angles.cos()], 1)
        told = F.silu(self.linear("unet/time/1", F.silu(self.linear("unet/time/0", told))))
        fine = self.block("unet/down/0", self.conv("unet/stem", x.permute(0, 3, 1, 2)), told)
        deep = self.block("unet/down/1", self.conv("unet/narrow/0", fine, stride=2), told)
        deep = self.block("unet/middle", deep + self.attention(deep), told)
        wide = self.conv("unet/widen/0", F.interpolate(deep, scale_factor=2))
        x = self.block("unet/up/0", torch.cat([wide, fine], 1), told)
        return self.conv("unet/last", F.silu(self.norm("unet/last/norm", x))).permute(0, 2, 3, 1)


def ddpm(prediction):
    leaves = parameters(SHAPES)
    network = UNet(leaves)

    def loss(step):
        e = noise([4, 8, 4, 1], step)
        a, s = KEPT.sqrt(), (1 - KEPT).sqrt()
        target = {"eps": e, "x0": CLEAN, "v": a * e - s * CLEAN}[prediction]
        return ((network(a * CLEAN + s * e, TIMES.double()) - target) ** 2).mean()

    return ten_steps(leaves, loss, 0.01)


save(__file__, {prediction: ddpm(prediction) for prediction in ("eps", "x0", "v")})
