"""What most workloads have in common: a batch of noise, Adam with 1e-3, and one step on a loss."""
import torch

BATCH = 128


def adam(module):
    return torch.optim.Adam(module.parameters(), 1e-3)


def descend(optimizer, loss):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.detach()


class Trained:
    """A step of a module whose loss() needs no arguments."""

    def __init__(self, module):
        self.module, self.optimizer = module, adam(module)

    def __call__(self):
        return descend(self.optimizer, self.module.loss())
