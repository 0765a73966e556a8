"""The peer's side of each workload: PyTorch, the same architecture, batch, optimizer and threads.

Reads a number of steps a line, runs them and prints the seconds they took; 0 ends.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 128


class AE(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [784, 256, 128, 2, 128, 256, 784]
        layers = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            layers.append(nn.Linear(a, b))
            if b not in (2, 784):
                layers.append(nn.ReLU())
        self.net = nn.Sequential(*layers, nn.Sigmoid())

    def loss(self, x, labels):
        return F.mse_loss(self.net(x), x)


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.code = nn.Linear(784, 400), nn.Linear(400, 40)
        self.back, self.out = nn.Linear(20, 400), nn.Linear(400, 784)

    def loss(self, x, labels):
        mean, logvar = self.code(F.relu(self.hidden(x))).chunk(2, 1)
        z = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
        logits = self.out(F.relu(self.back(z)))
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        kl = 0.5 * torch.sum(mean.pow(2) + logvar.exp() - 1 - logvar) / len(x)
        return reconstruction + kl


class JEM(nn.Module):
    def __init__(self):
        super().__init__()
        channels = [1, 32, 64, 128, 256]
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 3, 1, 1) if i == 0 else nn.Conv2d(a, b, 4, 2, 1)
            for i, (a, b) in enumerate(zip(channels, channels[1:])))
        self.energy, self.classes = nn.Linear(256 * 9, 1), nn.Linear(256 * 9, 10)
        self.buffer = torch.rand(1280, 1, 28, 28) * 2 - 1

    def heads(self, x):
        for conv in self.convs:
            x = F.silu(conv(x))
        x = x.flatten(1)
        return self.energy(x).squeeze(1), self.classes(x)

    def loss(self, x, labels):
        real = (x.view(-1, 1, 28, 28) * 2 - 1 + 0.03 * torch.randn(len(x), 1, 28, 28)).clamp(-1, 1)
        places = torch.randint(len(self.buffer), (len(x),))
        fresh = (torch.rand(len(x), 1, 1, 1) < 0.05).float()
        fake = fresh * (torch.rand(len(x), 1, 28, 28) * 2 - 1) + (1 - fresh) * self.buffer[places]
        for parameter in self.parameters():
            parameter.requires_grad_(False)
        for _ in range(20):
            fake.requires_grad_(True)
            gradient = torch.autograd.grad(self.heads(fake)[0].sum(), fake)[0]
            fake = (fake.detach() - 10 * gradient.clamp(-0.03, 0.03) + 0.005 * torch.randn_like(fake)).clamp(-1, 1)
        for parameter in self.parameters():
            parameter.requires_grad_(True)
        self.buffer[places] = fake
        low, logits = self.heads(real)
        high, _ = self.heads(fake)
        return F.cross_entropy(logits, labels) + low.mean() - high.mean() + 0.1 * ((low ** 2).mean() + (high ** 2).mean())


def main():
    name, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = {"ae": AE, "vae": VAE, "jem": JEM}[name]()
    adam = torch.optim.Adam(model.parameters(), 1e-3)
    images = torch.rand(BATCH, 784)
    labels = torch.arange(BATCH) % 10
    for line in sys.stdin:
        steps = int(line)
        if steps == 0:
            return
        start = time.perf_counter()
        for _ in range(steps):
            adam.zero_grad(set_to_none=True)
            model.loss(images, labels).backward()
            adam.step()
        print(time.perf_counter() - start, flush=True)


main()
