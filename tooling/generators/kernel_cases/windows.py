"""conv2d and its gradients, maxPool2d, avgPool2d and theirs."""

import numpy as np
import torch
import torch.nn.functional as F

from .encode import array, case, distinct, draw

NAN, INF = float("nan"), float("inf")


def geometry(x_shape, kernel, channels_out, stride=(1, 1), dilation=(1, 1), padding=(0, 0, 0, 0), **extra):
    """Padding is (top, bottom, left, right)."""
    sizes = []
    for axis in range(2):
        span = dilation[axis] * (kernel[axis] - 1) + 1
        sizes.append((x_shape[1 + axis] + sum(padding[2 * axis : 2 * axis + 2]) - span) // stride[axis] + 1)
    return {
        "inputShape": list(x_shape),
        "outputShape": [x_shape[0], *sizes, channels_out],
        "kernelSize": list(kernel),
        "stride": list(stride),
        "dilation": list(dilation),
        "padding": dict(zip(("top", "bottom", "left", "right"), padding)),
        **extra,
    }


def first(x):
    """Channels first, float64."""
    return torch.tensor(np.asarray(x), dtype=torch.float64).permute(0, 3, 1, 2)


def last(x):
    return x.detach().permute(0, 2, 3, 1).numpy()


def padded(x, padding, value=0.0):
    top, bottom, left, right = padding
    return F.pad(x, (left, right, top, bottom), value=value)


CONVOLUTIONS = [
    ("3x3", (2, 5, 6, 3), (3, 3), 4, {}),
    ("3x3 with padding", (2, 5, 5, 2), (3, 3), 3, {"padding": (1, 1, 1, 1)}),
    ("1x1", (2, 3, 3, 5), (1, 1), 4, {}),
    ("1x1 with a stride", (1, 5, 5, 3), (1, 1), 2, {"stride": (2, 2)}),
    ("5x3 of one channel", (1, 7, 6, 1), (5, 3), 2, {"padding": (2, 2, 1, 1)}),
    ("with a stride", (2, 7, 7, 2), (3, 3), 3, {"stride": (2, 2), "padding": (1, 1, 1, 1)}),
    ("with a stride that leaves a rest", (1, 8, 6, 2), (3, 3), 2, {"stride": (3, 2)}),
    ("with unequal padding", (1, 4, 5, 2), (3, 2), 2, {"stride": (2, 1), "padding": (0, 1, 2, 0)}),
    ("with a dilation", (1, 8, 8, 2), (3, 3), 2, {"dilation": (2, 2), "padding": (2, 2, 2, 2)}),
    ("with dilation and stride", (1, 9, 8, 2), (3, 2), 2, {"dilation": (2, 3), "stride": (2, 2), "padding": (1, 0, 0, 1)}),
    ("with two groups", (1, 4, 4, 4), (3, 3), 6, {"groups": 2, "padding": (1, 1, 1, 1)}),
    ("depthwise", (2, 4, 4, 3), (3, 3), 3, {"groups": 3, "padding": (1, 1, 1, 1)}),
    ("depthwise with two outputs a channel", (1, 5, 5, 3), (3, 3), 6, {"groups": 3, "stride": (2, 2), "padding": (1, 1, 1, 1)}),
    ("with groups, dilation and stride", (1, 7, 7, 4), (2, 2), 4, {"groups": 2, "dilation": (2, 2), "stride": (2, 2), "padding": (1, 1, 1, 1)}),
    ("as large as the image", (2, 4, 3, 2), (4, 3), 5, {}),
    ("of many channels", (1, 3, 3, 17), (2, 2), 19, {}),
    ("that leaves a border unseen", (1, 6, 6, 1), (2, 2), 1, {"stride": (4, 4)}),
    ("of a row", (2, 1, 9, 2), (1, 3), 3, {"padding": (0, 0, 1, 1)}),
]  # fmt: skip


def convolutions():
    rng = np.random.default_rng(10)
    for title, shape, kernel, outputs, options in CONVOLUTIONS:
        groups = options.get("groups", 1)
        sizes = {key: value for key, value in options.items() if key != "groups"}
        g = geometry(shape, kernel, outputs, **sizes, groups=groups)
        x, w, bias = draw(rng, *shape, digits=2), draw(rng, *kernel, shape[3] // groups, outputs, digits=2), draw(rng, outputs)
        tx, tw = first(x).requires_grad_(), torch.tensor(w, dtype=torch.float64, requires_grad=True)
        y = F.conv2d(
            padded(tx, sizes.get("padding", (0,) * 4)),
            tw.permute(3, 2, 0, 1),
            stride=sizes.get("stride", (1, 1)),
            dilation=sizes.get("dilation", (1, 1)),
            groups=groups,
        )
        assert list(last(y).shape) == g["outputShape"], title
        dy = draw(rng, *g["outputShape"], digits=2)
        dx, dw = torch.autograd.grad(y, (tx, tw), first(dy))
        case("conv2d", title, [array(x), array(w), g], array(last(y)))
        if groups > 1 or title.startswith("3x3"):
            case("conv2d", f"{title} and a bias", [array(x), array(w), g, array(bias)], array(last(y) + bias))
        case("conv2dInputGrad", title, [array(dy), array(w), g], array(last(dx)))
        case("conv2dFilterGrad", title, [array(x), array(dy), g], array(dw.numpy()))
    g = geometry((0, 4, 4, 2), (3, 3), 3, groups=1)
    x, w, dy = np.zeros((0, 4, 4, 2)), draw(rng, 3, 3, 2, 3), np.zeros((0, 2, 2, 3))
    case("conv2d", "of no images", [array(x), array(w), g, array(draw(rng, 3))], array(dy))
    case("conv2dInputGrad", "of no images", [array(dy), array(w), g], array(x))
    case("conv2dFilterGrad", "of no images", [array(x), array(dy), g], array(np.zeros((3, 3, 2, 3))))


def clamped_convolutions():
    rng = np.random.default_rng(17)
    for title, shape, kernel, outputs, options in CONVOLUTIONS:
        groups = options.get("groups", 1)
        sizes = {key: value for key, value in options.items() if key != "groups"}
        g = geometry(shape, kernel, outputs, **sizes, groups=groups)
        x, w = draw(rng, *shape, digits=2), draw(rng, *kernel, shape[3] // groups, outputs, digits=2)
        scale, shift = draw(rng, outputs), draw(rng, outputs)
        y = last(
            F.conv2d(
                padded(first(x), sizes.get("padding", (0,) * 4)),
                torch.tensor(w, dtype=torch.float64).permute(3, 2, 0, 1),
                stride=sizes.get("stride", (1, 1)),
                dilation=sizes.get("dilation", (1, 1)),
                groups=groups,
            )
        )
        arrays = [array(x), array(w), g]
        scaled = {"scale": array(scale), "shift": array(shift), "min": -1, "max": 2}
        case("clampedConv2d", title, [*arrays, scaled], array(np.clip(y * scale + shift, -1, 2)))
        shifted = {"shift": array(shift), "min": 0, "max": 1e30}
        case("clampedConv2d", f"{title}, without a scale", [*arrays, shifted], array(np.maximum(y + shift, 0)))
    x, w, y = np.zeros((0, 4, 4, 2)), draw(rng, 3, 3, 2, 3), np.zeros((0, 2, 2, 3))
    g = geometry((0, 4, 4, 2), (3, 3), 3, groups=1)
    case("clampedConv2d", "of no images", [array(x), array(w), g, {"min": 0, "max": 6}], array(y))


def places(g, i, j):
    """Places of the image that a window covers, in order, without those in the padding."""
    _, height, width, _ = g["inputShape"]
    for r in range(g["kernelSize"][0]):
        for c in range(g["kernelSize"][1]):
            h = i * g["stride"][0] + r * g["dilation"][0] - g["padding"]["top"]
            w = j * g["stride"][1] + c * g["dilation"][1] - g["padding"]["left"]
            if 0 <= h < height and 0 <= w < width:
                yield h, w


def max_pool(x, g):
    n, oh, ow, channels = g["outputShape"]
    width = g["inputShape"][2]
    values, indices = np.zeros(g["outputShape"]), np.zeros(g["outputShape"], int)
    for b, i, j, c in np.ndindex(n, oh, ow, channels):
        window = list(places(g, i, j))
        inside = np.array([x[b, h, w, c] for h, w in window])
        best = int(np.argmax(inside))  # NaN wins, the first of ties
        values[b, i, j, c] = inside[best]
        indices[b, i, j, c] = window[best][0] * width + window[best][1]
    return values, indices


def max_pool_grad(dy, indices, g):
    dx = np.zeros(g["inputShape"])
    width = g["inputShape"][2]
    for b, i, j, c in np.ndindex(*dy.shape):
        at = indices[b, i, j, c]
        dx[b, at // width, at % width, c] += dy[b, i, j, c]
    return dx


def avg_pool(x, g):
    y = np.zeros(g["outputShape"])
    size = g["kernelSize"][0] * g["kernelSize"][1]
    for b, i, j, c in np.ndindex(*y.shape):
        inside = [float(x[b, h, w, c]) for h, w in places(g, i, j)]
        y[b, i, j, c] = sum(inside) / (size if g["countPadding"] else len(inside))
    return y


def avg_pool_grad(dy, g):
    dx = np.zeros(g["inputShape"])
    size = g["kernelSize"][0] * g["kernelSize"][1]
    for b, i, j, c in np.ndindex(*dy.shape):
        inside = list(places(g, i, j))
        for h, w in inside:
            dx[b, h, w, c] += dy[b, i, j, c] / (size if g["countPadding"] else len(inside))
    return dx


POOLS = [
    ("2x2", (2, 4, 6, 3), (2, 2), {"stride": (2, 2)}),
    ("2x2 with a rest", (1, 5, 5, 2), (2, 2), {"stride": (2, 2)}),
    ("3x3 overlapping", (1, 5, 5, 2), (3, 3), {"stride": (1, 1)}),
    ("3x3 with padding", (2, 5, 5, 2), (3, 3), {"stride": (2, 2), "padding": (1, 1, 1, 1)}),
    ("with unequal padding", (1, 4, 5, 2), (3, 2), {"stride": (2, 1), "padding": (0, 1, 1, 0)}),
    ("with a dilation", (1, 7, 6, 2), (2, 3), {"stride": (1, 2), "dilation": (2, 2), "padding": (1, 1, 1, 1)}),
    ("of the whole image", (2, 3, 3, 4), (3, 3), {}),
    ("with gaps", (1, 7, 7, 1), (2, 2), {"stride": (3, 3)}),
    ("of a row", (1, 1, 8, 2), (1, 2), {"stride": (1, 2)}),
    ("of no images", (0, 4, 4, 2), (2, 2), {"stride": (2, 2)}),
]  # fmt: skip


def pools():
    rng = np.random.default_rng(11)
    for title, shape, kernel, sizes in POOLS:
        x = distinct(rng, *shape) if shape[0] else np.zeros(shape, np.float32)
        pads = sizes.get("padding", (0,) * 4)
        g = geometry(shape, kernel, shape[3], **sizes, countPadding=True)
        values, indices = max_pool(x, g)
        dy = draw(rng, *g["outputShape"], digits=2)
        dx = max_pool_grad(dy, indices, g)
        if shape[0]:
            tx = first(x).requires_grad_()
            y = F.max_pool2d(padded(tx, pads, -INF), kernel, sizes.get("stride", (1, 1)), 0, sizes.get("dilation", (1, 1)))
            assert np.array_equal(last(y), values), title
            assert np.allclose(last(torch.autograd.grad(y, tx, first(dy))[0]), dx), title
        result = {"values": array(values), "indices": array(indices, "int32")}
        case("maxPool2d", title, [array(x), g], result)
        case("maxPool2dGrad", title, [array(dy), array(indices, "int32"), g], array(dx))
        for count in [True, False]:
            if not count and not any(pads):
                continue
            ag = {**g, "countPadding": count}
            name = title if count else f"{title} not counted"
            y = avg_pool(x, ag)
            if pads[0] == pads[1] and pads[2] == pads[3] and "dilation" not in sizes and shape[0]:
                ty = F.avg_pool2d(first(x), kernel, sizes.get("stride", (1, 1)), (pads[0], pads[2]), False, count)
                assert np.allclose(last(ty), y), title
            case("avgPool2d", name, [array(x), ag], array(y))
            case("avgPool2dGrad", name, [array(dy), ag], array(avg_pool_grad(dy, ag)))
    special = [
        ("all negative with padding", -1 - np.arange(16.0).reshape(1, 4, 4, 1), (3, 3), {"stride": (2, 2), "padding": (1, 1, 1, 1)}),
        ("ties", np.ones((1, 4, 4, 2)), (2, 2), {"stride": (2, 2)}),
        ("NaN", np.array([1, NAN, 3, 4, 5, 6, 7, NAN, NAN, 1, 1, 1, 0, 0, 2, 0]).reshape(1, 4, 4, 1), (2, 2), {"stride": (2, 2)}),
        ("infinities", np.array([-INF, -INF, 1, INF, -INF, -INF, INF, -INF]).reshape(1, 2, 4, 1), (2, 2), {"stride": (2, 2)}),
        ("minus infinity at the edge", np.full((1, 2, 2, 1), -INF), (2, 2), {"padding": (1, 1, 1, 1)}),
    ]  # fmt: skip
    for title, x, kernel, sizes in special:
        g = geometry(x.shape, kernel, x.shape[3], **sizes, countPadding=True)
        values, indices = max_pool(x, g)
        case("maxPool2d", title, [array(x), g], {"values": array(values), "indices": array(indices, "int32")})


def generate():
    convolutions()
    clamped_convolutions()
    pools()
