"""The training step of a workload in PyTorch, on one thread.

The first argument names a folder with workload.json and data.bin (float32 weights and inputs, int32 targets, as the
description lists them), the second the clock: wall or cpu. Prints the device and its rate of a product, then answers each line `N` with the seconds that N steps took and the last loss.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

folder = Path(sys.argv[1])
work = json.loads((folder / "workload.json").read_text())
data = (folder / "data.bin").read_bytes()
torch.set_num_threads(1)
clock = time.process_time if sys.argv[2] == "cpu" else time.perf_counter


def load(entry, kind=np.float32):
    values = np.frombuffer(data, kind, int(np.prod(entry["shape"])), entry["offset"])
    return torch.from_numpy(values.reshape(entry["shape"]).copy())


class States(torch.nn.LSTM):
    def forward(self, x):
        output, (hidden, _) = super().forward(x)
        return output if self.each_step else hidden[-1]


layers = []
weights = iter(work["weights"])
for spec in work["layers"]:
    if spec["kind"] == "conv":
        layer = torch.nn.Conv2d(spec["inputs"], spec["outputs"], spec["kernelSize"])
    elif spec["kind"] == "linear":
        layer = torch.nn.Linear(spec["inputs"], spec["outputs"])
    elif spec["kind"] == "lstm":
        layer = States(spec["inputs"], spec["outputs"], batch_first=True)
        layer.each_step = spec.get("eachStep", False)
        with torch.no_grad():
            for part in ("ih", "hh"):
                entry = next(weights)
                getattr(layer, f"weight_{part}_l0").copy_(load(entry["weight"]).T)
                getattr(layer, f"bias_{part}_l0").copy_(load(entry["bias"]))
    elif spec["kind"] == "embedding":
        layer = torch.nn.Embedding(spec["inputs"], spec["outputs"])
        with torch.no_grad():
            layer.weight.copy_(load(next(weights)["weight"]))
    elif spec["kind"] == "pool":
        layer = torch.nn.MaxPool2d(spec["kernelSize"])
    elif spec["kind"] == "flatten":
        layer = torch.nn.Flatten()
    else:
        layer = torch.nn.ReLU()
    if spec["kind"] in ("conv", "linear"):
        entry = next(weights)
        weight = load(entry["weight"])
        with torch.no_grad():
            layer.weight.copy_(weight.T if spec["kind"] == "linear" else weight)
            layer.bias.copy_(load(entry["bias"]))
    layers.append(layer)
model = torch.nn.Sequential(*layers)
rule = work["optimizer"]
if rule["kind"] == "sgd":
    optimizer = torch.optim.SGD(model.parameters(), lr=rule["learningRate"], momentum=rule["momentum"])
else:
    betas = (rule["beta1"], rule["beta2"])
    optimizer = torch.optim.Adam(model.parameters(), lr=rule["learningRate"], betas=betas, eps=rule["eps"])
is_text = work["layers"][0]["kind"] == "embedding"


def inputs_of(batch):
    return load(batch["inputs"], np.int32).long() if is_text else load(batch["inputs"])


batches = [(inputs_of(batch), load(batch["targets"], np.int32).long()) for batch in work["batches"]]
criterion = torch.nn.CrossEntropyLoss()
count = 0

a, b = torch.rand(384, 384), torch.rand(384, 384)
rates = []
for _ in range(12):
    start = clock()
    a @ b
    rates.append(2 * 384**3 / max(clock() - start, 1e-9) / 1e9)

print(json.dumps({"device": f"PyTorch {torch.__version__}, cpu, one thread", "gflops": max(rates)}), flush=True)
for line in sys.stdin:
    start = clock()
    for _ in range(int(line)):
        x, y = batches[count % len(batches)]
        count += 1
        optimizer.zero_grad()
        loss = criterion(model(x).flatten(0, -2), y)
        loss.backward()
        optimizer.step()
    value = loss.item()
    print(json.dumps({"seconds": clock() - start, "loss": value}), flush=True)
