"""Collects golden cases and writes them in the format of tooling/goldens/fixtures."""

import json
import math
import struct

import torch

TOLERANCES = {
    "elementwise": 1e-5, "reductions": 1e-5, "shape_ops": 1e-5, "losses": 1e-5, "embed_dropout": 1e-5, "grad_clip": 1e-5,
    "matmul": 5e-5, "conv": 5e-5, "pool_resize": 5e-5, "norm": 5e-5, "rnn": 5e-5, "attention": 5e-5, "optimizers": 5e-5,
    "arch_blocks": 2e-4, "training": 2e-4,
}


class In:
    """An input of a case: its tensor, its axes where they are channels first, and whether its gradient is compared."""

    def __init__(self, name, value, layout=None, grad=None):
        self.name, self.layout = name, layout
        self.value = value.double() if value.is_floating_point() else value
        self.grad = self.value.is_floating_point() if grad is None else bool(grad)


def as_json(arg):
    """An argument as the manifest has it."""
    if isinstance(arg, In):
        return f"${arg.name}"
    if isinstance(arg, slice):
        return {"slice": [arg.start, arg.stop, arg.step]}
    if arg is Ellipsis:
        return {"ellipsis": True}
    if isinstance(arg, float) and math.isinf(arg):
        return {"float": "inf" if arg > 0 else "-inf"}
    if isinstance(arg, (list, tuple)):
        return [as_json(item) for item in arg]
    if isinstance(arg, dict):
        return {key: as_json(value) for key, value in arg.items()}
    return arg


def inputs_of(arg, found=None):
    """The inputs in an argument, in order."""
    found = [] if found is None else found
    if isinstance(arg, In):
        if arg not in found:
            found.append(arg)
    elif isinstance(arg, (list, tuple)):
        for item in arg:
            inputs_of(item, found)
    elif isinstance(arg, dict):
        for item in arg.values():
            inputs_of(item, found)
    return found


def given(arg):
    """An argument with its tensors in place."""
    if isinstance(arg, In):
        return arg.value
    if isinstance(arg, (list, tuple)):
        return type(arg)(given(item) for item in arg)
    if isinstance(arg, dict):
        return {key: given(value) for key, value in arg.items()}
    return arg


def flat(result):
    """Tensors depth first, without None."""
    if result is None:
        return []
    if isinstance(result, torch.Tensor):
        return [result]
    return [tensor for item in result for tensor in flat(item)]


class Writer:
    def __init__(self, seed=6202):
        self.random = torch.Generator().manual_seed(seed)
        self.cases, self.tensors = [], {}

    def draw(self, *shape, low=-2.0, high=2.0):
        """Numbers that float32 holds exactly."""
        u = torch.rand(shape, generator=self.random, dtype=torch.float64)
        return torch.round((low + u * (high - low)) * 256) / 256

    def whole(self, *shape, below):
        return torch.randint(0, below, shape, generator=self.random)

    def x(self, *shape, layout=None, name="x", grad=None, low=-2.0, high=2.0):
        return In(name, self.draw(*shape, low=low, high=high), layout, grad)

    def save(self, case, role, name, tensor):
        self.tensors.setdefault(case["group"], {})[f"{case['id']}/{role}/{name}"] = tensor.detach().clone()

    def start(self, identifier, kind, callable_name, **fields):
        group = identifier.split("/")[0]
        tolerance = TOLERANCES.get(group, 1e-6)
        case = {"id": identifier, "group": group, "kind": kind, "callable": callable_name, **fields}
        case |= {"file": f"{group}.safetensors", "rtol": tolerance, "atol": tolerance / 10}
        assert all(other["id"] != identifier for other in self.cases), identifier
        self.cases.append(case)
        return case

    def finish(self, case, result, leaves, names=None, layouts=None):
        """Saves the results, cotangents and gradients; `leaves` are tensors by name whose gradients count."""
        outputs = flat(result)
        names = names or (["out"] if len(outputs) == 1 else [f"out{i}" for i in range(len(outputs))])
        case["outputs"] = names
        case["layouts"] = {**case.get("layouts", {}), **(layouts or {})}
        for name, output in zip(names, outputs, strict=True):
            self.save(case, "outputs", name, output)
        driven = [(name, output) for name, output in zip(names, outputs) if output.requires_grad]
        if not driven or not leaves:
            return
        case["upstream"] = [name for name, _ in driven]
        total = 0
        for name, output in driven:
            upstream = self.draw(*output.shape)
            self.save(case, "upstream", name, upstream)
            total = total + (output * upstream).sum()
        case["grads"] = list(leaves)
        grads = torch.autograd.grad(total, list(leaves.values()), allow_unused=True)
        for (name, leaf), grad in zip(leaves.items(), grads):
            self.save(case, "grads", name, torch.zeros_like(leaf) if grad is None else grad)

    def function(self, identifier, callable_name, f, *args, names=None, out=None, **kwargs):
        """result = f(*args, **kwargs); `out` is the layout of every result."""
        case = self.start(identifier, "function", callable_name, args=as_json(args))
        if kwargs:
            case["kwargs"] = as_json(kwargs)
        inputs = inputs_of([args, kwargs])
        case["inputs"] = [item.name for item in inputs]
        case["layouts"] = {item.name: item.layout for item in inputs if item.layout}
        leaves = {}
        for item in inputs:
            self.save(case, "inputs", item.name, item.value)
            item.value = item.value.detach().clone()
            if item.grad:
                leaves[item.name] = item.value.requires_grad_()
        result = f(*given(args), **given(kwargs))
        count = len(flat(result))
        layouts = {name: out for name in names or (["out"] if count == 1 else [f"out{i}" for i in range(count)])} if out else {}
        self.finish(case, result, leaves, names, layouts)

    def module(self, identifier, callable_name, make, *args, ctor=None, train=True, out=None, names=None, layouts=None, f=None,
               **kwargs):
        """m = make(**ctor); result = m(*args, **kwargs) with drawn parameters and buffers; `f` calls another way."""
        case = self.start(identifier, "module", callable_name, ctor=as_json(ctor or {}), train=train, args=as_json(args))
        if kwargs:
            case["kwargs"] = as_json(kwargs)
        module = make(**(ctor or {})).double().train(train)
        self.fill(module)
        inputs = inputs_of([args, kwargs])
        case["inputs"] = [item.name for item in inputs]
        case["params"] = [name for name, _ in module.named_parameters()]
        case["buffers"] = [name for name, _ in module.named_buffers()]
        case["layouts"] = {item.name: item.layout for item in inputs if item.layout} | self.weight_layouts(module) | (layouts or {})
        leaves = {}
        for item in inputs:
            self.save(case, "inputs", item.name, item.value)
            item.value = item.value.detach().clone()
            if item.grad:
                leaves[item.name] = item.value.requires_grad_()
        for name, parameter in module.named_parameters():
            self.save(case, "params", name, parameter)
            leaves[name] = parameter
        for name, buffer in module.named_buffers():
            self.save(case, "buffers", name, buffer)
        result = (f or (lambda m, *a, **k: m(*a, **k)))(module, *given(args), **given(kwargs))
        count = len(flat(result))
        out_names = names or (["out"] if count == 1 else [f"out{i}" for i in range(count)])
        self.finish(case, result, leaves, out_names, {name: out for name in out_names} if out else {})
        if case["buffers"]:
            case["state_after"] = case["buffers"]
            for name, buffer in module.named_buffers():
                self.save(case, "state_after", name, buffer)

    def fill(self, module):
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_(self.draw(*parameter.shape, low=-0.75, high=0.75))
            for name, buffer in module.named_buffers():
                if name.endswith("running_var"):
                    buffer.copy_(self.draw(*buffer.shape, low=0.5, high=1.5))
                elif name.endswith("running_mean"):
                    buffer.copy_(self.draw(*buffer.shape, low=-0.5, high=0.5))

    @staticmethod
    def weight_layouts(module):
        layouts = {}
        for path, part in module.named_modules():
            name = f"{path}.weight" if path else "weight"
            kind = type(part).__name__
            if not isinstance(getattr(part, "weight", None), torch.Tensor):
                continue
            if kind.startswith("ConvTranspose"):
                layouts[name] = {3: "IOL", 4: "IOHW", 5: "IODHW"}[part.weight.ndim]
            elif kind.startswith("Conv"):
                layouts[name] = {3: "OIL", 4: "OIHW", 5: "OIDHW"}[part.weight.ndim]
        return layouts

    def write(self, folder, source):
        folder.mkdir(parents=True, exist_ok=True)
        for case in self.cases:
            for key in [key for key, value in case.items() if value in ([], {}, None)]:
                del case[key]
        callables = sorted({case["callable"] for case in self.cases})
        head = json.dumps({"format": "pytorch-goldens/1", "source": source, "key_rule": "<id>/<role>/<name>", "callables": callables})
        lines = ",\n".join(json.dumps(case) for case in self.cases)
        (folder / "manifest.json").write_text(f'{head[:-1]}, "cases": [\n{lines}\n]}}\n')
        for group, tensors in self.tensors.items():
            (folder / f"{group}.safetensors").write_bytes(safetensors(tensors))


def safetensors(tensors):
    header, parts, position = {"__metadata__": {"golden": '"golden_cases"'}}, [], 0
    for key, tensor in sorted(tensors.items(), key=lambda item: item[1].dtype == torch.bool):
        kind, dtype = {
            torch.float64: ("F32", torch.float32), torch.float32: ("F32", torch.float32), torch.int64: ("I32", torch.int32),
            torch.int32: ("I32", torch.int32), torch.bool: ("BOOL", torch.bool),
        }[tensor.dtype]
        raw = tensor.to(dtype).contiguous().numpy().tobytes()
        header[key] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [position, position + len(raw)]}
        position += len(raw)
        parts.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)
