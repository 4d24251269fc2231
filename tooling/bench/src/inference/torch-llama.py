"""A Llama in PyTorch, with a cache of keys and values.

Arguments: the clock (wall or cpu), and a JSON object: the config, the number of threads, keys with shapes, and the file of weights,
float32 values of each key one after the other. Answers each line, a JSON object: {"logits": tokens} with the logits of the token after
them, {"do": "token" or "prompt", "times": n} with seconds, {"onnx": path} with null once the model is written, whose inputs and
outputs are named as exports for transformers.js are, or with the reason why it can't be. Tokens that come before are those of the
last {"logits": ...}.
"""
import contextlib
import inspect
import json
import sys
import time

import numpy as np
import torch
from torch import nn

clock = time.process_time if sys.argv[1] == "cpu" else time.perf_counter
given = json.loads(sys.argv[2])
config = given["config"]
torch.set_num_threads(given["threads"])
embed, heads = config["embedDim"], config["numHeads"]
groups, layers = config.get("numKeyValueHeads", heads), config["numLayers"]
size = embed // heads


class RMSNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(embed))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5))


def turned(x, cos, sin):
    left, right = x[..., : size // 2], x[..., size // 2 :]
    return x * cos + torch.cat((-right, left), -1) * sin


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_proj = nn.Linear(embed, embed, bias=False)
        self.k_proj = nn.Linear(embed, groups * size, bias=False)
        self.v_proj = nn.Linear(embed, groups * size, bias=False)
        self.o_proj = nn.Linear(embed, embed, bias=False)

    def forward(self, x, cos, sin, hidden, past):
        n, length, _ = x.shape
        q = turned(self.q_proj(x).view(n, length, heads, size).transpose(1, 2), cos, sin)
        k = turned(self.k_proj(x).view(n, length, groups, size).transpose(1, 2), cos, sin)
        v = self.v_proj(x).view(n, length, groups, size).transpose(1, 2)
        k, v = torch.cat((past[0], k), 2), torch.cat((past[1], v), 2)
        q = q.reshape(n, groups, -1, size)  # heads of a group one after the other
        scores = (q @ k.transpose(2, 3)) * size**-0.5
        scores = scores.view(n, heads, length, -1).masked_fill(hidden, float("-inf"))
        y = scores.softmax(-1).view(n, groups, -1, k.shape[2]) @ v
        y = y.view(n, heads, length, size).transpose(1, 2).reshape(n, length, embed)
        return self.o_proj(y), (k, v)


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate_proj = nn.Linear(embed, config["feedForwardDim"], bias=False)
        self.up_proj = nn.Linear(embed, config["feedForwardDim"], bias=False)
        self.down_proj = nn.Linear(config["feedForwardDim"], embed, bias=False)

    def forward(self, x):
        return self.down_proj(nn.functional.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attn, self.mlp = Attention(), FeedForward()
        self.input_layernorm, self.post_attention_layernorm = RMSNorm(), RMSNorm()

    def forward(self, x, cos, sin, hidden, past):
        attended, own = self.self_attn(self.input_layernorm(x), cos, sin, hidden, past)
        x = x + attended
        return x + self.mlp(self.post_attention_layernorm(x)), own


class Llama(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed_tokens = nn.Embedding(config["vocabSize"], embed)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.norm = RMSNorm()
        self.lm_head = nn.Linear(embed, config["vocabSize"], bias=False)
        frequencies = 10_000.0 ** (-torch.arange(0, size, 2) / size)
        self.register_buffer("frequencies", frequencies.repeat(2), persistent=False)

    def forward(self, tokens, mask, positions, *past):
        angles = (positions[:, :, None] * self.frequencies)[:, None]
        cos, sin = angles.cos(), angles.sin()
        keys = torch.arange(mask.shape[1])
        hidden = (keys[None, None, None] > positions[:, None, :, None]) | (mask[:, None, None] == 0)
        x, present = self.embed_tokens(tokens), []
        for i, layer in enumerate(self.layers):
            x, own = layer(x, cos, sin, hidden, past[2 * i : 2 * i + 2])
            present += own
        return (self.lm_head(self.norm(x[:, -1:])), *present)


model = Llama().eval()
values = np.fromfile(given["weights"], np.float32)
state = model.state_dict()
at = 0
for key, shape in given["keys"]:
    to = state.pop(key)
    read = torch.from_numpy(values[at : at + to.numel()]).view(shape)
    to.copy_(read if key.endswith("norm.weight") or key == "embed_tokens.weight" else read.t())  # linear layers are [in, out]
    at += to.numel()
assert at == len(values) and not state, f"{len(values) - at} values too many, no values for {list(state)}"
del values
no_past = [torch.zeros(1, groups, 0, size)] * (2 * layers)
read, past = torch.zeros(1, 0, dtype=torch.long), no_past


def ask(tokens, past):
    before = past[0].shape[2]
    length = tokens.shape[1]
    positions = torch.arange(before, before + length)[None]
    with torch.no_grad():
        return model(tokens, torch.ones(1, before + length, dtype=torch.long), positions, *past)


def export(path):
    names = [f"{i}.{kind}" for i in range(layers) for kind in ("key", "value")]
    inputs = ["input_ids", "attention_mask", "position_ids", *(f"past_key_values.{name}" for name in names)]
    outputs = ["logits", *(f"present.{name}" for name in names)]
    whole = {0: "batch", 1: "whole"}
    axes = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": whole, "position_ids": {0: "batch", 1: "length"}}
    axes |= {name: {0: "batch", 2: "before"} for name in inputs[3:]}
    axes |= {"logits": {0: "batch", 1: "last"}} | {name: {0: "batch", 2: "whole"} for name in outputs[1:]}
    two = torch.zeros(1, 2, dtype=torch.long)
    example = (two, torch.ones(1, 5, dtype=torch.long), torch.tensor([[3, 4]]), *[torch.zeros(1, groups, 3, size)] * (2 * layers))
    options = {"input_names": inputs, "output_names": outputs, "dynamic_axes": axes, "opset_version": 16}
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        options["dynamo"] = False  # the exporter that takes dynamic_axes
    torch.onnx.export(model, example, path, **options)


print(json.dumps({"device": f"PyTorch {torch.__version__}, cpu"}), flush=True)
for line in sys.stdin:
    work = json.loads(line)
    start = clock()
    if "logits" in work:
        read = torch.tensor([work["logits"]])
        logits, *past = ask(read, no_past)
        print(json.dumps(logits.flatten().tolist()), flush=True)
        continue
    if "onnx" in work:
        obstacle = None
        try:
            with contextlib.redirect_stdout(sys.stderr):  # answers alone are on the standard output
                export(work["onnx"])
        except Exception as error:  # the benchmark goes on without those who would read the file
            obstacle = f"{type(error).__name__}: {error}"
        print(json.dumps(obstacle), flush=True)
        continue
    for _ in range(work["times"]):
        ask(read[:, -1:], past) if work["do"] == "token" else ask(read, no_past)
    print(json.dumps(clock() - start), flush=True)
