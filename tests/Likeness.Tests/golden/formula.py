"""Numbers that both sides compute by themselves, in row-major order of the layouts that Likeness uses."""
import json
import math
import os

import torch

torch.manual_seed(0)
torch.set_num_threads(1)


def weights(name, shape):
    """Initial values of the variable of this name; the name's length sets the phase."""
    n = math.prod(shape)
    fan_in = math.prod(shape[:-1]) if len(shape) > 1 else 4
    values = [math.sin(0.7 * i + len(name)) / math.sqrt(fan_in) for i in range(n)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def images(shape, phase):
    """Values in [0, 1]."""
    values = [0.5 + 0.5 * math.sin(0.37 * i + phase) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def noise(shape, step):
    """Values in [-2, 2], others at each step."""
    values = [2 * math.cos(1.3 * i + step) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def parameters(shapes):
    """Leaves to optimize, by name."""
    return {name: weights(name, shape).requires_grad_() for name, shape in shapes.items()}


def ten_steps(leaves, loss_of, rate):
    """The losses before each of ten steps of Adam."""
    optimizer = torch.optim.Adam(leaves.values(), lr=rate)
    losses = []
    for step in range(10):
        optimizer.zero_grad()
        loss = loss_of(step)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def save(script, values):
    """Writes beside the script, under its name."""
    with open(os.path.splitext(script)[0] + ".json", "w") as file:
        json.dump(values, file, indent=1)
        file.write("\n")
