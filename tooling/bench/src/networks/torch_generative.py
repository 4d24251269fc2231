"""Training steps of networks that draw, as the packages of neurona build them: a function that does a step, and the
number of parameters."""
import math

import torch
from torch import nn
from torch.nn import functional as F


def conv_autoencoder(x):
    down = [nn.Conv2d(a, b, 3, 2, 1) for a, b in ((1, 16), (16, 32), (32, 64))]
    up = [nn.ConvTranspose2d(a, b, 3, 2, 1, o) for a, b, o in ((64, 32, 0), (32, 16, 1), (16, 1, 1))]
    encoder = nn.Sequential(*(layer for conv in down for layer in (conv, nn.ReLU())), nn.Flatten(), nn.Linear(1024, 30))
    decoder = nn.Sequential(
        nn.Linear(30, 1024), nn.ReLU(), nn.Unflatten(1, (64, 4, 4)), up[0], nn.ReLU(), up[1], nn.ReLU(), up[2], nn.Sigmoid()
    )
    model = nn.Sequential(encoder, decoder)
    adam = torch.optim.Adam(model.parameters())

    def step():
        loss = F.mse_loss(model(x), x)
        adam.zero_grad()
        loss.backward()
        adam.step()

    return step, [model]


def dcgan(x):
    generator = nn.Sequential(
        nn.ConvTranspose2d(100, 128, 7, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False), nn.Sigmoid(),
    )
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
        nn.Conv2d(128, 1, 7, bias=False), nn.Flatten(),
    )
    adams = [torch.optim.Adam(network.parameters()) for network in (generator, discriminator)]

    def step():
        fake = generator(torch.randn(len(x), 100, 1, 1))
        adams[1].zero_grad()
        (F.softplus(-discriminator(x)).mean() + F.softplus(discriminator(fake.detach())).mean()).backward()
        adams[1].step()
        loss = F.softplus(-discriminator(fake)).mean()
        adams[0].zero_grad()
        loss.backward(inputs=list(generator.parameters()))
        adams[0].step()

    return step, [generator, discriminator]


class Block(nn.Module):
    def __init__(self, before, after, told):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(8, before), nn.GroupNorm(8, after)
        self.conv1, self.conv2 = nn.Conv2d(before, after, 3, padding=1), nn.Conv2d(after, after, 3, padding=1)
        self.condition = nn.Linear(told, after)
        self.shortcut = nn.Identity() if before == after else nn.Conv2d(before, after, 1)

    def forward(self, x, condition):
        h = self.conv1(F.silu(self.norm1(x))) + self.condition(condition)[:, :, None, None]
        return self.shortcut(x) + self.conv2(F.silu(self.norm2(h)))


class UNet(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        w, told = width, 4 * width
        self.time = nn.Sequential(nn.Linear(w, told), nn.SiLU(), nn.Linear(told, told))
        self.input, self.down, self.up = nn.Conv2d(1, w, 3, 1, 1), nn.Conv2d(w, w, 3, 2, 1), nn.Conv2d(2 * w, 2 * w, 3, 1, 1)
        sizes = [(w, w), (w, 2 * w), (2 * w, 2 * w), (2 * w, 2 * w), (4 * w, 2 * w), (3 * w, 2 * w), (3 * w, w), (2 * w, w)]
        self.blocks = nn.ModuleList(Block(*size, told) for size in sizes)
        self.norm, self.output = nn.GroupNorm(8, w), nn.Conv2d(w, 1, 3, 1, 1)
        self.frequencies = 10000 ** (-torch.arange(w // 2) / (w // 2))

    def forward(self, x, t):
        angles = t[:, None] * self.frequencies
        told = F.silu(self.time(torch.cat([angles.sin(), angles.cos()], 1)))
        first, second, middle1, middle2, *ups = self.blocks
        a = self.input(x)
        b = first(a, told)
        c = self.down(b)
        d = second(c, told)
        h = middle2(middle1(d, told), told)
        h = ups[1](torch.cat([ups[0](torch.cat([h, d], 1), told), c], 1), told)
        h = self.up(F.interpolate(h, scale_factor=2))
        h = ups[3](torch.cat([ups[2](torch.cat([h, b], 1), told), a], 1), told)
        return self.output(F.silu(self.norm(h)))


def denoising_unet(x):
    model = UNet()
    adam = torch.optim.Adam(model.parameters())
    steps = torch.arange(1000)
    kept = torch.cos((steps + 1) / 1000 * math.pi / 2) ** 2

    def step():
        t = torch.randint(0, 1000, (len(x),))
        noise, signal = torch.randn_like(x), kept[t][:, None, None, None]
        loss = F.mse_loss(model(signal.sqrt() * x + (1 - signal).sqrt() * noise, t), noise)
        adam.zero_grad()
        loss.backward()
        adam.step()

    return step, [model]


def generative(work):
    """The step of a network, or an error where it has not as many parameters as neurona's."""
    step, models = globals()[work["network"]](torch.rand(work["batch"], 1, work["size"], work["size"]))
    count = sum(parameter.numel() for model in models for parameter in model.parameters())
    if count != work["parameters"]:
        raise ValueError(f"{work['network']} has {count} parameters here and {work['parameters']} in neurona")
    return step
