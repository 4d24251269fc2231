"""Loads files of weights into torchvision's models, strictly, and says what these compute; and how torchvision draws initial weights.

The slow tests of packages/architectures/cnn run it; it needs Debian's python3-torch and python3-torchvision. It reads a JSON object from
standard input: "files", a path of a safetensors file by the name of the model; "input", the path of one with the tensor "input"; "initial",
models whose initial weights are described. It writes "logits" by model, and "initial": the standard deviation of each tensor by model.
"""

import json
import struct
import sys
import warnings
from pathlib import Path

import torch
import torchvision

warnings.filterwarnings("ignore")
DTYPES = {"F32": torch.float32, "I32": torch.int32}


def read(path: str) -> dict[str, torch.Tensor]:
    data = Path(path).read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for key, entry in header.items():
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        tensors[key] = torch.frombuffer(bytearray(data[start:end]), dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def make(name: str, classes: int) -> torch.nn.Module:
    kwargs = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    return getattr(torchvision.models, name)(num_classes=classes, **kwargs)


request = json.load(sys.stdin)
images = read(request["input"])["input"].permute(0, 3, 1, 2)
answer = {"logits": {}, "initial": {}}
for name, path in request["files"].items():
    model = make(name, 5)
    model.load_state_dict(read(path), strict=True)
    with torch.no_grad():
        answer["logits"][name] = model.eval()(images).flatten().tolist()
torch.manual_seed(3)
for name in request["initial"]:
    named = make(name, 1000).named_parameters()
    answer["initial"][name] = {key: float(value.double().std(unbiased=False)) for key, value in named}
json.dump(answer, sys.stdout)
