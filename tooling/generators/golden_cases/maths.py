"""Cases of elementwise and matmul: every function once more, broadcasting over channels, integers, other arguments."""

import torch
from torch.nn import functional as F

from .writer import In

NCHW, INF, NAN = "NCHW", float("inf"), float("nan")

UNARY = {
    "exp": (-3, 3), "exp2": (-3, 3), "expm1": (-2, 2), "log": (0.1, 4), "log2": (0.1, 4), "log10": (0.1, 4), "log1p": (-0.7, 3),
    "sqrt": (0.1, 4), "rsqrt": (0.1, 4), "square": (-3, 3), "neg": (-2, 2), "abs": (-2, 2), "sign": (-2, 2),
    "reciprocal": (0.3, 3), "sin": (-9, 9), "cos": (-9, 9), "tan": (-1, 1), "asin": (-0.9, 0.9), "acos": (-0.9, 0.9),
    "atan": (-4, 4), "sinh": (-3, 3), "cosh": (-3, 3), "tanh": (-3, 3), "asinh": (-4, 4), "acosh": (1.1, 5), "atanh": (-0.9, 0.9),
    "erf": (-2, 2), "erfc": (-2, 3), "sigmoid": (-5, 5), "floor": (-3, 3), "ceil": (-3, 3), "trunc": (-3, 3), "round": (-3, 3),
    "frac": (-3, 3),
}


def generate(w):
    def op(name, callable_name, f, *args, **kwargs):
        w.function(f"elementwise/{name}", callable_name, f, *args, **kwargs)

    pair = lambda: (w.x(2, 3), w.x(2, 3, name="y"))
    image = lambda low=-2.0, high=2.0: w.x(2, 3, 2, 2, layout=NCHW, low=low, high=high)
    for name, (low, high) in UNARY.items():
        op(f"{name}/nchw", f"torch.{name}", getattr(torch, name), image(low, high), out=NCHW)
    op("round/decimals", "torch.round", torch.round, w.x(5), decimals=1)
    specials = lambda: In("x", torch.tensor([NAN, INF, -INF, 0.0, -1.5]), grad=False)
    for name in ("isnan", "isinf", "isfinite", "logical_not", "abs", "floor", "exp"):
        op(f"{name}/specials", f"torch.{name}", getattr(torch, name), specials())
    for name in ("abs", "neg", "sign", "square"):
        op(f"{name}/ints", f"torch.{name}", getattr(torch, name), In("x", w.whole(4, below=9) - 4))
    for name in ("add", "sub", "mul", "div", "maximum", "minimum", "atan2", "hypot", "logaddexp"):
        f = getattr(torch, name)
        op(f"{name}/channel_bias", f"torch.{name}", f, image(0.25, 2), w.x(3, 1, 1, name="y", low=0.25), out=NCHW)
        op(f"{name}/nchw_pair", f"torch.{name}", f, image(0.25, 2), w.x(1, 3, 1, 1, layout=NCHW, name="y", low=0.25), out=NCHW)
        op(f"{name}/other_named", f"torch.{name}", f, w.x(2, 3, low=0.25), other=w.x(3, name="y", low=0.25))
    for name in ("add", "sub", "mul", "div", "maximum", "minimum", "remainder", "fmod"):
        op(f"{name}/ints", f"torch.{name}", getattr(torch, name), In("x", torch.tensor([-7, 7, 5])), In("y", torch.tensor([3, -2, 2])))
    op("sub/alpha", "torch.sub", torch.sub, *pair(), alpha=2)
    op("sub/python_scalar", "torch.sub", torch.sub, w.x(3), 1.5)
    op("rsub/tensor_alpha", "torch.rsub", torch.rsub, *pair(), alpha=0.5)
    op("add/scalar_alpha", "torch.add", torch.add, w.x(3), 2, alpha=3)
    op("div/python_scalar", "torch.div", torch.div, w.x(3), 4)
    op("div/by_zero", "torch.div", torch.div, In("x", torch.tensor([1.0, -1.0, 0.0]), grad=False), In("y", torch.zeros(3), grad=False))
    for mode in ("floor", "trunc"):
        op(f"div/ints_{mode}", "torch.div", torch.div, In("x", torch.tensor([-7, 7, 5])), In("y", torch.tensor([2, -2, 3])), rounding_mode=mode)
        op(f"div/scalar_{mode}", "torch.div", torch.div, w.x(4), 0.75, rounding_mode=mode)
    op("div/rounding_none", "torch.div", torch.div, *pair(), rounding_mode=None)
    op("rtruediv/nchw", "Tensor.__rtruediv__", torch.Tensor.__rtruediv__, image(0.5, 2), 2.0, out=NCHW)
    for label, exponent in (("half", 0.5), ("zero", 0), ("minus_two", -2), ("1_5", 1.5)):
        op(f"pow/{label}", "torch.pow", torch.pow, w.x(4, low=0.25), exponent)
    op("pow/named", "torch.pow", torch.pow, w.x(4, low=0.25), exponent=3)
    op("pow/base_half", "torch.pow", torch.pow, 0.5, w.x(3))
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        f = getattr(torch, name)
        op(f"{name}/nchw", f"torch.{name}", f, In("x", torch.round(w.draw(2, 3, 2, 2)), NCHW, grad=False), In("y", torch.round(w.draw(3, 1, 1)), grad=False), out=NCHW)
        op(f"{name}/scalar", f"torch.{name}", f, In("x", torch.tensor([0.0, 1.0, 2.0]), grad=False), 1)
        op(f"{name}/ints", f"torch.{name}", f, In("x", w.whole(4, below=3)), In("y", w.whole(4, below=3)))
    for name in ("and", "or", "xor"):
        f = getattr(torch, f"logical_{name}")
        op(f"logical_{name}/bools", f"torch.logical_{name}", f, In("x", w.draw(2, 3) > 0), In("y", w.draw(3) > 0))
        op(f"logical_{name}/numbers", f"torch.logical_{name}", f, In("x", torch.tensor([0.0, 2.0]), grad=False), In("y", torch.tensor([1, 0])))
    op("logical_not/bools", "torch.logical_not", torch.logical_not, In("x", w.draw(2, 3, 2, 2) > 0, NCHW), out=NCHW)
    condition = lambda: In("c", w.draw(2, 3, 2, 2) > 0, NCHW)
    op("where/nchw", "torch.where", torch.where, condition(), image(), w.x(3, 1, 1, name="y"), out=NCHW)
    op("lerp/nchw", "torch.lerp", torch.lerp, image(), w.x(2, 3, 2, 2, layout=NCHW, name="y"), weight=0.25, out=NCHW)
    for name in ("addcmul", "addcdiv"):
        f = getattr(torch, name)
        op(f"{name}/nchw", f"torch.{name}", f, image(), w.x(3, 1, 1, name="y"), w.x(1, 3, 1, 1, layout=NCHW, name="z", low=0.5), value=-2, out=NCHW)
        op(f"{name}/default", f"torch.{name}", f, w.x(3), w.x(3, name="y"), w.x(3, name="z", low=0.5))
    op("masked_fill/nchw", "torch.masked_fill", torch.masked_fill, image(), In("m", w.draw(3, 1, 1) > 0), 2, out=NCHW)
    op("masked_fill/tensor", "torch.masked_fill", torch.masked_fill, w.x(3), In("m", torch.tensor([True, False, True])), w.x(name="v"))
    op("masked_fill/inf", "torch.masked_fill", torch.masked_fill, w.x(3), mask=In("m", torch.tensor([True, False, True])), value=INF)
    op("clamp/nchw_bounds", "torch.clamp", torch.clamp, image(), w.x(3, 1, 1, name="lo", low=-1, high=-0.5), w.x(3, 1, 1, name="hi", low=0.5, high=1), out=NCHW)
    op("clamp/positional", "torch.clamp", torch.clamp, w.x(5), -1, 1)
    op("clamp/inf", "torch.clamp", torch.clamp, w.x(5), min=0, max=INF)
    op("clamp/ints", "torch.clamp", torch.clamp, In("x", w.whole(5, below=9)), 2, 5)
    op("clamp/max_tensor", "torch.clamp", torch.clamp, w.x(2, 3), max=w.x(3, name="hi"))
    op("nan_to_num/default", "torch.nan_to_num", torch.nan_to_num, specials(), 0.0, 3.0, -3.0)
    op("nan_to_num/nan_only", "torch.nan_to_num", torch.nan_to_num, In("x", torch.tensor([NAN, 1.0])), nan=2.0)

    fn = lambda name, x, *args, label="nchw", **kw: op(f"{name}/{label}", f"torch.nn.functional.{name}", getattr(F, name), x, *args, **kw)
    for name in ("relu", "relu6", "selu", "silu", "mish", "softsign", "logsigmoid", "hardswish", "hardsigmoid", "tanhshrink",
                 "leaky_relu", "elu", "celu", "softplus", "hardtanh", "softshrink", "hardshrink", "gelu", "rrelu"):
        fn(name, image(-4, 4), out=NCHW)
    fn("leaky_relu", w.x(4), 0.3, label="positional")
    fn("elu", w.x(4), alpha=0.5, label="alpha")
    fn("celu", w.x(4), alpha=2.0, label="alpha")
    fn("celu", w.x(4), 0.5, label="positional")
    fn("softplus", w.x(4), 3, 1, label="positional")
    fn("hardtanh", w.x(6), -0.5, 1.25, label="positional")
    fn("hardtanh", w.x(6), min_val=0.0, max_val=6.0, label="named")
    fn("softshrink", w.x(6), 0.25, label="positional")
    fn("hardshrink", w.x(6), 0.25, label="positional")
    fn("threshold", w.x(6), 0.1, 20.0, label="positional")
    fn("rrelu", w.x(6), lower=0.2, upper=0.4, label="bounds")
    fn("rrelu", w.x(6), 0.1, 0.3, False, label="positional")
    fn("prelu", image(), w.x(1, name="weight"), label="one_weight", out=NCHW)
    fn("prelu", w.x(2, 3), w.x(3, name="weight"), label="matrix")
    fn("prelu", w.x(2, 3, 4, layout="NCL"), w.x(3, name="weight"), label="ncl", out="NCL")
    fn("glu", w.x(2, 4, 3, 2, layout=NCHW), label="nchw_default", out=NCHW)
    fn("glu", w.x(2, 4, 3, 2, layout=NCHW), dim=1, label="nchw_channels", out=NCHW)
    fn("glu", w.x(2, 6), -1, label="last")

    def mat(name, callable_name, f, *args, **kwargs):
        w.function(f"matmul/{name}", callable_name, f, *args, **kwargs)

    mat("matmul/other", "torch.matmul", torch.matmul, w.x(2, 3), other=w.x(3, 4, name="y"))
    mat("matmul/row", "torch.matmul", torch.matmul, w.x(3, 1, 4), w.x(4, 1, name="y"))
    mat("matmul/nchw", "torch.matmul", torch.matmul, w.x(2, 3, 4, 5, layout=NCHW), w.x(5, 2, name="y"), out=NCHW)
    mat("mm/basic", "torch.mm", torch.mm, w.x(3, 4), w.x(4, 2, name="y"))
    mat("bmm/basic", "torch.bmm", torch.bmm, w.x(2, 3, 4), w.x(2, 4, 5, name="y"))
    mat("dot/basic", "torch.dot", torch.dot, w.x(5), w.x(5, name="y"))
    mat("addmm/bias_row", "torch.addmm", torch.addmm, w.x(4, name="b"), w.x(2, 3), w.x(3, 4, name="y"), beta=0.5)
    mat("baddbmm/default", "torch.baddbmm", torch.baddbmm, w.x(2, 3, 5, name="b"), w.x(2, 3, 4), w.x(2, 4, 5, name="y"))
    mat("tensordot/default", "torch.tensordot", torch.tensordot, w.x(2, 3, 4), w.x(3, 4, 5, name="y"))
    mat("tensordot/zero", "torch.tensordot", torch.tensordot, w.x(2), w.x(3, name="y"), dims=0)
    mat("einsum/list", "torch.einsum", torch.einsum, "bi,oi->bo", [w.x(2, 3), w.x(4, 3, name="y")])
    mat("einsum/diagonal", "torch.einsum", torch.einsum, "ii->i", w.x(3, 3))
    mat("einsum/outer", "torch.einsum", torch.einsum, "i,j", w.x(2), w.x(3, name="y"))
    mat("einsum/nchw", "torch.einsum", torch.einsum, "nchw,c->nhw", w.x(2, 3, 4, 5, layout=NCHW), w.x(3, name="y"))
    for p in (2.0, INF, 0.0, 3.0):
        mat(f"cdist/p_{p}", "torch.cdist", torch.cdist, w.x(2, 3, 4), w.x(2, 5, 4, name="y"), p=p)
    mat("cdist/default", "torch.cdist", torch.cdist, w.x(3, 4), w.x(2, 4, name="y"))
    mat("linear/vector", "torch.nn.functional.linear", F.linear, w.x(4), w.x(3, 4, name="weight"), bias=w.x(3, name="bias"))
    mat("linear/one_output", "torch.nn.functional.linear", F.linear, w.x(2, 4), w.x(4, name="weight"))
    mat("bilinear/bias", "torch.nn.functional.bilinear", F.bilinear, w.x(2, 3), w.x(2, 4, name="y"), w.x(5, 3, 4, name="weight"), w.x(5, name="bias"))
    mat("bilinear/no_bias", "torch.nn.functional.bilinear", F.bilinear, w.x(2, 2, 3), w.x(2, 2, 4, name="y"), w.x(5, 3, 4, name="weight"))
