"""The training step of a workload in PyTorch.

The first argument names a folder with workload.json and data.bin (float32 weights and inputs, int32 targets, as the
description lists them), the second the clock: wall or cpu, the third how many threads. Prints the device and its rate of a product, then answers each line `N` with the seconds that N steps took and the last loss.
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
threads = int(sys.argv[3])
torch.set_num_threads(threads)
clock = time.process_time if sys.argv[2] == "cpu" else time.perf_counter


def load(entry, kind=np.float32):
    values = np.frombuffer(data, kind, int(np.prod(entry["shape"])), entry["offset"])
    return torch.from_numpy(values.reshape(entry["shape"]).copy())


class States(torch.nn.LSTM):
    def forward(self, x):
        output, (hidden, _) = super().forward(x)
        return output if self.each_step else hidden[-1]


class Positions(torch.nn.Module):
    def __init__(self, length, width):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.empty(length, width))

    def forward(self, x):
        return x + self.weight


class Block(torch.nn.Module):
    """Attention and feed-forward network, each with its input normalised, and added to it."""

    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.qkv, self.joined = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
        self.fc, self.proj = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)
        self.register_buffer("unseen", torch.ones(length, length).tril() == 0)

    def parts(self):
        return [self.ln_1, self.qkv, self.joined, self.ln_2, self.fc, self.proj]

    def forward(self, x):
        n, length, width = x.shape
        shape = (n, length, self.heads, width // self.heads)
        q, k, v = (part.view(shape).transpose(1, 2) for part in self.qkv(self.ln_1(x)).split(width, 2))
        scores = (q @ k.transpose(-2, -1)) * shape[-1] ** -0.5
        weights = scores.masked_fill(self.unseen, float("-inf")).softmax(-1)
        x = x + self.joined((weights @ v).transpose(1, 2).reshape(n, length, width))
        return x + self.proj(torch.nn.functional.gelu(self.fc(self.ln_2(x)), approximate="tanh"))


def fill(layer, entry):
    """Weights are [in, out] in the file."""
    weight = load(entry["weight"])
    with torch.no_grad():
        layer.weight.copy_(weight.T if isinstance(layer, torch.nn.Linear) else weight)
        if entry.get("bias"):
            layer.bias.copy_(load(entry["bias"]))


layers = []
weights = iter(work["weights"])
for spec in work["layers"]:
    if spec["kind"] == "conv":
        layer = torch.nn.Conv2d(spec["inputs"], spec["outputs"], spec["kernelSize"])
    elif spec["kind"] == "linear":
        layer = torch.nn.Linear(spec["inputs"], spec["outputs"], bias=spec.get("bias", True))
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
    elif spec["kind"] == "positions":
        layer = Positions(spec["inputs"], spec["outputs"])
    elif spec["kind"] == "norm":
        layer = torch.nn.LayerNorm(spec["outputs"])
    elif spec["kind"] == "block":
        layer = Block(spec["outputs"], spec["numHeads"], work["exampleShape"][0])
        for part in layer.parts():
            fill(part, next(weights))
    elif spec["kind"] == "pool":
        layer = torch.nn.MaxPool2d(spec["kernelSize"])
    elif spec["kind"] == "flatten":
        layer = torch.nn.Flatten()
    else:
        layer = torch.nn.ReLU()
    if spec["kind"] in ("conv", "linear", "embedding", "positions", "norm"):
        fill(layer, next(weights))
    layers.append(layer)
model = torch.nn.Sequential(*layers)
rule = work["optimizer"]
if rule["kind"] == "sgd":
    optimizer = torch.optim.SGD(model.parameters(), lr=rule["learningRate"], momentum=rule["momentum"])
else:
    betas = (rule["beta1"], rule["beta2"])
    settings = {"lr": rule["learningRate"], "betas": betas, "eps": rule["eps"]}
    if "weightDecay" in rule:
        optimizer = torch.optim.AdamW(model.parameters(), weight_decay=rule["weightDecay"], **settings)
    else:
        optimizer = torch.optim.Adam(model.parameters(), **settings)
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

print(json.dumps({"device": f"PyTorch {torch.__version__}, cpu, {'one thread' if threads == 1 else f'{threads} threads'}", "gflops": max(rates)}), flush=True)
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
