"""Keras itself with every mistake that can be named: as the candidate it is named, as the reference the right code is seen to differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comparisons.checks import CHECKS
from comparisons.checks.engine import check_cases, run_checks
from comparisons.diagnosis.diagnose import diagnose
from comparisons.diagnosis.examples import fresh, fresh_edges
from comparisons.diagnosis.explanation import Bound, Explanation, known
from comparisons.diagnosis.families import EXPLANATIONS
from comparisons.pairs import PAIRS
from comparisons.pairs.methods import with_methods
from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.adapter import MEETING
from tests.diagnosis.planted import loss, optimizer, pair_of
from tests.quickly import quickly

pytestmark = pytest.mark.keras

EXAMPLES = 4
EDGES = ("large", "tie", "clipped")
COMPARED = ("forward", "gradients", "updates")


SAME_NUMBERS = {
    "derivative is s * (s - 1)": "sign-flipped",
    "derivative is t**2 - 1": "sign-flipped",
    "derivative is 1 - x**2": "derivative-of-output",
}
"""What has two names: the simpler one is given."""


LEFT_OUT = ("without a shift", "the other form of gelu")
"""Explanations of two parts that are first met in a third, and the two forms of gelu: Keras rounds the constants of one to float32."""
NUMBERS = [n for n, explanation in enumerate(EXPLANATIONS) if not any(words in explanation.says for words in LEFT_OUT)]
AVERAGED = ("Huber", "MeanSquaredError", "MeanAbsoluteError", "Hinge", "SquaredHinge", "MeanSquaredLogarithmicError", "CategoricalHinge")
"""Losses that are written for the mean of all entries alone."""
STATELESS = {"optimizer-state-shared": "SGD"}
"""Parts in which an explanation shows nothing: SGD has no state unless it is told a momentum."""


def log_softmax_of_anyone() -> Pair:
    """With what is allowed to everybody's: in a row of one, x - log(exp(x)) leaves the rounding of x where a shifted one has 0."""
    pair = pair_of("activation", "log_softmax", axis=-1)
    return replace(pair, meets=MEETING[pair.name])


RATE = {"learning_rate": 0.125, "momentum": 0.75}
HALVED = ("PiecewiseConstantDecay", (("boundaries", (4,)), ("values", (0.125, 0.03125))))


def rows_normalized() -> Pair:
    """Layer normalization of samples with features."""
    return replace(pair_of("layer", "LayerNormalization", axis=-1, epsilon=1e-3, center=True, scale=True), ranks=(1,))


def images_normalized() -> Pair:
    """Batch normalization of images."""
    return replace(pair_of("layer", "BatchNormalization", axis=-1, momentum=0.75, epsilon=1e-3, center=True, scale=True), ranks=(3,))


def padded() -> Pair:
    """A layer that puts zeros around its input."""
    return pair_of(
        "layer", "Conv1D", filters=2, kernel_size=3, strides=1, padding="same", dilation_rate=1, data_format="channels_last", use_bias=True
    )


def strided(name: str, **settings: int | bool) -> Pair:
    """A layer with windows that go two steps at a time."""
    return pair_of("layer", name, padding="valid", strides=2, data_format="channels_last", **settings)


SHOWN = {
    "slope is the flatter one": lambda: pair_of("activation", "hard_tanh"),
    "the mean of gradients is taken off v": lambda: optimizer("RMSprop", learning_rate=0.125, centered=True),
    "the largest v is not what": lambda: optimizer("Adam", learning_rate=0.125, amsgrad=True),
    "takes the velocity of the update before": lambda: optimizer("SGD", **RATE),
    "where momentum * v belongs": lambda: optimizer("SGD", **RATE, nesterov=True),
    "that it is told is not": lambda: optimizer("SGD", learning_rate=0.125),
    "the one below it": lambda: pair_of("activation", "selu"),
    "at a kink": lambda: pair_of("activation", "relu"),
    "slope is the one above it": lambda: pair_of("activation", "leaky_relu", negative_slope=0.25),
    "exp(x) / sum(exp(x))": lambda: pair_of("activation", "softmax", axis=-1),
    "log(sum(exp(x)))": log_softmax_of_anyone,
    "logarithm of a softmax that is 0": log_softmax_of_anyone,
    "once it changes": lambda: optimizer("SGD", **RATE | {"learning_rate": HALVED}),
    "(1 - momentum) * g": lambda: optimizer("SGD", **RATE),
    "momentum times the previous": lambda: optimizer("SGD", **RATE),
    "classical momentum": lambda: optimizer("SGD", **RATE, nesterov=True),
    "v already updated": lambda: optimizer("SGD", **RATE, nesterov=True),
    "step along the velocity": lambda: optimizer("SGD", **RATE, nesterov=True),
    "beside momentum * v": lambda: optimizer("SGD", **RATE, nesterov=True),
    "became (N, N)": lambda: loss("BinaryCrossentropy", from_logits=False, label_smoothing=0.0, axis=-1),
    "pads symmetrically": lambda: pair_of("layer", "MaxPooling1D", padding="same", strides=2, pool_size=3, data_format="channels_last"),
    "the learning rate is taken twice": lambda: optimizer("SGD", **RATE),
    "the velocity is not kept": lambda: optimizer("SGD", **RATE),
    "v is rho * v + g**2": lambda: optimizer("RMSprop", learning_rate=0.125),
    "not at that times the stride": lambda: strided("Conv1D", filters=2, kernel_size=2, use_bias=True),
    "beyond delta": lambda: loss("Huber", delta=[0.5, 2.0]),
    "over the samples, axis 0": rows_normalized,
    "where windows overlap": lambda: strided("MaxPooling1D", pool_size=3),
    "at the window's number": lambda: strided("MaxPooling1D", pool_size=3),
    "has the zeros around it": padded,
    "the last window of every row": lambda: strided("Conv1D", filters=2, kernel_size=2, use_bias=True),
    "the window is transposed": lambda: pair_of(
        "layer", "Conv2D", filters=2, kernel_size=2, strides=1, padding="valid", dilation_rate=1, data_format="channels_last", use_bias=True
    ),
    "momentum is multiplied in once more": lambda: optimizer("SGD", **RATE),
    "where momentum**2 * v belongs": lambda: optimizer("SGD", **RATE, nesterov=True),
    "v is v + (1 - rho) * g**2": lambda: optimizer("RMSprop", learning_rate=0.125),
    "log(mean(exp(x)))": lambda: loss("CategoricalCrossentropy", from_logits=True, label_smoothing=0.0, axis=-1),
    "reshaped to (-1, C)": images_normalized,
    "the columns of all labels": lambda: loss("SparseCategoricalCrossentropy", from_logits=True, axis=-1),
    "as if it were one number": rows_normalized,
    "are those of a learning rate": lambda: optimizer("SGD", learning_rate=0.125),
}
"""Parts, and their settings, in which an explanation shows something: by words of it, the special before the general."""


def code_of(bound: Bound) -> str:
    return next((code for part, code in SAME_NUMBERS.items() if part in bound.explanation.says), bound.code)


def mistaken(number: int) -> tuple[Pair, Bound]:
    """(the first part that an explanation makes sense for, the explanation with the number that most people use, if not Keras's)."""
    explanation = EXPLANATIONS[number]
    fitting = (part() for words, part in SHOWN.items() if words in explanation.says)
    shown = next((pair for pair in fitting if explanation.applies(pair)), None)
    if shown is not None:
        return shown, of_others(shown, explanation)
    parts = (pair for pair in PAIRS if pair.kind != "metric" and pair.name != STATELESS.get(explanation.code))
    pair = next(pair for pair in parts if explanation.applies(pair))
    if pair.kind == "loss" and (explanation.edge or pair.name in AVERAGED):
        pair = loss(pair.name)
    if pair.kind == "optimizer":
        pair = optimizer(pair.name)  # with its default settings, as a class that takes none
    return pair, of_others(pair, explanation)


def of_others(pair: Pair, explanation: Explanation) -> Bound:
    """The first of the known numbers that is not Keras's own."""
    setting = explanation.parameter.setting if explanation.parameter is not None else ""
    own = pair.reference_arguments().get(setting) if setting else None
    return next(bound for bound in known(explanation) if own is None or bound.number != own)


def name(number: int) -> str:
    pair, bound = mistaken(number)
    return f"{number}-{bound.code}-{pair.name}"


@pytest.mark.parametrize("number", quickly(NUMBERS, NUMBERS[1::200]), ids=name)
def test_it_is_named(number):
    pair, bound = mistaken(number)
    drawn = fresh(pair, "float64", number=77, count=EXAMPLES)
    telling = [case for example in drawn for case in bound.explanation.telling(pair, example)]
    edges = [case for edge in EDGES for case in fresh_edges(pair, edge, drawn)] if bound.explanation.edge else []
    right = pair.candidate if pair.kind == "optimizer" else pair.reference  # Keras rounds an optimizer's numbers to float32
    wrong = bound.applied(pair, right)

    def candidate(case):
        return {what: value for what, value in wrong(case).items() if pair.kind != "optimizer" or what in case.inputs}

    found = diagnose(pair, candidate, [*drawn, *telling[:EXAMPLES], *edges])
    assert [finding.code for finding in found.findings] == [code_of(bound)], found
    assert found.region == ""


@pytest.mark.parametrize(
    "number",
    [n for n in quickly(NUMBERS, NUMBERS[5::160]) if not EXPLANATIONS[n.values[0]].edge],
    ids=name,
)
def test_the_right_code_differs_from_it(number):
    pair, bound = mistaken(number)

    def reference(self, case):
        return bound.applied(pair, pair.reference)(case)

    checks = [check for check in CHECKS if check.name in COMPARED and check.reason_against(pair) is None]
    turned = with_methods(pair, reference=reference)
    telling = [case for example in fresh(pair, "float64", number=77, count=EXAMPLES) for case in bound.explanation.telling(pair, example)]
    results = run_checks(turned, checks, "float64", examples=20, seed=0, shrink=False) + check_cases(turned, checks, "float64", telling)
    assert any(result.overruled or not result.passed for result in results), results
