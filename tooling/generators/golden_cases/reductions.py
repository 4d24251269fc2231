"""Cases of reductions: other axes, keepdim, channels-first operands, norms of every order."""

import torch
from torch.nn import functional as F

from .writer import In

NCHW, INF = "NCHW", float("inf")


def generate(w):
    def op(name, callable_name, f, *args, **kwargs):
        w.function(f"reductions/{name}", callable_name, f, *args, **kwargs)

    image = lambda: w.x(2, 3, 4, 5, layout=NCHW)
    for name in ("sum", "mean", "amax", "amin", "logsumexp", "var", "std"):
        f = getattr(torch, name)
        for dim in (1, -3, [2, 3], [0, 2, 3], (1, -1)):
            label = "_".join(map(str, dim)) if not isinstance(dim, int) else dim
            op(f"{name}/nchw_{label}", f"torch.{name}", f, image(), dim=dim)
            op(f"{name}/nchw_{label}_keepdim", f"torch.{name}", f, image(), dim=dim, keepdim=True, out=NCHW)
        op(f"{name}/positional", f"torch.{name}", f, w.x(3, 4), *((1, False, True) if name in ("var", "std") else (1, True)))
    op("sum/empty_dims", "torch.sum", torch.sum, w.x(2, 3), dim=[])
    op("sum/int", "torch.sum", torch.sum, In("x", w.whole(2, 3, below=9)))
    op("sum/nchw_full", "torch.sum", torch.sum, image())
    op("logsumexp/positional_pair", "torch.logsumexp", torch.logsumexp, w.x(2, 3, 4), (0, 1))
    for name in ("var", "std"):
        f = getattr(torch, name)
        op(f"{name}/unbiased_flag", f"torch.{name}", f, w.x(3, 4), False)
        op(f"{name}/correction_0", f"torch.{name}", f, w.x(3, 4), dim=0, correction=0)
        op(f"{name}/correction_2_keepdim", f"torch.{name}", f, w.x(5, 4), dim=0, correction=2, keepdim=True)
        op(f"{name}/biased_dims", f"torch.{name}", f, w.x(3, 4, 2), dim=(0, 2), unbiased=False, keepdim=True)
        op(f"{name}/correction_full", f"torch.{name}", f, w.x(3, 4), dim=None, correction=3)
    for name in ("prod",):
        op("prod/nchw", "torch.prod", torch.prod, image(), 1)
        op("prod/nchw_keepdim", "torch.prod", torch.prod, image(), dim=-1, keepdim=True, out=NCHW)
        op("prod/one_zero", "torch.prod", torch.prod, In("x", torch.tensor([1.0, 0.0, 3.0])))
    flags = lambda: In("x", w.draw(2, 3, 2, 2) > 0.5, NCHW)
    for name in ("all", "any"):
        f = getattr(torch, name)
        op(f"{name}/nchw", f"torch.{name}", f, flags(), 1)
        op(f"{name}/nchw_keepdim", f"torch.{name}", f, flags(), dim=1, keepdim=True, out=NCHW)
        op(f"{name}/full", f"torch.{name}", f, flags())
    zeros = lambda **kw: In("x", torch.round(w.draw(2, 3, 4) / 2), grad=False, **kw)
    op("count_nonzero/full", "torch.count_nonzero", torch.count_nonzero, zeros())
    op("count_nonzero/dim", "torch.count_nonzero", torch.count_nonzero, zeros(), dim=1)
    op("count_nonzero/dims", "torch.count_nonzero", torch.count_nonzero, zeros(), (0, -1))
    op("count_nonzero/ncl", "torch.count_nonzero", torch.count_nonzero, zeros(layout="NCL"), 1)
    for name in ("max", "min"):
        f, names = getattr(torch, name), ["values", "indices"]
        for dim in (0, 1, -2, 3):
            op(f"{name}/nchw_{dim}", f"torch.{name}", f, image(), dim, names=names)
            op(f"{name}/nchw_{dim}_keepdim", f"torch.{name}", f, image(), dim=dim, keepdim=True, names=names, out=NCHW)
        op(f"{name}/two", f"torch.{name}", f, w.x(2, 3), w.x(2, 3, name="y"))
        op(f"{name}/two_named", f"torch.{name}", f, w.x(2, 3), other=w.x(3, name="y"))
        op(f"{name}/positional_keepdim", f"torch.{name}", f, w.x(2, 3), 1, True, names=names)
        op(f"arg{name}/nchw", f"torch.arg{name}", getattr(torch, f"arg{name}"), image(), 1)
        op(f"arg{name}/nchw_full", f"torch.arg{name}", getattr(torch, f"arg{name}"), image())
        op(f"arg{name}/nchw_keepdim", f"torch.arg{name}", getattr(torch, f"arg{name}"), image(), dim=-3, keepdim=True, out=NCHW)
    for p in (1, 2, 3, 0.5, 0, INF, -INF, "fro"):
        label = str(p).replace("-", "minus_").replace(".", "_")
        op(f"norm/{label}_full", "torch.norm", torch.norm, w.x(2, 3), p=p)
        op(f"norm/{label}_dim", "torch.norm", torch.norm, w.x(2, 3, 4), p=p, dim=1)
        op(f"norm/{label}_nchw", "torch.norm", torch.norm, image(), p, 1, True, out=NCHW)
        if p != "fro":
            op(f"norm/{label}_dims", "torch.norm", torch.norm, w.x(2, 3, 4), p, (0, 2))
    op("norm/default", "torch.norm", torch.norm, w.x(2, 3))
    op("norm/fro_pair", "torch.norm", torch.norm, w.x(2, 3, 4), dim=(1, 2))
    op("norm/inf_ties", "torch.norm", torch.norm, In("x", torch.tensor([2.0, -2.0, 1.0])), p=INF)
    pair = ["values", "indices"]
    op("sort/nchw", "torch.sort", torch.sort, image(), 1, names=pair, out=NCHW)
    op("sort/nchw_descending", "torch.sort", torch.sort, image(), dim=-2, descending=True, names=pair, out=NCHW)
    op("sort/default", "torch.sort", torch.sort, w.x(3, 4), names=pair)
    op("sort/stable", "torch.sort", torch.sort, In("x", w.whole(9, below=3).double()), dim=0, stable=True, descending=True, names=pair)
    op("sort/positional", "torch.sort", torch.sort, w.x(3, 4), 0, True, names=pair)
    op("topk/nchw", "torch.topk", torch.topk, image(), 2, 1, names=pair, out=NCHW)
    op("topk/smallest", "torch.topk", torch.topk, w.x(3, 5), k=2, dim=-1, largest=False, names=pair)
    op("topk/default", "torch.topk", torch.topk, w.x(3, 5), 3, names=pair)
    for name in ("cumsum", "cumprod"):
        f = getattr(torch, name)
        op(f"{name}/nchw", f"torch.{name}", f, image(), 1, out=NCHW)
        op(f"{name}/negative", f"torch.{name}", f, w.x(3, 4), dim=-2)
    for name in ("softmax", "log_softmax", "softmin"):
        f = getattr(F, name)
        for dim in (0, -3, 2, -1):
            op(f"{name}/nchw_{dim}", f"torch.nn.functional.{name}", f, image(), dim=dim, out=NCHW)
        op(f"{name}/positional", f"torch.nn.functional.{name}", f, w.x(3, 4), 1)
        op(f"{name}/vector", f"torch.nn.functional.{name}", f, w.x(4), dim=0)
        op(f"{name}/large", f"torch.nn.functional.{name}", f, w.x(3, 4, low=-300, high=300), dim=-1)
