"""Writes packages/architectures/cnn/fixtures/torchvision.json: names and shapes of the state dictionaries of torchvision's models.

    /usr/bin/python3 tooling/generators/architecture-facts.py
"""

import json
from pathlib import Path

import torch
import torchvision

PATH = Path(__file__).parents[2] / "packages" / "architectures" / "cnn" / "fixtures" / "torchvision.json"
NAMES = """alexnet vgg11 vgg13 vgg16 vgg19 vgg11_bn vgg13_bn vgg16_bn vgg19_bn resnet18 resnet34 resnet50 resnet101 googlenet inception_v3
densenet121 squeezenet1_0 squeezenet1_1 mobilenet_v2 mobilenet_v3_small efficientnet_b0 convnext_tiny""".split()

facts = {}
for name in NAMES:
    kwargs = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    model = getattr(torchvision.models, name)(**kwargs)
    state = " ".join(f"{key}:{'x'.join(map(str, value.shape))}" for key, value in model.state_dict().items())
    facts[name] = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "buffers": sum(buffer.numel() for buffer in model.buffers()),
        "stateDict": state,
    }
PATH.parent.mkdir(exist_ok=True)
PATH.write_text(json.dumps(facts, indent=1) + "\n")
print(f"torch {torch.__version__}, torchvision {torchvision.__version__}: {len(facts)} models, {PATH.stat().st_size // 1024} KiB")
