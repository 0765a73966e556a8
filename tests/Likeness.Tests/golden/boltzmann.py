"""
First ten losses of a small restricted Boltzmann machine: contrastive divergence of one turn whose draws come from fixed uniform numbers.
"""
import torch
import torch.nn.functional as F

from formula import images, noise, parameters, save, ten_steps

VISIBLE, HIDDEN, WEIGHT_COST = 12, 5, 0.1
DATA = images([6, VISIBLE], 1)


def rbm():
    leaves = parameters({"weight": [VISIBLE, HIDDEN], "visible": [VISIBLE], "hidden": [HIDDEN]})
    weight, visible, hidden = leaves.values()

    def free_energy(v):
        return -(v @ visible) - F.softplus(hidden + v @ weight).sum(-1)

    def turn(step):
        uniform = 0.25 * (noise([6, HIDDEN + VISIBLE], step) + 2)
        h = (uniform[:, :HIDDEN] < torch.sigmoid(hidden + DATA @ weight)).double()
        return (uniform[:, HIDDEN:] < torch.sigmoid(visible + h @ weight.T)).double()

    def loss(step):
        cost = WEIGHT_COST * 0.5 * (weight ** 2).sum()
        return free_energy(DATA).mean() - free_energy(turn(step).detach()).mean() + cost

    return ten_steps(leaves, loss, 0.05)


save(__file__, {"rbm": rbm()})
