"""The activations, a line each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import reference.parts
from comparisons.pairs import exact
from comparisons.pairs.case import Case, Values
from comparisons.pairs.meeting import alpha, one_and_x, size_of_x
from comparisons.pairs.pair import Outcome, Pair
from comparisons.pairs.signatures import defaults, prefixed
from comparisons.training.plan import float32_exact
from scratch import activations


@dataclass(frozen=True)
class ActivationPair(Pair):
    """A function of one array.

    Args:
        even: the last axis must have an even length (glu halves it).
        rowwise: entries of a row depend on each other.
        untied: x is never round: at a tie, rounding decides which derivative is right.
        mixes_samples: whether, with some settings, samples depend on each other.
    """

    even: bool = False
    rowwise: bool = False
    untied: bool = False
    mixes_samples: Callable[[Mapping[str, Any]], bool] = lambda settings: False

    @property
    def kind(self) -> str:
        return "activation"

    @property
    def reference_name(self) -> str:
        return f"keras.activations.{self.name}"

    @property
    def elementwise(self) -> bool:
        return not self.rowwise and not self.even

    @property
    def missing(self) -> str:
        return reference.parts.missing("activation", self.name)

    def arguments(self) -> Mapping[str, Any]:
        function = getattr(activations, self.name)
        return defaults(function.function, skip=1) | prefixed("the derivative", defaults(function.vjp, skip=3))

    def reference_arguments(self) -> Mapping[str, Any]:
        theirs = reference.parts.signature("activation", self.name)
        return theirs | prefixed("the derivative", theirs)

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        values = replace(values, decimals=4) if self.untied else values
        shape = (*sizes[:-1], 2 * sizes[-1]) if self.even and sizes else sizes
        return Case(float32_exact(dict(settings)), {"x": values.normal(shape, dtype)}, values, dtype)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None if self.mixes_samples(case.settings) else super().one_sample(case, row)

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        anything = ((), (3, 0)) if self.elementwise else ()  # a row needs an entry
        return (*anything, (3,), (1, 1), (0, 3), (3, 1), (2, 3, 4), (2, 1, 3, 2))

    @property
    def refuses_something(self) -> bool:
        return self.even or super().refuses_something

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        yield from super().bad_cases(case)
        if self.even:
            yield "odd last axis", case.with_x(case.x[..., :-1])

    def candidate(self, case: Case) -> Outcome:
        function, x = getattr(activations, self.name), case.inputs["x"]
        y = function(x, **case.settings)
        return {"output": y, "gradient of x": function.vjp(case.upstream(y.shape), x, y, **case.settings)}

    def reference(self, case: Case) -> Outcome:
        return reference.parts.activation(self.name, case.settings, case.inputs["x"], case.upstream)


# Without infinities: sparsemax has inf - inf, glu inf times a slope that was rounded to 0 or not.
FINITE = (-sys.float_info.max, sys.float_info.max)
AT_INFINITY = "NaN at an infinity, where value and derivative have limits"

ACTIVATIONS = [
    ActivationPair(
        "celu", {"alpha": (1.0, 0.5, 2.0)}, kinks=(0.0,), meets=alpha, exact=exact.of_each(exact.celu), refused=({"alpha": 0.0},),
        keras_faults={"kinks": "the derivative at 0 is doubled"},
    ),
    ActivationPair("elu", {"alpha": (1.0, 0.5, 2.0)}, kinks=(0.0,), meets=alpha),
    ActivationPair("exponential"),
    ActivationPair(
        "gelu", {"approximate": (False, True)}, exact=exact.of_each(exact.gelu),
        keras_faults={"forward": "1 / sqrt(2) and 0.044715 are rounded to float32", "special values": AT_INFINITY},
    ),
    ActivationPair("glu", even=True, domain=FINITE, meets=size_of_x),
    ActivationPair("hard_shrink", {"threshold": (0.5, 1.0, 0.25)}, kinks=(0.5, -0.5, 1.0, -1.0, 0.25, -0.25)),
    ActivationPair("hard_sigmoid", kinks=(-3.0, 3.0)),
    ActivationPair("hard_silu", kinks=(-3.0, 3.0), keras_faults={"special values": AT_INFINITY}),
    ActivationPair("hard_tanh", kinks=(-1.0, 1.0)),
    ActivationPair("leaky_relu", {"negative_slope": (0.2, 0.0, 0.5, 1.5)}, kinks=(0.0,)),
    ActivationPair("linear", shares=True),
    ActivationPair("log_sigmoid"),
    ActivationPair("log_softmax", rowwise=True),
    ActivationPair("mish", keras_faults={"special values": AT_INFINITY}, meets=size_of_x),
    ActivationPair(
        "relu", {"negative_slope": (0.0, 0.25, 1.0), "max_value": (None, 6.0, 1.0), "threshold": (0.0, 0.5, 1.0)},
        kinks=(0.0, 0.5, 1.0, 6.0),
    ),
    ActivationPair("relu6", kinks=(0.0, 6.0)),
    ActivationPair(
        "selu", kinks=(0.0,), meets=alpha, exact=exact.of_each(exact.selu),
        keras_faults={"special values": "the derivative just below 0 is that above 0"},
    ),
    ActivationPair("sigmoid"),
    ActivationPair("silu", keras_faults={"special values": AT_INFINITY}),
    ActivationPair("soft_shrink", {"threshold": (0.5, 1.0, 0.25)}, kinks=(0.5, -0.5, 1.0, -1.0, 0.25, -0.25)),
    ActivationPair("softmax", {"axis": (-1, 0)}, rowwise=True, mixes_samples=lambda settings: settings["axis"] == 0),
    ActivationPair("softplus"),
    ActivationPair("softsign", keras_faults={"special values": AT_INFINITY}),
    ActivationPair("sparse_plus", kinks=(-1.0, 1.0), keras_faults={"special values": AT_INFINITY}),
    ActivationPair("sparse_sigmoid", kinks=(-1.0, 1.0)),
    ActivationPair(
        "sparsemax", rowwise=True, exact=exact.sparsemax, untied=True, domain=FINITE,
        keras_faults={"forward": "the result does not sum to 1 once two entries are kept"},
    ),
    ActivationPair("squareplus", {"b": (4, 1)}, exact=exact.of_each(exact.squareplus), keras_faults={"special values": "x^2 overflows"}),
    ActivationPair("tanh"),
    ActivationPair("tanh_shrink", meets=one_and_x),
    ActivationPair("threshold", {"threshold": (0.0, 0.5), "default_value": (0.0, 1.0)}, kinks=(0.0, 0.5)),
]  # fmt: skip
