"""gan, lsgan, dcgan, wgan, wgan-gp: a step of the critic, then one of the generator, an optimizer and fresh noise for each."""
import torch
from torch import nn
from torch.nn import functional as F

from pictures import images
from training import BATCH, adam, compiled, descend

NOISE = 100


class Game:
    """
    Images are in [-1, 1]. critic_loss takes the critic, real and fake images; generator_loss the score of fake ones; noise is the width of z.
    torch.compile cannot differentiate twice.
    """

    def __init__(self, generator, critic, images, critic_loss, generator_loss, noise=NOISE, optimizer=adam, limit=None, twice=False):
        self.generator, self.critic, self.noise, self.limit = generator, critic, noise, limit
        self.critic_loss = critic_loss if twice else compiled(critic_loss)
        self.dream, self.loss = compiled(self.fake), compiled(lambda: generator_loss(critic(self.fake())))
        self.generator_optimizer, self.critic_optimizer = optimizer(generator), optimizer(critic)
        self.images = images

    def fake(self):
        return self.generator(torch.randn(len(self.images), self.noise))

    def __call__(self):
        with torch.no_grad():
            fake = self.dream()
        loss = descend(self.critic_optimizer, self.critic_loss(self.critic, self.images, fake))
        # The gradient passes through the critic; its parameters need none here.
        self.critic.requires_grad_(False)
        if self.limit is not None:
            for parameter in self.critic.parameters():
                parameter.clamp_(-self.limit, self.limit)
        descend(self.generator_optimizer, self.loss())
        self.critic.requires_grad_(True)
        return loss


def logistic(critic, real, fake):
    return F.softplus(-critic(real)).mean() + F.softplus(critic(fake)).mean()


def non_saturating(score):
    return F.softplus(-score).mean()


def squares(critic, real, fake):
    return 0.5 * ((critic(real) - 1).square().mean() + critic(fake).square().mean())


def wasserstein(critic, real, fake):
    return critic(fake).mean() - critic(real).mean()


def penalized(critic, real, fake):
    part = torch.rand(len(real), 1)
    between = (part * real + (1 - part) * fake).requires_grad_(True)
    slope = torch.autograd.grad(critic(between).sum(), between, create_graph=True)[0].norm(2, 1)
    return wasserstein(critic, real, fake) + 10 * (slope - 1).square().mean()


def dense_generator():
    return nn.Sequential(
        nn.Linear(NOISE, 128), nn.LeakyReLU(0.2, True), nn.Linear(128, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 784), nn.Tanh())


def dense_critic(biased=True):
    return nn.Sequential(
        nn.Linear(784, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 128), nn.LeakyReLU(0.2, True), nn.Linear(128, 1, biased))


def conv_generator(inner, outer):
    return nn.Sequential(
        nn.Linear(NOISE, inner * 49, bias=False), nn.Unflatten(1, (inner, 7, 7)), nn.BatchNorm2d(inner), nn.ReLU(True),
        nn.ConvTranspose2d(inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer), nn.ReLU(True),
        nn.ConvTranspose2d(outer, 1, 4, 2, 1), nn.Tanh())


def conv_critic(outer, inner, biased=True):
    return nn.Sequential(
        nn.Conv2d(1, outer, 4, 2, 1), nn.LeakyReLU(0.2, True), nn.Conv2d(outer, inner, 4, 2, 1, bias=False),
        nn.BatchNorm2d(inner), nn.LeakyReLU(0.2, True),
        nn.Flatten(), nn.Linear(inner * 49, 1, bias=biased))


def small(module):
    """All weights normal with deviation 0.02, as dcgan begins."""
    for layer in module.modules():
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
            nn.init.normal_(layer.weight, 0, 0.02)
    return module


def dense_images():
    return images(BATCH, 784, low=-1)


def square_images(batch=BATCH):
    return images(batch, 1, 28, 28, low=-1)


def gan():
    return Game(dense_generator(), dense_critic(), dense_images(), logistic, non_saturating)


def wgan_gp():
    return Game(dense_generator(), dense_critic(biased=False), dense_images(), penalized, lambda score: -score.mean(), twice=True)


def dcgan():
    return Game(small(conv_generator(128, 64)), small(conv_critic(64, 128)), square_images(), logistic, non_saturating)


def lsgan():
    return Game(small(conv_generator(128, 64)), small(conv_critic(64, 128)), square_images(), squares, lambda score: 0.5 * (score - 1).square().mean())


def wgan():
    return Game(
        conv_generator(64, 32), conv_critic(32, 64, biased=False), square_images(), wasserstein, lambda score: -score.mean(),
        optimizer=lambda module: torch.optim.RMSprop(module.parameters(), 1e-3, alpha=0.99), limit=0.02)
