"""The layers, a line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

import reference.parts
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import BATCHES, WIDTHS, Outcome, Pair
from scratch import layers


@dataclass(frozen=True)
class LayerPair(Pair):
    """A layer with its weights, alike on both sides.

    Args:
        ranks: how many axes a sample may have.
        mixes_samples: samples depend on each other in training.
        indices: x is made of whole numbers below this; None for floats.
    """

    ranks: tuple[int, ...] = (1, 2)
    mixes_samples: bool = False
    indices: int | None = None

    @property
    def kind(self) -> str:
        return "layer"

    @property
    def reference_name(self) -> str:
        return f"keras.layers.{self.name}"

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        return st.one_of(*(st.tuples(st.sampled_from(BATCHES), *[st.sampled_from(WIDTHS)] * rank) for rank in self.ranks))

    def specimen_sizes(self) -> tuple[int, ...]:
        return (4, 3, 5, 2, 6)[: 1 + max(self.ranks)]

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        x = values.normal(sizes, dtype) if self.indices is None else values.integers(sizes, self.indices).astype("int32")
        shapes = reference.parts.layer_weights(self.name, settings, sizes[1:], dtype)
        weights = {name: self.weight(name, shape, values, dtype, stream=10 + n) for n, (name, shape) in enumerate(shapes.items())}
        trained = {name: w for name, w in weights.items() if not name.startswith("moving_")}
        kept = {name: w for name, w in weights.items() if name.startswith("moving_")}
        return Case(settings, {"x": x, **trained}, values, dtype, kept, training)

    def weight(self, name: str, shape: tuple[int, ...], values: Values, dtype: str, *, stream: int) -> np.ndarray:
        """A weight; variances are positive."""
        draw = values.uniform if name == "moving_variance" else values.normal
        return draw(shape, dtype, stream=stream)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None if self.mixes_samples and case.training else super().one_sample(case, row)

    def candidate(self, case: Case) -> Outcome:
        layer = getattr(layers, self.name)(**case.settings, dtype=case.dtype)
        x = case.inputs["x"]
        layer.ensure_built((None, *x.shape[1:]))
        for name, target in {**layer.params, **layer.state}.items():
            target[...] = {**case.inputs, **case.given}[name]
        y = layer.forward(x, case.training)
        dx = layer.backward(case.upstream(y.shape))
        found = {"output": y} | ({"gradient of x": dx} if x.dtype.kind == "f" else {})
        found |= {f"gradient of {name}": gradient for name, gradient in layer.grads.items()}
        return found | {f"state {name}": value for name, value in layer.state.items()}

    def reference(self, case: Case) -> Outcome:
        weights = {**case.inputs, **case.given}
        return reference.parts.layer(self.name, case.settings, case.inputs["x"], weights, case.upstream, training=case.training)


LAYERS = [
    LayerPair("Dense", {"units": (1, 2, 3, 5), "use_bias": (True, False), "activation": (None, "tanh", "softmax")}, ranks=(1, 2)),
    LayerPair("Flatten", ranks=(1, 2, 3)),
    LayerPair("BatchNormalization", {"momentum": (0.9375, 0.5), "center": (True, False), "scale": (True, False)}, mixes_samples=True),
]
