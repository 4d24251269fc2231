"""reduce, argReduce, cumulate, topK, softmax, logSoftmax."""

import numpy as np
import torch

from .encode import array, case, draw

NAN, INF = float("nan"), float("inf")
FOLD = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "prod": np.prod, "all": np.all, "any": np.any}


def reduce_case(title, op, x, axes, dtype="float32"):
    kind = {"float32": np.float64, "int32": np.int64, "bool": bool}[dtype]
    result = FOLD[op](np.asarray(x).astype(kind), axis=tuple(axes))
    case("reduce", f"{op} {title}", [op, array(x, dtype), axes], array(result, dtype))


def reduce():
    rng = np.random.default_rng(3)
    x = draw(rng, 2, 3, 4)
    deep = draw(rng, 2, 3, 2, 3, 2)
    for op in ["sum", "mean", "max", "min", "prod"]:
        for axes in [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]:
            reduce_case(f"over {axes}", op, x, axes)
        reduce_case("over every other of five axes", op, deep, [1, 3])
        reduce_case("of a vector", op, x[0, 0], [0])
        reduce_case("over an axis of one", op, x[:, :1], [1])
        reduce_case("that leaves nothing", op, np.zeros((0, 3)), [1])
        reduce_case("of rows with NaN", op, np.float32([[1, NAN, 3], [NAN, NAN, NAN], [1, 2, 3]]), [1])
        reduce_case("of columns with NaN", op, np.float32([[1, NAN, 3], [NAN, 5, -1], [1, 2, 3]]), [0])
        reduce_case("of infinities", op, np.float32([[1, INF, 3], [-INF, -INF, -INF], [-INF, INF, 0]]), [1])
        ints = rng.integers(-9, 9, (2, 3, 3))
        if op != "mean":
            reduce_case("of int32", op, ints, [1], "int32")
            reduce_case("of all int32", op, ints[0], [0, 1], "int32")
            big = [[2**24 + 1, 1, 1], [2**30, 1, 1]]
            reduce_case("of large int32", op, big, [1], "int32")
    long = draw(rng, 2, 600, digits=1)
    for op in ["sum", "mean", "max", "min"]:
        reduce_case("of long rows", op, long, [1])
        reduce_case("of a long array", op, long, [0, 1])
        reduce_case("of long columns", op, long.reshape(300, 4), [0])
    for op in ["sum", "mean", "prod"]:
        reduce_case("of nothing", op, np.zeros((0, 3)), [0])
        reduce_case("of nothing at all", op, np.zeros((2, 0)), [0, 1])
    reduce_case("of no int32", "sum", np.zeros((2, 0)), [1], "int32")
    for op in ["all", "any"]:
        truth = np.array([[1, 1, 1], [1, 0, 1], [0, 0, 0]]) == 1
        for axes in [[0], [1], [0, 1]]:
            reduce_case(f"over {axes}", op, truth, axes, "bool")
        reduce_case("of nothing", op, np.zeros((2, 0)), [1], "bool")
        reduce_case("of three axes", op, rng.integers(0, 4, (2, 3, 4)) > 0, [0, 2], "bool")


def arg_case(title, op, x, axis, dtype="float32"):
    values = np.asarray(x)
    function = torch.argmax if op == "argmax" else torch.argmin
    if values.size:
        # torch promises no order among ties: numpy gives the first, NaN first of all
        result = (np.argmax if op == "argmax" else np.argmin)(values, axis=axis)
        chosen = function(torch.tensor(values), axis).numpy()
        picked = [np.take_along_axis(values, np.expand_dims(i, axis), axis) for i in (result, chosen)]
        assert np.array_equal(*picked, equal_nan=True)
    else:
        result = np.zeros(values.shape[:axis] + values.shape[axis + 1 :])
    case("argReduce", f"{op} {title}", [op, array(x, dtype), axis], array(result, "int32"))


def arg_reduce():
    rng = np.random.default_rng(4)
    x = draw(rng, 2, 3, 4)
    for op in ["argmax", "argmin"]:
        for axis in range(3):
            arg_case(f"along axis {axis}", op, x, axis)
        arg_case("of a vector", op, x[0, 0], 0)
        arg_case("of ties", op, np.float32([[1, 3, 3, 1], [2, 2, 2, 2]]), 1)
        arg_case("of NaN", op, np.float32([[1, NAN, 3, NAN], [NAN, INF, 0, 1], [INF, -INF, NAN, 2]]), 1)
        arg_case("of infinities", op, np.float32([[-INF, INF, 0], [-INF, -INF, -INF], [INF, INF, INF]]), 1)
        arg_case("of int32", op, np.array([[5, -3, 5, -3], [0, 2**24, 2**24 + 1, -1]]), 1, "int32")
        arg_case("of a long row", op, draw(rng, 1, 600, digits=1), 1)
        arg_case("of long columns", op, draw(rng, 300, 2, digits=1), 0)
        arg_case("that leaves nothing", op, np.zeros((0, 3)), 1)


def cumulate():
    rng = np.random.default_rng(5)
    x = draw(rng, 2, 3, 4)
    for op, function in [("sum", np.cumsum), ("prod", np.cumprod)]:
        def add(title, values, axis, dtype="float32"):
            kind = np.float64 if dtype == "float32" else np.int64
            result = function(np.asarray(values).astype(kind), axis=axis)
            case("cumulate", f"{op} {title}", [op, array(values, dtype), axis], array(result, dtype))

        for axis in range(3):
            add(f"along axis {axis}", x, axis)
        add("of a vector", x[0, 0], 0)
        add("of one element", x[:1, 0, 0], 0)
        add("of int32", np.array([[1, 2, 3], [-4, 5, 6]]), 1, "int32")
        add("of large int32", np.array([2**24, 1, 1]) if op == "sum" else np.array([4097, 4099, 3]), 0, "int32")
        add("of nothing", np.zeros((2, 0)), 1)
        add("of NaN and infinity", np.float32([1, INF, 2, NAN, 3]), 0)
        add("of a long row", draw(rng, 300, digits=1) if op == "sum" else 1 + draw(rng, 300, scale=0.02), 0)


def top_k_case(title, x, k, largest, dtype="float32"):
    values = np.asarray(x)
    # NaN counts as largest; ties by rising index
    order_by = np.where(np.isnan(values), np.inf, values) if dtype == "float32" else values
    nan = np.isnan(values) if dtype == "float32" else np.zeros(values.shape, bool)
    n = values.shape[-1]
    rows = values.reshape(-1, n)
    indices = np.zeros((rows.shape[0], k), np.int64)
    for r in range(rows.shape[0]):
        keys, isnan = order_by.reshape(-1, n)[r], nan.reshape(-1, n)[r]
        sign = -1 if largest else 1
        indices[r] = sorted(range(n), key=lambda i: (sign * int(isnan[i]), sign * keys[i], i))[:k]
    picked = np.take_along_axis(rows, indices, 1)
    shape = values.shape[:-1] + (k,)
    result = {"values": array(picked.reshape(shape), dtype), "indices": array(indices.reshape(shape), "int32")}
    case("topK", f"{'largest' if largest else 'smallest'} {title}", [array(values, dtype), k, largest], result)


def top_k():
    rng = np.random.default_rng(6)
    for largest in [True, False]:
        top_k_case("of rows", draw(rng, 3, 7), 3, largest)
        top_k_case("of a vector", draw(rng, 5), 1, largest)
        top_k_case("of all", draw(rng, 2, 2, 5), 5, largest)
        top_k_case("of ties", np.float32([[1, 3, 3, 1, 2, 3], [2, 2, 2, 2, 2, 2]]), 4, largest)
        top_k_case("with NaN", np.float32([[1, NAN, 3, -2, NAN], [NAN, 0, -1, -5, 2]]), 4, largest)
        top_k_case("with NaN and infinities", np.float32([[INF, NAN, -INF, 1], [-INF, INF, NAN, INF]]), 4, largest)
        top_k_case("of int32", np.array([[5, -3, 5, 2**31 - 1], [-(2**31), 2**24, 2**24 + 1, -1]]), 3, largest, "int32")
        top_k_case("of a long row", draw(rng, 1, 300, digits=1), 10, largest)
        top_k_case("of none", draw(rng, 2, 3), 0, largest)
        top_k_case("of no rows", np.zeros((0, 3), np.float32), 2, largest)


def softmax():
    rng = np.random.default_rng(7)
    for kernel, function in [("softmax", torch.softmax), ("logSoftmax", torch.log_softmax)]:
        for title, x in [
            ("rows", draw(rng, 3, 5, scale=2)),
            ("a vector", draw(rng, 6)),
            ("three axes", draw(rng, 2, 3, 4)),
            ("one class", draw(rng, 3, 1)),
            ("logits far apart", np.float32([[1000, 0, -1000], [-1000, -1000, -1001]])),
            ("excluded classes", np.float32([[-INF, 1, 2], [0, -INF, -INF]])),
            ("NaN", np.float32([[1, NAN, 2], [1, 2, 3]])),
            ("a long row", draw(rng, 2, 400, digits=1)),
            ("nothing", np.zeros((0, 4), np.float32)),
            ("no classes", np.zeros((2, 0), np.float32)),
        ]:
            result = function(torch.tensor(x, dtype=torch.float64), -1).numpy()
            case(kernel, title, [array(x)], array(result))


def generate():
    reduce()
    arg_reduce()
    cumulate()
    top_k()
    softmax()
