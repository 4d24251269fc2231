// internal: how exported programs read and write safetensors, so that they need nothing but PyTorch

/** The text of `tensor_file.py`. */
export const tensorFile = `"""Files of tensors in the safetensors format: a header in JSON, then the values."""

import json
import os

import torch

DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def read_tensors(path):
    """The tensors of a file by name, and its metadata."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
        data = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        dtype, (start, end) = DTYPES[entry["dtype"]], entry["data_offsets"]
        if end > len(data):
            raise ValueError(f"{path} ends before {name} does")
        values = torch.frombuffer(data, dtype=torch.uint8)[start:end].clone() if end > start else torch.empty(0, dtype=torch.uint8)
        tensors[name] = values.view(dtype).reshape(entry["shape"])
    return tensors, metadata


def write_tensors(path, tensors, metadata=None):
    """Writes a file as a whole: beside its place, then renamed."""
    header, parts, at = {"__metadata__": {"format": "pt", **(metadata or {})}}, [], 0
    for name, tensor in tensors.items():
        tensor = tensor.detach().cpu().contiguous()
        values = tensor.reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() > 0 else b""
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + len(values)]}
        parts.append(values)
        at += len(values)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"{path}.tmp", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for part in parts:
            file.write(part)
    os.replace(f"{path}.tmp", path)


def load_weights(model, path="weights.safetensors"):
    """Loads a file of weights into a model, all of them."""
    model.load_state_dict(read_tensors(path)[0])
    return model
`;
