"""Each slip in a loop over windows or steps is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, pair_of, sigmoid
from tests.diagnosis.test_recurrent import LSTM, RNN, gated
from tests.quickly import some

pytestmark = pytest.mark.keras

USUAL = {"strides": [1, 2], "padding": "valid", "data_format": "channels_last"}
CONV = pair_of("layer", "Conv1D", filters=[1, 2, 4], kernel_size=[2, 3], use_bias=True, **USUAL)
MEAN = pair_of("layer", "AveragePooling1D", pool_size=[2, 3], **USUAL)
LARGEST = pair_of("layer", "MaxPooling1D", pool_size=[2, 3], **USUAL)


def convolution(*, adds_x=True, adds_kernel=True, filters_apart=False, stride_back=True):
    """A convolution step by step, with a loop over filters or without."""

    def candidate(case):
        x, kernel, bias = (case.inputs[name] for name in ("x", "kernel", "bias"))
        k, s = len(kernel), case.settings["strides"]
        steps = range((x.shape[1] - k) // s + 1)
        y = np.stack([np.einsum("nkc,kcf->nf", x[:, i * s : i * s + k], kernel) + bias for i in steps], axis=1)
        dy, dx, dkernel = case.upstream(y.shape), np.zeros_like(x), np.zeros_like(kernel)
        for filters in [[f] for f in range(len(bias))] if filters_apart else [list(range(len(bias)))]:
            for i in steps:
                at = i * s if stride_back else i
                given = np.einsum("nf,kcf->nkc", dy[:, i][:, filters], kernel[..., filters])
                dx[:, at : at + k] = given + dx[:, at : at + k] * adds_x
                own = np.einsum("nkc,nf->kcf", x[:, i * s : i * s + k], dy[:, i][:, filters])
                dkernel[..., filters] = own + dkernel[..., filters] * adds_kernel
        return {"output": y, "gradient of x": dx, "gradient of kernel": dkernel, "gradient of bias": dy.sum(axis=(0, 1))}

    return candidate


def pooling(value, share, *, adds=True):
    """Pooling step by step: value and share of a window, (samples, entries, channels)."""

    def candidate(case):
        x, k, s = case.x, case.settings["pool_size"], case.settings["strides"]
        steps = range((x.shape[1] - k) // s + 1)
        y = np.stack([value(x[:, i * s : i * s + k]) for i in steps], axis=1)
        dy, dx = case.upstream(y.shape), np.zeros_like(x)
        for i in steps:
            window = x[:, i * s : i * s + k]
            dx[:, i * s : i * s + k] = share(window) * dy[:, i : i + 1] + dx[:, i * s : i * s + k] * adds
        return {"output": y, "gradient of x": dx}

    return candidate


def average(window):
    return window.mean(axis=1)


def largest(window):
    return window.max(axis=1)


def lstm(h, c):
    """Forward only."""

    def step(a, r, states, kernel, bias):
        z_i, z_f, z_c, z_o = (x + y for x, y in zip(a, r))
        new = c(sigmoid(z_f), states[1], sigmoid(z_i), np.tanh(z_c))
        return h(sigmoid(z_o), new), new

    return gated(step, 4)


def rnn(*, state=0, adds=True, transposed=True):
    """Through time, the states before each step or after it."""

    def candidate(case):
        x, w, u, b = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel", "bias"))
        steps, states = range(x.shape[1]), [np.zeros((len(x), len(u)))]
        for t in steps:
            states.append(np.tanh(x[:, t] @ w + states[-1] @ u + b))
        all_of_them = case.settings["return_sequences"]
        y = np.stack(states[1:], axis=1) if all_of_them else states[-1]
        dy, back = case.upstream(y.shape), np.zeros_like(states[0])
        dx, dw, du, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        for t in reversed(steps):
            dz = ((dy[:, t] if all_of_them else dy * (t == steps[-1])) + back) * (1 - states[t + 1] ** 2)
            dx[:, t], back = dz @ w.T, dz @ (u.T if transposed else u)
            dw, du, db = dw * adds + x[:, t].T @ dz, du + states[t + state].T @ dz, db + dz.sum(axis=0)
        return {"output": y, "gradient of x": dx, "gradient of kernel": dw, "gradient of recurrent_kernel": du, "gradient of bias": db}

    return candidate


PLANTED = [
    Planted("", CONV, convolution()),
    Planted("not-accumulated", CONV, convolution(adds_x=False), "overlap"),
    Planted("not-accumulated", CONV, convolution(adds_x=False, filters_apart=True), "last filter"),
    Planted("not-accumulated", CONV, convolution(adds_kernel=False), "last window"),
    Planted("stride-forgotten", CONV, convolution(stride_back=False)),
    Planted("", MEAN, pooling(average, lambda window: np.ones_like(window) / window.shape[1])),
    Planted("pool-ties", MEAN, pooling(average, lambda window: np.ones_like(window) / window.shape[1], adds=False), "overlap", "D"),
    Planted("pool-gradient-share", MEAN, pooling(average, np.ones_like), "dy itself"),
    Planted("pool-gradient-share", LARGEST, pooling(largest, np.ones_like), "not the largest alone"),
    Planted("pool-gradient-share", LARGEST, pooling(largest, lambda window: np.ones_like(window) / window.shape[1]), "equal share"),
    Planted("activation-omitted", LSTM, lstm(lambda o, c: o * c, lambda f, c, i, g: f * c + i * g)),
    Planted("gate-formula", LSTM, lstm(lambda o, c: o * np.tanh(c), lambda f, c, i, g: c + i * g), "without the forget gate"),
    Planted("", RNN, rnn()),
    Planted("state-off-by-one", RNN, rnn(state=1)),
    Planted("not-accumulated", RNN, rnn(adds=False), "first step alone"),
    Planted("missing-transpose", RNN, rnn(transposed=False), "dz @ U"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 4), ids=str)
def test_it_is_named(planted):
    planted.check()
