"""Every check catches what it is there for."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

from comparisons.checks import CHECKS
from tests.checks.saboteurs import Saboteur, sabotaged

pytestmark = pytest.mark.keras

counter = iter(range(10**9))
results = []


def scaled(what, factor):
    """One quantity of the outcome times `factor`."""
    return lambda right, case: {**right(case), what: right(case)[what] * np.asarray(factor, dtype=case.dtype)}


def with_settings(**settings):
    return lambda right, case: right(case.with_settings(**{name: change(case.settings[name]) for name, change in settings.items()}))


def softmax_diagonal(right, case):
    """p * (1 - p): the diagonal of the Jacobian taken for all of it."""
    p = right(case)["output"]
    return {"output": p, "gradient of x": case.upstream(p.shape) * p * (1 - p)}


def ones_upstream(right, case):
    """The upstream gradient is not asked for: as if the loss were the sum of the outputs."""
    outcome, dy = right(case), case.upstream(case.x.shape)
    return {**outcome, "gradient of x": outcome["gradient of x"] / np.where(dy == 0, 1, dy)}


def transposed_if_square(right, case):
    kernel = case.inputs["kernel"]
    return right(case.with_inputs(kernel=np.ascontiguousarray(kernel.T))) if kernel.shape[0] == kernel.shape[1] else right(case)


def bias_mean(right, case):
    outcome = right(case)
    if "bias" not in case.inputs:
        return outcome
    return {**outcome, "gradient of bias": outcome["gradient of bias"] / np.asarray(max(1, len(case.x)), dtype=case.dtype)}


def overflowing(right, case):
    """exp(x) / (1 + exp(x))."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(case.x)
        return {**right(case), "output": e / (1 + e)}


def widened(right, case):
    return {what: np.asarray(value, dtype="float64") for what, value in right(case).items()}


def gradient_changed(change):
    return lambda right, case: {**right(case), "gradient of x": change(right(case)["gradient of x"])}


def half_zero(gradient):
    changed = gradient.copy()
    changed.reshape(-1)[::2] = 0
    return changed


def mutates_input(right, case):
    outcome = right(case)
    np.maximum(case.x, 0, out=case.x)
    return outcome


def mutates_upstream(right, case):
    outcome = right(case)
    dy = case.upstream(outcome["output"].shape)
    dy *= 2
    return outcome


def aliasing(right, case):
    return {**right(case), "output": case.x}


def counting(right, case):
    outcome = right(case)
    return {**outcome, "output": outcome["output"] + next(counter) * 1e-3}


def global_random(right, case):
    np.random.rand()  # noqa: NPY002  # that is the bug
    return right(case)


def one_buffer(right, case):
    """Every result is right when it is returned, and in the same memory: the next call changes what the last one returned."""
    outcome = right(case)
    for earlier in results:
        earlier[...] += 1
    results[:] = [outcome["output"]]
    return outcome


def batch_mean_leaks(right, case):
    outcome = right(case)
    return {**outcome, "output": outcome["output"] + 1e-6 * case.x.mean(axis=0, keepdims=True)}


def dies_alone(right, case):
    if len(case.x) == 1:
        raise IndexError("batch of one")
    return right(case)


def dies_on_nothing(right, case):
    if case.x.size == 0:
        raise ValueError("zero-size array")
    return right(case)


def squeezes(right, case):
    outcome = right(case)
    return {**outcome, "output": np.squeeze(outcome["output"])}


def swallows_nan(right, case):
    return {what: np.nan_to_num(value) for what, value in right(case).items()}


def slope_one_at_zero(right, case):
    outcome = right(case)
    dy = case.upstream(outcome["output"].shape)
    return {**outcome, "gradient of x": np.where(case.x == 0, dy, outcome["gradient of x"])}


def slope_at(kink, slope):
    """Another slope at one number exactly."""

    def wrong(right, case):
        outcome = right(case)
        dy = case.upstream(outcome["output"].shape)
        return {**outcome, "gradient of x": np.where(case.x == kink, slope * dy, outcome["gradient of x"])}

    return wrong


def always_training(right, case):
    from dataclasses import replace

    return right(replace(case, training=True))


def takes_anything(right, case):
    try:
        return right(case)
    except ValueError:
        return {"output": np.zeros(1), "gradient of x": np.zeros(1)}


def takes_another_width(right, case):
    """And nothing else that is to be refused."""
    return {"output": np.zeros(1), "gradient of x": np.zeros(1)} if case.built_for is not None else right(case)


def other_default(name):
    def arguments(self):
        mine = type(self).__mro__[1].arguments(self)
        assert name in mine
        return {**mine, name: 0.9}

    return arguments


def right_as_it_is(right, case):
    return right(case)


SABOTEURS = [
    Saboteur("forward", "epsilon a millionth off", sabotaged("LayerNormalization", with_settings(epsilon=lambda e: e * (1 + 1e-6)))),
    Saboteur("forward", "exp overflows", sabotaged("sigmoid", overflowing), "float32"),
    Saboteur("forward", "square weights transposed", sabotaged("Dense", transposed_if_square)),
    Saboteur("gradients", "diagonal of the Jacobian", sabotaged("softmax", softmax_diagonal)),
    Saboteur("gradients", "upstream of ones", sabotaged("tanh", ones_upstream)),
    Saboteur("gradients", "off by a thousandth", sabotaged("tanh", scaled("gradient of x", 0.999)), "float32"),
    Saboteur("gradients", "mean for the bias", sabotaged("Dense", bias_mean)),
    Saboteur("gradients", "square weights transposed", sabotaged("Dense", transposed_if_square)),
    Saboteur("dtype", "drifts to float64", sabotaged("sigmoid", widened), "float32"),
    Saboteur("directional", "off by a millionth", sabotaged("sigmoid", scaled("gradient of x", 1 + 1e-6))),
    Saboteur("directional", "NaN", sabotaged("sigmoid", gradient_changed(lambda g: g * np.nan))),
    Saboteur("directional", "half of it zero", sabotaged("tanh", gradient_changed(half_zero))),
    Saboteur("directional", "mean for the bias", sabotaged("Dense", bias_mean)),
    Saboteur("purity", "input overwritten", sabotaged("relu", mutates_input)),
    Saboteur("purity", "upstream overwritten", sabotaged("relu", mutates_upstream)),
    Saboteur("purity", "result is the input", sabotaged("relu", aliasing)),
    Saboteur("purity", "hidden state", sabotaged("sigmoid", counting)),
    Saboteur("purity", "global random state", sabotaged("sigmoid", global_random)),
    Saboteur("purity", "one buffer for all results", sabotaged("sigmoid", one_buffer)),
    Saboteur("samples", "batch mean leaks", sabotaged("sigmoid", batch_mean_leaks)),
    Saboteur("samples", "dies on a batch of one", sabotaged("sigmoid", dies_alone)),
    Saboteur("mode", "drops in inference", sabotaged("Dropout", always_training)),
    Saboteur("mode", "batch statistics in inference", sabotaged("BatchNormalization", always_training)),
    Saboteur("shapes", "dies on an empty batch", sabotaged("sigmoid", dies_on_nothing)),
    Saboteur("shapes", "squeezes a batch of one", sabotaged("sigmoid", squeezes)),
    Saboteur("bad input", "takes anything", sabotaged("celu", takes_anything)),
    Saboteur("bad input", "takes another width", sabotaged("Dense", takes_another_width)),
    Saboteur("kinks", "slope 1 at 0", sabotaged("relu", slope_one_at_zero)),
    Saboteur("kinks", "slope 1 at 6", sabotaged("relu6", slope_at(6.0, 1.0))),
    Saboteur("kinks", "slope 1/6 at 3", sabotaged("hard_sigmoid", slope_at(3.0, 1 / 6))),
    Saboteur("special values", "NaN swallowed", sabotaged("sigmoid", swallows_nan)),
    Saboteur("special values", "exp overflows", sabotaged("sigmoid", overflowing), "float32"),
    Saboteur("arguments", "another default", sabotaged("elu", right_as_it_is, arguments=other_default("alpha")), "float32"),
    Saboteur(
        "arguments",
        "another default of the derivative",
        sabotaged("elu", right_as_it_is, arguments=other_default("alpha of the derivative")),
        "float32",
    ),
    Saboteur(
        "arguments",
        "another default of the function",
        sabotaged("BinaryCrossentropy", right_as_it_is, arguments=other_default("label_smoothing of binary_crossentropy")),
        "float32",
    ),
]


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=str)
def test_planted_bug_is_caught(saboteur):
    assert not saboteur.caught().passed


def test_every_check_has_a_saboteur():
    """In any `test_saboteurs*.py` here: each keeps its own in a list `SABOTEURS`."""
    modules = [importlib.import_module(f"tests.checks.{path.stem}") for path in Path(__file__).parent.glob("test_saboteurs*.py")]
    covered = {saboteur.check for module in modules for saboteur in getattr(module, "SABOTEURS", [])}
    for check in CHECKS:
        assert check.name in covered, f"nothing shows that {check.name!r} catches anything: add a Saboteur for it to SABOTEURS"
