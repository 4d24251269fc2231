"""Writes packages/architectures/cnn/fixtures/fine-tuning.json: how PyTorch trains tiny-resnet.pth, which is beside it, with a new head.

    /usr/bin/python3 tooling/generators/fine-tuning-fixtures.py

The values are PyTorch's alone, with torchvision's ResNet, in Debian's python3-torch 1.13 and python3-torchvision 0.14. Images are not in the
file: the value at place i of `[N, H, W, C]` is (37 i² + 11 i mod 251) / 251, here and in the tests.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torchvision.models.resnet import BasicBlock, ResNet

FOLDER = Path(__file__).parents[2] / "packages" / "architectures" / "cnn" / "fixtures"
CLASSES = 5
STEPS = 8
SHAPE = (6, 40, 40, 3)
SETTINGS = {"bodyRate": 0.01, "headRate": 0.1, "momentum": 0.9, "weightDecay": 5e-4}


def values(tensor):
    """Numbers in nine digits, which tell every float32 from its neighbours."""
    return [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]


def tiny_resnet():
    """The network of the file, whose layers take the shapes that are in it."""
    model = ResNet(BasicBlock, [1, 1, 1, 1], num_classes=1)
    for key, value in torch.load(FOLDER / "tiny-resnet.pth").items():
        owner, _, name = key.rpartition(".")
        module = model.get_submodule(owner)
        if name in module._buffers:
            module._buffers[name] = value
        else:
            module._parameters[name] = nn.Parameter(value)
    return model


def train(frozen):
    """Steps of SGD on all images, with a rate for the head and one for what else is trained."""
    torch.manual_seed(13)
    model = tiny_resnet()
    model.fc = nn.Linear(model.fc.weight.shape[1], CLASSES)
    begun = {"weight": values(model.fc.weight.t()), "bias": values(model.fc.bias)}
    model.train()
    for stage in frozen:
        module = model.get_submodule(stage)
        module.requires_grad_(False)
        module.eval()  # the norms keep their means and variances
    body = [p for key, p in model.named_parameters() if not key.startswith("fc.") and p.requires_grad]
    optimizer = torch.optim.SGD(
        [{"params": body, "lr": SETTINGS["bodyRate"]}, {"params": model.fc.parameters()}],
        lr=SETTINGS["headRate"],
        momentum=SETTINGS["momentum"],
        weight_decay=SETTINGS["weightDecay"],
    )
    count = torch.Size(SHAPE).numel()
    images = (torch.arange(count).square() * 37 + torch.arange(count) * 11).remainder(251).float() / 251
    x = images.reshape(SHAPE).permute(0, 3, 1, 2)
    targets = torch.arange(SHAPE[0]) % CLASSES
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), targets)
        loss.backward()
        optimizer.step()
        losses.append(float(f"{loss.item():.9g}"))
    with torch.no_grad():
        return begun, {"losses": losses, "logits": values(model.eval()(x))}


torch.set_num_threads(1)
head, all_trained = train([])
_, frozen = train(["conv1", "bn1", "layer1", "layer2", "layer3"])
content = {"shape": SHAPE, "numClasses": CLASSES, **SETTINGS, "head": head, "all": all_trained, "frozenThroughLayer3": frozen}
(FOLDER / "fine-tuning.json").write_text(json.dumps(content) + "\n")
