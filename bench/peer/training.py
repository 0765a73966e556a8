"""
What most workloads have in common: a batch of noise, Adam with 1e-3, and one step on a loss.

PEER_MODE in the environment says how PyTorch runs: eager; fused, with Adam in one pass (from 2.4 on); compiled, and by torch.compile too.
PEER_FLUSH=0 keeps denormal numbers, as PyTorch does unless told.
"""
import os

import torch

BATCH = 128
MODE = os.environ.get("PEER_MODE", "eager")
if MODE not in ("eager", "fused", "compiled"):
    raise SystemExit(f"PEER_MODE is '{MODE}': use eager, fused or compiled")


# Averages of gradients that stay away decay to such numbers, which are slow; workers inherit it if it is said first.
torch.set_flush_denormal(os.environ.get("PEER_FLUSH", "1") == "1")


def adam(module):
    return torch.optim.Adam(module.parameters(), 1e-3, **({} if MODE == "eager" else {"fused": True}))


def compiled(function):
    return torch.compile(function) if MODE == "compiled" else function


def descend(optimizer, loss):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.detach()


class Trained:
    """A step of a module whose loss() needs no arguments."""

    def __init__(self, module, whole=True):
        self.loss, self.optimizer = compiled(module.loss) if whole else module.loss, adam(module)

    def __call__(self):
        return descend(self.optimizer, self.loss())
