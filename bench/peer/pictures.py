"""
The images that a step trains on: one batch of noise, or, where REAL_IMAGES names the folder with MNIST's files, its training images batch by
batch in their order.
"""
import os
import pathlib

import torch

import load

FOLDER = os.environ.get("REAL_IMAGES")
taken = []


def batch_of(kind, made, change):
    """Makes a batch, and notes where the next ones come from and what to do to them."""
    if FOLDER:
        taken.append((load.read(pathlib.Path(FOLDER) / f"train-{kind}-ubyte.gz"), made, change))
    return made


def images(batch, *shape, low=0):
    """Values in [low, 1]."""
    return batch_of(
        "images-idx3", torch.rand(batch, *shape) * (1 - low) + low, lambda pixels: pixels.reshape(batch, *shape) * ((1 - low) / 255) + low)


def labels(batch):
    return batch_of("labels-idx1", torch.arange(batch) % 10, lambda classes: classes)


def turn(step):
    """Puts the batch of a step, counted from 0, where the batch before was."""
    for real, made, change in taken:
        size = len(made)
        first = step % (len(real) // size) * size
        made.copy_(change(real[first:first + size]))
