"""Cases of L-BFGS, whose step evaluates the loss several times."""

import torch
from torch import nn

from .training import RegressionMLP
from .writer import as_json

BOWL = "loss = 0.5 a^T Q a - c.a + sum_{i<2} [ 2 (b[i+1] - b[i]^2)^2 + (1 - b[i])^2 ], parameters a[4], b[3]"


class QuadraticRosenbrock(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Parameter(torch.zeros(4)), nn.Parameter(torch.zeros(3))

    def forward(self, Q, c):
        here, after = self.b[:2], self.b[1:]
        return 0.5 * self.a @ Q @ self.a - c @ self.a + (2 * (after - here**2) ** 2 + (1 - here) ** 2).sum()


def minimised(w, label, kwargs, model, name, data, steps, ctor=None, doc=None):
    model = model.double()
    own = dict(model.named_parameters())
    case = w.start(f"optimizers/more/LBFGS_{label}", "training", f"golden.models.{name}", ctor=ctor or {}, steps=steps, doc=doc,
                   params=list(own), layouts=w.weight_layouts(model), optimizer={"callable": "torch.optim.LBFGS", "kwargs": as_json(kwargs)})
    w.fill(model)
    case["inputs"] = list(data)
    for key, value in data.items():
        w.save(case, "inputs", key, value)
    for key, parameter in own.items():
        w.save(case, "params", key, parameter)
    method = torch.optim.LBFGS(own.values(), **kwargs)

    def closure():
        method.zero_grad()
        loss = model(**data)
        loss.backward()
        return loss

    losses, paths = [], {key: [] for key in own}
    for _ in range(steps):
        losses.append(method.step(closure).detach())
        for key, parameter in own.items():
            paths[key].append(parameter.detach().clone())
    w.save(case, "outputs", "losses", torch.stack(losses))
    for key in own:
        w.save(case, "outputs", f"trajectory.{key}", torch.stack(paths[key]))
    case["outputs"] = ["losses"] + [f"trajectory.{key}" for key in own]


def generate(w):
    half = w.draw(4, 4)
    bowl = {"Q": half @ half.T / 4 + torch.eye(4).double(), "c": w.draw(4)}
    points = {"x": w.draw(6, 3), "y": w.draw(6, 2)}
    wolfe = {"line_search_fn": "strong_wolfe"}
    # far smaller first steps make float32 decide otherwise: the search compares losses that differ in their last digits
    for label, kwargs, steps in (
        ("wolfe", {**wolfe, "max_iter": 2}, 6), ("wolfe_long", {**wolfe, "max_iter": 5, "history_size": 3}, 2), ("wolfe_far", {**wolfe, "lr": 20, "max_iter": 2}, 4),
        ("wolfe_near", {**wolfe, "lr": 0.2, "max_iter": 2}, 3), ("wolfe_evaluations", {**wolfe, "max_iter": 8, "max_eval": 3}, 4),
        ("plain", {"lr": 0.1, "max_iter": 3}, 5), ("plain_history", {"lr": 0.2, "max_iter": 4, "history_size": 2}, 4),
        ("plain_tolerance", {"lr": 0.1, "max_iter": 20, "tolerance_change": 0.05}, 3), ("plain_gradient", {"lr": 0.3, "max_iter": 20, "tolerance_grad": 0.5}, 2),
    ):
        minimised(w, f"{label}_bowl", kwargs, QuadraticRosenbrock(), "QuadraticRosenbrock", bowl, steps, doc=BOWL)
        minimised(w, f"{label}_network", kwargs, RegressionMLP([3, 4, 2]), "RegressionMLP", points, steps, ctor={"sizes": [3, 4, 2]})
