"""recurrentStep and recurrentStepGrad: torch's cells in float64, and their gradients by autograd."""

import numpy as np
import torch

from .encode import array, case, draw

GATES = {"tanh": 1, "relu": 1, "lstm": 4, "gru": 3}


def advance(kind, x, q, h, c):
    """The next hidden and cell state, and what is kept, part by part."""
    if kind in ("tanh", "relu"):
        after = getattr(torch, kind)(x + q)
        return after, None, [after]
    if kind == "lstm":
        i, f, g, o = (x + q).chunk(4, dim=1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        cell = f * c + i * g
        return o * cell.tanh(), cell, [i, f, g, o, c]
    xs, qs = x.chunk(3, dim=1), q.chunk(3, dim=1)
    r, z = (xs[0] + qs[0]).sigmoid(), (xs[1] + qs[1]).sigmoid()
    n = (xs[2] + r * qs[2]).tanh()
    return (1 - z) * n + z * h, None, [r, z, n, qs[2], h]


def steps(kind, title, batch, size, lengths, step=1, count=3, recurrent=True):
    rng = np.random.default_rng(21)
    width = GATES[kind] * size
    values = {
        "input": draw(rng, count, batch, width), "weight": draw(rng, size, width), "bias": draw(rng, width),
        "hidden": draw(rng, batch, size), "cell": draw(rng, batch, size),
        "gradStates": draw(rng, count, batch, size), "later": draw(rng, batch, size),
        "carry": draw(rng, batch, size), "gradCell": draw(rng, batch, size),
    }  # fmt: skip
    x, h, c = (
        torch.tensor(values[name], dtype=torch.float64, requires_grad=True) for name in ["input", "hidden", "cell"]
    )
    # q is a leaf: the kernel backward gives its gradient, the products around it are the operation's
    q = torch.tensor(values["hidden"].astype(np.float64) @ values["weight"] + (values["bias"] if kind == "gru" else 0), requires_grad=True)
    after, cell, kept = advance(kind, x[step], q, h, c)
    inside = torch.tensor([[lengths is None or step < lengths[n]] for n in range(batch)], dtype=torch.bool).reshape(batch, 1)
    after = torch.where(inside, after, h)
    keep = torch.where(inside, torch.cat(kept, dim=1), torch.zeros((), dtype=torch.float64))
    saved = np.zeros((count, batch, keep.shape[1]))
    states = np.zeros((count, batch, size))
    given = {"kind": kind, "step": step, "input": array(values["input"]), "hidden": array(values["hidden"]), "weight": array(values["weight"])}
    if kind == "gru":
        given["bias"] = array(values["bias"])
    ends = {} if lengths is None else {"lengths": array(lengths, "int32")}
    before = {**given, **ends, "states": array(states), "saved": array(saved)}
    states[step] = after.detach().numpy()
    saved[step] = keep.detach().numpy()
    done = {**before, "states": array(states), "saved": array(saved)}
    if kind == "lstm":
        cell = torch.where(inside, cell, c)
        before["cell"], done["cell"] = array(values["cell"]), array(cell.detach().numpy())
    case("recurrentStep", title, [before], array(after.detach().numpy()), [done])

    # The gradient of h' without its way through q, which is a leaf here, is what is carried.
    d = torch.tensor(values["gradStates"][step] + (values["later"] if recurrent else 0) + values["carry"], dtype=torch.float64)
    outputs, cotangents = [after], [d]
    if kind == "lstm":
        outputs, cotangents = [after, cell], [d, torch.tensor(values["gradCell"], dtype=torch.float64)]
    gx, gq, gh, gc = torch.autograd.grad(outputs, [x, q, h, c], cotangents, allow_unused=True)
    nothing = np.zeros((count, batch, width))
    before = {"kind": kind, "step": step, "gradStates": array(values["gradStates"]), "carry": array(values["carry"]), **ends,
              "saved": array(np.float32(saved)), "gradInput": array(nothing)}  # fmt: skip
    if recurrent:
        before["recurrent"] = array(values["later"])
    zeros = np.zeros((batch, size))
    done = {**before, "carry": array(zeros if gh is None else gh.numpy()), "gradInput": array(gx.numpy())}
    if kind == "lstm":
        before["cell"], done["cell"] = array(values["gradCell"]), array(gc.numpy())
    if kind == "gru":
        of_hidden = nothing.copy()
        of_hidden[step] = gq.numpy()
        before["gradRecurrent"], done["gradRecurrent"] = array(nothing), array(of_hidden)
    case("recurrentStepGrad", title, [before], array(gq.numpy()), [done])


def generate():
    for kind in GATES:
        steps(kind, f"{kind}", 2, 3, None)
        steps(kind, f"{kind}, sequences that ended", 3, 4, [2, 1, 0], recurrent=False)
        steps(kind, f"{kind}, the first step of one wide sequence", 1, 9, None, step=0)
        steps(kind, f"{kind}, no sequences", 0, 3, None)
