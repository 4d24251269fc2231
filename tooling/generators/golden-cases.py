"""Writes tooling/goldens/variants: further golden cases, with other arguments than those of tooling/goldens/fixtures.

    /usr/bin/python3 tooling/generators/golden-cases.py

Values and gradients are computed in float64. The numbers depend on torch's version; the manifest names it.
"""

import warnings
from pathlib import Path

import torch
from golden_cases import encoder_decoder, lbfgs, losses, maths, padding, reductions, rprop, sequences, shapes, training, volumes, windows
from golden_cases.writer import Writer

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
FOLDER = Path(__file__).parents[1] / "goldens" / "variants"

writer = Writer()
for module in (maths, reductions, shapes, windows, losses, sequences, training, volumes, lbfgs, rprop, padding, encoder_decoder):
    module.generate(writer)
writer.write(FOLDER, {"torch": torch.__version__, "precision": "float64 arithmetic on float32-exact inputs; results rounded to float32"})
print(f"{len(writer.cases)} cases, {sum(path.stat().st_size for path in FOLDER.iterdir()) // 1024} KiB")
