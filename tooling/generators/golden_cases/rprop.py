"""Cases of resilient propagation, whose steps depend on signs of gradients alone."""

from .training import trained


def generate(w):
    for label, kwargs in (
        ("0", {}), ("1", {"lr": 0.1, "etas": (0.3, 1.5)}), ("2", {"lr": 0.2, "step_sizes": (0.05, 0.25)}), ("3", {"lr": 0.05, "maximize": True}),
        ("4", {"lr": 0.5, "foreach": False}),
    ):
        trained(w, f"Rprop_{label}", "Rprop", kwargs)
    trained(w, "Rprop_groups", "Rprop", {"lr": 0.05}, groups=[{"params": ["fc1.weight", "fc1.bias"], "lr": 0.01},
                                                             {"params": ["fc2.weight", "fc2.bias"], "etas": [0.4, 1.1]}])
    trained(w, "Rprop_clip_inf", "Rprop", {"lr": 0.05}, clip={"max_norm": 0.1, "norm_type": float("inf")})
