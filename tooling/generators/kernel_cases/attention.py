"""Weights of attention, attention in one kernel, and its gradients, by torch in float64."""

import math

import numpy as np
import torch

from .encode import array, case, draw
from .philox import random_values


def attention():
    rng = np.random.default_rng(14)

    def add(title, x, scale=1.0, causal=False, allowed=None):
        count = int(np.prod(x.shape[:-2]))
        queries, keys = x.shape[-2:]
        seen = np.ones((count, queries, keys), bool)
        if allowed is not None:
            seen &= np.repeat(allowed, count // max(1, allowed.shape[0]), axis=0)
        if causal:
            seen &= np.tril(np.ones((queries, keys), bool))
        scores = np.where(seen, x.reshape(seen.shape).astype(np.float64) * scale, -np.inf)
        top = np.max(scores, axis=-1, keepdims=True, initial=-1e300)
        e = np.exp(scores - top)
        total = e.sum(axis=-1, keepdims=True)
        weights = np.divide(e, total, out=np.zeros_like(e), where=total > 0).reshape(x.shape)
        options = {"scale": scale, "causal": causal}
        if allowed is not None:
            options["allowed"] = array(allowed, "bool")
        case("attentionSoftmax", title, [array(x), options], array(weights))
        grad = draw(rng, *x.shape)
        y = weights.astype(np.float32)
        g = grad.astype(np.float64)
        result = scale * y * (g - (g * y).sum(axis=-1, keepdims=True))
        case("softmaxGrad", title, [array(grad), array(y), scale], array(result))

    add("matrices", draw(rng, 2, 3, 5))
    add("scaled, four axes", draw(rng, 2, 2, 3, 4), 0.5)
    add("causal", draw(rng, 2, 5, 5), 0.7, True)
    add("causal, more queries than keys", draw(rng, 1, 6, 3), 1.0, True)
    add("causal, more keys than queries", draw(rng, 1, 3, 9), 1.0, True)
    padding = np.array([[[1, 1, 1, 1, 0]], [[1, 0, 0, 0, 0]]], bool)
    add("padding", draw(rng, 2, 2, 3, 5), 0.3, False, padding)
    add("a mask for all, causal", draw(rng, 3, 4, 6), 1.0, True, rng.random((1, 4, 6)) < 0.7)
    add("a mask for each, and rows where nothing is allowed", draw(rng, 4, 3, 5), 1.0, False, rng.random((4, 3, 5)) < 0.3)
    add("scores far apart", np.float32([[[1000, 0, -1000], [-1000, -1000, -1000]]]), 1.0)
    add("long rows", draw(rng, 2, 3, 70, digits=2), 0.25, True, rng.random((2, 1, 70)) < 0.9)
    add("nothing", np.zeros((0, 2, 3), np.float32))


def whole_attention():
    """softmax(scale q kT) v, its gradients, and the logarithms of the sums, in float64."""
    rng = np.random.default_rng(16)
    for title, heads, shared, queries, keys, size, width, causal in [
        ("causal", (2, 2), (2, 2), 5, 5, 4, 4, True),
        ("over a block, keys for two heads", (2, 2), (2, 1), 35, 35, 3, 6, True),
        ("all keys", (1,), (1,), 3, 7, 5, 1, False),
        ("more queries than keys", (), (), 6, 2, 4, 8, True),
        ("one query, keys for all heads", (3,), (1,), 1, 9, 8, 4, False),
        ("nothing", (0,), (0,), 2, 2, 4, 4, True),
    ]:
        sizes = (queries, keys, size, width)
        attention_case(rng, title, heads, shared, sizes, {"scale": 0.5, "causal": causal})
    for title, heads, shared, queries, keys, size, width, options in [
        ("a window over blocks, keys for two heads", (2, 2), (2, 1), 70, 70, 3, 4, {"window": 9}),
        ("a window of one", (2,), (2,), 4, 4, 2, 2, {"window": 1}),
        ("a window that ends before the queries", (), (), 70, 8, 3, 2, {"window": 3}),
        ("a part of a text", (2,), (1,), 5, 12, 3, 4, {"offset": 7}),
        ("a part of a text over a block, with a window", (2,), (2,), 37, 61, 4, 5, {"offset": 24, "window": 13}),
        ("all before the window", (), (), 3, 2, 2, 2, {"offset": 6, "window": 4}),
    ]:
        sizes = (queries, keys, size, width)
        attention_case(rng, title, heads, shared, sizes, {"scale": 0.5, "causal": True, **options})
    for title, heads, shared, queries, keys, rows, options in [
        ("padding of texts, keys for two heads", (2, 2), (2, 1), 5, 9, 2, {"causal": False}),
        ("padding over blocks, causal", (3,), (3,), 40, 40, 3, {"causal": True}),
        ("padding for all, with a window", (2, 2), (2, 2), 11, 13, 1, {"causal": True, "offset": 2, "window": 4}),
    ]:
        allowed = rng.random((rows, keys)) < 0.6
        allowed[-1, : keys // 2] = False
        sizes = (queries, keys, 3, 4)
        attention_case(rng, title, heads, shared, sizes, {"scale": 0.5, **options}, allowed)
    allowed = np.stack([np.zeros(6, bool), np.ones(6, bool)])
    attention_case(rng, "padding alone", (2,), (2,), (3, 6, 2, 2), {"scale": 0.5, "causal": False}, allowed)
    drops = {"probability": 0.3, "seed": 2**40 + 5, "offset": 2**32 - 3}
    options = {"scale": 0.5, "causal": False, "dropout": drops}
    attention_case(rng, "dropped weights", (2, 2), (2, 1), (5, 7, 3, 4), options)
    options = {"scale": 0.5, "causal": True, "offset": 2, "window": 7, "dropout": {**drops, "probability": 0.5}}
    allowed = rng.random((2, 39)) < 0.7
    attention_case(rng, "dropped weights over blocks, a window and padding", (2,), (2,), (37, 39, 4, 3), options, allowed)


def attention_case(rng, title, heads, shared, sizes, options, allowed=None):
    queries, keys, size, width = sizes
    q, k, v = (
        torch.tensor(draw(rng, *shape), dtype=torch.float64, requires_grad=True)
        for shape in [(*heads, queries, size), (*shared, keys, size), (*shared, keys, width)]
    )
    scores = options["scale"] * q @ k.transpose(-1, -2)
    seen = torch.ones(scores.shape, dtype=torch.bool)
    if options["causal"]:
        place = torch.arange(queries)[:, None] + options.get("offset", 0)
        behind = place - torch.arange(keys)
        seen &= (behind >= 0) & (behind < options.get("window", math.inf))
    if allowed is not None:
        rows = torch.tensor(allowed).repeat_interleave(int(np.prod(heads)) // len(allowed), 0)
        seen &= rows.reshape(*heads, 1, keys)
        options = {**options, "allowed": array(allowed, "bool")}
    scores = scores.masked_fill(~seen, -math.inf)
    looks = seen.any(-1, keepdim=True)
    weights = torch.where(looks, torch.where(looks, scores, 0.0).softmax(-1), 0.0)
    if drop := options.get("dropout"):
        u = random_values("uniform", weights.numel(), drop["seed"], drop["offset"])
        kept = torch.tensor(u >= np.float32(drop["probability"])).reshape(weights.shape)
        weights = weights * kept / (1 - drop["probability"])
    y, sums = weights @ v, scores.logsumexp(-1)
    g = torch.tensor(draw(rng, *y.shape), dtype=torch.float64)
    arrays = {name: array(x.detach().numpy()) for name, x in [("query", q), ("key", k), ("value", v)]}
    results = {"output": array(y.detach().numpy()), "logSum": array(sums.detach().numpy())}
    case("attention", title, [arrays, options], results)
    slopes = torch.autograd.grad((y * g).sum(), [q, k, v])
    result = {name: array(x.numpy()) for name, x in zip(["query", "key", "value"], slopes)}
    case("attentionGrad", title, [array(g.numpy()), arrays, results, options], result)


def generate():
    attention()
    whole_attention()
