"""Writes a file of weights as torchvision publishes them, with the names of ResNet-10 and a thirty-second of its channels.

Run with Debian's python3-torch 1.13 and python3-torchvision 0.14:
    python3 tooling/generators/tiny-torchvision.py
"""

from pathlib import Path

import torch
from torchvision.models.resnet import BasicBlock, ResNet

torch.manual_seed(13)
state = ResNet(BasicBlock, [1, 1, 1, 1], num_classes=96).state_dict()


def narrow(key: str, tensor: torch.Tensor) -> torch.Tensor:
    sizes = [size // 32 if size >= 64 else size for size in tensor.shape]
    small = tensor[tuple(slice(size) for size in sizes)].clone()
    if key.endswith(("running_mean", "bias")):
        small.normal_(std=0.1)
    if key.endswith("running_var"):
        small.uniform_(0.5, 1.5)
    return small


folder = Path(__file__).parents[2] / "packages/architectures/cnn/fixtures"
torch.save({key: narrow(key, tensor) for key, tensor in state.items()}, folder / "tiny-resnet.pth")
