"""Wrong derivatives of the activations inside recurrent layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.activations import BY_INPUT, BY_OUTPUT
from comparisons.diagnosis.families.derivatives import OF_OUTPUT, Curve
from comparisons.diagnosis.families.recurrent import computed, recurrent
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from scratch import layers

ACTIVATIONS = {"activation": "tanh", "recurrent_activation": "sigmoid"}
"""What they are unless something else is asked for."""


class Mistaken:
    """An activation whose derivative is another formula of its output, or of its input."""

    def __init__(self, right: Any, slope: Curve, of_input: bool) -> None:
        self.right, self.slope, self.of_input = right, slope, of_input

    def __call__(self, x: np.ndarray) -> Any:
        return self.right(x)

    def vjp(self, dy: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """dy times the slope."""
        return dy * self.slope(x if self.of_input else y)


def with_slope(attribute: str, slope: Curve, *, of_input: bool = False) -> Callable[[Pair, Model, Case], Outcome]:
    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if case.settings.get(attribute, ACTIVATIONS[attribute]) != ACTIVATIONS[attribute]:
            raise ValueError("another activation")

        def made(**settings: Any) -> Any:
            layer = getattr(layers, pair.name)(**settings)
            setattr(layer, attribute, Mistaken(getattr(layer, attribute), slope, of_input))
            return layer

        return computed(made, case)

    return predict


def slopes() -> Iterator[Explanation]:
    for attribute, names in (("activation", ("SimpleRNN", "GRU", "LSTM")), ("recurrent_activation", ("GRU", "LSTM"))):
        name = ACTIVATIONS[attribute]
        right, written = OF_OUTPUT[name]
        for formula, curve in written.items():
            says = f"the derivative of {name} is {formula}, {right.strip('(*12 -')[0]} its output, where it should be {right}"
            yield Explanation("derivative-formula", says, with_slope(attribute, curve), recurrent(*names), fix=f"write {right}")
        yield Explanation(
            "derivative-of-output",
            f"the derivative of {name} is written for its input and is given its output: {name} is taken twice",
            with_slope(attribute, BY_INPUT[name]),
            recurrent(*names),
            fix=f"write {right} with the output itself",
        )
        says = f"the gradient goes through {name} as it is, without the derivative"
        yield Explanation(
            "derivative-omitted", says, with_slope(attribute, np.ones_like), recurrent(*names), fix=f"multiply by {right}, the derivative"
        )


EXPLANATIONS = [
    *slopes(),
    Explanation(
        "derivative-of-output",
        "the derivative of tanh is 1 - t**2, with its input where its output should be",
        with_slope("activation", BY_OUTPUT["tanh"], of_input=True),
        recurrent("SimpleRNN"),  # whose step people write out; to look for it in every gate of an LSTM takes time
        fix="write 1 - t**2 with the output of tanh",
    ),
]
