"""Slips that beginners make in the layers of a first network: each is written out here by itself, and called by its name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, pair_of, sigmoid
from tests.diagnosis.test_course_layers import BATCH, over_all
from tests.diagnosis.test_layers import EMBEDDING, dense_pair
from tests.diagnosis.test_recurrent import RESET_BEFORE, RNN
from tests.quickly import some

pytestmark = pytest.mark.keras

DENSE = dense_pair()
SOFTMAX = pair_of("activation", "softmax", axis=-1)
USUAL = {"pool_size": 2, "strides": 2, "padding": "valid", "data_format": "channels_last"}
LARGEST, AVERAGE = (replace(pair_of("layer", f"{name}Pooling2D", **USUAL), ranks=(3,)) for name in ("Max", "Average"))
GLOBAL = pair_of("layer", "GlobalAveragePooling2D", data_format="channels_last", keepdims=False)
ZEROS = pair_of("layer", "ZeroPadding2D", padding=[1, 2], data_format="channels_last")
BOTH = replace(BATCH, settings={**BATCH.settings, "epsilon": (0.0625, 0.25)})


def pooled_back(pick, share=1.0):
    """Windows of 2 x 2: what each entry of a window gets of dy."""

    def change(case, found):
        dy, dx = case.upstream(found["output"].shape), np.zeros_like(case.x)
        for n, i, j, c in np.ndindex(dy.shape):
            window = case.x[n, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2, c]
            dx[n, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2, c] += pick(window) * dy[n, i, j, c] * share
        return {"gradient of x": dx}

    return change


def smallest(window):
    found = np.zeros(window.size)
    found[window.argmin()] = 1
    return found.reshape(window.shape)


def by_update_gate(case):
    """z * h where r * h belongs."""
    x, w, u, b = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel", "bias"))
    n, h, found = len(u), np.zeros((len(x), len(u))), []
    for t in range(x.shape[1]):
        of_x = x[:, t] @ w + b
        z = sigmoid(of_x[:, :n] + h @ u[:, :n])
        h = z * h + (1 - z) * np.tanh(of_x[:, 2 * n :] + (z * h) @ u[:, 2 * n :])
        found.append(h)
    return {"output": np.stack(found, axis=1) if case.settings["return_sequences"] else h}


def recurrent(*, last=0, slope=lambda h, before: 1 - h * h, carried=lambda dh, dz: dz):
    """Back through time to step `last`; the slope of tanh, and what is carried to the step before."""

    def candidate(case):
        x, w, u, b = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel", "bias"))
        states = [np.zeros((len(x), len(u)))]
        for t in range(x.shape[1]):
            states.append(np.tanh(x[:, t] @ w + states[-1] @ u + b))
        y = np.stack(states[1:], axis=1) if case.settings["return_sequences"] else states[-1]
        dy, dh = case.upstream(y.shape), np.zeros_like(states[0])
        dx, dw, du, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        for t in range(x.shape[1] - 1, last - 1, -1):
            dh = dh + (dy[:, t] if case.settings["return_sequences"] else dy * (t == x.shape[1] - 1))
            dz = dh * slope(states[t + 1], states[t])
            dw, du, db = dw + x[:, t].T @ dz, du + states[t].T @ dz, db + dz.sum(axis=0)
            dx[:, t], dh = dz @ w.T, carried(dh, dz) @ u.T
        return {"output": y, "gradient of x": dx, "gradient of kernel": dw, "gradient of recurrent_kernel": du, "gradient of bias": db}

    return candidate


def embedded(written):
    def change(case, found):
        gradient = np.zeros_like(found["gradient of embeddings"])
        written(gradient, case.x, case.upstream(found["output"].shape))
        return {"gradient of embeddings": gradient}

    return change


def added(gradient, x, dy):
    np.add.at(gradient, x, dy)


def once_a_sample(gradient, x, dy):
    for row, d in zip(x, dy):
        gradient[row] += d


def averaged(gradient, x, dy):
    added(gradient, x, dy)
    gradient /= np.maximum(np.bincount(x.ravel(), minlength=len(gradient)), 1)[:, None]


def softmax_back(axis):
    def change(case, found):
        p, dy = found["output"], case.upstream(case.x.shape)
        return {"gradient of x": p * (dy - (dy * p).sum(axis=axis, keepdims=True))}

    return change


def outside_root(case):
    """sqrt(var) + epsilon, and the way back that is right for the root."""
    x, dy, gamma = case.x, case.upstream(case.x.shape), case.inputs["gamma"]
    mean, var = (x.mean(axis=0), x.var(axis=0)) if case.training else (case.given["moving_mean"], case.given["moving_variance"])
    std = np.sqrt(var) + case.settings["epsilon"]
    hat = (x - mean) / std
    dx = dy - dy.mean(axis=0) - hat * (dy * hat).mean(axis=0) if case.training else dy
    found = {"output": gamma * hat + case.inputs["beta"], "gradient of x": gamma / std * dx}
    return {**BOTH.candidate(case), **found, "gradient of gamma": (dy * hat).sum(axis=0)}


def last_sample(case, found):
    return {"gradient of bias": case.upstream(found["output"].shape)[-1]}


def over_side(axis):
    return lambda case, found: {"gradient of x": found["gradient of x"] * case.x.shape[axis]}


SHARE = "pool-gradient-share"
PLANTED = [
    Planted("", LARGEST, over_all(LARGEST, pooled_back(lambda window: smallest(-window)))),
    Planted(SHARE, LARGEST, over_all(LARGEST, pooled_back(smallest)), "the smallest entry"),
    Planted("", AVERAGE, over_all(AVERAGE, pooled_back(np.ones_like, 0.25))),
    Planted(SHARE, AVERAGE, over_all(AVERAGE, pooled_back(np.ones_like, 0.5)), "a window's side"),
    Planted(SHARE, GLOBAL, over_all(GLOBAL, over_side(2)), "the height alone"),
    Planted(SHARE, GLOBAL, over_all(GLOBAL, over_side(1)), "the width alone"),
    Planted("gate-formula", RESET_BEFORE, by_update_gate, "the update gate z"),
    Planted("", RNN, recurrent()),
    Planted("bptt-missing", RNN, recurrent(last=1), "stops before the first step"),
    Planted("derivative-omitted", RNN, recurrent(carried=lambda dh, dz: dh), "what goes to the step before"),
    Planted("state-off-by-one", RNN, recurrent(slope=lambda h, before: 1 - before * before), "the state before each step"),
    Planted("", EMBEDDING, over_all(EMBEDDING, embedded(added))),
    Planted("embedding-last-wins", EMBEDDING, over_all(EMBEDDING, embedded(once_a_sample)), "within a sample"),
    Planted("derivative-formula", EMBEDDING, over_all(EMBEDDING, embedded(averaged)), "the mean over its places"),
    Planted("", SOFTMAX, over_all(SOFTMAX, softmax_back(-1))),
    Planted("softmax-wrong-axis", SOFTMAX, over_all(SOFTMAX, softmax_back(0)), "summed over axis 0"),
    Planted("epsilon-outside-root", BOTH, outside_root, "as if it were in the root"),
    Planted("not-accumulated", DENSE, over_all(DENSE, last_sample), "the last sample alone"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 3), ids=str)
def test_it_is_named(planted):
    planted.check()
