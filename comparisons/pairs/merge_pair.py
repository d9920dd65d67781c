"""A layer of several inputs and its Keras counterpart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import reference.parts
from comparisons.pairs.case import Case, Values
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.pair import Outcome
from comparisons.pairs.shaping import Together, broadcast


@dataclass(frozen=True)
class MergePair(LayerPair):
    """A layer on a list of arrays: `x`, `x_1`, ...

    Args:
        together: shapes of the inputs, from the settings, the drawn sizes and the number of inputs.
        counts: numbers of inputs that are tried.
        apart: shapes of inputs that both sides refuse together.
    """

    ranks: tuple[int, ...] = (1, 2)
    together: Together = broadcast
    counts: tuple[int, ...] = (2, 3, 1)
    apart: tuple[tuple[int, ...], ...] = ((2, 3), (2, 4))

    @property
    def refuses_something(self) -> bool:
        return True

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        shapes = self.together(settings, sizes, self.counts[values.seed % len(self.counts)])
        inputs = {name: values.normal(shape, dtype, stream=n) for n, (name, shape) in enumerate(named(shapes).items())}
        return Case(settings, inputs, values, dtype, training=training)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return case.with_inputs(**{name: x[row : row + 1] for name, x in case.inputs.items()})

    def on_nothing(self, case: Case) -> Outcome:
        ones = {name: np.zeros((1, *x.shape[1:]), dtype=x.dtype) for name, x in case.inputs.items()}
        return {what: np.zeros((0, *a.shape[1:]), a.dtype) for what, a in self.reference(case.with_inputs(**ones)).items()}

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        inputs = {name: np.ones(shape, dtype=case.dtype) for name, shape in named(self.apart).items()}
        yield f"shapes {', '.join(map(str, self.apart))}", replace(case, inputs=inputs)

    def tied(self, case: Case) -> Iterator[Case]:
        generator = np.random.default_rng(case.values.seed)
        yield case.with_inputs(**{name: generator.integers(-1, 2, x.shape).astype(case.dtype) for name, x in case.inputs.items()})

    def candidate(self, case: Case) -> Outcome:
        layer = self.made(case)
        y = layer.forward(list(case.inputs.values()), case.training)
        found = layer.backward(case.upstream(y.shape))
        return {"output": y} | {f"gradient of {name}": dx for name, dx in zip(case.inputs, found, strict=True)}

    def reference(self, case: Case) -> Outcome:
        return reference.parts.merged(self.name, case.settings, case.inputs, case.upstream, dtype=case.dtype)

    def opinion(self, case: Case) -> Outcome:
        """Keras in float64 on inputs that are alike: what its broadcasting should give."""
        shapes = {x.shape for x in case.inputs.values()}
        if self.together is not broadcast or len(shapes) == 1:
            return super().opinion(case)
        wide = case.in_dtype("float64")
        whole = dict(zip(wide.inputs, np.broadcast_arrays(*wide.inputs.values()), strict=True))
        found = self.reference(wide.with_inputs(**whole))
        return found | {what: summed(found[what], wide.inputs[name].shape) for name in whole if (what := f"gradient of {name}") in found}

    def written(self, case: Case) -> list[str]:
        return [
            f"layer = {self.made_in_words(case)}",
            f"y = layer.forward([{', '.join(case.inputs)}], {case.training})",
            f"gradients = zip({list(case.inputs)!r}, layer.backward(dy))",
            'return {"output": y} | {f"gradient of {name}": gradient for name, gradient in gradients}',
        ]


def summed(gradient: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The gradient of an array of `shape`, from that of the array that it was broadcast to."""
    axes = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return gradient.sum(axis=axes, keepdims=True)


def named(shapes: tuple[tuple[int, ...], ...]) -> dict[str, tuple[int, ...]]:
    """Shapes by the names of the inputs."""
    return {f"x_{n}" if n else "x": shape for n, shape in enumerate(shapes)}
