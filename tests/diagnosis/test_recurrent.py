"""Each mistake in a recurrent layer is called by its name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.diagnosis.examples import fresh
from scratch import layers
from tests.diagnosis.planted import Planted, pair_of, sigmoid
from tests.quickly import quickly

pytestmark = pytest.mark.keras


def sequences(name, **settings):
    """Without masks, which people's own layers do not have."""
    usual = {"use_bias": True, "return_state": False, "go_backwards": False, "zero_output_for_mask": False, "unroll": False}
    pair = pair_of("layer", name, units=[2, 3], return_sequences=[True, False], activation="tanh", **usual, **settings)

    def make_case(settings, sizes, values, dtype, training):
        case = type(pair).make_case(pair, settings, sizes, values, dtype, training)
        return replace(case, given={name: a for name, a in case.given.items() if name != "mask"})

    object.__setattr__(pair, "make_case", make_case)
    return pair


RNN = sequences("SimpleRNN")
LSTM = sequences("LSTM", recurrent_activation="sigmoid")
GRU = sequences("GRU", recurrent_activation="sigmoid", reset_after=True)
RESET_BEFORE = sequences("GRU", recurrent_activation="sigmoid", reset_after=False)


def rnn(*, through_time):
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
            here = dy[:, t] if all_of_them else dy * (t == steps[-1])
            dz = (here + back * through_time) * (1 - states[t + 1] ** 2)
            dx[:, t], back = dz @ w.T, dz @ u.T
            dw, du, db = dw + x[:, t].T @ dz, du + states[t].T @ dz, db + dz.sum(axis=0)
        return {"output": y, "gradient of x": dx, "gradient of kernel": dw, "gradient of recurrent_kernel": du, "gradient of bias": db}

    return candidate


def gated(step, blocks):
    """Forward only: step(parts of x's contribution, parts of h's, states, last block of the recurrent kernel and of its bias)."""

    def candidate(case):
        x, w, u, b = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel", "bias"))
        of_x, of_h = b if b.ndim == 2 else (b, 0 * b)
        states, hs = (np.zeros((len(x), len(u))),) * 2, []
        for t in range(x.shape[1]):
            parts = np.split(x[:, t] @ w + of_x, blocks, axis=-1), np.split(states[0] @ u + of_h, blocks, axis=-1)
            states = step(*parts, states, np.split(u, blocks, axis=-1)[-1], np.split(of_h, blocks)[-1])
            hs.append(states[0])
        return {"output": np.stack(hs, axis=1) if case.settings["return_sequences"] else hs[-1]}

    return candidate


def lstm(order):
    def step(a, r, states, kernel, bias):
        z = dict(zip(order, (x + h for x, h in zip(a, r))))
        c = sigmoid(z["f"]) * states[1] + sigmoid(z["i"]) * np.tanh(z["c"])
        return sigmoid(z["o"]) * np.tanh(c), c

    return gated(step, 4)


def gru(*, order="zrh", swapped=False, before=False):
    def step(a, r, states, kernel, bias):
        x, h = dict(zip(order, a)), dict(zip(order, r))
        z, reset = sigmoid(x["z"] + h["z"]), sigmoid(x["r"] + h["r"])
        new = np.tanh(x["h"] + ((reset * states[0]) @ kernel + bias if before else reset * h["h"]))
        return ((1 - z) * states[0] + z * new if swapped else z * states[0] + (1 - z) * new), states[1]

    return gated(step, 3)


def divided(case):
    """Gradients of the weights over the batch size."""
    found = rnn(through_time=True)(case)
    return {what: a if what in ("output", "gradient of x") else a / len(case.x) for what, a in found.items()}


PLANTED = [
    Planted("divided-twice", RNN, divided, "1/N x Keras's"),
    Planted("", RNN, rnn(through_time=True)),
    Planted("bptt-missing", RNN, rnn(through_time=False)),
    Planted("", LSTM, lstm("ifco")),
    Planted("gate-order", LSTM, lstm("fico"), "f, i, c, o", "C"),
    Planted("gate-order", LSTM, lstm("ofic"), "o, f, i, c", "C"),
    Planted("", GRU, gru()),
    Planted("gate-order", GRU, gru(order="rzh"), "r, z, h", "C"),
    Planted("gate-order", GRU, gru(swapped=True), "z and 1 - z", "C"),
    Planted("reset-after", GRU, gru(before=True), "reset_after=False", "C"),
    Planted("reset-after", RESET_BEFORE, gru(), "with one bias", "C"),
    Planted(("gate-order", "reset-after"), RESET_BEFORE, gru(swapped=True), kind="C"),
]


QUICK = [planted for planted in PLANTED if planted.words == "f, i, c, o"]


@pytest.mark.parametrize("planted", quickly(PLANTED, QUICK), ids=str)
def test_it_is_named(planted):
    planted.check()


@pytest.mark.parametrize("state", quickly(["c", "h"], []))
def test_one_of_the_states_of_lstm_is_cut_off(state):
    """The planted layer is scratch's own with that way cut: there is no other layer with gradients here."""
    from comparisons.diagnosis.families.recurrent import computed

    class Cut(layers.LSTM):
        def step_vjp(self, *arguments):
            found, (dh, dc) = super().step_vjp(*arguments)
            return found, (0 * dh, dc) if state == "h" else (dh, 0 * dc)

    Planted("bptt-missing", LSTM, lambda case: computed(Cut, case), f"no gradient of {state}").check()
    assert fresh(LSTM, "float64", number=77, count=1)[0].given == {}
