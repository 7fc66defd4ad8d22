"""Reference values of torch that the first set lacks: LayerNorm, GroupNorm, InstanceNorm2d, running statistics, PReLU,
CrossEntropyLoss, weighted BCEWithLogitsLoss and Conv2d with padding below 0. Writes into numerics/ and shapes/.

    cd test/golden/make && python3 more.py      # Debian's python3-torch 1.13.1
"""
import itertools
import json
import os
import random
import re

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
G = torch.Generator().manual_seed(20261122)
R = random.Random(20261122)
torch.set_num_threads(1)


def rnd(*shape, scale=1.0):
    """Normal values of four decimals."""
    x = torch.randn(*shape, generator=G, dtype=torch.float64) * scale
    return (torch.round(x * 1e4) / 1e4).float()


def tensor(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.7g}") for v in t.detach().double().flatten().tolist()]}


def module(op, params, training=True):
    m = getattr(nn, op)(**{k: tuple(v) if isinstance(v, list) else v for k, v in params.items()})
    with torch.no_grad():
        for p in m.parameters():
            p.copy_(rnd(*p.shape, scale=0.5))
        for name, b in m.named_buffers():
            if name == "running_mean":
                b.copy_(rnd(*b.shape, scale=0.3))
            if name == "running_var":
                b.copy_(rnd(*b.shape, scale=0.3).abs() + 0.5)
    return m.train(training)


def state(m):
    return {k: tensor(v) for k, v in m.state_dict().items()}


def numeric(op, params, shape, training=True):
    m = module(op, params, training)
    before = state(m)
    x = rnd(*shape).requires_grad_(True)
    y = m(x)
    gy = rnd(*y.shape)
    y.backward(gy)
    case = {"params": {**params, "training": training}, "input": tensor(x), "state": before, "output": tensor(y),
            "gradOutput": tensor(gy), "gradInput": tensor(x.grad)}
    if list(m.parameters()):
        case["grads"] = {k: tensor(p.grad) for k, p in m.named_parameters()}
    return case


def running(op, params, shape):
    """Three batches in training, then the same module in evaluation."""
    m = module(op, params)
    before = state(m)
    batches = [rnd(*shape) + 0.2 * i for i in range(3)]
    for batch in batches:
        m(batch)
    after = state(m)
    x = rnd(*shape)
    return {"op": op, "params": params, "state": before, "batches": [tensor(b) for b in batches], "stateAfter": after,
            "input": tensor(x), "output": tensor(m.eval()(x))}


def cross_entropy(params, shape, scale=1.0):
    x = rnd(*shape, scale=scale).requires_grad_(True)
    labels = torch.tensor([R.randrange(shape[1]) for _ in range(shape[0])])
    y = nn.CrossEntropyLoss(**params)(x, labels)
    y.backward()
    # Documents have torch's names in camelCase.
    return {"params": camel(params), "input": tensor(x), "target": tensor(labels), "output": tensor(y)["data"][0],
            "gradInput": tensor(x.grad)}


def camel(params):
    return {re.sub(r"_(.)", lambda m: m[1].upper(), k): v for k, v in params.items()}


def compared(op, params, shape, target, scale=1.0):
    """A loss against a tensor, which has a gradient too."""
    x = rnd(*shape, scale=scale).requires_grad_(True)
    target.requires_grad_(True)
    given = {k: torch.tensor(v) if k == "pos_weight" else v for k, v in params.items()}
    y = getattr(nn, op)(**given)(x, target)
    y.backward()
    return {"params": camel(params), "input": tensor(x), "target": tensor(target), "output": tensor(y)["data"][0],
            "gradInput": tensor(x.grad), "gradTarget": tensor(target.grad)}


def chances(*shape, scale=1.0):
    """Probabilities of the classes, along the second axis, of four decimals."""
    p = torch.softmax(rnd(*shape, scale=scale).double(), 1)
    return (torch.round(p * 1e4) / 1e4).float()


def shape_case(op, names, params, shape):
    try:
        m = getattr(nn, op)(**{k: tuple(v) if isinstance(v, list) else v for k, v in params.items()})
    except Exception:
        result = "init"
    else:
        try:
            result = list(m(torch.zeros(*shape)).shape)
        except Exception:
            result = "forward"
    row = [params.get(n, "-") for n in names]
    while row and row[-1] == "-":
        row.pop()
    return [list(shape), result, *row]


def write(folder, name, text):
    with open(os.path.join(HERE, "..", folder, name + ".json"), "w") as f:
        f.write(text)


def stored(op):
    """Cases of the first set, and those that an earlier run of this script has added."""
    with open(os.path.join(HERE, "..", "numerics", op + ".json")) as f:
        return json.load(f)


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]"


def write_shapes(op, names, cases):
    unique = [json.loads(text) for text in dict.fromkeys(json.dumps(c) for c in cases)]
    write("shapes", op, json.dumps({"torch": "1.13.1", "names": names}, separators=(",", ":"))[:-1] + ',"cases":' + lines(unique) + "}\n")


write("numerics", "LayerNorm", lines([
    numeric("LayerNorm", {"normalized_shape": [3, 4, 5]}, [2, 3, 4, 5]),
    numeric("LayerNorm", {"normalized_shape": [4, 5]}, [2, 3, 4, 5]),
    numeric("LayerNorm", {"normalized_shape": [5], "eps": 0.01}, [2, 3, 4, 5]),
    numeric("LayerNorm", {"normalized_shape": [5], "elementwise_affine": False}, [2, 3, 4, 5], False),
    numeric("LayerNorm", {"normalized_shape": [8]}, [3, 8]),
    numeric("LayerNorm", {"normalized_shape": [4, 6]}, [2, 4, 6]),
    numeric("LayerNorm", {"normalized_shape": [6]}, [2, 4, 6]),
]) + "\n")
write("numerics", "GroupNorm", lines([
    numeric("GroupNorm", {"num_groups": 1, "num_channels": 3}, [2, 3, 4, 5]),
    numeric("GroupNorm", {"num_groups": 2, "num_channels": 4, "eps": 0.01}, [2, 4, 3, 4]),
    numeric("GroupNorm", {"num_groups": 4, "num_channels": 4}, [2, 4, 3, 4], False),
    numeric("GroupNorm", {"num_groups": 3, "num_channels": 6, "affine": False}, [2, 6, 2, 3]),
    numeric("GroupNorm", {"num_groups": 2, "num_channels": 8}, [3, 8]),
    numeric("GroupNorm", {"num_groups": 2, "num_channels": 4}, [2, 4, 6]),
]) + "\n")
write("numerics", "InstanceNorm2d", lines([
    numeric("InstanceNorm2d", {"num_features": 3}, [2, 3, 4, 5]),
    numeric("InstanceNorm2d", {"num_features": 2, "affine": True, "eps": 0.01}, [2, 2, 4, 3]),
    numeric("InstanceNorm2d", {"num_features": 2, "affine": True}, [2, 2, 3, 4], False),
    numeric("InstanceNorm2d", {"num_features": 3, "affine": True, "track_running_stats": True}, [2, 3, 3, 4]),
    numeric("InstanceNorm2d", {"num_features": 3, "affine": True, "track_running_stats": True}, [2, 3, 3, 4], False),
]) + "\n")
write("numerics", "runningStatistics", lines([
    running("BatchNorm2d", {"num_features": 3}, [4, 3, 3, 2]),
    running("BatchNorm2d", {"num_features": 3, "momentum": None}, [4, 3, 3, 2]),
    running("BatchNorm2d", {"num_features": 2, "momentum": 0.3, "affine": False}, [3, 2, 2, 4]),
    running("InstanceNorm2d", {"num_features": 3, "track_running_stats": True}, [4, 3, 3, 2]),
    running("InstanceNorm2d", {"num_features": 2, "track_running_stats": True, "affine": True, "momentum": 0.3}, [3, 2, 4, 4]),
]) + "\n")

write("numerics", "PReLU", lines([
    numeric("PReLU", {}, [2, 3, 2, 3]),
    numeric("PReLU", {"num_parameters": 3}, [2, 3, 2, 3]),
    numeric("PReLU", {"num_parameters": 5, "init": 0.1}, [3, 5]),
]) + "\n")
entropies = [
    cross_entropy({"reduction": "mean"}, [4, 5]),
    cross_entropy({"reduction": "sum", "label_smoothing": 0.1}, [4, 5]),
    cross_entropy({"reduction": "mean", "label_smoothing": 0.3}, [3, 10], 40.0),
]

inputs = [[n, c, h, w] for n, c, h, w in itertools.product((1, 2), (1, 3, 4), (1, 2, 3), (1, 3))]
write_shapes("InstanceNorm2d", ["num_features", "affine", "track_running_stats"], [
    shape_case("InstanceNorm2d", ["num_features", "affine", "track_running_stats"],
               {"num_features": x[-3] if len(x) > 2 else 2, **more}, x)
    for x in inputs + [[3, 4, 5], [1, 1, 1], [2, 1, 1], [5, 4], [7], [1, 1, 2, 8, 8]]
    for more in ({}, {"affine": True}, {"track_running_stats": True})])
write_shapes("GroupNorm", ["num_groups", "num_channels"], [
    shape_case("GroupNorm", ["num_groups", "num_channels"], {"num_groups": g, "num_channels": x[1] if len(x) > 1 else 2}, x)
    for x in [[1, 6, 2, 3], [2, 6, 4, 4], [2, 4, 1, 1], [1, 4, 1, 1], [3, 12, 2, 1], [2, 8], [1, 8], [3, 5, 2], [2, 4, 3], [2, 7, 3, 3], [6, 4, 2, 2, 3], [4]]
    for g in (1, 2, 3, 4, 5, 6, 7, 8, 12)])
layers = []
for x in [[2, 3, 4, 5], [1, 2, 2, 2], [3, 1, 1, 4], [2, 8], [1, 1], [2, 5, 6], [2, 2, 3, 4, 2], [4]]:
    sample = x[1:]
    wishes = [sample[i:] for i in range(len(sample))]
    wishes += [sample[:-1], [s + 1 for s in sample], [1, *sample[1:]], [7, *sample], sample[::-1], [9]]
    for _ in range(6):
        wishes.append([R.choice([1, 2, 3, 4, 5, 8]) for _ in range(R.randint(1, 3))])
    layers += [shape_case("LayerNorm", ["normalized_shape"], {"normalized_shape": w}, x) for w in wishes if w]
write_shapes("LayerNorm", ["normalized_shape"], layers)

# Last, so that what is drawn above stays as it was.
entropies += [
    cross_entropy({"reduction": reduction, "label_smoothing": smoothing, "ignore_index": 1}, [8, 3])
    for reduction in ("mean", "sum") for smoothing in (0.0, 0.2)
]
entropies += [
    compared("CrossEntropyLoss", {"reduction": "mean"}, [4, 5], chances(4, 5)),
    compared("CrossEntropyLoss", {"reduction": "sum", "label_smoothing": 0.1}, [4, 5], chances(4, 5, scale=3.0), 30.0),
    compared("CrossEntropyLoss", {"reduction": "mean"}, [3, 4], rnd(3, 4)),
    compared("CrossEntropyLoss", {"reduction": "mean", "label_smoothing": 0.3}, [2, 3, 4, 5], chances(2, 3, 4, 5)),
    compared("CrossEntropyLoss", {"reduction": "sum"}, [2, 4, 3], chances(2, 4, 3)),
]
write("numerics", "CrossEntropyLoss", lines(entropies) + "\n")
binary = [c for c in stored("BCEWithLogitsLoss") if "posWeight" not in c["params"]]
binary += [
    compared("BCEWithLogitsLoss", {"reduction": reduction, "pos_weight": weight}, [3, 4], torch.round(torch.rand(3, 4, generator=G) * 1e4) / 1e4, scale)
    for reduction, weight, scale in (("mean", 3.0, 1.0), ("sum", 0.25, 1.0), ("mean", 2.5, 40.0))
]
write("numerics", "BCEWithLogitsLoss", lines(binary) + "\n")
cutting = [[-1, 2], [-2, -1]]
write("numerics", "Conv2d", lines([c for c in stored("Conv2d") if c["params"].get("padding") not in cutting] + [
    numeric("Conv2d", {"in_channels": 2, "out_channels": 3, "kernel_size": [2, 3], "padding": padding, "padding_mode": mode}, [2, 2, 6, 7])
    for mode in ("replicate", "reflect", "circular") for padding in cutting]) + "\n")
