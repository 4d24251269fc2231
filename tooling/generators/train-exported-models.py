"""Runs train.py of exported programs, in one process: python3 train-exported-models.py FOLDER

Each subfolder is what savePyTorch wrote; five steps of each, whose losses are in its steps.jsonl. Where it has a file draws.safetensors,
the tensors in it, "0", "1", ..., are what the program draws in turns.
"""

import importlib
import sys
from pathlib import Path

import torch

drawing = {name: getattr(torch, name) for name in ("rand", "randint", "randn", "randn_like")}


def draw_from(folder):
    """Makes torch draw what a file says; without the file, at random."""
    for name, function in drawing.items():
        setattr(torch, name, function)
    if not (folder / "draws.safetensors").exists():
        return
    tensors, _ = importlib.import_module("tensor_file").read_tensors(folder / "draws.safetensors")
    draws = iter([x if x.is_floating_point() else x.long() for _, x in sorted(tensors.items(), key=lambda item: int(item[0]))])
    for name in drawing:
        setattr(torch, name, lambda *_, **__: next(draws))


torch.set_num_threads(1)
for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if (path / "train.py").exists()):
    sys.path.insert(0, str(folder))
    for name in ("model", "tensor_file", "train"):
        sys.modules.pop(name, None)
    draw_from(folder)
    importlib.import_module("train").main(["--no-shuffle", "--steps", "5", "--log", str(folder / "steps.jsonl")])
    sys.path.pop(0)
