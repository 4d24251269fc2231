"""Writes networks as ONNX files by PyTorch, with an input and what PyTorch makes of it: torch-onnx-models.py <folder>."""

import json
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return F.relu(x + self.norm(self.conv(x)))


def cnn():
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, stride=2, padding=1),
        nn.BatchNorm2d(8),
        nn.SiLU(),
        Residual(8),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 8, 3, groups=2, padding=2, dilation=2),
        nn.Hardswish(),
        nn.AvgPool2d(2, padding=1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(8, 5),
    )


class SqueezeExcitation(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3)
        self.reduce = nn.Conv2d(6, 2, 1)
        self.expand = nn.Conv2d(2, 6, 1)

    def forward(self, x):
        x = F.relu6(self.conv(x))
        scale = F.hardsigmoid(self.expand(F.relu(self.reduce(F.adaptive_avg_pool2d(x, 1)))))
        return F.log_softmax((x * scale).mean([2, 3]), dim=1)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(3, 4, 3, padding=1)
        self.bottom = nn.Conv2d(4, 8, 3, padding=1)
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.norm = nn.GroupNorm(2, 8)
        self.out = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        a = F.leaky_relu(self.down(x))
        b = F.elu(self.bottom(F.max_pool2d(a, 2)))
        c = F.interpolate(b, scale_factor=2, mode="bilinear", align_corners=False)[:, :4]
        return self.out(self.norm(torch.cat([a, self.up(b) + c], dim=1)))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 6)
        self.lstm = nn.LSTM(6, 5, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(10, 4, batch_first=True)
        self.rnn = nn.RNN(4, 4, nonlinearity="relu", batch_first=True)
        self.fc = nn.Linear(4, 3)

    def forward(self, tokens):
        x = self.lstm(self.embedding(tokens))[0]
        x = self.rnn(self.gru(x)[0])[0]
        return self.fc(x[:, -1])


class Attention(nn.Module):
    """A causal transformer, its attention written out."""

    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(9, 8)
        self.wpe = nn.Embedding(16, 8)
        self.ln = nn.LayerNorm(8)
        self.qkv = nn.Linear(8, 24)
        self.proj = nn.Linear(8, 8)
        self.mlp = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8))
        self.head = nn.Linear(8, 9, bias=False)
        self.register_buffer("mask", torch.tril(torch.ones(16, 16, dtype=torch.bool)))

    def forward(self, tokens):
        batch, length = tokens.shape
        x = self.wte(tokens) + self.wpe(torch.arange(length, device=tokens.device))
        q, k, v = self.qkv(self.ln(x)).view(batch, length, 3, 2, 4).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-1, -2)) / 4**0.5
        scores = scores.masked_fill(~self.mask[:length, :length], float("-inf"))
        heads = scores.softmax(-1) @ v
        x = x + self.proj(heads.transpose(1, 2).reshape(batch, length, 8))
        return self.head(x + self.mlp(self.ln(x)))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)

    def forward(self, x):
        return self.encoder(x).mean(1).tanh()


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 5, padding=2)
        self.norm = nn.InstanceNorm1d(6, affine=True)

    def forward(self, x):
        x = F.softplus(self.norm(self.conv(x)))
        return F.pad(x, (1, 2)).cumsum(-1).clamp(max=20.0)


def models():
    images, tokens = torch.rand(2, 3, 16, 16), torch.randint(0, 9, (2, 6))
    return {
        "mlp": (nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3), nn.Softmax(-1)), torch.rand(2, 4)),
        "cnn": (cnn(), images),
        "squeeze-excitation": (SqueezeExcitation(), images),
        "unet": (UNet(), images),
        "recurrent": (Recurrent(), tokens),
        "attention": (Attention(), tokens),
        "encoder": (Encoder(), torch.rand(2, 5, 8)),
        "sequence": (Sequence(), torch.rand(2, 4, 7)),
    }


def published():
    """Small models of torchvision."""
    import torchvision.models as zoo

    for name in ["resnet18", "mobilenet_v3_small", "squeezenet1_1", "efficientnet_b0"]:
        yield name, getattr(zoo, name)(weights=None, num_classes=5), torch.rand(1, 3, 64, 64)


def write(folder, name, model, x, opset, **options):
    model.eval()
    axes = {"input": {0: "batch", **({1: "length"} if x.dtype == torch.int64 else {})}}
    torch.onnx.export(
        model, x, str(folder / f"{name}.onnx"), input_names=["input"], output_names=["output"],
        opset_version=opset, dynamic_axes=axes, do_constant_folding=options.get("training") is None, **options,
    )
    with torch.no_grad():
        y = model(x)  # afterwards, as writing for training lets running statistics follow the input
    return {
        "opset": opset,
        "integers": x.dtype == torch.int64,
        "input": {"shape": list(x.shape), "values": x.flatten().tolist()},
        "output": {"shape": list(y.shape), "values": y.flatten().tolist()},
        "parameters": [key for key, _ in model.named_parameters()],
    }


def main():
    folder = Path(sys.argv[1])
    torch.manual_seed(1)
    cases = {}
    if len(sys.argv) > 2:
        for name, model, x in published():
            cases[name] = write(folder, name, model, x, 16)
    else:
        for name, (model, x) in models().items():
            for opset in [11, 16]:
                cases[f"{name}-{opset}"] = write(folder, f"{name}-{opset}", model, x, opset)
        cases["cnn-training"] = write(
            folder, "cnn-training", cnn(), torch.rand(2, 3, 16, 16), 16, training=torch.onnx.TrainingMode.TRAINING
        )
    (folder / "cases.json").write_text(json.dumps(cases))


main()
