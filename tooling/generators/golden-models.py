"""Writes tooling/goldens/model-variants: small cases of whole models in the format of the models harness.

    /usr/bin/python3 tooling/generators/golden-models.py

Needs torchvision. Weights and inputs are filled by a formula of their names, see tooling/goldens/src/zoo/fill.ts; values and
gradients are computed in float64.
"""

import json
import math
import zlib
from pathlib import Path

import numpy
import torch
import torchvision
from golden_cases import own_models
from golden_cases.writer import safetensors

FOLDER = Path(__file__).parents[1] / "goldens" / "model-variants"
TOLERANCE = 1e-4
torch.set_num_threads(1)


def fill(key, shape):
    count = math.prod(shape)
    h = (numpy.arange(count, dtype=numpy.uint64) + zlib.crc32(key.encode())).astype(numpy.uint32)
    h ^= h >> 16
    h *= numpy.uint32(0x85EBCA6B)
    h ^= h >> 13
    h *= numpy.uint32(0xC2B2AE35)
    h ^= h >> 16
    u = h.astype(numpy.float64) / 2**32
    if key.endswith("num_batches_tracked"):
        values = 0 * u
    elif key.endswith("running_var"):
        values = 0.5 + u
    elif key.endswith(("running_mean", "bias")):
        values = 0.2 * (u - 0.5)
    elif key == "input":
        values = 1.5 * (2 * u - 1)
    elif key == "upstream":
        values = 2 * u - 1
    elif len(shape) < 2:
        values = 0.8 + 0.4 * u
    else:
        values = (2 * u - 1) * math.sqrt(6 / math.prod(shape[1:]))
    return torch.from_numpy(values.astype(numpy.float32).astype(numpy.float64)).reshape(shape)


# name, train, arguments beside the classes, input, outputs. Smaller images leave one place a channel in the last stage of a ResNet, whose
# batch norm float32 alone then misses by percents in training.
CASES = {
    "resnet18_32": ("resnet18", False, {}, [1, 3, 32, 32], ["logits", "grad.input", "grad.bn1.weight", "grad.layer2.0.downsample.1.bias", "grad.fc.weight"]),
    "resnet18_64_train": ("resnet18", True, {}, [2, 3, 64, 64], ["logits", "grad.bn1.bias", "grad.fc.bias", "after.bn1.running_var", "after.bn1.num_batches_tracked"]),
    "squeezenet1_0_40": ("squeezenet1_0", False, {}, [1, 3, 40, 40], ["logits", "grad.input", "grad.features.3.squeeze.bias", "grad.classifier.1.bias"]),
    "squeezenet1_1_40_train": ("squeezenet1_1", True, {"dropout": 0.0}, [2, 3, 40, 33], ["logits", "grad.features.3.expand3x3.bias", "grad.classifier.1.bias"]),
    "densenet121_small": ("densenet121", False, {"block_config": [2, 3], "growth_rate": 8, "num_init_features": 16, "bn_size": 2}, [1, 3, 40, 33], ["logits", "grad.input", "grad.features.norm5.weight", "grad.classifier.weight"]),
    "densenet121_small_train": ("densenet121", True, {"block_config": [2, 3], "growth_rate": 8, "num_init_features": 16, "bn_size": 2}, [2, 3, 64, 64], ["logits", "grad.features.conv0.weight", "after.features.norm5.running_mean", "after.features.norm5.num_batches_tracked"]),
    "mobilenet_v2_small": ("mobilenet_v2", False, {"width_mult": 0.25}, [1, 3, 40, 33], ["logits", "grad.input", "grad.features.1.conv.0.1.weight", "grad.classifier.1.bias"]),
    "mobilenet_v2_small_train": ("mobilenet_v2", True, {"width_mult": 0.25, "dropout": 0.0, "inverted_residual_setting": [[1, 16, 1, 1], [6, 24, 2, 2]]}, [2, 3, 64, 64], ["logits", "grad.features.0.1.bias", "after.features.4.1.running_var"]),
    "alexnet_64": ("alexnet", False, {}, [1, 3, 64, 64], ["logits", "grad.features.0.bias", "grad.classifier.6.bias"]),
    "vgg11_bn_32": ("vgg11_bn", False, {}, [1, 3, 32, 32], ["logits", "grad.input", "grad.features.1.bias"]),
    "vgg13_32": ("vgg13", False, {"hidden_size": 16}, [1, 3, 32, 32], ["logits", "grad.input", "grad.features.0.weight", "grad.features.22.bias", "grad.classifier.6.weight"]),
    "vgg16_bn_32_train": ("vgg16_bn", True, {"hidden_size": 16, "dropout": 0.0}, [2, 3, 64, 32], ["logits", "grad.features.0.weight", "grad.features.41.bias", "after.features.41.running_var"]),
    "vgg16_32": ("vgg16", False, {"hidden_size": 16}, [1, 3, 32, 32], ["logits", "grad.input", "grad.features.0.weight", "grad.features.28.bias", "grad.classifier.6.weight"]),
    "vgg19_32": ("vgg19", False, {"hidden_size": 16}, [1, 3, 32, 32], ["logits", "grad.input", "grad.features.0.weight", "grad.features.34.bias", "grad.classifier.6.weight"]),
    "resnet34_32": ("resnet34", False, {}, [1, 3, 32, 32], ["logits", "grad.input", "grad.bn1.weight", "grad.layer3.5.bn2.bias", "grad.fc.weight"]),
    "resnet101_32": ("resnet101", False, {}, [1, 3, 32, 32], ["logits", "grad.input", "grad.bn1.weight", "grad.layer3.22.bn3.bias", "grad.layer4.2.bn1.weight"]),
    "googlenet_64": ("googlenet", False, {"init_weights": False, "transform_input": True}, [1, 3, 64, 64], ["logits", "grad.input", "grad.conv1.bn.weight"]),
    "inception_v3_80": ("inception_v3", False, {"init_weights": False}, [1, 3, 80, 80], ["logits", "grad.Conv2d_1a_3x3.bn.weight", "grad.Mixed_7c.branch3x3dbl_3b.bn.bias"]),
    "mobilenet_v3_small_64": ("mobilenet_v3_small", False, {}, [1, 3, 64, 64], ["logits", "grad.input", "grad.features.0.1.weight", "grad.features.4.block.2.fc1.bias"]),
    "efficientnet_b0_64": ("efficientnet_b0", False, {}, [1, 3, 64, 64], ["logits", "grad.input", "grad.features.0.1.weight", "grad.features.2.0.block.2.fc1.bias"]),
    "convnext_tiny_64": ("convnext_tiny", False, {}, [1, 3, 64, 64], ["logits", "grad.input", "grad.features.1.0.layer_scale", "grad.classifier.0.weight"]),
    "xception_64": ("timm.models.legacy_xception", False, {}, [1, 3, 64, 64], ["logits", "grad.input", "grad.block3.skipbn.weight", "grad.fc.bias"]),
    "lenet5": ("golden.models.LeNet5", True, {"padding": 2}, [2, 1, 28, 28], ["logits", "grad.input", "grad.fc1.bias", "grad.conv2.bias"]),
    "unet_small_train": ("golden.models.UNet", True, {"width": 4, "depth": 2}, [2, 3, 20, 18], ["logits", "grad.inc.double_conv.0.weight", "grad.up1.up.bias", "after.down2.maxpool_conv.1.double_conv.4.running_var"]),
    "unet_bilinear": ("golden.models.UNet", False, {"width": 4, "depth": 2, "bilinear": True}, [1, 3, 16, 16], ["logits", "grad.input", "grad.up1.conv.double_conv.0.weight"]),
}
# What torchvision 0.14 lacks; the definitions stand in golden_cases/own_models.py.
OWN = {
    "timm.models.legacy_xception": own_models.Xception,
    "golden.models.LeNet5": own_models.LeNet5,
    "golden.models.UNet": own_models.UNet,
}


def narrow(classifier, size):
    """A VGG's head with hidden layers of so many units: whole ones have 120 million weights."""
    classifier[0] = torch.nn.Linear(classifier[0].in_features, size)
    classifier[3] = torch.nn.Linear(size, size)
    classifier[6] = torch.nn.Linear(size, classifier[6].out_features)


cases, tensors = [], {}
for name_of_case, (name, train, arguments, shape, outputs) in CASES.items():
    identifier = f"zoo/{name_of_case}"
    kwargs = {"num_classes": 5, **arguments}
    if name in OWN:
        model = OWN[name](**kwargs)
    elif name == "densenet121" and arguments:
        model = torchvision.models.DenseNet(**kwargs)
    else:
        model = getattr(torchvision.models, name)(**{key: value for key, value in kwargs.items() if key != "hidden_size"})
        if "hidden_size" in kwargs:
            narrow(model.classifier, kwargs["hidden_size"])
    model = model.double().train(train)
    model.load_state_dict({key: fill(key, list(value.shape)).to(value.dtype) for key, value in model.state_dict().items()})
    x = fill("input", shape).requires_grad_()
    logits = model(x)
    logits = getattr(logits, "logits", logits)
    (logits * fill("upstream", list(logits.shape))).sum().backward()
    found = {"logits": logits, "grad.input": x.grad}
    found |= {f"grad.{key}": parameter.grad for key, parameter in model.named_parameters()}
    found |= {f"after.{key}": buffer for key, buffer in model.named_buffers()}
    for output in outputs:
        tensors[f"{identifier}/{output}"] = found[output].detach()
    cases.append({
        "id": identifier, "kind": "zoo", "callable": name if name in OWN else f"torchvision.models.{name}", "kwargs": kwargs, "train": train,
        "input": shape, "outputs": outputs, "tolerance": TOLERANCE,
    })

FOLDER.mkdir(parents=True, exist_ok=True)
lines = ",\n".join(json.dumps(case) for case in cases)
(FOLDER / "manifest.json").write_text(f'{{"format": "pytorch-models/1", "cases": [\n{lines}\n]}}\n')
(FOLDER / "outputs.safetensors").write_bytes(safetensors(tensors))
print(f"{len(cases)} cases, {sum(path.stat().st_size for path in FOLDER.iterdir()) // 1024} KiB")
