"""Cases of unpooling and of modules that pad."""

from torch import nn
from torch.nn import functional as F

from .writer import In

LAYOUTS = {1: "NCL", 2: "NCHW", 3: "NCDHW"}
SIZES = {1: (6,), 2: (5, 6), 3: (4, 5, 6)}
EVEN = {1: (6,), 2: (6, 12), 3: (6, 6, 6)}


def pooled(w, n, kernel, stride=None, padding=0, sizes=SIZES):
    """Values that float32 holds, with the places of maxima that are all different."""
    pool = getattr(F, f"max_pool{n}d")
    _, indices = pool(w.draw(2, 2, *sizes[n]), kernel, stride, padding, return_indices=True)
    x = w.x(*indices.shape, layout=LAYOUTS[n])
    return x, In("indices", indices, LAYOUTS[n])


def unpooling(w):
    def function(n, name, operands, *args, **kwargs):
        unpool = f"max_unpool{n}d"
        w.function(f"pool_resize/{unpool}/{name}", f"torch.nn.functional.{unpool}", getattr(F, unpool), *operands, *args, out=LAYOUTS[n], **kwargs)

    def module(n, name, ctor, *args, sizes=SIZES, **kwargs):
        unpool = f"MaxUnpool{n}d"
        operands = pooled(w, n, *ctor.values(), sizes=sizes)
        w.module(f"pool_resize/{unpool}/{name}", f"torch.nn.{unpool}", getattr(nn, unpool), *operands, *args, ctor=ctor, out=LAYOUTS[n], **kwargs)

    for n in (1, 2, 3):
        function(n, "plain", pooled(w, n, 2, sizes=EVEN), 2)
        function(n, "positional", pooled(w, n, 2, 3, 1), 2, 3, 1, list(SIZES[n]))
        function(n, "output_size", pooled(w, n, 2), kernel_size=2, output_size=[2, 2, *SIZES[n]])
        module(n, "plain", {"kernel_size": 3, "stride": 3}, sizes=EVEN)
        module(n, "output_size", {"kernel_size": 2, "stride": 2, "padding": 1}, output_size=list(SIZES[n]))
    function(2, "lists", pooled(w, 2, (1, 2), (2, 3), (0, 1)), [1, 2], stride=(2, 3), padding=(0, 1), output_size=SIZES[2])
    function(3, "lists", pooled(w, 3, (2, 1, 2), (2, 1, 3), (1, 0, 0)), (2, 1, 2), (2, 1, 3), (1, 0, 0), SIZES[3])


def padding(w):
    sides = {1: (2, 1), 2: (2, 1, 0, 3), 3: (2, 1, 0, 3, 1, 2)}
    for n in (1, 2, 3):
        for kind, more in (("ReflectionPad", {}), ("ReplicationPad", {}), ("ConstantPad", {"value": -1.5})):
            for name, amount in (("all", 2), ("sides", sides[n])):
                w.module(f"shape_ops/{kind}{n}d/{name}", f"torch.nn.{kind}{n}d", getattr(nn, f"{kind}{n}d"), w.x(2, 2, *SIZES[n], layout=LAYOUTS[n]),
                         ctor={"padding": amount, **more}, out=LAYOUTS[n])
            # one without a batch
            w.module(f"shape_ops/{kind}{n}d/unbatched", f"torch.nn.{kind}{n}d", getattr(nn, f"{kind}{n}d"), w.x(2, *SIZES[n], layout=LAYOUTS[n][1:]),
                     ctor={"padding": 1, **more}, out=LAYOUTS[n][1:])
    for name, amount in (("all", 1), ("sides", sides[2]), ("cropped", (-1, 2, 1, -2))):
        w.module(f"shape_ops/ZeroPad2d/{name}", "torch.nn.ZeroPad2d", nn.ZeroPad2d, w.x(2, 2, *SIZES[2], layout="NCHW"), ctor={"padding": amount}, out="NCHW")
    # PyTorch 1.13 has these as functions only
    for n in (1, 2, 3):
        for name, amount in (("all", (1,) * 2 * n), ("sides", sides[n])):
            circular = type("Circular", (nn.Module,), {"__init__": given, "forward": lambda self, x: F.pad(x, self.padding, "circular")})
            w.module(f"shape_ops/CircularPad{n}d/{name}", f"torch.nn.CircularPad{n}d", circular, w.x(2, 2, *SIZES[n], layout=LAYOUTS[n]),
                     ctor={"padding": amount}, out=LAYOUTS[n])
    for n in (1, 3):
        zero = getattr(nn, f"ConstantPad{n}d")
        w.module(f"shape_ops/ZeroPad{n}d/sides", f"torch.nn.ZeroPad{n}d", lambda padding, zero=zero: zero(padding, 0.0), w.x(2, 2, *SIZES[n], layout=LAYOUTS[n]),
                 ctor={"padding": sides[n]}, out=LAYOUTS[n])


def given(self, padding):
    nn.Module.__init__(self)
    self.padding = padding


def generate(w):
    unpooling(w)
    padding(w)
