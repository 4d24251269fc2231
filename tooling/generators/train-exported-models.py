"""Runs train.py of exported programs, in one process: python3 train-exported-models.py FOLDER

Each subfolder is what savePyTorch wrote; five steps of each, whose losses are in its steps.jsonl.
"""

import importlib
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)
for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if (path / "train.py").exists()):
    sys.path.insert(0, str(folder))
    for name in ("model", "tensor_file", "train"):
        sys.modules.pop(name, None)
    importlib.import_module("train").main(["--no-shuffle", "--steps", "5", "--log", str(folder / "steps.jsonl")])
    sys.path.pop(0)
