"""rbm 784-500; dbn: 500-1000 above 784-500; dbn-classifier 784-500-500-1000-10. The first two without autograd, updated in place."""
import torch
from torch import nn
from torch.nn import functional as F

from pictures import images, labels
from training import BATCH, Trained, compiled


def drawn(probabilities):
    # Four times as fast as torch.bernoulli.
    return (torch.rand_like(probabilities) < probabilities).float()


class Machine:
    def __init__(self, visible, hidden):
        self.weight = torch.randn(visible, hidden) * 0.01
        self.visible, self.hidden = torch.zeros(visible), torch.zeros(hidden)

    def up(self, units):
        return torch.addmm(self.hidden, units, self.weight).sigmoid_()

    def down(self, units):
        return torch.addmm(self.visible, units, self.weight.t()).sigmoid_()


class RBM:
    """Contrastive divergence of one turn, plain gradient descent."""

    RATE = 1e-3

    def __init__(self):
        self.machine, self.images = Machine(784, 500), images(BATCH, 784)

    @torch.no_grad()
    def step(self):
        machine, data, rate = self.machine, self.images, self.RATE / BATCH
        first = machine.up(data)
        mirrored = machine.down(drawn(first))
        dream = drawn(mirrored)
        last = machine.up(dream)
        machine.weight.addmm_(data.t(), first, alpha=rate).addmm_(dream.t(), last, alpha=-rate)
        machine.visible.add_((data - dream).sum(0), alpha=rate)
        machine.hidden.add_((first - last).sum(0), alpha=rate)
        return (data - mirrored).square_().mean()


class DBN:
    """The upper machine, on units drawn from the lower one: persistent chains, momentum, weight cost."""

    RATE, MOMENTUM, COST, CHAINS = 1e-3, 0.5, 1e-4, 100

    def __init__(self):
        self.lower, self.upper, self.images = Machine(784, 500), Machine(500, 1000), images(BATCH, 784)
        self.chains = (torch.rand(self.CHAINS, 500) < 0.5).float()
        self.parameters = [self.upper.weight, self.upper.visible, self.upper.hidden]
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]

    @torch.no_grad()
    def step(self):
        machine = self.upper
        data = drawn(self.lower.up(self.images))
        first = machine.up(data)
        self.chains = dream = drawn(machine.down(drawn(machine.up(self.chains))))
        last = machine.up(dream)
        weight, visible, hidden = self.velocities
        weight.addmm_(data.t(), first, beta=self.MOMENTUM, alpha=1 / BATCH).addmm_(dream.t(), last, alpha=-1 / self.CHAINS)
        weight.add_(machine.weight, alpha=-self.COST)
        visible.mul_(self.MOMENTUM).add_(data.mean(0) - dream.mean(0))
        hidden.mul_(self.MOMENTUM).add_(first.mean(0) - last.mean(0))
        error = (data - machine.down(first)).square_().mean()
        for parameter, velocity in zip(self.parameters, self.velocities):
            parameter.add_(velocity, alpha=self.RATE)
        return error


class Classifier(nn.Module):
    """Fine-tuning of sigmoid layers from the small weights of Boltzmann machines."""

    def __init__(self):
        super().__init__()
        sizes = [784, 500, 500, 1000]
        layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
        head = nn.Linear(1000, 10)
        for layer in layers:
            nn.init.normal_(layer.weight, 0, 0.01)
        nn.init.xavier_uniform_(head.weight)
        for layer in [*layers, head]:
            nn.init.zeros_(layer.bias)
        self.net = nn.Sequential(*(part for layer in layers for part in (layer, nn.Sigmoid())), head)
        self.images, self.labels = images(BATCH, 784), labels(BATCH)

    def loss(self):
        return F.cross_entropy(self.net(self.images), self.labels)


def rbm():
    return compiled(RBM().step)


def dbn():
    return compiled(DBN().step)


def dbn_classifier():
    return Trained(Classifier())
