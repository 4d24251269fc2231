"""Axes of size 1 through every kernel, in each combination of transposition, batch and broadcast."""

from itertools import permutations, product

import numpy as np
import torch
import torch.nn.functional as F

from .elementwise import binary_case, select_case
from .encode import array, case, cases
from .recurrent import GATES, steps
from .reductions import arg_case, reduce_case, top_k_case
from .windows import avg_pool, avg_pool_grad, first, geometry, last, max_pool, max_pool_grad


def small(*shape):
    """Integers from -4 to 4, neighbours unlike."""
    return (np.arange(int(np.prod(shape))) * 4 % 9 - 4).reshape(shape).astype(np.float64)


def name(shape):
    return "x".join(map(str, shape)) or "scalar"


def products():
    batches = [((), ()), ((2,), (2,)), ((2,), ()), ((), (2,)), ((2,), (1,)), ((1,), (2,)), ((1,), (1,)), ((2, 1), (3,))]
    for (m, k, n), (left, right), ta, tb in product(product([1, 3], repeat=3), batches, [False, True], [False, True]):
        a, b = small(*left, *((k, m) if ta else (m, k))), 1 - small(*right, *((n, k) if tb else (k, n)))
        options = {**({"transposeA": True} if ta else {}), **({"transposeB": True} if tb else {})}
        result = (np.swapaxes(a, -1, -2) if ta else a) @ (np.swapaxes(b, -1, -2) if tb else b)
        title = f"{name(a.shape)}{' transposed' * ta} by {name(b.shape)}{' transposed' * tb}"
        case("matmul", f"{title}, ones", [array(a), array(b), options], array(result))
        if left == (2,) and right in [(), (2,)]:
            bias = small(n) + 1
            given = {**options, "bias": array(bias)}
            case("matmul", f"{title}, ones and a bias", [array(a), array(b), given], array(result + bias))


def element_wise():
    for left, right in product(product([1, 2], repeat=3), repeat=2):
        a, b = small(*left), 2 - small(*right)
        title = f"of {name(left)} and {name(right)}"
        binary_case(title, "sub", a, b, "float32", "float32")
        binary_case(title, "less", a, b, "float32", "bool")
        condition = small(*left[1:]) > 0
        select_case(f"{name(left[1:])}, {name(left)}, {name(right)}", condition, a, b)
        full = tuple(map(max, left, right))
        case("broadcastTo", f"{name(left)} to {name(full)} of {name(right)}", [array(a), list(full)], array(np.broadcast_to(a, full)))


def shapes():
    for sizes in product([1, 3], repeat=3):
        x = small(*sizes)
        title = f"{name(sizes)}, ones"
        for permutation in permutations(range(3)):
            case("transpose", f"{title} by {list(permutation)}", [array(x), list(permutation)], array(np.transpose(x, permutation)))
        for axis in range(3):
            case("reverse", f"{title}, axis {axis}", [array(x), [axis]], array(np.flip(x, axis)))
            two = [array(x), array(x + 9)]
            case("concat", f"{title}, axis {axis}", [two, axis], array(np.concatenate([x, x + 9], axis)))
            pads = [[1, 2] if i == axis else [0, 0] for i in range(3)]
            case("pad", f"{title}, axis {axis}", [array(x), pads, 7], array(np.pad(x, pads, constant_values=7)))
            last_one = [size - 1 if i == axis else 0 for i, size in enumerate(sizes)]
            kept = [1 if i == axis else size for i, size in enumerate(sizes)]
            picked = np.take(x, [sizes[axis] - 1], axis)
            case("slice", f"{title}, axis {axis}", [array(x), last_one, kept, [1, 1, 1]], array(picked))
            indices = [0, sizes[axis] - 1, 0]
            case("gather", f"{title}, axis {axis}", [array(x), array(indices, "int32"), axis], array(np.take(x, indices, axis)))
            places = [0] * sizes[axis]
            total = np.sum(x, axis, keepdims=True)
            case("scatterAdd", f"{title}, axis {axis}", [array(x), array(places, "int32"), axis, 1], array(total))


def reductions():
    for sizes in product([1, 3], repeat=3):
        x = small(*sizes)
        for axes in [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]:
            for op in ["sum", "mean", "max", "prod"]:
                reduce_case(f"over {axes} of {name(sizes)}", op, x, axes)
            reduce_case(f"over {axes} of {name(sizes)}", "any", x > 3, axes, "bool")
        for axis in range(3):
            for op in ["argmax", "argmin"]:
                arg_case(f"along axis {axis} of {name(sizes)}", op, x, axis)
            for op, function in [("sum", np.cumsum), ("prod", np.cumprod)]:
                case("cumulate", f"{op} along axis {axis} of {name(sizes)}", [op, array(x), axis], array(function(x, axis)))
        for largest in [True, False]:
            top_k_case(f"of {name(sizes)}", x.astype(np.float32), 1, largest)
        for kernel, function in [("softmax", torch.softmax), ("logSoftmax", torch.log_softmax)]:
            case(kernel, f"{name(sizes)}, ones", [array(x)], array(function(torch.tensor(x), -1).numpy()))


def windows():
    for height, width, channels, outputs in product([1, 3], [1, 3], [1, 2], [1, 2]):
        for kernel, stride, padding in product([(1, 1), (1, 3), (3, 1), (3, 3)], [(1, 1), (2, 2)], [(0, 0), (1, 1)]):
            sides = [p if k > 1 else 0 for p, k in zip(padding, kernel)]
            if height + 2 * sides[0] < kernel[0] or width + 2 * sides[1] < kernel[1]:
                continue
            if padding == (1, 1) and kernel == (1, 1) or stride == (2, 2) and not any(sides):
                continue
            shape = (2, height, width, channels)
            around = (sides[0], sides[0], sides[1], sides[1])
            title = f"{name(shape[1:])} by {name(kernel)}, stride {stride[0]}, padding {name(sides)}"
            g = geometry(shape, kernel, outputs, stride=stride, padding=around, groups=1)
            x, w = small(*shape), 1 - small(*kernel, channels, outputs)
            tx, tw = first(x).requires_grad_(), torch.tensor(w, requires_grad=True)
            y = F.conv2d(tx, tw.permute(3, 2, 0, 1).clone(memory_format=torch.contiguous_format), stride=stride, padding=sides)
            dy = 2 - small(*g["outputShape"])
            dx, dw = torch.autograd.grad(y, (tx, tw), first(dy))
            case("conv2d", f"{title} to {outputs}", [array(x), array(w), g], array(last(y)))
            case("conv2dInputGrad", f"{title} to {outputs}", [array(dy), array(w), g], array(last(dx)))
            case("conv2dFilterGrad", f"{title} to {outputs}", [array(x), array(dy), g], array(dw.numpy()))
            if outputs == 1:
                pools(title, x, kernel, stride, around)


def pools(title, x, kernel, stride, around):
    g = geometry(x.shape, kernel, x.shape[3], stride=stride, padding=around, countPadding=False)
    values, indices = max_pool(x, g)
    dy = 2 - small(*g["outputShape"])
    case("maxPool2d", title, [array(x), g], {"values": array(values), "indices": array(indices, "int32")})
    case("maxPool2dGrad", title, [array(dy), array(indices, "int32"), g], array(max_pool_grad(dy, indices, g)))
    case("avgPool2d", title, [array(x), g], array(avg_pool(x, g)))
    case("avgPool2dGrad", title, [array(dy), g], array(avg_pool_grad(dy, g)))


def fused():
    for batch, queries, keys, causal in product([1, 2], [1, 3], [1, 3], [False, True]):
        x = torch.tensor(small(batch, 2, queries, keys))
        future = torch.ones(queries, keys, dtype=torch.bool).triu(1) if causal else torch.zeros(queries, keys, dtype=torch.bool)
        y = torch.softmax((0.5 * x).masked_fill(future, -torch.inf), -1)
        title = f"{name(x.shape)}, ones{', causal' * causal}"
        case("attentionSoftmax", title, [array(x.numpy()), {"scale": 0.5, "causal": causal}], array(y.numpy()))
        for parts, rows in product([1, 2, batch * 2], [1, queries]):
            allowed = small(parts, rows, keys) > 0
            mask = np.repeat(np.broadcast_to(allowed, (parts, queries, keys)), batch * 2 // parts, 0).reshape(x.shape)
            mask = torch.tensor(mask) & ~future
            z = torch.nan_to_num(torch.softmax((0.5 * x).masked_fill(~mask, -torch.inf), -1))
            options = {"scale": 0.5, "causal": causal, "allowed": array(allowed, "bool")}
            full = f"{title}, allowed {name(allowed.shape)}"
            if all(other["title"] != full for other in cases["attentionSoftmax"]):
                case("attentionSoftmax", full, [array(x.numpy()), options], array(z.numpy()))
    for rows, features, centered in product([1, 3], [1, 3], [True, False]):
        x = torch.tensor(small(rows, features) + 2, requires_grad=True)
        mean = x.mean(-1, keepdim=True) if centered else torch.zeros(rows, 1)
        scale = 1 / ((x - mean).square().mean(-1, keepdim=True) + 0.1).sqrt()
        y = (x - mean) * scale
        title = f"{rows}x{features}, ones{', centred' * centered}"
        result = {"output": array(y.detach().numpy()), "scale": array(scale.detach().numpy())}
        case("standardize", title, [array(x.detach().numpy()), {"eps": 0.1, "centered": centered}], result)
        dy = torch.tensor(1 - small(rows, features))
        dx = torch.autograd.grad(y, x, dy)[0]
        given = [array(dy.numpy()), array(y.detach().numpy()), array(scale.detach().numpy()), centered]
        case("standardizeGrad", title, given, array(dx.numpy()))
    for rows, classes in product([1, 3], [1, 3]):
        x = torch.tensor(small(rows, classes), requires_grad=True)
        targets = [classes - 1] * rows
        loss = F.cross_entropy(x, torch.tensor(targets), reduction="none")
        grad = torch.autograd.grad(loss.sum(), x)[0]
        result = {"loss": array(loss.detach().numpy()), "grad": array(grad.numpy())}
        case("softmaxCrossEntropy", f"{rows}x{classes}, ones", [array(x.detach().numpy()), array(targets, "int32")], result)
    for kind, batch, size in product(GATES, [1, 2], [1, 2]):
        steps(kind, f"{kind}, {batch}x{size}, one step", batch, size, None, step=0, count=1, recurrent=False)


def generate():
    products()
    element_wise()
    shapes()
    reductions()
    windows()
    fused()
