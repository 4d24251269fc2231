"""Writes packages/architectures/cnn/fixtures/explanations.json and style.json: a small network with its weights, and what PyTorch makes of it.

    /usr/bin/python3 tooling/generators/cnn-fixtures.py
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = Path(__file__).parents[2] / "packages" / "architectures" / "cnn" / "fixtures"
SEED = 13


def values(tensor):
    """Shape and numbers, in eight digits."""
    return {"shape": list(tensor.shape), "values": [float(f"{x:.8g}") for x in tensor.detach().flatten().tolist()]}


def last(tensor):
    """Channels of images put last."""
    return values(tensor.permute(0, 2, 3, 1))


def weights_last(tensor):
    return values(tensor.permute(2, 3, 1, 0) if tensor.ndim == 4 else tensor.t() if tensor.ndim == 2 else tensor)


def network():
    torch.manual_seed(SEED)
    body = nn.Sequential(nn.Conv2d(2, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 3, padding=1), nn.ReLU())
    head = nn.Linear(4, 3)
    with torch.no_grad():
        head.weight.mul_(6)
    images = torch.rand(2, 2, 8, 6)
    return body, head, images


def explanations():
    body, head, images = network()

    def forward(x):
        maps = body(x)
        return maps, head(maps.mean((2, 3)))

    x = images.clone().requires_grad_()
    maps, logits = forward(x)
    result = {
        "images": last(images),
        "weights": [weights_last(p) for p in [*body.parameters(), *head.parameters()]],
        "logits": values(logits),
        "predicted": logits.argmax(1).tolist(),
        "gradCAM": [],
        "saliency": [],
        "occlusion": [],
    }
    for classes in (logits.argmax(1), torch.tensor([2, 0])):
        maps, logits = forward(x)
        score = logits.gather(1, classes[:, None]).sum()
        grad_x, grad_maps = torch.autograd.grad(score, [x, maps])
        cam = F.relu((grad_maps.mean((2, 3), keepdim=True) * maps).sum(1, keepdim=True))
        result["gradCAM"].append(values(F.interpolate(cam, size=(8, 6), mode="bilinear", align_corners=False)[:, 0]))
        result["saliency"].append(values(grad_x.abs().amax(1)))
        result["occlusion"].append(values(occlusion(lambda y: forward(y)[1], images, classes, 3, 2, 0.5)))
    return result


def occlusion(forward, images, classes, size, stride, fill):
    """Mean fall of the probability over the squares that cover a pixel."""
    height, width = images.shape[2:]
    rows, columns = [sorted({min(i, n - size) for i in range(0, n, stride)}) for n in (height, width)]
    total, count = torch.zeros(len(images), height, width), torch.zeros(height, width)

    def probability(x):
        return forward(x).softmax(1).gather(1, classes[:, None])[:, 0]

    for top in rows:
        for left in columns:
            covered = images.clone()
            covered[:, :, top : top + size, left : left + size] = fill
            total[:, top : top + size, left : left + size] += (probability(images) - probability(covered))[:, None, None]
            count[top : top + size, left : left + size] += 1
    return total / count


def style():
    body, _, images = network()
    content, pattern = images[:1], torch.rand(1, 2, 6, 10)
    x = torch.rand(1, 2, 8, 6).requires_grad_()

    def outputs(image):
        first = body[1](body[0](image))
        return first, body[4](body[3](body[2](first)))

    def gram(maps):
        rows = maps.flatten(2)[0]
        return rows @ rows.t() / rows.shape[1]

    loss_content = F.mse_loss(outputs(x)[1], outputs(content)[1]) / 2
    shares = (0.75, 0.25)
    pairs = list(zip(shares, outputs(x), outputs(pattern)))
    loss_style = sum(w * ((gram(a) - gram(b)) ** 2).sum() / (4 * a.shape[1] ** 2) for w, a, b in pairs)
    loss_tv = ((x[:, :, 1:] - x[:, :, :-1]).abs().sum() + (x[:, :, :, 1:] - x[:, :, :, :-1]).abs().sum()) / x.numel()
    total = 2 * loss_content + 50 * loss_style + 0.1 * loss_tv
    (gradient,) = torch.autograd.grad(total, [x])
    return {
        "weights": [weights_last(p) for p in body.parameters()],
        "content": last(content),
        "style": last(pattern),
        "image": last(x),
        "losses": [float(f"{y.item():.8g}") for y in (loss_content, loss_style, loss_tv, total)],
        "gradient": last(gradient),
        "gram": values(gram(outputs(x)[0])[None]),
    }


for name, content in {"explanations": explanations(), "style": style()}.items():
    (FOLDER / f"{name}.json").write_text(json.dumps(content) + "\n")
