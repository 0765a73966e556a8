"""First ten losses of a small autoencoder, a small VAE (beta 1 and 4) and a small IWAE (5 draws), with fixed weights, images and noise."""
import math

import torch
import torch.nn.functional as F
from torch.distributions import Normal

from formula import images, noise, parameters, save, ten_steps

X = images([6, 4, 3, 1], 1).flatten(1)


def mlp(leaves, part, x, count, activation):
    for i in range(count):
        x = x @ leaves[f"{part}/{i}/weight"] + leaves[f"{part}/{i}/bias"]
        if i + 1 < count:
            x = activation(x)
    return x


def shapes(parts):
    result = {}
    for part, sizes in parts.items():
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            result[f"{part}/{i}/weight"], result[f"{part}/{i}/bias"] = [a, b], [b]
    return result


def ae():
    leaves = parameters(shapes({"encoder": [12, 8, 5, 2], "decoder": [2, 5, 8, 12]}))

    def loss(step):
        code = mlp(leaves, "encoder", X, 3, torch.relu)
        return F.mse_loss(torch.sigmoid(mlp(leaves, "decoder", code, 3, torch.relu)), X)

    return ten_steps(leaves, loss, 0.01)


def vae(beta):
    leaves = parameters(shapes({"encoder": [12, 9, 6], "decoder": [3, 9, 12]}))

    def loss(step):
        mean, log_variance = mlp(leaves, "encoder", X, 2, torch.relu).chunk(2, dim=-1)
        z = mean + torch.exp(log_variance / 2) * noise([6, 3], step)
        logits = mlp(leaves, "decoder", z, 2, torch.relu)
        reconstruction = F.binary_cross_entropy_with_logits(logits, X, reduction="sum")
        kl = 0.5 * (mean ** 2 + log_variance.exp() - 1 - log_variance).sum()
        return (reconstruction + beta * kl) / len(X)

    return ten_steps(leaves, loss, 0.01)


def iwae(draws):
    leaves = parameters(shapes({"encoder": [12, 9, 6], "decoder": [3, 9, 12]}))

    def loss(step):
        mean, log_variance = mlp(leaves, "encoder", X, 2, torch.relu).chunk(2, dim=-1)
        posterior = Normal(mean, torch.exp(log_variance / 2))
        weights = []
        for epsilon in noise([draws, 6, 3], step):
            z = posterior.mean + posterior.stddev * epsilon
            logits = mlp(leaves, "decoder", z, 2, torch.relu)
            given = -F.binary_cross_entropy_with_logits(logits, X, reduction="none").sum(-1)
            prior = Normal(0.0, 1.0).log_prob(z).sum(-1)
            weights.append(given + prior - posterior.log_prob(z).sum(-1))
        return -(torch.logsumexp(torch.stack(weights), 0) - math.log(draws)).mean()

    return ten_steps(leaves, loss, 0.01)


save(__file__, {"ae": ae(), "vae": vae(1), "beta-vae": vae(4), "iwae": iwae(5)})
