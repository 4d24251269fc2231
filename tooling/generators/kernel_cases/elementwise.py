"""fill, range, random, copy, cast, unary, binary, select."""

import numpy as np
import torch

from .encode import array, case, draw
from .philox import random_values

NAN, INF = float("nan"), float("inf")
NONE = np.zeros


def creation():
    for title, shape, value, dtype in [
        ("a matrix", [2, 3], 1.5, "float32"),
        ("a scalar", [], 7, "int32"),
        ("truth values", [3], 1, "bool"),
        ("false", [2, 2], 0, "bool"),
        ("nothing", [0, 2], 1, "float32"),
        ("NaN", [2], NAN, "float32"),
        ("infinity", [2], -INF, "float32"),
        ("the smallest int32", [2], -(2**31), "int32"),
        ("many elements", [3, 700], 0.25, "float32"),
    ]:
        case("fill", title, [shape, value, dtype], array(np.full(shape, value), dtype))
    for title, start, step, size, dtype in [
        ("integers", 0, 1, 5, "int32"),
        ("falling halves", 1.5, -0.5, 4, "float32"),
        ("nothing", 3, 1, 0, "float32"),
        ("one element", -2, 5, 1, "int32"),
        ("tenths", 0, 0.1, 11, "float32"),
        ("large int32", 2**24, 1, 3, "int32"),
    ]:
        case("range", title, [start, step, size, dtype], array(start + np.arange(size) * step, dtype))
    for kind, shape, seed, offset in [
        ("bits", [7], 0, 0),
        ("bits", [2, 3], 2**53 - 1, 5),
        ("bits", [9], 6202, 2**32 - 1),
        ("uniform", [5], 42, 0),
        ("uniform", [4, 3], 2**33 + 7, 2**40 + 3),
        ("uniform", [], 1, 2),
        ("normal", [3], 7, 1),
        ("normal", [2, 3], 123456789, 0),
        ("normal", [50], 3, 2**33),
        ("uniform", [0], 0, 0),
        ("bits", [2, 0], 0, 0),
    ]:
        title = f"{kind} {shape} of seed {seed} from {offset}"
        values = random_values(kind, int(np.prod(shape)), seed, offset).reshape(shape)
        case("random", title, [kind, shape, {"seed": seed, "offset": offset}], array(values, "int32" if kind == "bits" else "float32"))


def copying():
    for title, values, dtype in [
        ("float32", [[1.5, -2, NAN], [INF, 0, 1e-30]], "float32"),
        ("int32", [2**31 - 1, -(2**31), 0], "int32"),
        ("bool", [1, 0, 1], "bool"),
        ("a scalar", 3.5, "float32"),
        ("nothing", NONE([0, 3]), "float32"),
    ]:
        x = array(values, dtype)
        case("copy", title, [x], x)
    floats = [1.9, -1.9, 0.5, -0.5, 0, 30000.7, -2147483520, 16777216]
    case("cast", "float32 to int32, towards zero", [array(floats), "int32"], array(np.trunc(floats), "int32"))
    truths = [0, 0.5, -0.25, 1e-30, NAN, INF, -3]
    case("cast", "float32 to bool", [array(truths), "bool"], array([0, 1, 1, 1, 1, 1, 1], "bool"))
    ints = [0, 1, -5, 256, 2**24 + 1, -(2**31)]
    case("cast", "int32 to float32", [array(ints, "int32"), "float32"], array(ints))
    case("cast", "int32 to bool", [array(ints, "int32"), "bool"], array([0, 1, 1, 1, 1, 1], "bool"))
    case("cast", "bool to float32", [array([[1, 0, 1]], "bool"), "float32"], array([[1, 0, 1]]))
    case("cast", "bool to int32", [array([[1, 0, 1]], "bool"), "int32"], array([[1, 0, 1]], "int32"))
    for dtype in ["float32", "int32", "bool"]:
        x = array([0, 1], dtype)
        case("cast", f"{dtype} to itself", [x, dtype], x)
        case("cast", f"a scalar to {dtype}", [array(1.0), dtype], array(1, dtype))
        case("cast", f"nothing to {dtype}", [array(NONE([2, 0])), dtype], array(NONE([2, 0]), dtype))


def softplus(x):
    return torch.logaddexp(x, torch.zeros_like(x))


def unary():
    rng = np.random.default_rng(1)
    wide = np.concatenate([draw(rng, 20, scale=3), np.float32([0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 10, -10, 1e-3])])
    near_zero = np.float32([1e-6, -1e-6, 1e-5, -1e-5, 1e-4, -1e-4, 1e-3, -1e-3, 0.01, -0.01, 0.03, -0.03, 0.1, -0.1, 0.3, -0.3])
    unit = np.concatenate([np.linspace(-0.99, 0.99, 18, dtype=np.float32).round(3), np.float32([0, 1e-3, -1e-3, 0.5])])
    positive = np.float32([1e-30, 1e-3, 0.1, 0.5, 0.9, 0.99, 1, 1.01, 1.1, 2, 2.718, 10, 100, 12345, 1e10, 1e30])
    above_one = np.float32([1, 1.01, 1.1, 1.5, 2, 3, 10, 1e3, 1e6])
    special = np.float32([NAN, INF, -INF, 0])
    torch_ops = {
        "neg": torch.neg, "abs": torch.abs, "sign": torch.sign, "square": torch.square, "relu": torch.relu,
        "exp": torch.exp, "expm1": torch.expm1, "log": torch.log, "log1p": torch.log1p, "sqrt": torch.sqrt,
        "rsqrt": torch.rsqrt, "reciprocal": torch.reciprocal, "sin": torch.sin, "cos": torch.cos, "tan": torch.tan,
        "asin": torch.asin, "acos": torch.acos, "atan": torch.atan, "sinh": torch.sinh, "cosh": torch.cosh,
        "tanh": torch.tanh, "asinh": torch.asinh, "acosh": torch.acosh, "atanh": torch.atanh,
        "sigmoid": torch.sigmoid, "softplus": softplus, "erf": torch.erf, "floor": torch.floor, "ceil": torch.ceil,
        "round": torch.round, "trunc": torch.trunc,
    }  # fmt: skip
    domains = {
        "log": positive, "sqrt": positive, "rsqrt": positive, "reciprocal": np.concatenate([positive, -positive]),
        "asin": unit, "acos": unit, "atanh": unit, "acosh": above_one, "log1p": positive,
        "tan": np.linspace(-1.5, 1.5, 16, dtype=np.float32).round(3),
    }  # fmt: skip
    small_too = ["expm1", "log1p", "sinh", "tanh", "asinh", "atanh", "asin", "atan", "sin", "tan", "erf"]
    large_too = {
        "exp": [-80, -30, 30, 80, 88], "expm1": [-50, 30, 80], "sinh": [-80, 80], "cosh": [-80, 80], "tanh": [-50, 50],
        "sigmoid": [-80, -30, 30, 90], "softplus": [-80, -30, -16, 16, 30, 90], "asinh": [-1e6, 1e6, 1e4, -1e4], "atan": [-1e6, 1e6],
        "erf": [-5, 5, 3.5, 100], "sin": [20, -35.5, 100], "cos": [20, -35.5, 100], "tan": [7, 20.5], "square": [1e15, -1e-15],
        "floor": [8388609, -8388609, 1e10], "ceil": [8388609, -8388609, 1e10], "round": [8388609, 4194304.5, 1e10, -3.5],
        "trunc": [8388609, -4194304.5, 1e10, -3.7],
    }  # fmt: skip
    for op, function in torch_ops.items():
        def run(values):
            return function(torch.tensor(np.asarray(values), dtype=torch.float64)).numpy()

        x = domains.get(op, wide)
        x = x[: len(x) // 2 * 2].reshape(2, -1)
        case("unary", op, [op, array(x)], array(run(x)))
        if op in small_too:
            case("unary", f"{op} near zero", [op, array(near_zero)], array(run(near_zero)))
        if op in large_too:
            large = np.float32(large_too[op])
            case("unary", f"{op} of large numbers", [op, array(large)], array(run(large)))
        if op != "sign":  # libraries don't agree on the sign of NaN
            case("unary", f"{op} of NaN, infinities and zero", [op, array(special)], array(run(special)))
        case("unary", f"{op} of a scalar", [op, array(np.float32(1))], array(run(np.float32(1))))
        case("unary", f"{op} of nothing", [op, array(NONE([0, 3]))], array(NONE([0, 3])))
    ints = np.array([[0, 1, -1], [-46340, 46340, 12345]])
    for op in ["neg", "abs", "sign", "relu", "square"]:
        result = torch_ops[op](torch.tensor(ints)).numpy()
        case("unary", f"{op} of int32", [op, array(ints, "int32")], array(result, "int32"))
    large = np.array([2**31 - 1, -(2**31) + 1, 2**24 + 1])
    for op in ["neg", "abs", "relu", "sign"]:
        result = torch_ops[op](torch.tensor(large)).numpy()
        case("unary", f"{op} of large int32", [op, array(large, "int32")], array(result, "int32"))
    tested = np.float32([NAN, INF, -INF, 0, 1, -1e38, 1e-30])
    for op, function in [("isNaN", np.isnan), ("isInf", np.isinf), ("isFinite", np.isfinite)]:
        case("unary", op, [op, array(tested)], array(function(tested), "bool"))
        case("unary", f"{op} of a scalar", [op, array(1.0)], array(function(1.0), "bool"))
        case("unary", f"{op} of nothing", [op, array(NONE([0]))], array(NONE([0]), "bool"))
    case("unary", "logicalNot", ["logicalNot", array([[1, 0], [0, 0]], "bool")], array([[0, 1], [1, 1]], "bool"))
    case("unary", "logicalNot of a scalar", ["logicalNot", array(1, "bool")], array(0, "bool"))
    case("unary", "logicalNot of nothing", ["logicalNot", array(NONE([0]), "bool")], array(NONE([0]), "bool"))


def maximum(a, b):
    return np.where(np.isnan(a) | np.isnan(b), NAN, np.maximum(a, b))


def minimum(a, b):
    return np.where(np.isnan(a) | np.isnan(b), NAN, np.minimum(a, b))


ARITHMETIC = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power,
    "maximum": maximum, "minimum": minimum, "remainder": np.remainder, "atan2": np.arctan2,
}  # fmt: skip
COMPARISON = {
    "equal": np.equal, "notEqual": np.not_equal, "less": np.less, "lessEqual": np.less_equal,
    "greater": np.greater, "greaterEqual": np.greater_equal,
}  # fmt: skip
LOGIC = {"logicalAnd": np.logical_and, "logicalOr": np.logical_or, "logicalXor": np.logical_xor}


def binary_case(title, op, a, b, dtype, out):
    function = {**ARITHMETIC, **COMPARISON, **LOGIC}[op]
    kind = {"float32": np.float64, "int32": np.int64, "bool": bool}[dtype]
    x, y = np.asarray(a), np.asarray(b)
    if dtype == "float32":
        x, y = x.astype(np.float32), y.astype(np.float32)
    result = np.asarray(function(x.astype(kind), y.astype(kind)))
    case("binary", f"{op} {title}", [op, array(x, dtype), array(y, dtype)], array(result, out))


def binary():
    rng = np.random.default_rng(2)
    shapes = [
        ("of equal shapes", (2, 3), (2, 3)),
        ("of a row and a column", (2, 1), (3,)),
        ("of a matrix and a scalar", (2, 2), ()),
        ("of a scalar and a vector", (), (4,)),
        ("of scalars", (), ()),
        ("over five axes", (2, 1, 2, 1, 3), (1, 2, 1, 2, 1)),
        ("of a batch and a row", (2, 3, 4), (4,)),
    ]
    for op in [*ARITHMETIC, *COMPARISON]:
        out = "float32" if op in ARITHMETIC else "bool"
        for title, left, right in shapes:
            a, b = draw(rng, *left, scale=2, digits=1), draw(rng, *right, scale=2, digits=1)
            if op in COMPARISON:
                a, b = np.round(a), np.round(b)
            if op == "pow":
                a = np.abs(a) + np.float32(0.1)
            if op in ("div", "remainder"):
                b = np.where(b == 0, np.float32(1.5), b)
            binary_case(title, op, a, b, "float32", out)
        binary_case("of nothing", op, NONE((0, 3)), NONE((1, 3)), "float32", out)
        binary_case("of nothing and a scalar", op, NONE((2, 0)), 1.0, "float32", out)
    with_nan = [NAN, NAN, 1, INF, -INF, INF, 0]
    other = [NAN, 1, NAN, 1, 1, INF, -INF]
    for op in ["add", "sub", "mul", "div", "maximum", "minimum", *COMPARISON]:
        binary_case("of NaN and infinities", op, with_nan, other, "float32", "float32" if op in ARITHMETIC else "bool")
    binary_case("by zero", "div", [1, -1, 0], [0, 0, 0], "float32", "float32")
    binary_case("of whole exponents", "pow", [-2, -2, -2, 0, 0, 3, -1.5, 2], [3, 2, -1, 0, 2, 0, 3, 10], "float32", "float32")
    binary_case("of a negative base and a broken exponent", "pow", [-8, -1], [1 / 3, 0.5], "float32", "float32")
    binary_case("of large and small results", "pow", [10, 10, 2, 0.5], [30, -30, 100, 100], "float32", "float32")
    signs = ([7, -7, 7, -7, 6, -6, 0, 5.5, -5.5], [3, 3, -3, -3, 3, 3, 3, 2, -2])
    binary_case("of every sign", "remainder", *signs, "float32", "float32")
    binary_case("of quadrants and axes", "atan2", [1, 1, -1, -1, 0, 1, -1, 0], [1, -1, 1, -1, 1, 0, 0, -1], "float32", "float32")
    ints = (np.array([[7, -7, 46340], [-46340, 0, 2**24 + 1]]), np.array([[3, 3, 46340], [46340, -5, 1]]))
    for op in ["add", "sub", "mul", "maximum", "minimum", "remainder"]:
        binary_case("of int32", op, *ints, "int32", "int32")
        binary_case("of an int32 matrix and a scalar", op, ints[0], 3, "int32", "int32")
        binary_case("of no int32", op, NONE((0, 2)), 1, "int32", "int32")
    big = (np.array([2**31 - 10, -(2**31) + 10, 2**24 + 1, 2**24]), np.array([9, -9, 2**24, 2**24 + 1]))
    for op in ["add", "sub", "maximum", "minimum", *COMPARISON]:
        if op != "sub":
            binary_case("of large int32", op, *big, "int32", "int32" if op in ARITHMETIC else "bool")
    bools = (np.array([[0, 0], [1, 1]]), np.array([[0, 1], [0, 1]]))
    for op in [*COMPARISON, *LOGIC]:
        binary_case("of bools", op, *bools, "bool", "bool")
        binary_case("of a bool matrix and a row", op, bools[0], np.array([1, 0]), "bool", "bool")
        binary_case("of a bool matrix and a scalar", op, bools[0], 1, "bool", "bool")
        binary_case("of no bools", op, NONE((0,)), 1, "bool", "bool")


def select_case(title, condition, a, b, dtype="float32"):
    result = np.where(condition, a, b)
    case("select", title, [array(condition, "bool"), array(a, dtype), array(b, dtype)], array(result, dtype))


def select():
    condition = np.array([[1, 0, 1], [0, 0, 1]]) == 1
    a, b = np.arange(6.0).reshape(2, 3), -np.arange(6.0).reshape(2, 3) - 1
    select_case("equal shapes", condition, a, b)
    select_case("everything broadcast", condition[:, :1], np.array([1.0, 2, 3]), np.array(9.0))
    select_case("a scalar condition", np.array(True), a, b)
    select_case("a condition of fewer axes", condition[0], a, np.array(0.5))
    select_case("a wider condition", condition, np.array(1.0), np.array(2.0))
    select_case("int32", condition, a.astype(int) + 2**24, b.astype(int), "int32")
    select_case("bools", condition, ~condition, condition, "bool")
    select_case("scalars", np.array(False), np.array(1.0), np.array(2.0))
    select_case("nothing", NONE((0, 3)) == 1, NONE((1, 3)), NONE((3,)))
    select_case("NaN and infinities", np.array([True, False, True]), np.array([NAN, NAN, INF]), np.array([1, 2, NAN]))


def generate():
    np.seterr(all="ignore")
    creation()
    copying()
    unary()
    binary()
    select()
