"""The pair of a tape: expressions, and TensorFlow's values and gradients for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import reference.expressions
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.tape.expressions import EXPRESSIONS, operations_of, variables_of

INNER = 5


def ones_of_tanh(case: Case) -> float:
    """Many take tanh as (e^2x - 1) / (e^2x + 1), where ones cancel for small x."""
    return 1.0 if "tanh" in operations_of(EXPRESSIONS[case.settings["expression"]]) else 0.0


@dataclass(frozen=True)
class TapePair(Pair):
    """Expressions of a few variables; `settings` names the expression."""

    dtypes: tuple[str, ...] = ("float64", "float32")
    kinks: tuple[float, ...] = (0.0,)

    @property
    def kind(self) -> str:
        return "tape"

    @property
    def reference_name(self) -> str:
        return "tensorflow.GradientTape"

    @property
    def has_ties(self) -> bool:
        return False

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        """`a` has any sign, `b` is positive, `w` and `c` are for matrix products; `row`, `column` and `number` are to be broadcast."""
        height, width = (sizes[0], sizes[-1]) if sizes else (1, 1)
        arrays = {
            "a": values.normal(sizes, dtype, scaled=False),
            "b": values.uniform(sizes, dtype, stream=1) + np.asarray(0.5, dtype),
            "w": values.normal((width, INNER), dtype, stream=2, scaled=False),
            "c": values.normal((INNER,), dtype, stream=3, scaled=False),
            "row": values.normal((1, width), dtype, stream=4, scaled=False),
            "column": values.normal((height, 1), dtype, stream=5, scaled=False),
            "number": values.normal((1, 1), dtype, stream=6, scaled=False).reshape(()),
        }
        arrays["a"] = np.where(arrays["a"] == 0, 1, arrays["a"]).astype(dtype)
        wanted = variables_of(EXPRESSIONS[settings["expression"]])
        return Case(settings, {name: a for name, a in arrays.items() if name in wanted}, values, dtype)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None

    def candidate(self, case: Case) -> Outcome:
        raise NotImplementedError("scratch has no tape")

    def reference(self, case: Case) -> Outcome:
        return reference.expressions.expression(EXPRESSIONS[case.settings["expression"]], case.inputs, case.upstream)


TAPE = TapePair(
    "tape",
    {"expression": tuple(EXPRESSIONS)},
    meets=ones_of_tanh,
    skips={"special values": "operators have none of their own", "samples": "numbers are no samples"},
)
