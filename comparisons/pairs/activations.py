"""The activations, a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import reference.parts
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from scratch import activations


@dataclass(frozen=True)
class ActivationPair(Pair):
    """A function of one array.

    Args:
        even: the last axis must have an even length (glu halves it).
        mixes_samples: whether, with some settings, samples depend on each other.
    """

    even: bool = False
    mixes_samples: Callable[[Mapping[str, Any]], bool] = lambda settings: False

    @property
    def kind(self) -> str:
        return "activation"

    @property
    def reference_name(self) -> str:
        return f"keras.activations.{self.name}"

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        batch, width = sizes
        return Case(settings, {"x": values.normal((batch, 2 * width if self.even else width), dtype)}, values, dtype)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None if self.mixes_samples(case.settings) else super().one_sample(case, row)

    def candidate(self, case: Case) -> Outcome:
        function, x = getattr(activations, self.name), case.inputs["x"]
        y = function(x, **case.settings)
        return {"output": y, "gradient of x": function.vjp(case.upstream(y.shape), x, y, **case.settings)}

    def reference(self, case: Case) -> Outcome:
        return reference.parts.activation(self.name, case.settings, case.inputs["x"], case.upstream)


ACTIVATIONS = [
    ActivationPair("celu", {"alpha": (1.0, 0.5, 2.0)}, kinks=(0.0,)),
    ActivationPair("elu", {"alpha": (1.0, 0.5, 2.0)}, kinks=(0.0,)),
    ActivationPair("exponential"),
    ActivationPair("gelu", {"approximate": (False, True)}),
    ActivationPair("glu", even=True),
    ActivationPair("hard_shrink", {"threshold": (0.5, 1.0, 0.25)}, kinks=(0.5, -0.5, 1.0, -1.0, 0.25, -0.25)),
    ActivationPair("hard_sigmoid", kinks=(-3.0, 3.0)),
    ActivationPair("hard_silu", kinks=(-3.0, 3.0)),
    ActivationPair("hard_tanh", kinks=(-1.0, 1.0)),
    ActivationPair("leaky_relu", {"negative_slope": (0.2, 0.0, 0.5, 1.5)}, kinks=(0.0,)),
    ActivationPair("linear"),
    ActivationPair("log_sigmoid"),
    ActivationPair("log_softmax"),
    ActivationPair("mish"),
    ActivationPair("relu", {"negative_slope": (0.0, 0.25), "max_value": (None, 6.0, 1.0), "threshold": (0.0, 0.5)}, kinks=(0.0, 0.5, 1.0, 6.0)),
    ActivationPair("relu6", kinks=(0.0, 6.0)),
    ActivationPair("selu", kinks=(0.0,)),
    ActivationPair("sigmoid"),
    ActivationPair("silu"),
    ActivationPair("soft_shrink", {"threshold": (0.5, 1.0, 0.25)}, kinks=(0.5, -0.5, 1.0, -1.0, 0.25, -0.25)),
    ActivationPair("softmax", {"axis": (-1, 0)}, mixes_samples=lambda settings: settings["axis"] == 0),
    ActivationPair("softplus"),
    ActivationPair("softsign"),
    ActivationPair("sparse_plus", kinks=(-1.0, 1.0)),
    ActivationPair("sparse_sigmoid", kinks=(-1.0, 1.0)),
    ActivationPair("sparsemax"),
    ActivationPair("squareplus", {"b": (4, 1)}),
    ActivationPair("tanh"),
    ActivationPair("tanh_shrink"),
    ActivationPair("threshold", {"threshold": (0.0, 0.5), "default_value": (0.0, 1.0)}, kinks=(0.0, 0.5)),
]
