"""ae 784-256-128-2 and back; vae 784-400-20 and back."""
import torch
from torch import nn
from torch.nn import functional as F

from pictures import images
from training import BATCH, Trained


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [784, 256, 128, 2, 128, 256, 784]
        layers = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            layers.append(nn.Linear(a, b))
            if b not in (2, 784):
                layers.append(nn.ReLU())
        self.net = nn.Sequential(*layers, nn.Sigmoid())
        self.images = images(BATCH, 784)

    def loss(self):
        return F.mse_loss(self.net(self.images), self.images)


class VariationalAutoencoder(nn.Module):
    def __init__(self, batch, hidden):
        super().__init__()
        self.hidden, self.code = nn.Linear(784, hidden), nn.Linear(hidden, 40)
        self.back, self.out = nn.Linear(20, hidden), nn.Linear(hidden, 784)
        self.images = images(batch, 784)

    def decode(self, z):
        return self.out(F.relu(self.back(z)))

    def loss(self):
        x = self.images
        mean, logvar = self.code(F.relu(self.hidden(x))).chunk(2, 1)
        z = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
        logits = self.decode(z)
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        kl = 0.5 * torch.sum(mean.pow(2) + logvar.exp() - 1 - logvar) / len(x)
        return reconstruction + kl


def AE():
    return Trained(Autoencoder())


def VAE(batch=BATCH, hidden=400):
    return Trained(VariationalAutoencoder(batch, hidden))


def vae_sample(batch):
    model = VariationalAutoencoder(batch, 400)

    @torch.no_grad()
    def step():
        return torch.sigmoid(model.decode(torch.randn(batch, 20))).mean()

    return step
