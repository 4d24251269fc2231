"""Writes packages/architectures/diffusion/fixtures: a small U-Net with its weights, what PyTorch computes with it, and noise schedules.

    /usr/bin/python3 tooling/generators/diffusion-fixtures.py
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = Path(__file__).parents[2] / "packages" / "architectures" / "diffusion" / "fixtures"
SEED, WIDTH, GROUPS, CLASSES, STEPS = 23, 4, 2, 3, 10


def values(tensor):
    """Shape and numbers, in eight digits."""
    return {"shape": list(tensor.shape), "values": [float(f"{x:.8g}") for x in tensor.detach().flatten().tolist()]}


def last(tensor):
    """Channels of images put last."""
    return values(tensor.permute(0, 2, 3, 1))


class Conditioning(nn.Module):
    def __init__(self, features, size):
        super().__init__()
        self.features = features
        self.time = nn.Sequential(nn.Linear(features, size), nn.SiLU(), nn.Linear(size, size))
        self.classes = nn.Embedding(CLASSES + 1, size)

    def forward(self, t, classes):
        half = self.features // 2
        angles = t[:, None].float() * torch.tensor([10000 ** (-i / half) for i in range(half)])
        return self.time(torch.cat([angles.sin(), angles.cos()], 1)) + self.classes(classes)


class Block(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.norm1 = nn.GroupNorm(GROUPS, before)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.condition = nn.Linear(4 * WIDTH, after)
        self.norm2 = nn.GroupNorm(GROUPS, after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        self.shortcut = nn.Identity() if before == after else nn.Conv2d(before, after, 1)

    def forward(self, x, condition):
        h = self.conv1(F.silu(self.norm1(x))) + self.condition(condition)[:, :, None, None]
        return self.shortcut(x) + self.conv2(F.silu(self.norm2(h)))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.attention = nn.MultiheadAttention(channels, 1, batch_first=True)

    def forward(self, x):
        pixels = self.norm(x).flatten(2).transpose(1, 2)
        return x + self.attention(pixels, pixels, pixels)[0].transpose(1, 2).reshape(x.shape)


class Down(nn.Module):
    def __init__(self, before, after, downsample):
        super().__init__()
        self.blocks = nn.ModuleList([Block(before, after)])
        self.downsample = nn.Conv2d(after, after, 3, padding=1, stride=2) if downsample else None


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block1 = Block(channels, channels)
        self.attention = Attention(channels)
        self.block2 = Block(channels, channels)


class Up(nn.Module):
    def __init__(self, sizes, after, upsample):
        super().__init__()
        self.blocks = nn.ModuleList([Block(before, after) for before in sizes])
        self.upsample = nn.Conv2d(after, after, 3, padding=1) if upsample else None


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        w = WIDTH
        self.conditioning = Conditioning(w, 4 * w)
        self.input = nn.Conv2d(1, w, 3, padding=1)
        self.downs = nn.ModuleList([Down(w, w, True), Down(w, 2 * w, False)])
        self.middle = Middle(2 * w)
        self.ups = nn.ModuleList([Up([4 * w, 3 * w], 2 * w, True), Up([3 * w, 2 * w], w, False)])
        self.norm = nn.GroupNorm(GROUPS, w)
        self.output = nn.Conv2d(w, 1, 3, padding=1)

    def forward(self, x, t, classes):
        condition = F.silu(self.conditioning(t, classes))
        skipped = [self.input(x)]
        for down in self.downs:
            for block in down.blocks:
                skipped.append(block(skipped[-1], condition))
            if down.downsample:
                skipped.append(down.downsample(skipped[-1]))
        h = self.middle.block2(self.middle.attention(self.middle.block1(skipped[-1], condition)), condition)
        for up in self.ups:
            for block in up.blocks:
                h = block(torch.cat([h, skipped.pop()], 1), condition)
            if up.upsample:
                h = up.upsample(F.interpolate(h, scale_factor=2, mode="nearest"))
        return self.output(F.silu(self.norm(h)))


def cosine(steps):
    def f(t):
        return torch.cos((torch.tensor(t / steps, dtype=torch.float64) + 0.008) / 1.008 * torch.pi / 2) ** 2

    betas = torch.stack([(1 - f(t + 1) / f(t)).clamp(max=0.999) for t in range(steps)])
    return betas, torch.cumprod(1 - betas, 0)


def guided(model, x, t, classes, weight):
    times = torch.full((len(x),), t)
    without = model(x, times, torch.full((len(x),), CLASSES))
    return without + weight * (model(x, times, classes) - without)


def ddim(model, x, classes, weight, count, prediction):
    """Song et al., equation 12 with σ = 0."""
    _, bars = cosine(STEPS)
    times = [int(STEPS * (count - i) / count + 0.5) - 1 for i in range(count)]
    for i, t in enumerate(times):
        bar = bars[t].float()
        after = bars[times[i + 1]].float() if i + 1 < count else torch.tensor(1.0)
        answer = guided(model, x, t, classes, weight)
        if prediction == "v":
            noise, clean = (1 - bar).sqrt() * x + bar.sqrt() * answer, bar.sqrt() * x - (1 - bar).sqrt() * answer
        else:
            noise, clean = answer, (x - (1 - bar).sqrt() * answer) / bar.sqrt()
        x = after.sqrt() * clean + (1 - after).sqrt() * noise
    return x


torch.manual_seed(SEED)
model = UNet().eval()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        if "norm" in name:
            parameter.add_(0.2 * torch.randn_like(parameter))
images = torch.randn(2, 1, 8, 4)
t, classes = torch.tensor([1, 7]), torch.tensor([2, 3])
x = images.clone().requires_grad_()
output = model(x, t, classes)
output.square().sum().backward()
chosen = torch.tensor([0, 2])
with torch.no_grad():
    result = {
        "images": last(images),
        "t": t.tolist(),
        "classes": classes.tolist(),
        "output": last(output),
        "gradient": last(x.grad),
        "gradients": {name: float(p.grad.square().sum().sqrt()) for name, p in model.named_parameters()},
        "chosen": chosen.tolist(),
        "ddim": {
            prediction: last(ddim(model, images, chosen, 1.5, 4, prediction)) for prediction in ("noise", "v")
        },
        "cosine": [tensor.tolist() for tensor in cosine(STEPS)],
        "linear": torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64), 0)[::100].tolist(),
    }
FOLDER.mkdir(exist_ok=True)
torch.save(model.state_dict(), FOLDER / "tiny-unet.pth")
(FOLDER / "unet.json").write_text(json.dumps(result) + "\n")
