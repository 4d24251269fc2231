"""Cases of convolution, pooling and norms that came later, most of them of volumes. They are drawn last: the others stay as they are."""

from torch import nn
from torch.nn import functional as F

NCL, NCHW, NCDHW = "NCL", "NCHW", "NCDHW"
LAYOUTS = {1: NCL, 2: NCHW, 3: NCDHW}


def transposed(w):
    def op(name, *args, **kwargs):
        w.function(f"conv/conv_transpose3d/{name}", "torch.nn.functional.conv_transpose3d", F.conv_transpose3d, *args, out=NCDHW, **kwargs)

    x = lambda c=4: w.x(2, c, 3, 2, 3, layout=NCDHW)
    weight = lambda i=4, o=6: w.x(i, o, 2, 3, 2, layout="IODHW", name="weight")
    bias = lambda o=6: w.x(o, name="bias")
    op("plain", x(), weight())
    op("positional", x(), weight(4, 3), bias(), 2, 1, 1, 2, 1)
    op("lists", x(), weight(), bias(), stride=[3, 1, 2], padding=[1, 0, 1], output_padding=[2, 0, 1])
    op("dilated", x(), weight(), None, stride=2, dilation=3, padding=2, output_padding=1)
    op("common_divisor", x(), weight(), bias(), stride=(4, 2, 1), dilation=(2, 2, 1), output_padding=(3, 1, 0))
    op("groups4", x(), weight(4, 2), bias(8), groups=4, padding=1)
    w.function("conv/conv_transpose3d/unbatched", "torch.nn.functional.conv_transpose3d", F.conv_transpose3d,
               w.x(4, 3, 2, 3, layout="CDHW"), weight(), bias(), out="CDHW")


def conv_modules(w):
    sizes = {1: (6,), 2: (5, 4), 3: (3, 4, 5)}
    size = {"in_channels": 2, "out_channels": 4, "kernel_size": 2}
    for n in (1, 2, 3):
        x = lambda: w.x(1, 2, *sizes[n], layout=LAYOUTS[n])
        for label, ctor in (("stride", {"stride": 2, "padding": 1}), ("groups", {"groups": 2, "dilation": 2, "bias": False})):
            w.module(f"conv/Conv{n}d/{label}", f"torch.nn.Conv{n}d", getattr(nn, f"Conv{n}d"), x(), ctor={**size, **ctor}, out=LAYOUTS[n])
            ctor |= {"output_padding": 1}
            w.module(f"conv/ConvTranspose{n}d/{label}", f"torch.nn.ConvTranspose{n}d", getattr(nn, f"ConvTranspose{n}d"), x(), ctor={**size, **ctor}, out=LAYOUTS[n])
    for mode in ("replicate", "circular"):
        ctor = {**size, "kernel_size": (1, 3, 2), "padding": (0, 1, 1), "padding_mode": mode}
        w.module(f"conv/Conv3d/{mode}", "torch.nn.Conv3d", nn.Conv3d, w.x(1, 2, 3, 4, 5, layout=NCDHW), ctor=ctor, out=NCDHW)


def pooling(w):
    def named(name, base, *args, **kwargs):
        kwargs.setdefault("out", NCDHW)
        w.function(f"pool_resize/{base}/{name}", f"torch.nn.functional.{base}", getattr(F, base), *args, **kwargs)

    volume = lambda low=-2.0: w.x(1, 2, 5, 7, 6, layout=NCDHW, low=low)
    pair = ["values", "indices"]
    named("positional", "max_pool3d", volume(), 3, 2, 1, 1)
    named("lists", "max_pool3d", volume(), (2, 3, 1), stride=(1, 2, 3), padding=(1, 1, 0))
    named("dilated", "max_pool3d", volume(), kernel_size=2, stride=1, dilation=[2, 1, 3])
    named("ceil_indices", "max_pool3d", volume(), kernel_size=3, stride=2, ceil_mode=True, return_indices=True, names=pair)
    named("padded_indices", "max_pool3d", volume(), kernel_size=(2, 3, 3), padding=1, return_indices=True, names=pair)
    named("unbatched", "max_pool3d", w.x(3, 4, 5, 4, layout="CDHW"), 2, out="CDHW")
    named("positional", "avg_pool3d", volume(), 2, 2, 0, False, True, 3)
    named("lists", "avg_pool3d", volume(), (2, 3, 1), (1, 2, 3), (1, 1, 0))
    named("ceil_exclude", "avg_pool3d", volume(), kernel_size=3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)
    named("ceil_include", "avg_pool3d", volume(), kernel_size=(2, 3, 3), stride=2, padding=1, ceil_mode=True)
    named("ceil_divisor", "avg_pool3d", volume(), kernel_size=2, stride=(3, 2, 2), ceil_mode=True, divisor_override=5)
    named("unbatched", "avg_pool3d", w.x(3, 4, 5, 4, layout="CDHW"), 2, out="CDHW")
    for name in ("avg", "max"):
        base = f"adaptive_{name}_pool3d"
        for label, size in (("cube", 2), ("even", (1, 7, 3)), ("none", (None, 3, None)), ("larger", (6, 9, 7))):
            named(label, base, volume(), size)
    named("indices", "adaptive_max_pool3d", volume(), (3, 2, 4), return_indices=True, names=pair)
    line = lambda: w.x(2, 3, 9, layout=NCL, low=0.1)
    named("p2", "lp_pool1d", line(), 2.0, 3, out=NCL)
    named("stride_ceil", "lp_pool1d", line(), norm_type=3.0, kernel_size=2, stride=3, ceil_mode=True, out=NCL)


def pool_modules(w):
    sizes = {1: (9,), 2: (7, 8), 3: (5, 7, 6)}
    for n in (1, 2, 3):
        x = lambda low=-2.0: w.x(1, 2, *sizes[n], layout=LAYOUTS[n], low=low)

        def module(name, label, ctor, low=-2.0, **kwargs):
            w.module(f"pool_resize/{name}{n}d/{label}", f"torch.nn.{name}{n}d", getattr(nn, f"{name}{n}d"), x(low), ctor=ctor, out=LAYOUTS[n], **kwargs)

        module("MaxPool", "padded", {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True})
        module("MaxPool", "indices", {"kernel_size": 2, "dilation": 2, "return_indices": True}, names=["values", "indices"])
        module("AvgPool", "exclude", {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False})
        module("AdaptiveAvgPool", "four", {"output_size": 4})
        module("AdaptiveMaxPool", "two", {"output_size": 2})
        if n < 3:
            module("LPPool", "three", {"norm_type": 3.0, "kernel_size": 2}, 0.1)


def norms(w):
    for kind, ctor in (("BatchNorm3d", {}), ("InstanceNorm3d", {"affine": True}), ("InstanceNorm3d", {"track_running_stats": True})):
        for train in (True, False):
            label = f"{'_'.join(ctor) or 'default'}_{'train' if train else 'eval'}"
            w.module(f"norm/{kind}/{label}", f"torch.nn.{kind}", getattr(nn, kind), w.x(2, 3, 2, 4, 3, layout=NCDHW),
                     ctor={"num_features": 3, **ctor}, train=train, out=NCDHW)


def generate(w):
    transposed(w)
    conv_modules(w)
    pooling(w)
    pool_modules(w)
    norms(w)
