"""Runs exported models: python3 run-exported-models.py FOLDER

Each subfolder holds what exportPyTorch wrote and inputs.safetensors, of tensors "0", "1", ...; outputs.safetensors is written beside them. What fails is
printed to stderr, a line with the folder before it.
"""

import importlib
import sys
import traceback
from pathlib import Path

import torch

torch.set_num_threads(1)


def run(folder):
    sys.path.insert(0, str(folder))
    for name in ("model", "tensor_file"):
        sys.modules.pop(name, None)
    tensor_file = importlib.import_module("tensor_file")
    model = tensor_file.load_weights(importlib.import_module("model").make_model(), folder / "weights.safetensors").eval()
    inputs, _ = tensor_file.read_tensors(folder / "inputs.safetensors")
    with torch.no_grad():
        result = model(*(inputs[str(i)] for i in range(len(inputs))))
    results = result if isinstance(result, tuple) else (result,)
    outputs = {str(i): x for i, x in enumerate(x for x in results if x is not None)}
    tensor_file.write_tensors(folder / "outputs.safetensors", outputs)
    sys.path.pop(0)


for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
    try:
        run(folder)
    except Exception:
        print(f"{folder}: {traceback.format_exc(limit=-2)}", file=sys.stderr)
        sys.path.pop(0)
