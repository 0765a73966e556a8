"""
First ten rounds of a small Wasserstein GAN with gradient penalty, fully connected, with fixed weights, images and noise: in each
round a step of the critic, then one of the generator. The penalty is differentiated twice by autograd.
"""
import torch
import torch.nn.functional as F

from formula import images, noise, parameters, save

REAL = 2 * images([6, 4, 3, 1], 1).flatten(1) - 1
PENALTY = 10


def dense(leaves, name, x):
    return x @ leaves[f"{name}/weight"] + leaves[f"{name}/bias"]


def wgan_gp():
    generator = parameters({
        "generator/0/weight": [3, 5], "generator/0/bias": [5], "generator/1/weight": [5, 8], "generator/1/bias": [8],
        "generator/2/weight": [8, 12], "generator/2/bias": [12],
    })
    critic = parameters({
        "critic/features/0/weight": [12, 8], "critic/features/0/bias": [8],
        "critic/features/1/weight": [8, 5], "critic/features/1/bias": [5], "critic/score/weight": [5, 1],
    })
    optimizers = [torch.optim.Adam(leaves.values(), lr=0.01, betas=(0, 0.9)) for leaves in (critic, generator)]

    def fake(z):
        h = F.leaky_relu(dense(generator, "generator/0", z), 0.2)
        return torch.tanh(dense(generator, "generator/2", F.leaky_relu(dense(generator, "generator/1", h), 0.2)))

    def score(x):
        h = F.leaky_relu(dense(critic, "critic/features/0", x), 0.2)
        return (F.leaky_relu(dense(critic, "critic/features/1", h), 0.2) @ critic["critic/score/weight"])[:, 0]

    def critic_loss(turn):
        made, u = fake(noise([6, 3], turn)).detach(), (noise([6, 1], turn) + 2) / 4
        between = (u * REAL + (1 - u) * made).requires_grad_()
        slope, = torch.autograd.grad(score(between).sum(), between, create_graph=True)
        return score(made).mean() - score(REAL).mean() + PENALTY * (slope.norm(dim=1) - 1).square().mean()

    def generator_loss(turn):
        return -score(fake(noise([6, 3], turn))).mean()

    losses = []
    for turn in range(20):
        side = turn % 2
        optimizers[side].zero_grad()
        loss = (critic_loss, generator_loss)[side](turn)
        loss.backward()
        optimizers[side].step()
        losses.append(loss.item())
    return losses


save(__file__, {"wgan-gp": wgan_gp()})
