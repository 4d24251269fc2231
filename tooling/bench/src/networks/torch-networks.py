"""Networks and convolutions in PyTorch, on one thread.

The first argument is the clock: wall or cpu. Answers each line, a JSON object, with seconds: of one run of a network
({network, kind, batch, size}; of one that draws with its number of parameters), or of one convolution ({x, weight, stride, padding, groups}, shapes channels first). With
{onnx: path} a network is written as an ONNX file; the answer is the time that it took.
"""
import functools
import json
import sys
import time

import torch
import torchvision

from torch_generative import generative

torch.set_num_threads(1)
clock = time.process_time if sys.argv[1] == "cpu" else time.perf_counter
ready = {}


def network(work):
    model = getattr(torchvision.models, work["network"])(weights=None)
    x = torch.rand(work["batch"], 3, work["size"], work["size"])
    if work["kind"] == "inference":
        model.eval()

        def run():
            with torch.no_grad():
                model(x)
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
        targets = torch.zeros(work["batch"], dtype=torch.long)

        def run():
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), targets).backward()
            optimizer.step()

    return run


def export(work):
    model = getattr(torchvision.models, work["network"])(weights=None).eval()
    torch.onnx.export(model, torch.rand(work["batch"], 3, work["size"], work["size"]), work["onnx"])


def convolution(work):
    x, weight = torch.rand(work["x"]), torch.rand(work["weight"])

    def run():
        with torch.no_grad():
            torch.nn.functional.conv2d(x, weight, None, work["stride"], work["padding"], 1, work["groups"])

    return run


print(json.dumps({"device": f"PyTorch {torch.__version__}, cpu, one thread"}), flush=True)
for line in sys.stdin:
    work = json.loads(line)
    if "onnx" in work:
        ready[line] = functools.partial(export, work)
    elif line not in ready:
        make = generative if "parameters" in work else network if "network" in work else convolution
        ready[line] = make(work)
        ready[line]()
    start = clock()
    ready[line]()
    print(json.dumps(clock() - start), flush=True)
