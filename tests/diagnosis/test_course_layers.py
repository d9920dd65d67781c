"""Mistakes in the layers that courses ask for are called by their names; what is right is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, pair_of, sigmoid
from tests.diagnosis.test_layers import dense_pair
from tests.diagnosis.test_loops import LARGEST
from tests.diagnosis.test_recurrent import GRU, LSTM, RNN, gated
from tests.quickly import some

pytestmark = pytest.mark.keras

BATCH = replace(pair_of("layer", "BatchNormalization", axis=-1, momentum=0.75, epsilon=1e-3, center=True, scale=True), ranks=(1,))
IMAGES = replace(BATCH, ranks=(3,))
LAYER = replace(pair_of("layer", "LayerNormalization", axis=-1, epsilon=1e-3, center=True, scale=True), ranks=(1,))
WINDOWS = {"padding": ["valid", "same"], "strides": [1, 2], "data_format": "channels_last"}
CONV = pair_of("layer", "Conv2D", filters=[2, 3], kernel_size=[2, 3], use_bias=True, **WINDOWS)
POOL = pair_of("layer", "MaxPooling2D", pool_size=[2, 3], **WINDOWS)


def dense(*, mask=None, penalty=0.0):
    """A dense layer, with relu if there is a mask (dy, z) of it; penalty times the kernel in its gradient."""

    def candidate(case):
        x, w, b = (case.inputs[name] for name in ("x", "kernel", "bias"))
        z = x @ w + b
        dy = case.upstream(z.shape)
        dz = dy if mask is None else dy * mask(dy, z)
        found = {"output": z if mask is None else np.maximum(z, 0), "gradient of x": dz @ w.T}
        return found | {"gradient of kernel": x.T @ dz + penalty * w, "gradient of bias": dz.sum(axis=0)}

    return candidate


def over_all(pair, change):
    """The right outcome with something done to it: (case, outcome) -> what differs."""
    return lambda case: {**pair.candidate(case), **change(case, pair.candidate(case))}


def rows_as_channels_first(case, found):
    """im2col's output, a row a place, taken for (N, C, H, W)."""
    n, h, w, c = found["output"].shape
    return {"output": np.ascontiguousarray(found["output"]).reshape(n * h * w, c).reshape(n, c, h, w).transpose(0, 2, 3, 1)}


def columns_as_kernel(case, found):
    """col.T @ dout, a column a filter, taken for (filters, channels, rows, columns)."""
    h, w, c, f = case.inputs["kernel"].shape
    matrix = found["gradient of kernel"].transpose(2, 0, 1, 3).reshape(c * h * w, f)
    return {"gradient of kernel": matrix.reshape(f, c, h, w).transpose(2, 3, 1, 0)}


def not_cropped(case):
    """Zeros around x, and around its gradient."""
    if case.settings["padding"] != "same":
        return CONV.candidate(case)
    around = [(0, 0)]
    for n, k, s in zip(case.x.shape[1:3], (case.settings["kernel_size"],) * 2, (case.settings["strides"],) * 2):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        around.append((total // 2, total - total // 2))
    return CONV.candidate(case.with_x(np.pad(case.x, [*around, (0, 0)])).with_settings(padding="valid"))


def largest(case, *, strided_back):
    """Max pooling along one axis, window i at i and not at i times the stride; going back perhaps as it should be."""
    x, k, s = case.x, case.settings["pool_size"], case.settings["strides"]
    steps = range((x.shape[1] - k) // s + 1)
    y = np.stack([x[:, i : i + k].max(axis=1) for i in steps], axis=1)
    dy, dx = case.upstream(y.shape), np.zeros_like(x)
    for i in steps:
        at = i * s if strided_back else i
        window = x[:, at : at + k]
        dx[:, at : at + k] += (window == window.max(axis=1, keepdims=True)) * dy[:, i : i + 1]
    return {"output": y, "gradient of x": dx}


def batch(*, dvar=lambda std, n: 1.0, epsilon=None, remembered=lambda var, e: var, rows=lambda a: a, back=lambda a, shape: a):
    """Batch normalization step by step, of rows made of x; dvar is what the gradient of the variance is multiplied by."""

    def candidate(case):
        shape = case.x.shape
        x, dy, gamma = rows(case.x), rows(case.upstream(shape)), case.inputs["gamma"]
        e = case.settings["epsilon"] if epsilon is None else epsilon
        mean, var = (x.mean(axis=0), x.var(axis=0)) if case.training else (case.given["moving_mean"], case.given["moving_variance"])
        std = np.sqrt(var + e)
        xc, dxhat = x - mean, dy * gamma
        dx = dxhat / std
        if case.training:
            dx = dx + 2 / len(x) * xc * -0.5 * np.sum(dxhat * xc, axis=0) / std**3 * dvar(std, np.float64(len(x)))
            dx = dx - dx.mean(axis=0)
        kept = case.settings["momentum"] if case.training else 1
        moved = {"moving_mean": mean, "moving_variance": remembered(var, e)}
        return {
            "output": back(gamma * xc / std + case.inputs["beta"], shape),
            "gradient of x": back(dx, shape),
            "gradient of gamma": (dy * xc / std).sum(axis=0),
            "gradient of beta": dy.sum(axis=0),
            **{f"state {name}": kept * case.given[name] + (1 - kept) * value for name, value in moved.items()},
        }

    return candidate


def channels_first(a):
    return a.transpose(0, 3, 1, 2).reshape(-1, a.shape[-1])


def from_channels_first(a, shape):
    n, h, w, c = shape
    return a.reshape(n, c, h, w).transpose(0, 2, 3, 1)


def places(a):
    return a.reshape(-1, a.shape[-1])


def layer(inside):
    def candidate(case):
        x, gamma, dy = case.x, case.inputs["gamma"], case.upstream(case.x.shape)
        std = np.sqrt(x.var(axis=-1, keepdims=True) + case.settings["epsilon"])
        hat = (x - x.mean(axis=-1, keepdims=True)) / std
        d = dy * gamma if inside else dy
        dx = (d - d.mean(axis=-1, keepdims=True) - hat * (d * hat).mean(axis=-1, keepdims=True)) / std
        found = {"output": gamma * hat + case.inputs["beta"], "gradient of x": dx if inside else gamma * dx}
        return found | {"gradient of gamma": (dy * hat).sum(axis=0), "gradient of beta": dy.sum(axis=0)}

    return candidate


def rnn(slope):
    """slope(z, h) in the way back through every step."""

    def candidate(case):
        x, w, u, b = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel", "bias"))
        steps, states, before = range(x.shape[1]), [np.zeros((len(x), len(u)))], []
        for t in steps:
            before.append(x[:, t] @ w + states[-1] @ u + b)
            states.append(np.tanh(before[-1]))
        all_of_them = case.settings["return_sequences"]
        y = np.stack(states[1:], axis=1) if all_of_them else states[-1]
        dy, back = case.upstream(y.shape), np.zeros_like(states[0])
        dx, dw, du, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        for t in reversed(steps):
            dz = ((dy[:, t] if all_of_them else dy * (t == steps[-1])) + back) * slope(before[t], states[t + 1])
            dx[:, t], back = dz @ w.T, dz @ u.T
            dw, du, db = dw + x[:, t].T @ dz, du + states[t].T @ dz, db + dz.sum(axis=0)
        return {"output": y, "gradient of x": dx, "gradient of kernel": dw, "gradient of recurrent_kernel": du, "gradient of bias": db}

    return candidate


def lstm(through):
    """through(dh, o, c) is what c of the step before gets by way of h; all the rest is right."""

    def candidate(case):
        x, w, u, b = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel", "bias"))
        h, c, caches, outputs = np.zeros((len(x), len(u))), np.zeros((len(x), len(u))), [], []
        for t in range(x.shape[1]):
            i, f, g, o = np.split(x[:, t] @ w + h @ u + b, 4, axis=1)
            i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
            new = f * c + i * g
            caches.append((h, c, i, f, g, o, new))
            h, c = o * np.tanh(new), new
            outputs.append(h)
        y = np.stack(outputs, axis=1) if case.settings["return_sequences"] else h
        dy, dx, dw, du, db = case.upstream(y.shape), np.zeros_like(x), np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        dh, dc = np.zeros_like(h), np.zeros_like(h)
        for t in reversed(range(x.shape[1])):
            before, c, i, f, g, o, new = caches[t]
            dh = dh + (dy[:, t] if case.settings["return_sequences"] else dy * (t == x.shape[1] - 1))
            d = dc + dh * o * (1 - np.tanh(new) ** 2)
            dz = np.hstack([d * g * i * (1 - i), d * c * f * (1 - f), d * i * (1 - g * g), dh * np.tanh(new) * o * (1 - o)])
            dw, du, db, dx[:, t] = dw + x[:, t].T @ dz, du + before.T @ dz, db + dz.sum(axis=0), dz @ w.T
            dc, dh = (dc + through(dh, o, new)) * f, dz @ u.T
        return {"output": y, "gradient of x": dx, "gradient of kernel": dw, "gradient of recurrent_kernel": du, "gradient of bias": db}

    return candidate


def gru(step):
    """h = z * h + (1 - z) * step(x's part, h's part, r)."""

    def one(of_x, of_h, states, u, b):
        (xz, xr, xh), (hz, hr, hh) = of_x, of_h
        z, r = sigmoid(xz + hz), sigmoid(xr + hr)
        h = z * states[0] + (1 - z) * np.tanh(step(xh, hh, r))
        return h, (h,)

    return gated(one, 3)


DERIVATIVE = "derivative-formula"
PLANTED = [
    Planted("", dense_pair(), dense()),
    Planted("l2-factor", dense_pair(), dense(penalty=1.0), "itself is added", "D"),
    Planted("l2-factor", dense_pair(), dense(penalty=0.01), "0.01 * W", "C"),
    Planted("", dense_pair("relu"), dense(mask=lambda dy, z: z > 0)),
    Planted("relu-mask-wrong", dense_pair("relu"), dense(mask=lambda dy, z: dy > 0), "of what goes into it"),
    Planted("upstream-ignored", dense_pair("relu"), dense(mask=lambda dy, z: 1 / dy), "through the layer's activation"),
    Planted("missing-transpose", CONV, over_all(CONV, columns_as_kernel), "a column for each filter"),
    Planted("missing-transpose", CONV, over_all(CONV, rows_as_channels_first), "a row for every place"),
    Planted("missing-transpose", POOL, over_all(POOL, rows_as_channels_first), "a row for every place"),
    Planted("same-padding", CONV, not_cropped, "zeros around it"),
    Planted("stride-forgotten", LARGEST, lambda case: largest(case, strided_back=False), "forward and backward"),
    Planted("stride-forgotten", LARGEST, lambda case: largest(case, strided_back=True), "is taken of"),
    Planted("", BATCH, batch()),
    Planted("", IMAGES, batch(rows=places, back=lambda a, shape: a.reshape(shape))),
    Planted("batchnorm-axes", IMAGES, batch(rows=channels_first, back=from_channels_first), "reshaped to (-1, C)"),
    Planted(DERIVATIVE, BATCH, batch(dvar=lambda std, n: std**2), "std**2 times"),
    Planted(DERIVATIVE, BATCH, batch(dvar=lambda std, n: 2), "twice"),
    Planted(DERIVATIVE, BATCH, batch(dvar=lambda std, n: n / (n - 1)), "N / (N - 1)"),
    Planted("batchnorm-gradient-partial", BATCH, batch(dvar=lambda std, n: 0), "variance"),
    Planted((DERIVATIVE, "batchnorm-epsilon-value"), BATCH, batch(dvar=lambda std, n: std**2, epsilon=1e-6)),
    Planted("value-formula", BATCH, batch(remembered=lambda var, e: np.sqrt(var + e)), "np.sqrt(var + epsilon)"),
    Planted("value-formula", BATCH, batch(remembered=lambda var, e: np.sqrt(var)), "the standard deviation"),
    Planted("", LAYER, layer(inside=True)),
    Planted(DERIVATIVE, LAYER, layer(inside=False), "gamma multiplies"),
    Planted("", RNN, rnn(lambda z, h: 1 - h * h)),
    Planted("derivative-of-output", RNN, rnn(lambda z, h: 1 - np.tanh(h) ** 2), "taken twice"),
    Planted("derivative-of-output", RNN, rnn(lambda z, h: 1 - z * z), "with its input"),
    Planted("", LSTM, lstm(lambda dh, o, c: dh * o * (1 - np.tanh(c) ** 2))),
    Planted("derivative-of-output", LSTM, lstm(lambda dh, o, c: dh * o * (1 - c * c)), "c of the step before"),
    Planted("", GRU, gru(lambda x, h, r: x + r * h)),
    Planted("gate-formula", GRU, gru(lambda x, h, r: r * x + h), "multiplies what comes from"),
    Planted("derivative-omitted", LSTM, lstm(lambda dh, o, c: dh * o), "c of the step before"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 3), ids=str)
def test_it_is_named(planted):
    planted.check()
