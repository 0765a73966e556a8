"""stylegan: a mapping network, modulated convolutions with noise, and a critic that compares the images of a batch; R1; batch 64."""
import torch
from torch import nn
from torch.nn import functional as F

from adversarial import Game, logistic, non_saturating, square_images

BATCH, LATENT, STYLES, PENALTY, PENALTY_ON = 64, 64, 64, 0.1, 4


class Modulated(nn.Module):
    """The channels before and after the convolution are scaled, not its filters: faster here than one group for each image."""

    def __init__(self, inputs, outputs, doubles):
        super().__init__()
        self.doubles = doubles
        shape = (inputs, outputs, 4, 4) if doubles else (outputs, inputs, 3, 3)
        self.weight = nn.Parameter(torch.randn(shape) / (9 * inputs) ** 0.5)
        self.style = nn.Linear(STYLES, inputs)
        nn.init.normal_(self.style.weight, 0, STYLES ** -0.5)
        nn.init.ones_(self.style.bias)
        self.strength, self.bias = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(outputs))

    def forward(self, x, w):
        s = self.style(w)
        squares = self.weight.square().sum((2, 3))
        x = x * s[:, :, None, None]
        if self.doubles:
            x, lengths = F.conv_transpose2d(x, self.weight, None, 2, 1), s.square() @ (0.25 * squares)
        else:
            x, lengths = F.conv2d(x, self.weight, None, 1, 1), s.square() @ squares.t()
        x = x * (lengths + 1e-8).rsqrt()[:, :, None, None]
        x = x + self.strength * torch.randn(len(x), 1, *x.shape[2:]) + self.bias[:, None, None]
        return 2 ** 0.5 * F.leaky_relu(x, 0.2, True)


class Generator(nn.Module):
    # The mapping network learns so much more slowly than the rest.
    SLOW = 0.01

    def __init__(self):
        super().__init__()
        self.mapping = nn.ModuleList([nn.Linear(LATENT, STYLES), nn.Linear(STYLES, STYLES)])
        for layer in self.mapping:
            nn.init.normal_(layer.weight, 0, (2 / layer.in_features) ** 0.5 / self.SLOW)
            nn.init.zeros_(layer.bias)
        self.register_buffer("mean", torch.zeros(STYLES))
        self.constant = nn.Parameter(torch.randn(1, 64, 7, 7))
        self.layers = nn.ModuleList(
            Modulated(a, b, doubles) for a, b, doubles in [(64, 64, False), (64, 32, True), (32, 32, False), (32, 16, True), (16, 16, False)])
        self.output = nn.Conv2d(16, 1, 1)

    def style(self, z):
        w = z * (z.square().mean(1, True) + 1e-8).rsqrt()
        for layer in self.mapping:
            w = F.leaky_relu(self.SLOW * layer(w), 0.2)
        return w

    def forward(self, z):
        w, other = self.style(z), self.style(torch.randn_like(z))
        with torch.no_grad():
            self.mean.lerp_(w.mean(0), 0.005)
        # From a random layer on, half of the images have the other style.
        cut = torch.where(torch.rand(len(z), 1) < 0.5, torch.randint(1, len(self.layers), (len(z), 1)), len(self.layers))
        x = self.constant.expand(len(z), -1, -1, -1)
        for i, layer in enumerate(self.layers):
            x = layer(x, torch.where(i < cut, w, other))
        return self.output(x)


class Critic(nn.Module):
    KERNELS, DIMENSIONS = 16, 8

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, True), nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2, True), nn.Flatten())
        self.others = nn.Linear(128 * 49, self.KERNELS * self.DIMENSIONS, bias=False)
        self.score = nn.Linear(128 * 49 + self.KERNELS, 1)

    def forward(self, images):
        features = self.features(images)
        m = self.others(features).view(-1, self.KERNELS, self.DIMENSIONS)
        alike = (-(m[:, None] - m).abs().sum(3)).exp().sum(1) - 1
        return self.score(torch.cat([features, alike / (len(m) - 1)], 1)).squeeze(1)


def regularized(critic, real, fake):
    at = real[:len(real) // PENALTY_ON].clone().requires_grad_(True)
    slope = torch.autograd.grad(critic(at).sum(), at, create_graph=True)[0]
    return logistic(critic, real, fake) + PENALTY / 2 * slope.square().sum((1, 2, 3)).mean()


def stylegan():
    return Game(Generator(), Critic(), square_images(BATCH), regularized, non_saturating, noise=LATENT, twice=True)
