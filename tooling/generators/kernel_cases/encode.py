"""Arrays and cases as the fixtures hold them: shortest decimal numbers that read back as the same float32."""

import math

import numpy as np

DTYPES = {"float32": np.float32, "int32": np.int32, "bool": np.bool_}

cases: dict[str, list[dict]] = {}


def number(value, dtype):
    if dtype == "bool":
        return int(bool(value))
    if dtype == "int32":
        return int(value)
    value = float(np.float32(value))
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return 0
    short = float(np.format_float_positional(np.float32(value), unique=True)) if 1e-4 < abs(value) < 1e7 else None
    if short is None:
        short = float(np.format_float_scientific(np.float32(value), unique=True))
    return int(short) if short == int(short) and abs(short) < 2**53 else short


def array(values, dtype="float32"):
    """An array for the fixtures; floats pass through float32."""
    data = np.asarray(values)
    return {"shape": list(data.shape), "dtype": dtype, "values": [number(v, dtype) for v in data.reshape(-1)]}


def plain(value):
    """Numbers outside arrays: infinities as words."""
    if isinstance(value, float) and not math.isfinite(value):
        return number(value, "float32")
    return value


def case(kernel, title, args, result=None, after=None):
    """One call: `result` is what it returns, `after` what the arguments are afterwards where it works in place."""
    entry = {"title": title, "args": [plain(arg) for arg in args]}
    if result is not None:
        entry["result"] = result
    if after is not None:
        entry["after"] = after
    group = cases.setdefault(kernel, [])
    assert all(other["title"] != title for other in group), (kernel, title)
    group.append(entry)


def draw(rng, *shape, scale=1.0, digits=3):
    """Float32 normals of few digits."""
    return (np.round(rng.standard_normal(shape) * scale, digits) + 0.0).astype(np.float32)  # no -0


def distinct(rng, *shape):
    """Float32 values that all differ, in random order."""
    size = int(np.prod(shape))
    return ((rng.permutation(size) - size // 2) / 8).astype(np.float32).reshape(shape)
