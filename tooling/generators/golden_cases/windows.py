"""Cases of conv, pool_resize, norm, embed_dropout and losses."""

import torch
from torch import nn
from torch.nn import functional as F

from .writer import In

NCL, NCHW, NCDHW, INF = "NCL", "NCHW", "NCDHW", float("inf")
LAYOUTS = {1: NCL, 2: NCHW, 3: NCDHW}


def conv(w):
    def op(name, callable_name, f, *args, **kwargs):
        w.function(f"conv/{name}", callable_name, f, *args, **kwargs)

    sizes = {1: (9,), 2: (7, 6), 3: (4, 5, 6)}
    kernels = {1: (3,), 2: (3, 2), 3: (2, 3, 2)}
    for n in (1, 2, 3):
        f, name = getattr(F, f"conv{n}d"), f"torch.nn.functional.conv{n}d"
        axes = {1: "OIL", 2: "OIHW", 3: "OIDHW"}[n]
        out = LAYOUTS[n]
        x = lambda c=4: w.x(2, c, *sizes[n], layout=out)
        weight = lambda o=6, i=4: w.x(o, i, *kernels[n], layout=axes, name="weight")
        bias = lambda o=6: w.x(o, name="bias")
        op(f"conv{n}d/positional", name, f, x(), weight(), bias(), 2, 1, 1, 1, out=out)
        op(f"conv{n}d/groups_stride", name, f, x(), weight(6, 2), bias(), stride=2, groups=2, padding=1, out=out)
        op(f"conv{n}d/lists", name, f, x(), weight(), None, [2] * n, [1] * n, [1] * n, out=out)
        op(f"conv{n}d/same", name, f, x(), weight(), bias(), padding="same", out=out)
        op(f"conv{n}d/valid_dilated", name, f, x(), weight(), bias(), padding="valid", dilation=2, out=out)
        op(f"conv{n}d/multiplier", name, f, x(), weight(8, 1), bias(8), groups=4, out=out)
        op(f"conv{n}d/unbatched", name, f, w.x(4, *sizes[n], layout=out[1:]), weight(), bias(), out=out[1:])
        if n == 3:
            continue
        f, name = getattr(F, f"conv_transpose{n}d"), f"torch.nn.functional.conv_transpose{n}d"
        axes = {1: "IOL", 2: "IOHW"}[n]
        weight = lambda i=4, o=6: w.x(i, o, *kernels[n], layout=axes, name="weight")
        op(f"conv_transpose{n}d/positional", name, f, x(), weight(4, 3), bias(), 2, 1, 1, 2, 1, out=out)
        op(f"conv_transpose{n}d/lists", name, f, x(), weight(), bias(), stride=[3] * n, padding=[1] * n, output_padding=[2] * n, out=out)
        op(f"conv_transpose{n}d/dilated", name, f, x(), weight(), None, stride=2, dilation=3, padding=2, output_padding=1, out=out)
        op(f"conv_transpose{n}d/groups4", name, f, x(), weight(4, 2), bias(8), groups=4, padding=1, out=out)
        op(f"conv_transpose{n}d/unbatched", name, f, w.x(4, *sizes[n], layout=out[1:]), weight(), bias(), out=out[1:])
    for mode in ("zeros", "reflect", "replicate", "circular"):
        ctor = {"in_channels": 2, "out_channels": 4, "kernel_size": [3, 2], "padding": [2, 1], "padding_mode": mode, "groups": 2}
        w.module(f"conv/Conv2d/{mode}", "torch.nn.Conv2d", nn.Conv2d, w.x(2, 2, 5, 6, layout=NCHW), ctor=ctor, out=NCHW)
    ctor = {"in_channels": 2, "out_channels": 3, "kernel_size": 3, "padding": "same", "dilation": 2, "bias": False, "padding_mode": "reflect"}
    w.module("conv/Conv2d/same_reflect", "torch.nn.Conv2d", nn.Conv2d, w.x(1, 2, 6, 7, layout=NCHW), ctor=ctor, out=NCHW)
    separable = lambda x, d, p, b=None, stride=1, padding=0, dilation=1: F.conv2d(
        F.conv2d(x, d, stride=stride, padding=padding, dilation=dilation, groups=x.shape[1]), p, b)
    op("separable_conv2d/stride", "golden.models.separable_conv2d", separable, w.x(2, 3, 6, 6, layout=NCHW),
       w.x(3, 1, 3, 3, layout="OIHW", name="depthwise"), w.x(5, 3, 1, 1, layout="OIHW", name="pointwise"), w.x(5, name="bias"),
       stride=2, padding=1, out=NCHW)
    op("separable_conv2d/no_bias", "golden.models.separable_conv2d", separable, w.x(2, 3, 6, 6, layout=NCHW),
       w.x(6, 1, 3, 3, layout="OIHW", name="depthwise"), w.x(5, 6, 1, 1, layout="OIHW", name="pointwise"), out=NCHW)


def pool(w):
    def named(name, base, *args, **kwargs):
        w.function(f"pool_resize/{name}", f"torch.nn.functional.{base}", getattr(F, base), *args, **kwargs)

    line, image = lambda: w.x(2, 3, 9, layout=NCL), lambda: w.x(2, 3, 7, 8, layout=NCHW)
    pair = ["values", "indices"]
    named("max_pool1d/positional", "max_pool1d", line(), 3, 2, 1, 1, out=NCL)
    named("max_pool1d/dilated", "max_pool1d", line(), kernel_size=2, stride=2, dilation=3, out=NCL)
    named("max_pool1d/indices", "max_pool1d", line(), 2, return_indices=True, names=pair, out=NCL)
    named("max_pool2d/lists", "max_pool2d", image(), (3, 2), (2, 1), (1, 0), out=NCHW)
    named("max_pool2d/dilated", "max_pool2d", image(), kernel_size=2, stride=1, dilation=[2, 3], out=NCHW)
    named("max_pool2d/indices_padded", "max_pool2d", image(), kernel_size=3, stride=2, padding=1, return_indices=True, names=pair, out=NCHW)
    named("max_pool2d/ceil_indices", "max_pool2d", image(), kernel_size=3, stride=2, ceil_mode=True, return_indices=True, names=pair, out=NCHW)
    named("max_pool2d/unbatched", "max_pool2d", w.x(3, 5, 4, layout="CHW"), 2, out="CHW")
    named("avg_pool1d/positional", "avg_pool1d", line(), 3, 2, 1, True, False, out=NCL)
    named("avg_pool1d/list", "avg_pool1d", line(), [3], stride=[1], padding=[1], out=NCL)
    named("avg_pool2d/ceil_exclude", "avg_pool2d", image(), kernel_size=3, stride=2, padding=1, ceil_mode=True, count_include_pad=False, out=NCHW)
    named("avg_pool2d/ceil_include", "avg_pool2d", image(), kernel_size=3, stride=2, padding=1, ceil_mode=True, out=NCHW)
    named("avg_pool2d/divisor", "avg_pool2d", image(), kernel_size=(2, 3), divisor_override=4, out=NCHW)
    named("avg_pool2d/positional", "avg_pool2d", image(), 2, 2, 0, False, True, 3, out=NCHW)
    for p in (1.0, 2.0, 3.0):
        named(f"lp_pool2d/p{p}", "lp_pool2d", w.x(2, 3, 7, 8, layout=NCHW, low=0.1), p, 2, out=NCHW)
    named("lp_pool2d/stride_ceil", "lp_pool2d", w.x(2, 3, 7, 8, layout=NCHW, low=0.1), norm_type=2, kernel_size=(3, 2), stride=2, ceil_mode=True, out=NCHW)
    for name in ("avg", "max"):
        named(f"adaptive_{name}_pool1d/up", f"adaptive_{name}_pool1d", line(), 4, out=NCL)
        named(f"adaptive_{name}_pool2d/none", f"adaptive_{name}_pool2d", image(), (None, 3), out=NCHW)
        named(f"adaptive_{name}_pool2d/square", f"adaptive_{name}_pool2d", image(), output_size=3, out=NCHW)
        named(f"adaptive_{name}_pool2d/larger", f"adaptive_{name}_pool2d", image(), (9, 11), out=NCHW)
    named("adaptive_max_pool2d/indices", "adaptive_max_pool2d", image(), 3, return_indices=True, names=pair, out=NCHW)
    named("adaptive_max_pool1d/indices", "adaptive_max_pool1d", line(), 4, True, names=pair, out=NCL)
    for mode in ("nearest", "nearest-exact", "bilinear", "bicubic", "area"):
        for label, amount in (("scale_pair", {"scale_factor": (1.5, 0.5)}), ("half", {"scale_factor": 0.5}), ("one_size", {"size": 5})):
            named(f"interpolate/{mode}_{label}", "interpolate", w.x(2, 3, 6, 8, layout=NCHW), **amount, mode=mode, out=NCHW)
        if mode in ("bilinear", "bicubic"):
            named(f"interpolate/{mode}_antialias", "interpolate", w.x(1, 2, 8, 9, layout=NCHW), size=(3, 4), mode=mode, antialias=True, out=NCHW)
            named(f"interpolate/{mode}_antialias_up", "interpolate", w.x(1, 2, 4, 3, layout=NCHW), size=(7, 8), mode=mode, antialias=True, out=NCHW)
            named(f"interpolate/{mode}_corners_scale", "interpolate", w.x(1, 2, 4, 3, layout=NCHW), scale_factor=2, mode=mode, align_corners=True, out=NCHW)
        named(f"interpolate/{mode}_recompute", "interpolate", w.x(1, 2, 5, 7, layout=NCHW), scale_factor=1.3, mode=mode, recompute_scale_factor=True, out=NCHW)
    named("interpolate/linear_corners", "interpolate", w.x(2, 3, 5, layout=NCL), 8, mode="linear", align_corners=True, out=NCL)
    named("interpolate/nearest_default", "interpolate", w.x(2, 3, 5, layout=NCL), scale_factor=2, out=NCL)
    named("interpolate/area_1d", "interpolate", w.x(2, 3, 7, layout=NCL), size=3, mode="area", out=NCL)
    for mode in ("nearest", "trilinear", "area"):
        named(f"interpolate/{mode}_3d", "interpolate", w.x(1, 2, 3, 4, 2, layout=NCDHW), size=(4, 6, 3), mode=mode, out=NCDHW)


def norm(w):
    shapes = {1: ((5, 3), (2, 3, 6)), 2: ((2, 3, 4, 5),)}
    for kind in ("BatchNorm", "InstanceNorm"):
        for n in (1, 2):
            for shape in shapes[n]:
                if kind == "InstanceNorm" and len(shape) == 2:
                    continue
                layout = {2: None, 3: NCL, 4: NCHW}[len(shape)]
                make = getattr(nn, f"{kind}{n}d")
                for label, ctor in (("default", {}), ("no_affine", {"affine": False}), ("affine", {"affine": True, "momentum": 0.25, "eps": 1e-3}),
                                    ("tracked", {"track_running_stats": True, "affine": True}), ("untracked", {"track_running_stats": False}),
                                    ("cumulative", {"momentum": None, "track_running_stats": True})):
                    if label == "cumulative" and kind == "InstanceNorm":
                        continue
                    for train in (True, False):
                        name = f"norm/{kind}{n}d/{len(shape)}_{label}_{'train' if train else 'eval'}"
                        w.module(name, f"torch.nn.{kind}{n}d", make, w.x(*shape, layout=layout), ctor={"num_features": 3, **ctor}, train=train, out=layout)
    w.module("norm/InstanceNorm2d/unbatched", "torch.nn.InstanceNorm2d", nn.InstanceNorm2d, w.x(3, 4, 5, layout="CHW"), ctor={"num_features": 3, "affine": True}, out="CHW")
    w.module("norm/InstanceNorm1d/unbatched", "torch.nn.InstanceNorm1d", nn.InstanceNorm1d, w.x(3, 5, layout="CL"), ctor={"num_features": 3}, out="CL")
    w.module("norm/LayerNorm/one", "torch.nn.LayerNorm", nn.LayerNorm, w.x(2, 3, 4), ctor={"normalized_shape": 4})
    w.module("norm/LayerNorm/two_eps", "torch.nn.LayerNorm", nn.LayerNorm, w.x(2, 3, 4), ctor={"normalized_shape": [3, 4], "eps": 0.01})
    w.module("norm/LayerNorm/no_affine", "torch.nn.LayerNorm", nn.LayerNorm, w.x(2, 3, 4), ctor={"normalized_shape": 4, "elementwise_affine": False})

    def op(name, callable_name, f, *args, **kwargs):
        w.function(f"norm/{name}", callable_name, f, *args, **kwargs)

    image = lambda c=4: w.x(2, c, 3, 5, layout=NCHW)
    c = lambda name, low=-1.0: w.x(4, name=name, low=low)
    moments = lambda: (In("mean", w.draw(4), grad=False), In("var", w.draw(4, low=0.5), grad=False))
    op("batch_norm/eval", "torch.nn.functional.batch_norm", F.batch_norm, image(), *moments(), c("weight"), c("bias"), False, 0.1, 1e-3, out=NCHW)
    op("batch_norm/eval_named", "torch.nn.functional.batch_norm", F.batch_norm, w.x(5, 4), *moments(), eps=1e-3)
    op("batch_norm/train", "torch.nn.functional.batch_norm", F.batch_norm, w.x(2, 4, 6, layout=NCL), None, None, weight=c("weight"), training=True, out=NCL)
    op("layer_norm/weight_alone", "torch.nn.functional.layer_norm", F.layer_norm, w.x(2, 4), (4,), weight=c("weight"), eps=0.1)
    op("layer_norm/nchw", "torch.nn.functional.layer_norm", F.layer_norm, image(), [4, 3, 5], out=NCHW)
    op("group_norm/ncl", "torch.nn.functional.group_norm", F.group_norm, w.x(2, 4, 6, layout=NCL), 2, c("weight"), c("bias"), out=NCL)
    op("group_norm/matrix", "torch.nn.functional.group_norm", F.group_norm, w.x(3, 4), num_groups=2, weight=c("weight"))
    rms = lambda x, weight, eps=1e-6: x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps) * weight
    op("rms_norm/sequence", "golden.models.rms_norm", rms, w.x(2, 3, 4), c("weight"), 1e-5)
    for p in (1.0, 3.0, INF):
        op(f"normalize/nchw_p{p}", "torch.nn.functional.normalize", F.normalize, image(), p=p, dim=1, out=NCHW)
    op("normalize/nchw_default", "torch.nn.functional.normalize", F.normalize, image(), out=NCHW)
    op("normalize/positional", "torch.nn.functional.normalize", F.normalize, w.x(3, 4), 2.0, -2, 0.5)
    op("normalize/vector", "torch.nn.functional.normalize", F.normalize, w.x(4), dim=0)
    op("local_response_norm/ncl", "torch.nn.functional.local_response_norm", F.local_response_norm, w.x(2, 5, 4, layout=NCL), size=2, alpha=0.3, beta=0.5, k=0.5, out=NCL)
    op("local_response_norm/default", "torch.nn.functional.local_response_norm", F.local_response_norm, image(5), 5, out=NCHW)


def embed(w):
    def op(name, callable_name, f, *args, **kwargs):
        w.function(f"embed_dropout/{name}", callable_name, f, *args, **kwargs)

    table = lambda: w.x(6, 3, name="weight")
    i = lambda *shape: In("i", w.whole(*shape, below=6))
    E, B = "torch.nn.functional.embedding", "torch.nn.functional.embedding_bag"
    op("embedding/cube", E, F.embedding, i(2, 2, 3), table())
    op("embedding/positional", E, F.embedding, i(4), table(), 1)
    op("embedding/padding_frequency", E, F.embedding, i(7), table(), padding_idx=2, scale_grad_by_freq=True)
    for mode in ("sum", "mean", "max"):
        op(f"embedding_bag/matrix_{mode}", B, F.embedding_bag, i(2, 3), table(), mode=mode)
        op(f"embedding_bag/empty_{mode}", B, F.embedding_bag, i(5), table(), offsets=In("o", torch.tensor([0, 2, 2])), mode=mode)
        op(f"embedding_bag/padding_{mode}", B, F.embedding_bag, i(5), table(), In("o", torch.tensor([0, 3])), mode=mode, padding_idx=1)
    op("embedding_bag/weights", B, F.embedding_bag, i(2, 3), table(), mode="sum", per_sample_weights=w.x(2, 3, name="w"))
    op("embedding_bag/last_offset", B, F.embedding_bag, i(5), table(), In("o", torch.tensor([0, 2, 5])), mode="sum", include_last_offset=True)
    op("embedding_bag/default", B, F.embedding_bag, i(2, 3), table())
    for name in ("dropout", "dropout2d", "alpha_dropout"):
        x = lambda: w.x(2, 3, 2, 2, layout=NCHW)
        op(f"dropout/{name}_p0", f"torch.nn.functional.{name}", getattr(F, name), x(), p=0.0, training=True, out=NCHW)
        op(f"dropout/{name}_off", f"torch.nn.functional.{name}", getattr(F, name), x(), 0.4, False, out=NCHW)
    op("dropout/dropout_p1", "torch.nn.functional.dropout", F.dropout, w.x(3, 4), p=1.0, training=True)
    op("dropout/alpha_default", "torch.nn.functional.alpha_dropout", F.alpha_dropout, w.x(3, 4))
    w.module("embed_dropout/Dropout/p0", "torch.nn.Dropout", nn.Dropout, w.x(2, 3), ctor={"p": 0.0})
    w.module("embed_dropout/Dropout/default", "torch.nn.Dropout", nn.Dropout, w.x(2, 3), train=False)
    w.module("embed_dropout/Dropout/inplace", "torch.nn.Dropout", nn.Dropout, w.x(2, 3), ctor={"p": 0.3, "inplace": False}, train=False)
    w.module("embed_dropout/Embedding/plain", "torch.nn.Embedding", nn.Embedding, i(2, 3), ctor={"num_embeddings": 6, "embedding_dim": 3})
    w.module("embed_dropout/Embedding/frequency", "torch.nn.Embedding", nn.Embedding, i(7), ctor={"num_embeddings": 6, "embedding_dim": 3, "scale_grad_by_freq": True})
    w.module("embed_dropout/Embedding/negative_padding", "torch.nn.Embedding", nn.Embedding, i(7), ctor={"num_embeddings": 6, "embedding_dim": 3, "padding_idx": -1})


def generate(w):
    conv(w)
    pool(w)
    norm(w)
    embed(w)
