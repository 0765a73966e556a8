"""Twenty steps of each optimizer on Rosenbrock's function of two pairs, from a fixed start: the points after each step."""
import torch

from formula import save

START = [-1.2, 1.0, 0.5, -0.7]
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=1e-3),
    "momentum": lambda p: torch.optim.SGD(p, lr=3e-4, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=3e-4, momentum=0.9, nesterov=True, weight_decay=0.1),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "adam-decay": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9, weight_decay=0.1),
}


def rosenbrock(p):
    x, y = p[0::2], p[1::2]
    return ((1 - x) ** 2 + 100 * (y - x ** 2) ** 2).sum()


def trajectory(make):
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make([p])
    points = []
    for _ in range(20):
        optimizer.zero_grad()
        rosenbrock(p).backward()
        optimizer.step()
        points.append(p.tolist())
    return points


save(__file__, {name: trajectory(make) for name, make in OPTIMIZERS.items()})
