"""softmaxCrossEntropy, reluGrad, activations and the optimizer steps, by torch.optim in float64."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from .encode import array, case, draw

SHAPES = [(2, 3), (5,), ()]


def cross_entropy():
    rng = np.random.default_rng(12)
    for title, logits, targets in [
        ("a batch", draw(rng, 4, 5, scale=2), [0, 4, 2, 2]),
        ("one class", draw(rng, 2, 1), [0, 0]),
        ("logits far apart", np.float32([[1000, 0, -1000], [1000, 0, -1000]]), [0, 2]),
        ("many classes", draw(rng, 2, 300, digits=1), [7, 299]),
        ("nothing", np.zeros((0, 3), np.float32), []),
    ]:
        x = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
        loss = F.cross_entropy(x, torch.tensor(targets, dtype=torch.int64), reduction="none")
        grad = torch.autograd.grad(loss.sum(), x)[0]
        result = {"loss": array(loss.detach().numpy()), "grad": array(grad.numpy())}
        case("softmaxCrossEntropy", title, [array(logits), array(targets, "int32")], result)
    nothing = np.full((2, 3), np.nan)
    result = {"loss": array(nothing[:, 0]), "grad": array(nothing)}
    case("softmaxCrossEntropy", "no class", [array(draw(rng, 2, 3)), array([-1, 3], "int32")], result)
    grad, y = draw(rng, 2, 4), np.float32([[0, 1, 0.5, 0], [2, 0, 0, 1e-30]])
    case("reluGrad", "a matrix", [array(grad), array(y)], array(np.where(y > 0, grad, 0)))
    case("reluGrad", "nothing", [array(np.zeros((0,))), array(np.zeros((0,)))], array(np.zeros((0,))))

    for kind, f in {
        "silu": lambda x: x * torch.sigmoid(x),
        "gelu": lambda x: x * torch.special.erfc(-x * math.sqrt(0.5)) / 2,
        "geluTanh": lambda x: x * torch.sigmoid(x * (1 + 0.044715 * x * x) * math.sqrt(8 / math.pi)),
    }.items():
        wide = np.float32([0, -0.0, 1e-30, -1e-4, 0.7, -0.7, 2.5, -2.5, -4.5, 8, -8, 20, -60, 300, 1e19, -1e19])
        for title, x in {"a matrix": draw(rng, 3, 5, scale=2), "wide": wide, "nothing": np.zeros((0, 2))}.items():
            grad = draw(rng, *x.shape)
            at = torch.tensor(x, dtype=torch.float64, requires_grad=True)
            y = f(at)
            slope = torch.autograd.grad(y, at, torch.tensor(grad, dtype=torch.float64))[0]
            case("activation", f"{kind}, {title}", [kind, array(x)], array(y.detach().numpy()))
            case("activationGrad", f"{kind}, {title}", [kind, array(grad), array(x)], array(slope.numpy()))


def standardize():
    rng = np.random.default_rng(15)
    for title, x in [
        ("rows", draw(rng, 3, 5)),
        ("three axes", draw(rng, 2, 3, 4)),
        ("values far from zero", draw(rng, 2, 6) + np.float32(30)),
        ("long rows", draw(rng, 3, 70, digits=2)),
        ("rows of one value", draw(rng, 3, 1)),
        ("nothing", np.zeros((0, 3), np.float32)),
    ]:
        for centered in [True, False]:
            t = torch.tensor(x, dtype=torch.float64, requires_grad=True)
            rest = t - t.mean(-1, keepdim=True) if centered else t
            scale = 1 / (rest.square().mean(-1, keepdim=True) + 1e-3).sqrt()
            y = rest * scale
            name = f"{title}{'' if centered else ', not centred'}"
            result = {"output": array(y.detach().numpy()), "scale": array(scale.detach().numpy())}
            case("standardize", name, [array(x), {"eps": 1e-3, "centered": centered}], result)
            g = draw(rng, *x.shape)
            gx = torch.autograd.grad(y, t, torch.tensor(g, dtype=torch.float64))[0]
            case("standardizeGrad", name, [array(g), result["output"], result["scale"], centered], array(gx.numpy()))


def steps(kernel, title, make, names, settings, count, states):
    """Runs `count` steps of torch's optimizer; the fixture is the last of them."""
    rng = np.random.default_rng(13)
    params = [torch.tensor(draw(rng, *shape), dtype=torch.float64, requires_grad=True) for shape in SHAPES]
    optimizer = make(params)
    for step in range(1, count + 1):
        for param in params:
            param.grad = torch.tensor(draw(rng, *param.shape), dtype=torch.float64)
        before = snapshot(optimizer, params, names, states)
        if step == count:
            arrays = {"params": before["params"], "grads": [array(p.grad.numpy()) for p in params], "state": before["state"]}
        if settings["maximize"]:  # older versions of torch decay with the wrong sign when they maximize
            for param in params:
                param.grad.neg_()
        optimizer.step()
    done = snapshot(optimizer, params, names, states)
    settings = {**settings, **({"step": count} if kernel == "adamStep" else {}), **({"first": count == 1} if kernel == "sgdStep" else {})}
    after = {"params": done["params"], "grads": arrays["grads"], "state": done["state"]}
    case(kernel, f"{title}, step {count}", [arrays, settings], after=[after, settings])


def snapshot(optimizer, params, names, used):
    state = {}
    for name, key in names.items():
        state[name] = []
        if name not in used:
            continue
        for p in params:
            held = optimizer.state.get(p, {}).get(key)
            state[name].append(array(np.zeros(p.shape) if held is None else held.detach().numpy()))
    return {"params": [array(p.detach().numpy()) for p in params], "state": state}


def optimizers():
    for title, options in [
        ("plain", {}),
        ("weight decay", {"weight_decay": 0.1}),
        ("momentum", {"momentum": 0.9}),
        ("dampening", {"momentum": 0.9, "dampening": 0.3}),
        ("Nesterov", {"momentum": 0.8, "nesterov": True, "weight_decay": 0.01}),
        ("maximize", {"momentum": 0.5, "weight_decay": 0.1}),
    ]:
        settings = {
            "learningRate": 0.1, "momentum": options.get("momentum", 0), "dampening": options.get("dampening", 0),
            "weightDecay": options.get("weight_decay", 0), "nesterov": options.get("nesterov", False),
            "maximize": title == "maximize",
        }  # fmt: skip
        used = ["momentum"] if settings["momentum"] else []
        for count in [1, 3]:
            make = lambda params: torch.optim.SGD(params, lr=0.1, **options)  # noqa: E731
            steps("sgdStep", title, make, {"momentum": "momentum_buffer"}, settings, count, used)
    names = {"m": "exp_avg", "v": "exp_avg_sq", "vMax": "max_exp_avg_sq"}
    for title, kind, options in [
        ("Adam", torch.optim.Adam, {}),
        ("Adam with weight decay", torch.optim.Adam, {"weight_decay": 0.1, "betas": (0.8, 0.95)}),
        ("AMSGrad", torch.optim.Adam, {"amsgrad": True}),
        ("AdamW", torch.optim.AdamW, {"weight_decay": 0.1}),
        ("AdamW with AMSGrad, maximizing", torch.optim.AdamW, {"weight_decay": 0.05, "amsgrad": True}),
        ("a large eps", torch.optim.Adam, {"eps": 0.1}),
    ]:
        betas = options.get("betas", (0.9, 0.999))
        decoupled = kind is torch.optim.AdamW
        settings = {
            "learningRate": 0.01, "beta1": betas[0], "beta2": betas[1], "eps": options.get("eps", 1e-8),
            "weightDecay": options.get("weight_decay", 0.0), "decoupled": decoupled,
            "amsgrad": options.get("amsgrad", False), "maximize": "maximizing" in title,
        }  # fmt: skip
        used = ["m", "v"] + (["vMax"] if settings["amsgrad"] else [])
        keywords = {"weight_decay": 0.0, **options}
        for count in [1, 3, 50]:
            steps("adamStep", title, lambda params: kind(params, lr=0.01, **keywords), names, settings, count, used)
    forms(names)
    names = {"squareAverage": "square_avg", "deltaAverage": "acc_delta"}
    for title, options in [("Adadelta", {}), ("Adadelta with weight decay", {"weight_decay": 0.1, "rho": 0.8, "eps": 1e-4})]:
        settings = {
            "learningRate": 0.5, "rho": options.get("rho", 0.9), "eps": options.get("eps", 1e-6),
            "weightDecay": options.get("weight_decay", 0.0), "maximize": False,
        }  # fmt: skip
        for count in [1, 3]:
            make = lambda params: torch.optim.Adadelta(params, lr=0.5, **options)  # noqa: E731
            steps("adadeltaStep", title, make, names, settings, count, list(names))


def forms(names):
    """RAdam and NAdam as forms of adamStep, with momentFactor, gradFactor and rootFactor of the last step."""
    lr, beta1, beta2 = 0.01, 0.9, 0.99
    mu = lambda t: beta1 * (1 - 0.5 * 0.96 ** (t * 0.004))  # noqa: E731
    for kind in [torch.optim.NAdam, torch.optim.RAdam]:
        for count in [1, 3, 50]:
            corrections = 1 - beta1**count, 1 - beta2**count
            if kind is torch.optim.NAdam:  # torch 1.13 has mu twice in the denominator of m
                product = math.prod(mu(t) for t in range(1, count + 1))
                form = {
                    "momentFactor": lr * mu(count + 1) / (1 - product * mu(count) * mu(count + 1)),
                    "gradFactor": lr * (1 - mu(count)) / (1 - product),
                    "rootFactor": 1 / math.sqrt(corrections[1]),
                }
            else:
                longest = 2 / (1 - beta2) - 1
                length = longest - 2 * count * beta2**count / corrections[1]
                form = {"momentFactor": lr / corrections[0], "gradFactor": 0}
                if length > 5:
                    shares = (length - 4) * (length - 2) * longest, (longest - 4) * (longest - 2) * length
                    form["momentFactor"] *= math.sqrt(corrections[1] * shares[0] / shares[1])
                    form["rootFactor"] = 1
            settings = {
                "learningRate": lr, "beta1": beta1, "beta2": beta2, "eps": 1e-8, "weightDecay": 0.1,
                "decoupled": False, "amsgrad": False, "maximize": False, "form": form,
            }  # fmt: skip
            make = lambda params: kind(params, lr=lr, betas=(beta1, beta2), weight_decay=0.1)  # noqa: E731
            steps("adamStep", kind.__name__, make, names, settings, count, ["m", "v"])


def other_optimizers():
    names = {"squareAverage": "square_avg", "gradAverage": "grad_avg", "momentum": "momentum_buffer"}
    for title, options in [
        ("RMSprop", {}),
        ("RMSprop with momentum", {"momentum": 0.9, "weight_decay": 0.1, "alpha": 0.9}),
        ("RMSprop, centred", {"centered": True, "eps": 1e-3}),
        ("RMSprop, centred, maximizing", {"centered": True, "momentum": 0.5, "weight_decay": 0.05, "eps": 1e-3}),
    ]:
        settings = {
            "learningRate": 0.01, "alpha": options.get("alpha", 0.99), "eps": options.get("eps", 1e-8),
            "momentum": options.get("momentum", 0), "centered": options.get("centered", False),
            "weightDecay": options.get("weight_decay", 0), "maximize": "maximizing" in title,
        }  # fmt: skip
        used = ["squareAverage"] + ["gradAverage"] * settings["centered"] + ["momentum"] * (settings["momentum"] > 0)
        for count in [1, 3]:
            make = lambda params: torch.optim.RMSprop(params, lr=0.01, **options)  # noqa: E731
            steps("rmspropStep", title, make, names, settings, count, used)
    for title, decay in [("Adagrad", 0), ("Adagrad with weight decay, maximizing", 0.1)]:
        settings = {"learningRate": 0.1, "eps": 1e-10, "weightDecay": decay, "maximize": decay > 0}
        for count in [1, 3]:
            make = lambda params: torch.optim.Adagrad(params, lr=0.1, weight_decay=decay)  # noqa: E731
            steps("adagradStep", title, make, {"sum": "sum"}, settings, count, ["sum"])
    for title, decay in [("Adamax", 0), ("Adamax with weight decay, maximizing", 0.1)]:
        for count in [1, 3]:
            settings = {
                "stepSize": 0.01 / (1 - 0.9**count), "beta1": 0.9, "beta2": 0.99, "eps": 1e-8,
                "weightDecay": decay, "maximize": decay > 0,
            }  # fmt: skip
            make = lambda params: torch.optim.Adamax(params, lr=0.01, betas=(0.9, 0.99), weight_decay=decay)  # noqa: E731
            steps("adamaxStep", title, make, {"m": "exp_avg", "u": "exp_inf"}, settings, count, ["m", "u"])
    lion()


def lion():
    """By its equations, as torch has no Lion."""
    rate, beta1, beta2 = 0.01, 0.9, 0.99
    for title, decay, sign in [("Lion", 0, 1), ("Lion with weight decay, maximizing", 0.1, -1)]:
        rng = np.random.default_rng(13)
        settings = {"learningRate": rate, "beta1": beta1, "beta2": beta2, "weightDecay": decay, "maximize": sign < 0}
        p, m, g = ([draw(rng, *shape).astype(np.float64) for shape in SHAPES] for _ in range(3))
        g[0][0, 0] = m[0][0, 0] = 0  # no direction
        before = {"params": list(map(array, p)), "grads": list(map(array, g)), "state": {"m": list(map(array, m))}}
        moved = [x - rate * (np.sign(beta1 * y + (1 - beta1) * sign * z) + decay * x) for x, y, z in zip(p, m, g)]
        averages = [beta2 * y + (1 - beta2) * sign * z for y, z in zip(m, g)]
        after = {"params": list(map(array, moved)), "grads": before["grads"], "state": {"m": list(map(array, averages))}}
        case("lionStep", title, [before, settings], after=[after, settings])


def language_model():
    """What a token passes: norms with weights, rotary positions, gates, attention to blocks."""
    rng = np.random.default_rng(16)

    def f64(x):
        return torch.tensor(x, dtype=torch.float64)

    for title, shape in [("rows", (3, 5)), ("three axes", (2, 3, 4)), ("long rows", (3, 70)), ("nothing", (0, 3))]:
        x, weight, bias = draw(rng, *shape), draw(rng, shape[-1]), draw(rng, shape[-1])
        y = F.layer_norm(f64(x), shape[-1:], f64(weight), f64(bias), 1e-3)
        options = {"eps": 1e-3, "centered": True}
        case("normalizeRows", title, [array(x), array(weight), array(bias), options], array(y.numpy()))
        y = f64(x) / (f64(x).square().mean(-1, keepdim=True) + 1e-3).sqrt() * f64(weight)
        options = {"eps": 1e-3, "centered": False}
        case("normalizeRows", f"{title}, not centred, no bias", [array(x), array(weight), None, options], array(y.numpy()))
    for title, shape, tables in [
        ("matrix", (3, 4), (3, 2)),
        ("heads of one token", (2, 5, 1, 14), (1, 7)),
        ("heads", (2, 3, 5, 8), (5, 4)),
        ("a table for each text", (2, 3, 5, 12), (2, 1, 5, 6)),
        ("nothing", (0, 3, 4), (3, 2)),
    ]:
        x, angles = draw(rng, *shape), draw(rng, *tables)
        cos, sin = np.cos(angles), np.sin(angles)
        a, b = np.split(x.astype(np.float64), 2, axis=-1)
        y = np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)
        case("rotary", title, [array(x), array(cos), array(sin)], array(y))
    for title, gate in [
        ("matrix", draw(rng, 3, 7, scale=3)),
        ("large and small gates", np.float32([-200, -80, -20, 0, 1e-6, 20, 80, 200, 1e30])),
        ("nothing", np.zeros((0,), np.float32)),
    ]:
        x = draw(rng, *gate.shape)
        case("gatedSilu", title, [array(gate), array(x)], array((F.silu(f64(gate)) * f64(x)).numpy()))
    for title, leading, queries, lengths, size, width, rows in [
        ("a block", (1, 3), 1, [5], 4, 4, 0),
        ("three blocks", (2, 2), 2, [9, 1, 6], 6, 5, 0),
        ("long blocks", (3,), 1, [70, 33], 20, 18, 0),
        ("a mask for all", (2, 2), 2, [4, 3], 4, 4, 1),
        ("a mask for each text, and one that allows nothing", (2, 3), 1, [6, 2], 8, 8, 2),
        ("nothing", (0, 2), 1, [3], 4, 4, 0),
    ]:
        q = draw(rng, *leading, queries, size)
        blocks = [(draw(rng, *leading, n, size), draw(rng, *leading, n, width)) for n in lengths]
        options = {"scale": 0.4}
        k, v = (np.concatenate([block[i] for block in blocks], axis=-2).astype(np.float64) for i in (0, 1))
        scores = 0.4 * q.astype(np.float64) @ k.swapaxes(-1, -2)
        if rows:
            allowed = rng.random((rows, sum(lengths))) < 0.6
            if rows > 1:
                allowed[1] = False
            options["allowed"] = array(allowed, "bool")
            heads = int(np.prod(leading))
            seen = np.repeat(allowed, heads // rows, axis=0).reshape(*leading, 1, -1)
            scores = np.where(seen, scores, -np.inf)
        top = np.max(scores, axis=-1, keepdims=True, initial=-1e300)
        e = np.exp(scores - top)
        total = e.sum(-1, keepdims=True)
        y = np.divide(e, total, out=np.zeros_like(e), where=total > 0) @ v
        stored = [{"key": array(key), "value": array(value)} for key, value in blocks]
        case("blockAttention", title, [array(q), stored, options], array(y))


LEVELS = np.array([-127, -88, -67, -50, -36, -23, -12, 0, 10, 20, 31, 43, 56, 71, 92, 127])


def quantized_matrix(rng, bits, k, n):
    """A matrix [K, N] in so many bits, as kernels take it, and its values; what is stored is made of the codes as the contract says."""
    blocks = -(-k // 64)
    if bits == 16:
        values = np.zeros((n, 64 * blocks), np.float16)
        values[:, :k] = draw(rng, n, k)
        values[:, :1] *= np.float16(1e-6)  # subnormal
    elif bits == 8:
        values = np.zeros((n, 64 * blocks), np.int8)
        values[:, :k] = rng.integers(-127, 128, (n, k))
    else:
        codes = np.full((n, 64 * blocks), 7)
        codes[:, :k] = rng.integers(0, 16, (n, k))
        values = LEVELS[codes]
    scales = np.abs(draw(rng, n, blocks, scale=0.01, digits=5)) + np.float32(0.001)
    packed = values
    if bits == 4:
        pairs = codes.reshape(n, 2 * blocks, 2, 16)
        packed = (pairs[:, :, 0] | pairs[:, :, 1] << 4).astype(np.uint8).reshape(n, -1)
    words = np.ascontiguousarray(packed).view("<i4")
    matrix = (values * np.repeat(scales.astype(np.float64), 64, axis=1))[:, :k].T
    return {"codes": array(words, "int32"), "scales": array(scales), "bits": bits, "rows": k}, matrix


def quantized():
    """x W and x Wᵀ with W [K, N] from codes."""
    rng = np.random.default_rng(15)
    for bits in (8, 4, 16):
        for m, k, n in [(1, 64, 3), (1, 130, 70), (9, 70, 6), (0, 4, 2)]:
            weight, matrix = quantized_matrix(rng, bits, k, n)
            if n < 70:
                case("dequantize", f"{bits} bits, {k} by {n}", [weight], array(matrix.T))
            for transpose in (False, True):
                x = draw(rng, m, n if transpose else k)
                product = x.astype(np.float64) @ (matrix.T if transpose else matrix)
                options = {"transpose": transpose}
                if m != 9:
                    bias = draw(rng, product.shape[1])
                    options["bias"], product = array(bias), product + bias
                title = f"{bits} bits, {m} by {k} by {n}{', transposed' if transpose else ''}"
                case("quantizedMatmul", title, [array(x), weight, options], array(product))


def quantized_products():
    """x W for several W of the same bits."""
    rng = np.random.default_rng(16)
    for bits in (8, 4, 16):
        for m, k, columns in [(1, 70, (9, 2, 8)), (3, 64, (5, 1)), (0, 4, (2,))]:
            x = draw(rng, m, k)
            factors, products = [], []
            for n in columns:
                weight, matrix = quantized_matrix(rng, bits, k, n)
                factor, product = {"weight": weight}, x.astype(np.float64) @ matrix
                if n != 2:
                    bias = draw(rng, n)
                    factor["bias"], product = array(bias), product + bias
                factors.append(factor)
                products.append(array(product))
            title = f"{bits} bits, {m} by {k} by {', '.join(map(str, columns))}"
            case("quantizedProducts", title, [array(x), factors], products)


def generate():
    cross_entropy()
    quantized()
    quantized_products()
    language_model()
    standardize()
    optimizers()
    other_optimizers()
