"""
Distances between fixed sets of features: the Frechet distance with scipy's matrix square root, the kernel distance and precision, recall,
density and coverage by their definitions: of each pair these six numbers.
"""
import numpy as np
from scipy.linalg import sqrtm

from formula import save

WIDTH = 6
NEIGHBOURS = 5


def features(count, seed, scale=1.0, shift=0.0):
    """Numbers that both sides compute exactly: residues of a quadratic, [count, WIDTH]."""
    i = np.arange(count * WIDTH, dtype=np.int64)
    residues = (i * i * 7 + i * (13 * seed + 29) + 5 * seed) % 10007
    values = residues.astype(np.float32) / np.float32(10007) * np.float32(scale) + np.float32(shift)
    return values.reshape(count, WIDTH)


def frechet(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)
    a, b = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    cross = sqrtm(a @ b)
    if not np.isfinite(cross).all():
        raise ValueError("choose sets whose product has a root")
    return float(((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(a) + np.trace(b) - 2 * np.trace(cross.real))


def kernel(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)

    def k(p, q):
        return (p @ q.T / WIDTH + 1) ** 3

    def within(p):
        table = k(p, p)
        return (table.sum() - np.trace(table)) / (len(p) * (len(p) - 1))

    return float(within(x) + within(y) - 2 * k(x, y).mean())


def neighbourhoods(real, made):
    real, made = real.astype(np.float64), made.astype(np.float64)

    def distances(p, q):
        return np.sqrt(((p[:, None, :] - q[None, :, :]) ** 2).sum(-1))

    def radii(p):
        return np.sort(distances(p, p), axis=1)[:, NEIGHBOURS]

    across = distances(real, made)
    in_real, in_made = across < radii(real)[:, None], across < radii(made)[None, :]
    return [
        float(in_real.any(0).mean()), float(in_made.any(1).mean()), float(in_real.sum(0).mean() / NEIGHBOURS), float(in_real.any(1).mean()),
    ]


REAL = features(120, 1)
PAIRS = {"near": features(90, 2), "shifted": features(150, 3, 1.3, 0.2), "narrow": features(100, 4, 0.2, 0.4)}
save(__file__, {
    name: [frechet(REAL, made), kernel(REAL, made), *neighbourhoods(REAL, made)]
    for name, made in PAIRS.items()
})
