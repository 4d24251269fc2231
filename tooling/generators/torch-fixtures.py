"""Writes packages/checkpoints/fixtures: files of weights as PyTorch writes them, and what the models give.

    python3 tooling/generators/torch-fixtures.py

Needs torch alone. The numbers depend on its version; see the README beside the fixtures for the one they were made with.
"""

import json
import struct
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

FOLDER = Path(__file__).parents[2] / "packages" / "checkpoints" / "fixtures"
SEED = 6202
DTYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}


class Picture(nn.Module):
    """Convolutions of all kinds, norms, and features that are images laid out flat."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 8, 3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.Conv2d(8, 8, 3, padding=1, groups=8, bias=False),
            nn.GroupNorm(2, 8),
            nn.MaxPool2d(2),
            nn.ConvTranspose2d(8, 4, 2, stride=2, groups=2),
            nn.InstanceNorm2d(4, affine=True),
        )
        self.layer_norm = nn.LayerNorm([4, 8, 6])
        self.flat_norm = nn.BatchNorm1d(4 * 8 * 6)
        self.classifier = nn.Sequential(nn.Dropout(), nn.Linear(4 * 8 * 6, 12), nn.PReLU(), nn.Linear(12, 5))

    def forward(self, x):
        y = torch.flatten(self.layer_norm(self.features(x)), 1)
        return self.classifier(self.flat_norm(y))


class Decoder(nn.Module):
    """A linear map whose features become an image."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 8 * 3 * 2)
        self.norm = nn.BatchNorm1d(8 * 3 * 2)
        self.deconv = nn.ConvTranspose2d(8, 3, 3, stride=2, padding=1, output_padding=1)

    def forward(self, z):
        return self.deconv(torch.relu(self.norm(self.fc(z))).view(-1, 8, 3, 2))


class Sequence(nn.Module):
    """Recurrent layers, attention and a transformer's layer."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 6)
        self.lstm = nn.LSTM(6, 5, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(10, 8, batch_first=True)
        self.self_attn = nn.MultiheadAttention(8, 2, batch_first=True)
        self.cross_attn = nn.MultiheadAttention(8, 2, kdim=6, vdim=6, batch_first=True)
        self.encoder = nn.TransformerEncoderLayer(8, 2, dim_feedforward=16, batch_first=True)
        self.conv = nn.Conv1d(8, 4, 3, padding=1)
        self.head = nn.Linear(4 * 7, 3)

    def forward(self, tokens):
        words = self.embedding(tokens)
        y, _ = self.gru(self.lstm(words)[0])
        y = y + self.self_attn(y, y, y)[0]
        y = y + self.cross_attn(y, words, words)[0]
        y = self.conv(self.encoder(y).transpose(1, 2))
        return self.head(torch.flatten(y, 1))


def randomised(model):
    """Weights and running moments that are unlike those of a new model."""
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point():
            tensor.copy_(torch.randn(tensor.shape) * 0.4)
            if name.endswith("running_var"):
                tensor.abs_().add_(0.5)
        else:
            tensor.fill_(7)
    return model.eval()


def write_safetensors(path, tensors, metadata):
    header, chunks, start = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        bits = tensor.contiguous().view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor.contiguous()
        data = bits.numpy().tobytes()
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [start, start + len(data)]}
        chunks.append(data)
        start += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def every_dtype():
    values = torch.tensor([[0.0, 1.0, 2.5], [3.0, 100.0, 0.1]])
    tensors = OrderedDict((DTYPES[dtype], values.to(dtype)) for dtype in DTYPES)
    base = torch.arange(24, dtype=torch.float32)
    tensors["strided"] = base.view(4, 6).t()[1:4, ::2]
    tensors["channels_last"] = base.view(1, 2, 3, 4).contiguous(memory_format=torch.channels_last)
    tensors["scalar"] = torch.tensor(7)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["parameter"] = nn.Parameter(values)
    return tensors


def kinds():
    """Tensors of kinds that can't be read, between some that can."""
    tensors = OrderedDict()
    tensors["before"] = torch.arange(3, dtype=torch.float32)
    tensors["complex"] = torch.tensor([1 + 2j, 3])
    tensors["sparse"] = torch.eye(3).to_sparse()
    tensors["quantized"] = torch.quantize_per_tensor(torch.ones(4), 0.5, 0, torch.qint8)
    tensors["expanded"] = torch.arange(1, 4, dtype=torch.float32).view(1, 3).expand(2, 3)
    tensors["after"] = torch.arange(4, dtype=torch.int64)
    return tensors


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    outputs = OrderedDict()
    inputs = {
        "picture": (Picture(), torch.randn(2, 3, 8, 6)),
        "decoder": (Decoder(), torch.randn(2, 6)),
        "sequence": (Sequence(), torch.randint(0, 20, (2, 7))),
    }
    with torch.no_grad():
        for name, (model, x) in inputs.items():
            state = randomised(model).state_dict()
            outputs[f"{name}.input"] = x.permute(0, 2, 3, 1) if x.dim() == 4 else x.to(torch.int32) if name == "sequence" else x
            double = model.double()
            y = double(x if name == "sequence" else x.double()).float()
            outputs[f"{name}.output"] = y.permute(0, 2, 3, 1) if y.dim() == 4 else y
            model.float()
            torch.save(state, FOLDER / f"{name}.pt")
            if name == "picture":
                torch.save(state, FOLDER / "picture-old.pth", _use_new_zipfile_serialization=False)
                write_safetensors(FOLDER / "picture.safetensors", state, {"format": "pt"})
    write_safetensors(FOLDER / "outputs.safetensors", outputs, {"torch": torch.__version__})
    tensors = every_dtype()
    torch.save(tensors, FOLDER / "dtypes.pt")
    torch.save(tensors, FOLDER / "dtypes-old.pth", _use_new_zipfile_serialization=False)
    for protocol in (0, 1):  # text, and half text
        torch.save(tensors, FOLDER / f"dtypes-protocol-{protocol}.pt", pickle_protocol=protocol)
    torch.save(tensors, FOLDER / "dtypes-protocol-1-old.pth", pickle_protocol=1, _use_new_zipfile_serialization=False)
    torch.save(kinds(), FOLDER / "kinds.pt")
    torch.save(kinds(), FOLDER / "kinds-old.pth", _use_new_zipfile_serialization=False)
    plain = {name: tensor.detach() for name, tensor in tensors.items()}
    write_safetensors(FOLDER / "dtypes.safetensors", plain, {})
    linear = nn.Linear(2, 3)
    optimizer = torch.optim.Adam(linear.parameters())
    linear(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    wrapped = OrderedDict((f"module.{name}", tensor) for name, tensor in linear.state_dict().items())
    training = {"epoch": 3, "best": 0.25, "state_dict": wrapped, "optimizer": optimizer.state_dict()}
    torch.save(training, FOLDER / "training.pt")
    torch.save(linear, FOLDER / "module.pt")  # a whole object: refused


main()
