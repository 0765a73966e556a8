"""
First ten losses of a small joint energy model, both energies, with fixed weights and images; the samples are three Langevin
steps without noise from fixed images, along the gradient of the current energy.
"""
import torch
import torch.nn.functional as F

from formula import images, parameters, save, ten_steps

REAL = images([4, 9, 8, 1], 1)
START = 2 * images([4, 9, 8, 1], 5) - 1
LABELS = torch.tensor([0, 2, 1, 2])
ALPHA, STEP_SIZE, LIMIT = 0.1, 2.0, 0.03


def conv(leaves, name, x, stride):
    """NHWC images and [h, w, in, out] filters, as Likeness keeps them."""
    filters = leaves[f"{name}/weight"].permute(3, 2, 0, 1)
    y = F.conv2d(x.permute(0, 3, 1, 2), filters, leaves[f"{name}/bias"], stride, 1)
    return F.silu(y.permute(0, 2, 3, 1))


def jem(energy):
    shapes = {
        "conv/0/weight": [3, 3, 1, 4], "conv/0/bias": [4],
        "conv/1/weight": [4, 4, 4, 6], "conv/1/bias": [6],
        "fc_class/weight": [96, 3], "fc_class/bias": [3],
    }
    if energy == "two-head":
        shapes |= {"fc_energy/weight": [96, 1], "fc_energy/bias": [1]}
    leaves = parameters(shapes)

    def heads(x):
        h = conv(leaves, "conv/1", conv(leaves, "conv/0", x, 1), 2).flatten(1)
        logits = h @ leaves["fc_class/weight"] + leaves["fc_class/bias"]
        if energy == "logsumexp":
            return logits, -logits.logsumexp(-1)
        return logits, (h @ leaves["fc_energy/weight"] + leaves["fc_energy/bias"])[:, 0]

    def fake():
        x = START
        for _ in range(3):
            x = x.detach().requires_grad_()
            gradient, = torch.autograd.grad(heads(x)[1].sum(), x)
            x = (x - STEP_SIZE * gradient.clamp(-LIMIT, LIMIT)).clamp(-1, 1)
        return x.detach()

    def loss(step):
        negative = fake()
        logits, real = heads(2 * REAL - 1)
        other = heads(negative)[1]
        magnitude = (real ** 2).mean() + (other ** 2).mean()
        return F.cross_entropy(logits, LABELS) + real.mean() - other.mean() + ALPHA * magnitude

    return ten_steps(leaves, loss, 0.01)


save(__file__, {energy: jem(energy) for energy in ("two-head", "logsumexp")})
