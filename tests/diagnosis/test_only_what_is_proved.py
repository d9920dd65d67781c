"""Advice fits what was found, a cause of two quantities is said once, and a cause that holds for half of what differs is not said."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.families.recurrent import cut, in_order
from tests.diagnosis.planted import Planted, loss, of_two, of_x, optimizer, pair_of, updating
from tests.diagnosis.test_edges import KINK, LARGE, RELU, edge, relu
from tests.diagnosis.test_optimizers import adam
from tests.diagnosis.test_recurrent import LSTM

pytestmark = pytest.mark.keras

SELU, LOG_COSH = pair_of("activation", "selu"), loss("LogCosh")
SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


def selu(x):
    return SCALE * np.where(x > 0, x, ALPHA * np.expm1(np.minimum(x, 0)))


KINKS = {
    "> rather than >=": Planted("kink-at-zero", RELU, of_x(relu, lambda x, y, dy: dy * (x >= 0)), "above", "C", edge(RELU, KINK)),
    ">= rather than >": Planted(
        "kink-at-zero", SELU, of_x(selu, lambda x, y, dy: dy * SCALE * np.where(x > 0, 1, ALPHA * np.exp(np.minimum(x, 0)))), "below", "C",
        edge(SELU, KINK),
    ),
}  # fmt: skip


@pytest.mark.parametrize("advice", KINKS)
def test_advice_is_the_way_to_keras(advice):
    KINKS[advice].check()
    (found,) = KINKS[advice].diagnosis().findings
    assert f"{advice}," in found.fix


def log_cosh(y, t):
    with np.errstate(over="ignore"):
        return np.mean(np.log(np.cosh(y - t)))


def test_overflow_that_no_formula_reproduces():
    Planted("overflow", LOG_COSH, of_two(log_cosh), "not finite for large numbers", "D", edge(LOG_COSH, LARGE)).check()


def test_another_mistake_for_large_numbers_is_no_overflow():
    def flat(y, t):
        return np.mean(np.logaddexp(np.clip(y - t, -300, 300), np.clip(t - y, -300, 300)) - np.log(2))

    found = Planted("", LOG_COSH, of_two(flat), cases=edge(LOG_COSH, LARGE)).diagnosis()
    assert not found.findings
    assert "output" in found.region


@pytest.mark.thorough
def test_one_cause_of_output_and_gradients_is_said_once():
    def candidate(case):
        return in_order((1, 2, 0, 3))(LSTM, lambda other: cut((1,))(LSTM, LSTM.reference, other), case)

    found = Planted((), LSTM, candidate).diagnosis()
    assert sorted(finding.code for finding in found.findings) == ["bptt-missing", "gate-order"]
    (order,) = (finding for finding in found.findings if finding.code == "gate-order")
    assert {"output", "gradient of kernel"} <= set(order.where.split(", "))


def counted(count):
    """Adam with t = count(number of the update, name of the variable)."""

    def candidate(case):
        rows, states = {name: [case.inputs[name]] for name in ("kernel", "bias")}, {"kernel": {}, "bias": {}}
        for update in range(len(case.inputs["kernel_gradients"])):
            for name, row in rows.items():
                g = case.inputs[f"{name}_gradients"][update]
                row.append(adam()(states[name], row[-1], g, count(update + 1, name), case.settings))
        return {name: np.stack(row) for name, row in rows.items()}

    return candidate


@pytest.mark.thorough
def test_t_that_grows_by_two():
    Planted("adam-step-off", optimizer("Adam"), counted(lambda t, name: 2 * t), "t grows by 2").check()


@pytest.mark.thorough
def test_t_counts_parameters_only_if_it_does_for_all():
    found = Planted("", optimizer("Adam"), counted(lambda t, name: 2 * t if name == "bias" else 3 * t)).diagnosis()
    assert not [finding for finding in found.findings if "every parameter" in finding.summary]
    assert "kernel" in found.region


def test_nesterov_with_the_gradient_upwards():
    pair = optimizer("SGD", learning_rate=0.01, momentum=0.9, nesterov=True)

    def rule(s, w, g, t, settings):
        s["v"] = 0.9 * s.get("v", 0) - 0.01 * g
        return w + 0.9 * s["v"] + 0.01 * g

    Planted("sign-flipped", pair, updating(rule), "beside momentum").check()
