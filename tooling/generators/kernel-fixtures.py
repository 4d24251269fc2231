"""Writes packages/backend/fixtures/<kernel>.json: calls of every kernel and what they return, by torch and numpy.

    /usr/bin/python3 tooling/generators/kernel-fixtures.py
"""

import json
import warnings
from pathlib import Path

from kernel_cases import attention, elementwise, fused, ones, recurrent, reductions, shapes, special, windows
from kernel_cases.encode import cases

warnings.filterwarnings("ignore", "Mean of empty slice")  # which is NaN, as expected
FOLDER = Path(__file__).parents[2] / "packages" / "backend" / "fixtures"

for module in (elementwise, reductions, shapes, windows, attention, fused, recurrent, ones, special):
    module.generate()

total = 0
for kernel, group in cases.items():
    lines = ",\n".join("  " + json.dumps(entry, separators=(",", ":")) for entry in group)
    text = "[\n" + lines + "\n]\n"
    (FOLDER / f"{kernel}.json").write_text(text)
    total += len(text)
print(f"{sum(map(len, cases.values()))} cases of {len(cases)} kernels, {total // 1024} KiB")
