"""Cases of grad_clip, optimizers, schedulers and init."""

import torch
from torch import nn

from .writer import as_json

INF = float("inf")


def clipping(w):
    for label, kwargs in (("inf", {"max_norm": 0.3, "norm_type": INF}), ("l3", {"max_norm": 0.5, "norm_type": 3.0}), ("l0_5", {"max_norm": 0.5, "norm_type": 0.5}),
                          ("max_inf", {"max_norm": INF}), ("strict", {"max_norm": 0.5, "error_if_nonfinite": True}), ("value", {"clip_value": 0.4})):
        name = "clip_grad_value_" if "clip_value" in kwargs else "clip_grad_norm_"
        case = w.start(f"grad_clip/more/{label}", "clip", f"torch.nn.utils.{name}", kwargs=as_json(kwargs), inputs=["g0", "g1"])
        params = [nn.Parameter(torch.zeros(3, 2).double()), nn.Parameter(torch.zeros(4).double())]
        for i, param in enumerate(params):
            param.grad = w.draw(*param.shape)
            w.save(case, "inputs", f"g{i}", param.grad)
        total = getattr(nn.utils, name)(params, **kwargs)
        case["outputs"] = ["g0", "g1"] + ([] if total is None else ["total_norm"])
        for i, param in enumerate(params):
            w.save(case, "outputs", f"g{i}", param.grad)
        if total is not None:
            w.save(case, "outputs", "total_norm", total)


class RegressionMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(sizes[0], sizes[1]), nn.Linear(sizes[1], sizes[2])

    def forward(self, x, y):
        return ((self.fc2(torch.tanh(self.fc1(x))) - y) ** 2).mean()


class BinaryMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(sizes[0], sizes[1]), nn.Linear(sizes[1], sizes[2])

    def forward(self, x, y):
        return nn.functional.binary_cross_entropy_with_logits(self.fc2(torch.relu(self.fc1(x))).squeeze(-1), y)


class ConvAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc1, self.enc2 = nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.Conv2d(4, 6, 3, padding=1)
        self.dec1, self.dec2 = nn.ConvTranspose2d(6, 4, 2, stride=2), nn.Conv2d(4, 1, 3, padding=1)

    def forward(self, x):
        h = torch.relu(self.enc2(torch.relu(self.enc1(x))))
        return ((torch.sigmoid(self.dec2(torch.relu(self.dec1(h)))) - x) ** 2).mean()


BINARY = "loss = mean binary_cross_entropy_with_logits(fc2(relu(fc1(x))), y); fc1 = Linear(sizes[0], sizes[1]), fc2 = Linear(sizes[1], sizes[2])"
CONV = (
    "x[B,1,8,8] -> relu(enc1: 1->4, 3x3, stride 2, pad 1) -> relu(enc2: 4->6, 3x3, pad 1) -> relu(dec1: transposed 6->4, 2x2, stride 2) "
    "-> sigmoid(dec2: 4->1, 3x3, pad 1); loss = mean squared error against x"
)


def trained(w, label, optimizer, kwargs, clip=None, scheduler=None, groups=None, steps=8, group="optimizers", model=None, name="RegressionMLP",
            ctor={"sizes": [3, 4, 2]}, data=None, doc=None):
    """A small model, by default a regression, that an optimizer trains."""
    model = (model or RegressionMLP([3, 4, 2])).double()
    case = w.start(f"{group}/more/{label}", "training", f"golden.models.{name}", ctor=ctor, steps=steps, doc=doc,
                   params=[name for name, _ in model.named_parameters()], layouts=w.weight_layouts(model),
                   optimizer={"callable": f"torch.optim.{optimizer}", "kwargs": as_json(kwargs)})
    w.fill(model)
    data = data or {"x": w.draw(6, 3), "y": w.draw(6, 2)}
    case["inputs"] = list(data)
    for key, value in data.items():
        w.save(case, "inputs", key, value)
        if value.ndim == 4:
            case["layouts"] |= {key: "NCHW"}
    own = dict(model.named_parameters())
    for name, parameter in own.items():
        w.save(case, "params", name, parameter)
    params = own.values()
    if groups:
        case["optimizer"]["param_groups"] = groups
        params = [{**group, "params": [own[name] for name in group["params"]]} for group in groups]
    method = getattr(torch.optim, optimizer)(params, **kwargs)
    schedule = None
    if scheduler:
        case["scheduler"] = {"callable": f"torch.optim.lr_scheduler.{scheduler[0]}", "kwargs": scheduler[1]}
        schedule = getattr(torch.optim.lr_scheduler, scheduler[0])(method, **scheduler[1])
    if clip:
        case["clip"] = as_json(clip)
    losses, paths, norms = [], {name: [] for name in own}, []
    for _ in range(steps):
        method.zero_grad()
        loss = model(**data)
        loss.backward()
        losses.append(loss.detach())
        norms.append(torch.stack([parameter.grad.norm() for parameter in own.values()]))
        if clip and "max_norm" in clip:
            nn.utils.clip_grad_norm_(own.values(), **clip)
        elif clip:
            nn.utils.clip_grad_value_(own.values(), **clip)
        method.step()
        if schedule:
            schedule.step()
        for name, parameter in own.items():
            paths[name].append(parameter.detach().clone())
    w.save(case, "outputs", "losses", torch.stack(losses))
    w.save(case, "outputs", "grad_norms", torch.stack(norms))
    for name in own:
        w.save(case, "outputs", f"trajectory.{name}", torch.stack(paths[name]))
    case["outputs"] = ["losses", "grad_norms"] + [f"trajectory.{name}" for name in own]
    if case["layouts"]:  # which have no axis for the steps
        case["outputs"] = case["outputs"][:2]


def optimizers(w):
    for name, variants in {
        "SGD": [{"lr": 0.1}, {"lr": 0.1, "momentum": 0.8, "dampening": 0.3}, {"lr": 0.1, "momentum": 0.8, "dampening": 0.5, "weight_decay": 0.1},
                {"lr": 0.1, "momentum": 0.5, "nesterov": True, "maximize": True}, {"lr": 0.1, "foreach": False}],
        "Adam": [{}, {"lr": 0.1, "betas": (0.7, 0.9), "amsgrad": True, "weight_decay": 0.1}, {"lr": 0.05, "amsgrad": True, "maximize": True},
                 {"lr": 0.05, "capturable": False, "foreach": False}],
        "AdamW": [{}, {"lr": 0.1, "betas": (0.5, 0.8)}, {"lr": 0.05, "maximize": True, "amsgrad": True}],
        "RAdam": [{}, {"lr": 0.1, "weight_decay": 0.1, "eps": 1e-3}, {"lr": 0.1, "betas": (0.5, 0.5)}],
        "Adamax": [{}, {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-3}, {"lr": 0.1, "maximize": True}],
        "Adadelta": [{}, {"lr": 0.7, "rho": 0.5, "weight_decay": 0.1}],
        "Adagrad": [{}, {"lr": 0.1, "lr_decay": 0.2}, {"lr": 0.1, "weight_decay": 0.1, "lr_decay": 0.1, "initial_accumulator_value": 0.2}, {"lr": 0.1, "maximize": True}],
        "RMSprop": [{}, {"lr": 0.05, "momentum": 0.7}, {"lr": 0.05, "momentum": 0.7, "centered": True, "alpha": 0.7}],
    }.items():
        for i, kwargs in enumerate(variants):
            trained(w, f"{name}_{i}", name, kwargs)
        trained(w, f"{name}_groups", name, {"lr": 0.05}, groups=[{"params": ["fc1.weight", "fc1.bias"], "lr": 0.01},
                                                               {"params": ["fc2.weight", "fc2.bias"], "weight_decay": 0.2}])
        # with RMSprop's own eps, gradients near 0 make float32 use more than a fifth of the tolerance
        eps = {"eps": 1e-3} if name == "RMSprop" else {}
        trained(w, f"{name}_clip_inf", name, {"lr": 0.05, **eps}, clip={"max_norm": 0.1, "norm_type": INF})
        trained(w, f"{name}_exponential", name, {"lr": 0.05}, scheduler=("ExponentialLR", {"gamma": 0.8}))
    trained(w, "binary_mlp", "Adam", {"lr": 0.05}, group="training", model=BinaryMLP([3, 5, 1]), name="BinaryMLP", ctor={"sizes": [3, 5, 1]},
            data={"x": w.draw(8, 3), "y": (w.draw(8) > 0).double()}, doc=BINARY)
    trained(w, "conv_autoencoder", "Adam", {"lr": 0.01}, group="training", model=ConvAutoencoder(), name="ConvAutoencoder", ctor={},
            data={"x": w.draw(3, 1, 8, 8, low=0.0, high=1.0)}, doc=CONV)
    trained(w, "SGD_clip_value", "SGD", {"lr": 0.1}, clip={"clip_value": 0.05})
    trained(w, "Adam_warm", "Adam", {"lr": 0.05}, scheduler=("LinearLR", {"start_factor": 0.1, "total_iters": 4}))


def scheduled(w, label, name, kwargs, rate=0.1, optimizer=None, metrics=None, steps=30):
    case = w.start(f"schedulers/more/{label}", "scheduler", f"torch.optim.lr_scheduler.{name}", kwargs=as_json(kwargs), steps=steps, base_lr=rate)
    case |= {"rtol": 1e-6, "atol": 1e-9}
    del case["file"]
    if optimizer:
        case["optimizer"] = {"callable": f"torch.optim.{optimizer[0]}", "kwargs": optimizer[1]}
    rates = rate if isinstance(rate, list) else [rate]
    groups = [{"params": [nn.Parameter(torch.zeros(1))], "lr": each} for each in rates]
    kind, settings = optimizer or ("SGD", {})
    method = getattr(torch.optim, kind)(groups, **({"lr": 0.1} if kind == "SGD" else {}), **settings)
    schedule = make_schedule(method, name, kwargs)
    lr, momentum = [], []
    for step in range(steps):
        current = [group["lr"] for group in method.param_groups]
        lr.append(current if isinstance(rate, list) else current[0])
        first = method.param_groups[0]
        momentum.append(first["momentum"] if "momentum" in first else first["betas"][0])
        method.step()
        schedule.step(*([metrics[step]] if metrics else []))
    case["expected"] = {"lr": lr}
    if kwargs.get("cycle_momentum"):
        case["expected"]["momentum"] = momentum
    if metrics:
        case["metrics"] = metrics


def make_schedule(method, name, kwargs):
    kwargs = dict(kwargs)
    if "lr_lambda" in kwargs:
        compiled = [eval(f"lambda epoch: {text}") for text in ([kwargs["lr_lambda"]] if isinstance(kwargs["lr_lambda"], str) else kwargs["lr_lambda"])]
        kwargs["lr_lambda"] = compiled if isinstance(kwargs["lr_lambda"], list) else compiled[0]
    if "schedulers" in kwargs:
        inside = [make_schedule(method, item["callable"].split(".")[-1], item.get("kwargs", {})) for item in kwargs.pop("schedulers")]
        kwargs["schedulers"] = inside
        if name == "ChainedScheduler":
            return torch.optim.lr_scheduler.ChainedScheduler(inside)
    return getattr(torch.optim.lr_scheduler, name)(method, **kwargs)


def schedulers(w):
    inner = lambda name, **kwargs: {"callable": f"torch.optim.lr_scheduler.{name}", "kwargs": kwargs}
    for label, name, kwargs, extra in (
        ("step_default", "StepLR", {"step_size": 7}, {}), ("multi_default", "MultiStepLR", {"milestones": [3, 20]}, {}),
        ("cosine_min", "CosineAnnealingLR", {"T_max": 10, "eta_min": 0.01}, {}), ("cosine_groups", "CosineAnnealingLR", {"T_max": 30}, {"rate": [0.1, 0.3]}),
        ("restarts_min", "CosineAnnealingWarmRestarts", {"T_0": 4, "eta_min": 0.03}, {}), ("linear_up", "LinearLR", {"start_factor": 0.5, "end_factor": 0.9}, {}),
        ("constant_default", "ConstantLR", {}, {}), ("polynomial_default", "PolynomialLR", {}, {}), ("lambda", "LambdaLR", {"lr_lambda": "epoch + 1"}, {}),
        ("multiplicative_groups", "MultiplicativeLR", {"lr_lambda": ["0.9", "1.1"]}, {"rate": [0.1, 0.2]}),
        ("one_cycle_linear", "OneCycleLR", {"max_lr": 0.4, "total_steps": 30, "anneal_strategy": "linear", "cycle_momentum": True, "base_momentum": 0.8, "max_momentum": 0.9},
         {"optimizer": ("SGD", {"momentum": 0.9})}),
        ("one_cycle_groups", "OneCycleLR", {"max_lr": [0.4, 0.2], "total_steps": 30, "cycle_momentum": False}, {"rate": [0.1, 0.2]}),
        ("cyclic_2", "CyclicLR", {"base_lr": 0.01, "max_lr": 0.3, "step_size_up": 5, "mode": "triangular2", "cycle_momentum": False}, {"rate": 0.01}),
        ("cyclic_exp", "CyclicLR", {"base_lr": 0.01, "max_lr": 0.3, "step_size_up": 4, "mode": "exp_range", "gamma": 0.95, "cycle_momentum": True},
         {"rate": 0.01, "optimizer": ("SGD", {"momentum": 0.9})}),
        ("cyclic_groups", "CyclicLR", {"base_lr": [0.01, 0.02], "max_lr": [0.1, 0.2], "step_size_up": 5, "cycle_momentum": False}, {"rate": [0.01, 0.02]}),
        ("sequential", "SequentialLR", {"schedulers": [inner("ConstantLR", factor=0.1, total_iters=5), inner("ExponentialLR", gamma=0.9)], "milestones": [8]}, {}),
        ("sequential_three", "SequentialLR", {"schedulers": [inner("LinearLR", start_factor=0.1, total_iters=5), inner("CosineAnnealingLR", T_max=10), inner("StepLR", step_size=3)],
                                              "milestones": [5, 15]}, {}),
        ("chained", "ChainedScheduler", {"schedulers": [inner("ConstantLR", factor=0.5, total_iters=6), inner("StepLR", step_size=4, gamma=0.5)]}, {}),
        ("plateau_max", "ReduceLROnPlateau", {"mode": "max", "patience": 2, "factor": 0.5, "eps": 0.01}, {"metrics": [min(1.0, 0.1 * i) for i in range(30)]}),
        ("plateau_max_abs", "ReduceLROnPlateau", {"mode": "max", "patience": 1, "threshold": 0.15, "threshold_mode": "abs", "cooldown": 1},
         {"metrics": [0.1 * i for i in range(30)]}),
        ("plateau_groups", "ReduceLROnPlateau", {"patience": 1, "min_lr": [0.01, 0.02]}, {"rate": [0.1, 0.2], "metrics": [1.0] * 30}),
    ):
        scheduled(w, label, name, kwargs, **extra)


def initial(w):
    """How the parameters of fresh modules are distributed: the bounds by the formulas of their reset_parameters."""
    inverse = lambda fan: fan ** -0.5
    uniform = lambda shape, bound: {"shape": list(shape), "distribution": "uniform", "bound": bound}
    constant = lambda shape, value: {"shape": list(shape), "distribution": "constant", "value": value}
    normal = lambda shape, std: {"shape": list(shape), "distribution": "normal", "mean": 0.0, "std": std}

    def facts(part, name, shape):
        kind = type(part).__name__
        if isinstance(part, nn.MultiheadAttention):
            if name == "in_proj_bias":
                return constant(shape, 0.0)
            return uniform(shape, (6 / sum(shape)) ** 0.5)
        if kind == "NonDynamicallyQuantizableLinear":
            return constant(shape, 0.0) if name == "bias" else uniform(shape, inverse(part.in_features))
        if kind == "Linear":
            return uniform(shape, inverse(part.in_features))
        if kind == "Bilinear":
            return uniform(shape, inverse(part.in1_features))
        if kind.startswith("Conv"):
            return uniform(shape, inverse(part.weight[0].numel()))
        if kind in ("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"):
            return uniform(shape, inverse(part.hidden_size))
        if kind == "PReLU":
            return constant(shape, 0.25)
        if kind in ("Embedding", "EmbeddingBag"):
            return normal(shape, 1.0)
        return constant(shape, 1.0 if name == "weight" else 0.0)

    size = {"in_channels": 4, "out_channels": 6, "kernel_size": 3}
    for module, rest in (
        ("Linear", {"in_features": 9, "out_features": 5}), ("Linear", {"in_features": 9, "out_features": 5, "bias": False}),
        ("Bilinear", {"in1_features": 4, "in2_features": 3, "out_features": 5}), ("Conv1d", size), ("Conv2d", {**size, "kernel_size": [3, 2], "bias": False}),
        ("Conv3d", {**size, "kernel_size": 2, "groups": 2}), ("ConvTranspose1d", {**size, "groups": 2}), ("ConvTranspose2d", {**size, "stride": 2, "bias": False}),
        ("ConvTranspose3d", {**size, "kernel_size": [2, 3, 1], "groups": 2}),
        ("Embedding", {"num_embeddings": 10, "embedding_dim": 4, "padding_idx": None}), ("EmbeddingBag", {"num_embeddings": 10, "embedding_dim": 4}),
        ("BatchNorm1d", {"num_features": 3}), ("BatchNorm3d", {"num_features": 3}), ("InstanceNorm1d", {"num_features": 3, "affine": True}),
        ("InstanceNorm2d", {"num_features": 3, "affine": True}), ("InstanceNorm3d", {"num_features": 3, "affine": True}), ("LayerNorm", {"normalized_shape": [3, 4]}), ("GroupNorm", {"num_groups": 3, "num_channels": 6}),
        ("RNN", {"input_size": 4, "hidden_size": 9, "num_layers": 2, "bidirectional": True}), ("LSTM", {"input_size": 4, "hidden_size": 9, "proj_size": 3}),
        ("GRU", {"input_size": 4, "hidden_size": 9, "bias": False}), ("RNNCell", {"input_size": 4, "hidden_size": 9}), ("GRUCell", {"input_size": 4, "hidden_size": 9}),
        ("LSTMCell", {"input_size": 4, "hidden_size": 9, "bias": False}), ("PReLU", {"num_parameters": 3}),
        ("MultiheadAttention", {"embed_dim": 6, "num_heads": 2}), ("MultiheadAttention", {"embed_dim": 6, "num_heads": 2, "kdim": 4, "vdim": 5}),
        ("TransformerEncoderLayer", {"d_model": 6, "nhead": 2, "dim_feedforward": 8}), ("TransformerDecoderLayer", {"d_model": 6, "nhead": 2, "dim_feedforward": 8}),
    ):
        made = getattr(nn, module)(**rest)
        parts = dict(made.named_modules())
        expected = {}
        for key, parameter in made.named_parameters():
            path, _, name = key.rpartition(".")
            expected[key] = facts(parts[path], name, list(parameter.shape))
        label = "_".join([module] + [f"{key}_{value}" for key, value in rest.items() if key in ("bias", "groups", "kdim", "proj_size", "bidirectional")])
        case = w.start(f"init/more/{label}", "facts", "golden.facts.default_init", kwargs=as_json({"module": module, **rest}), expected=expected)
        del case["file"]


def generate(w):
    clipping(w)
    optimizers(w)
    schedulers(w)
    initial(w)
