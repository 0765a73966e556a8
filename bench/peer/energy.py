"""jem and ebm: convolutions 32-64-128-256 with two heads or the energy's alone, 20 Langevin steps, then the update on real and fake."""
import torch
from torch import nn
from torch.nn import functional as F

from pictures import images, labels
from training import BATCH, Trained, compiled


def contrast(low, high):
    return low.mean() - high.mean() + 0.1 * ((low ** 2).mean() + (high ** 2).mean())


class JointEnergyModel(nn.Module):
    def __init__(self, batch=BATCH):
        super().__init__()
        channels = [1, 32, 64, 128, 256]
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 3, 1, 1) if i == 0 else nn.Conv2d(a, b, 4, 2, 1)
            for i, (a, b) in enumerate(zip(channels, channels[1:])))
        self.energy, self.classes = nn.Linear(256 * 9, 1), nn.Linear(256 * 9, 10)
        self.buffer = torch.rand(1280, 1, 28, 28) * 2 - 1
        self.images = images(batch, 1, 28, 28)
        self.labels = labels(batch)
        self.heads = compiled(self.heads)

    def heads(self, x):
        for conv in self.convs:
            x = F.silu(conv(x))
        x = x.flatten(1)
        return self.energy(x).squeeze(1), self.classes(x)

    def real(self):
        x = self.images
        return (x * 2 - 1 + 0.03 * torch.randn(len(x), 1, 28, 28)).clamp(-1, 1)

    def langevin(self, x):
        self.requires_grad_(False)
        for _ in range(20):
            x.requires_grad_(True)
            gradient = torch.autograd.grad(self.heads(x)[0].sum(), x)[0]
            x = (x.detach() - 10 * gradient.clamp(-0.03, 0.03) + 0.005 * torch.randn_like(x)).clamp(-1, 1)
        self.requires_grad_(True)
        return x

    def fake(self):
        x = self.images
        places = torch.randint(len(self.buffer), (len(x),))
        fresh = (torch.rand(len(x), 1, 1, 1) < 0.05).float()
        fake = fresh * (torch.rand(len(x), 1, 28, 28) * 2 - 1) + (1 - fresh) * self.buffer[places]
        fake = self.langevin(fake)
        self.buffer[places] = fake
        return fake

    def loss(self):
        real, fake = self.real(), self.fake()
        low, logits = self.heads(real)
        high, _ = self.heads(fake)
        return F.cross_entropy(logits, self.labels) + contrast(low, high)


class EnergyModel(JointEnergyModel):
    def __init__(self, batch=BATCH):
        super().__init__(batch)
        del self.classes

    def heads(self, x):
        for conv in self.convs:
            x = F.silu(conv(x))
        return self.energy(x.flatten(1)).squeeze(1), None

    def loss(self):
        real, fake = self.real(), self.fake()
        return contrast(self.heads(real)[0], self.heads(fake)[0])


class CrossEntropy(JointEnergyModel):
    def loss(self):
        x = self.real()
        for conv in self.convs:
            x = F.silu(conv(x))
        return F.cross_entropy(self.classes(x.flatten(1)), self.labels)


def JEM():
    # Langevin turns differentiate inside the loss: only the network can be compiled.
    return Trained(JointEnergyModel(), whole=False)


def EBM():
    return Trained(EnergyModel(), whole=False)


def Classifier(batch):
    return Trained(CrossEntropy(batch))


def jem_sample(batch):
    model = JointEnergyModel(batch)
    return lambda: (0.5 * (model.langevin(torch.rand(batch, 1, 28, 28) * 2 - 1) + 1)).mean()
