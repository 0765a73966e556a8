"""gan, wgan-gp and dcgan: a step of the critic, then one of the generator, an Adam and fresh noise for each."""
import torch
from torch import nn
from torch.nn import functional as F

from training import BATCH, adam, descend

NOISE = 100


class Game:
    def __init__(self, generator, critic, images, critic_loss, generator_loss):
        self.generator, self.critic = generator, critic
        self.critic_loss, self.generator_loss = critic_loss, generator_loss
        self.generator_adam, self.critic_adam = adam(generator), adam(critic)
        self.images = images * 2 - 1

    def fake(self):
        return self.generator(torch.randn(BATCH, NOISE))

    def __call__(self):
        with torch.no_grad():
            fake = self.fake()
        descend(self.critic_adam, self.critic_loss(self.critic, self.images, fake))
        # The gradient passes through the critic; its parameters need none here.
        self.critic.requires_grad_(False)
        loss = descend(self.generator_adam, self.generator_loss(self.critic(self.fake())))
        self.critic.requires_grad_(True)
        return loss


def logistic(critic, real, fake):
    return F.softplus(-critic(real)).mean() + F.softplus(critic(fake)).mean()


def non_saturating(score):
    return F.softplus(-score).mean()


def penalized(critic, real, fake):
    part = torch.rand(BATCH, 1)
    between = (part * real + (1 - part) * fake).requires_grad_(True)
    slope = torch.autograd.grad(critic(between).sum(), between, create_graph=True)[0].norm(2, 1)
    return critic(fake).mean() - critic(real).mean() + 10 * (slope - 1).square().mean()


def dense_generator():
    return nn.Sequential(
        nn.Linear(NOISE, 128), nn.LeakyReLU(0.2, True), nn.Linear(128, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 784), nn.Tanh())


def dense_critic():
    return nn.Sequential(
        nn.Linear(784, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 128), nn.LeakyReLU(0.2, True), nn.Linear(128, 1))


def gan():
    return Game(dense_generator(), dense_critic(), torch.rand(BATCH, 784), logistic, non_saturating)


def wgan_gp():
    return Game(dense_generator(), dense_critic(), torch.rand(BATCH, 784), penalized, lambda score: -score.mean())


def dcgan():
    generator = nn.Sequential(
        nn.Linear(NOISE, 128 * 49, bias=False), nn.Unflatten(1, (128, 7, 7)), nn.BatchNorm2d(128), nn.ReLU(True),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(True),
        nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh())
    critic = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, True),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2, True),
        nn.Flatten(), nn.Linear(128 * 49, 1))
    return Game(generator, critic, torch.rand(BATCH, 1, 28, 28), logistic, non_saturating)
