"""rbm 784-500: contrastive divergence of one turn, its update written out and in place; no autograd."""
import torch

from training import BATCH

RATE = 0.1


def drawn(probabilities):
    # Four times as fast as torch.bernoulli.
    return (torch.rand_like(probabilities) < probabilities).float()


class RBM:
    def __init__(self):
        self.weight = torch.randn(784, 500) * 0.01
        self.visible, self.hidden = torch.zeros(784), torch.zeros(500)
        self.data = (torch.rand(BATCH, 784) < 0.5).float()

    def up(self, units):
        return torch.addmm(self.hidden, units, self.weight).sigmoid_()

    @torch.no_grad()
    def __call__(self):
        data = self.data
        first = self.up(data)
        mirrored = torch.addmm(self.visible, drawn(first), self.weight.t()).sigmoid_()
        dream = drawn(mirrored)
        last = self.up(dream)
        self.weight.addmm_(data.t(), first, alpha=RATE / BATCH).addmm_(dream.t(), last, alpha=-RATE / BATCH)
        self.visible.add_((data - dream).sum(0), alpha=RATE / BATCH)
        self.hidden.add_((first - last).sum(0), alpha=RATE / BATCH)
        return (data - mirrored).square_().mean()
