"""NaN and infinities through every kernel that computes with floats."""

import numpy as np
import torch
import torch.nn.functional as F

from .elementwise import ARITHMETIC, COMPARISON, binary_case, select_case
from .encode import array, case
from .reductions import arg_case, reduce_case, top_k_case
from .windows import avg_pool, first, geometry, last, max_pool

NAN, INF = float("nan"), float("inf")
NUMBERS = np.float32([NAN, INF, -INF, 0, 1, -1, 2.5])


def element_wise():
    for op in [*ARITHMETIC, *COMPARISON]:
        if op not in ("remainder", "atan2", "pow"):
            binary_case("of all pairs of special numbers", op, NUMBERS[:, None], NUMBERS[None, :], "float32", "float32" if op in ARITHMETIC else "bool")
    for op, function in [("pow", torch.pow), ("atan2", torch.atan2)]:
        a, b = (torch.tensor(x.astype(np.float64)) for x in np.broadcast_arrays(NUMBERS[:, None], NUMBERS[None, :]))
        left, right = array(NUMBERS[:, None]), array(NUMBERS[None, :])
        case("binary", f"{op} of all pairs of special numbers", [op, left, right], array(function(a, b).numpy()))
    x = np.float32([NAN, INF, -INF, 5.5, -5.5])
    result = np.where(np.isfinite(x), np.float32([0, 0, 0, 1.5, 0.5]), NAN)
    case("binary", "remainder of special numbers", ["remainder", array(x), array(2.0)], array(result))
    case("binary", "remainder by NaN and 0", ["remainder", array([5.5, 5.5, 0]), array([NAN, 0, 0])], array([NAN, NAN, NAN]))
    signs = np.float32([NAN, INF, -INF, 0, 1e-37, -1e37])
    case("unary", "sign of special numbers", ["sign", array(signs)], array([0, 1, -1, 0, 1, -1]))
    floats = [NAN, INF, -INF, 2147483648, -2147483648, 3e9, -3e9, 2147483520]
    ints = [0, 2**31 - 1, -(2**31), 2**31 - 1, -(2**31), 2**31 - 1, -(2**31), 2147483520]
    case("cast", "float32 beyond int32, to the nearest end", [array(floats), "int32"], array(ints, "int32"))
    many = floats * 9
    case("cast", "many float32 beyond int32", [array(many), "int32"], array(ints * 9, "int32"))
    condition = np.array([True, False] * 4)[:7]
    select_case("of special numbers, which the other side doesn't touch", condition, NUMBERS, NUMBERS[::-1])


def moving():
    x = np.concatenate([NUMBERS, NUMBERS[::-1]]).reshape(2, 7)
    for kernel, args, result in [
        ("transpose", [array(x), [1, 0]], x.T),
        ("reverse", [array(x), [0, 1]], np.flip(x)),
        ("pad", [array(x), [[0, 1], [1, 0]], "NaN"], np.pad(x, [(0, 1), (1, 0)], constant_values=NAN)),
        ("concat", [[array(x), array(x)], 1], np.concatenate([x, x], 1)),
        ("slice", [array(x), [0, 1], [2, 3], [1, 2]], x[:, 1:6:2]),
        ("broadcastTo", [array(x[:1]), [3, 7]], np.broadcast_to(x[:1], (3, 7))),
        ("gather", [array(x), array([6, 0, 1], "int32"), 1], x[:, [6, 0, 1]]),
    ]:
        case(kernel, "special numbers", args, array(result))
    sums = np.zeros((2, 3))
    np.add.at(sums, (slice(None), [0, 1, 1, 2, 2, 2, 2]), x.astype(np.float64))
    case("scatterAdd", "special numbers", [array(x), array([0, 1, 1, 2, 2, 2, 2], "int32"), 1, 3], array(sums))
    kept = np.float32([[1, 2], [NAN, INF], [3, 4]])
    case("scatterAdd", "special numbers in a row that is left out", [array(kept), array([0, 7, 0], "int32"), 0, 2], array([[4, 6], [0, 0]]))


def reductions():
    rows = np.float32([[NAN, 1, 2, 3], [INF, 1, 2, 3], [INF, -INF, 0, 1], [-INF, -INF, -INF, -INF], [0, INF, 0, 0], [1, 2, 3, NAN], [INF, NAN, -INF, 0]])
    wide = np.tile(rows, (1, 70))
    for op in ["sum", "mean", "max", "min", "prod"]:
        for title, x, axes in [("rows", rows, [1]), ("columns", rows.T, [0]), ("long rows", wide, [1]), ("long columns", np.ascontiguousarray(wide.T), [0])]:
            reduce_case(f"of {title} of special numbers", op, x, axes)
        reduce_case("of everything, special numbers too", op, rows, [0, 1])
    for op in ["argmax", "argmin"]:
        for title, x, axis in [("rows", rows, 1), ("columns", np.ascontiguousarray(rows.T), 0), ("long rows", wide, 1)]:
            arg_case(f"of {title} of special numbers", op, x, axis)
    for op, function in [("sum", np.cumsum), ("prod", np.cumprod)]:
        for title, x, axis in [("rows", rows, 1), ("columns", rows.T, 0)]:
            result = function(x.astype(np.float64), axis)
            case("cumulate", f"{op} of {title} of special numbers", [op, array(x), axis], array(result))
    for largest in [True, False]:
        top_k_case("of rows of special numbers", rows, 3, largest)
        top_k_case("of long rows of special numbers", wide[:, :120], 5, largest)
    for kernel, function in [("softmax", torch.softmax), ("logSoftmax", torch.log_softmax)]:
        for title, x in [("rows", rows), ("long rows", wide)]:
            result = function(torch.tensor(x, dtype=torch.float64), -1).numpy()
            case(kernel, f"{title} of special numbers", [array(x)], array(result))
    x = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    targets = [1, 1, 2, 0, 3, 0, 1]
    loss = F.cross_entropy(x, torch.tensor(targets), reduction="none")
    grad = torch.softmax(x, -1) - F.one_hot(torch.tensor(targets), 4)
    result = {"loss": array(loss.detach().numpy()), "grad": array(grad.detach().numpy())}
    case("softmaxCrossEntropy", "special numbers", [array(rows), array(targets, "int32")], result)
    allowed = np.array([[1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 1], [1, 1, 1, 0], [0, 0, 0, 1]]) == 1
    weights = torch.softmax(torch.tensor(rows, dtype=torch.float64).masked_fill(torch.tensor(~allowed), -INF), -1).numpy()
    weights[3] = 0
    options = {"scale": 1, "causal": False, "allowed": array(allowed[None], "bool")}
    case("attentionSoftmax", "special numbers", [array(rows), options], array(weights))
    grad, y = np.float32([[1, -1, 2, NAN], [INF, 2, -INF, 3]]), np.float32([[0, 1, 2, 3], [0, 1, 0, 2]])
    case("reluGrad", "special numbers", [array(grad), array(y)], array(np.where(y > 0, grad, 0)))


def products():
    a, b = np.float32([[NAN, 0, 1], [INF, 1, 0], [1, 2, 3], [0, -INF, 1]]), np.float32([[0, 1], [2, INF], [3, 4]])
    for rows, columns in [(1, 1), (3, 9)]:
        x, y = np.tile(a, (rows, 1)), np.tile(b, (1, columns))
        result = x.astype(np.float64) @ y.astype(np.float64)
        case("matmul", f"special numbers, {x.shape[0]}x3 by 3x{y.shape[1]}", [array(x), array(y), {}], array(result))
        case("matmul", f"special numbers, {x.shape[0]}x3 by 3x{y.shape[1]}, both transposed", [array(x.T), array(y.T), {"transposeA": True, "transposeB": True}], array(result))
    for channels, outputs, groups in [(1, 1, 1), (2, 3, 1), (4, 4, 4)]:
        x = np.arange(25 * channels, dtype=np.float64).reshape(1, 5, 5, channels) % 7 - 3
        x[0, 0, 0, 0], x[0, 4, 4, -1], x[0, 4, 0, 0] = NAN, INF, -INF
        w = np.arange(9 * channels // groups * outputs, dtype=np.float64).reshape(3, 3, channels // groups, outputs) % 5 + 1
        g = geometry(x.shape, (3, 3), outputs, padding=(1, 1, 1, 1), groups=groups)
        # no zeros in w, so that only what a window covers counts
        y = F.conv2d(first(x), torch.tensor(w).permute(3, 2, 0, 1).contiguous(), padding=1, groups=groups)
        case("conv2d", f"special numbers, {channels} to {outputs} in {groups}", [array(x), array(w), g], array(last(y)))
        pool = geometry(x.shape, (2, 2), channels, stride=(1, 1), countPadding=True)
        values, indices = max_pool(x, pool)
        title = f"special numbers in {channels} channels"
        case("maxPool2d", title, [array(x), pool], {"values": array(values), "indices": array(indices, "int32")})
        case("avgPool2d", title, [array(x), pool], array(avg_pool(x, pool)))
    # all of a window in the padding
    g = geometry((1, 1, 1, 2), (1, 2), 2, padding=(0, 0, 1, 1), dilation=(1, 2), countPadding=True)
    nothing = {"values": array(np.full((1, 1, 1, 2), -INF)), "indices": array(np.full((1, 1, 1, 2), -1), "int32")}
    case("maxPool2d", "a window that covers nothing", [array(np.ones((1, 1, 1, 2))), g], nothing)
    grads = [array(np.ones((1, 1, 1, 2))), nothing["indices"], g]
    case("maxPool2dGrad", "a window that covers nothing", grads, array(np.zeros((1, 1, 1, 2))))


def generate():
    np.seterr(all="ignore")
    element_wise()
    moving()
    reductions()
    products()
