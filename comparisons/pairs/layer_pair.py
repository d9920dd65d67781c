"""A layer of scratch and its Keras counterpart, with the same weights."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import reference.parts
from comparisons.pairs import shaping
from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import BATCHES, WIDTHS, Outcome, Pair
from comparisons.pairs.shaping import Adapted, Shaped
from comparisons.pairs.signatures import defaults
from comparisons.training.plan import float32_exact
from scratch import layers
from scratch.layers.arguments import argument_names

TURNED = (
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
)  # on a CPU Keras raises with channels_first: docs/decisions/keras-on-every-processor.md
SEVERAL_OUTPUTS = [  # lines of `written`: the layer returns a tuple, which is compared as one array
    "sizes = [each[0].size for each in y]",
    "dy = tuple(part.reshape(each.shape) for part, each in zip(np.split(dy, np.cumsum(sizes)[:-1], axis=1), y))",
    "y = np.concatenate([each.reshape(len(each), -1) for each in y], axis=1)",
]
STATE = ("moving_mean", "moving_variance")


@dataclass(frozen=True)
class LayerPair(Pair):
    """A layer with its weights, alike on both sides.

    Args:
        ranks: how many axes a sample may have.
        shaped: what the settings ask of the shape of x.
        adapted: what becomes of settings that Keras refuses together.
        spaces: lengths of all axes of a sample but the last; None for any.
        mixes_samples: samples depend on each other in training.
        indices: x is made of whole numbers below this; None for floats.
        random: draws numbers in training; both sides are given Keras's.
        fixed_width: refuses x of another width than it was built for.
        refused_ranks: numbers of axes of a sample that it refuses.
        ties: equal numbers in x are a matter of convention.
    """

    ranks: tuple[int, ...] = (1, 2, 3)
    shaped: Shaped = shaping.as_drawn
    adapted: Adapted = shaping.any_settings
    spaces: tuple[int, ...] | None = None
    mixes_samples: bool = False
    indices: int | None = None
    random: bool = False
    fixed_width: bool = False
    refused_ranks: tuple[int, ...] = ()
    ties: bool = False

    @property
    def kind(self) -> str:
        return "layer"

    @property
    def reference_name(self) -> str:
        return f"keras.layers.{self.name}"

    @property
    def missing(self) -> str:
        return reference.parts.missing("layer", self.name)

    @property
    def has_ties(self) -> bool:
        return self.ties or bool(self.kinks)

    @property
    def refuses_something(self) -> bool:
        return bool(self.refused or self.refused_ranks) or self.fixed_width

    def arguments(self) -> Mapping[str, Any]:
        part = getattr(layers, self.name)
        own = argument_names(part, layers.Layer)
        return {name: default for name, default in defaults(part).items() if name in own}

    def reference_arguments(self) -> Mapping[str, Any]:
        return reference.parts.signature("layer", self.name)

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        batch, width, space = st.sampled_from(BATCHES), st.sampled_from(WIDTHS), st.sampled_from(self.spaces or WIDTHS)
        return st.one_of(*(st.tuples(batch, *[space] * (rank - 1), width) for rank in self.ranks))

    def specimen_sizes(self) -> tuple[int, ...]:
        rank = max(self.ranks)
        return (4, *(self.spaces or (3, 5, 2))[: rank - 1], 3)

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        rank, space = max(self.ranks), min(self.spaces or (1,))
        return (1, *[space] * (rank - 1), 1), (0, *[space] * (rank - 1), 2), (2, *[space] * (rank - 1), 1)

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        settings = self.adapted(float32_exact(dict(settings)), dtype)
        if self.spaces is not None and dtype != "float32" and "data_format" in settings and self.name not in TURNED:
            settings["data_format"] = "channels_last"  # TensorFlow's kernels for CPUs know no other in float64 and float16
        shape = self.shaped(settings, sizes)
        x = values.normal(shape, dtype) if self.indices is None else values.integers(shape, self.indices).astype("int32")
        shapes = self.weight_shapes(settings, shape[1:], dtype)
        weights = {name: weight(name, size, values, dtype, stream=10 + n) for n, (name, size) in enumerate(shapes.items())}
        trained = {name: w for name, w in weights.items() if name not in STATE}
        given = {name: w for name, w in weights.items() if name in STATE}
        if self.random:
            given["draw"] = self.draw(settings, shape, dtype)
        return Case(settings, {"x": x, **trained}, values, dtype, given, training)

    def weight_shapes(self, settings: Mapping[str, Any], sample: tuple[int, ...], dtype: str) -> dict[str, tuple[int, ...]]:
        """Shapes of the weights by name, those that are trained first, for samples of this shape."""
        return reference.parts.layer_weights(self.name, settings, sample, dtype)

    def draw(self, settings: Mapping[str, Any], shape: tuple[int, ...], dtype: str) -> np.ndarray:
        """What Keras draws in training."""
        return reference.parts.draw(self.name, settings, shape, dtype)

    def one_sample(self, case: Case, row: int) -> Case | None:
        if case.training and (self.mixes_samples or self.random):
            return None
        one = super().one_sample(case, row)
        mask = case.given.get("mask")
        return one if one is None or mask is None else replace(one, given={**one.given, "mask": mask[row : row + 1]})

    def has_cheap_opinion(self, case: Case) -> bool:
        turned, one = case.settings.get("data_format") == "channels_first", case.settings.get("units") == 1
        return (
            super().has_cheap_opinion(case) or turned or (one and case.settings.get("activation") == "softmax")
        )  # whose gradient is noise

    def opinion(self, case: Case) -> Outcome:
        if self.random and case.training:
            return {}  # in float64 Keras draws something else
        if case.settings.get("data_format") == "channels_first" and case.x.ndim > 2:
            return channels_last(self, case.in_dtype("float64"))
        return super().opinion(case)

    def on_nothing(self, case: Case) -> Outcome:
        one = self.reference(case.with_x(np.zeros((1, *case.x.shape[1:]), dtype=case.x.dtype)))
        per_sample = ("output", "gradient of x")
        return {what: np.zeros((0, *a.shape[1:]) if what in per_sample else a.shape, a.dtype) for what, a in one.items()}

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        yield from super().bad_cases(case)
        case = self.specimen(case.dtype, case.settings, case.training)
        built_for = case.x.shape[1:]
        if self.fixed_width:
            axis = 1 if case.settings.get("data_format") == "channels_first" else case.settings.get("axis", -1)
            wider = np.concatenate([case.x, case.x.take([0], axis=axis)], axis=axis)
            yield "another width", replace(case.with_x(wider), built_for=built_for)
        for rank in self.refused_ranks:
            yield f"{rank} axes a sample", replace(case.with_x(np.ones((2,) * (rank + 1), dtype=case.x.dtype)), built_for=built_for)

    def tied(self, case: Case) -> Iterator[Case]:
        yield from super().tied(case)
        if self.ties:
            yield case.with_x(np.random.default_rng(case.values.seed).integers(-1, 2, case.x.shape).astype(case.dtype))

    def candidate(self, case: Case) -> Outcome:
        layer = self.made(case)
        x = case.inputs["x"]
        layer.ensure_built((None, *(x.shape[1:] if case.built_for is None else case.built_for)))
        for name, target in {**layer.params, **layer.state}.items():
            target[...] = {**case.inputs, **case.given}[name]
        if self.random:
            layer.fixed_draw = case.given["draw"]
        y = layer.forward(x, case.training, case.given.get("mask"))
        whole = side_by_side(y)
        dx = layer.backward(apart(case.upstream(whole.shape), y))
        found = {"output": whole} | ({"gradient of x": dx} if x.dtype.kind == "f" else {})
        found |= {f"gradient of {name}": gradient for name, gradient in layer.grads.items()}
        mask = layer.compute_mask(x, case.given.get("mask"))
        found |= {} if mask is None else {"state mask": np.array(mask)}
        return found | {f"state {name}": value for name, value in layer.state.items()}

    def reference(self, case: Case) -> Outcome:
        if self.name in TURNED and case.settings["data_format"] == "channels_first":
            return channels_last(self, case)
        return reference.parts.layer(
            self.name, case.settings, case.inputs["x"], {**case.inputs, **case.given}, case.upstream,
            training=case.training, built_for=case.built_for, dtype=case.dtype, mask=case.given.get("mask"),
        )  # fmt: skip

    def written(self, case: Case) -> list[str]:
        """What `candidate` does in Python, as the body of a function of the case's arrays and of dL/dy, `dy`."""
        weights = ", ".join(f"{name!r}: {name}" for name in [*case.inputs, *case.given] if name not in ("x", "mask", "draw"))
        built_for = "x.shape[1:]" if case.built_for is None else repr(case.built_for)
        return [
            f"layer = {self.made_in_words(case)}",
            f"layer.ensure_built((None, *{built_for}))",
            *(
                [f"for name, weight in {{{weights}}}.items():", "    {**layer.params, **layer.state}[name][...] = weight"]
                if weights
                else []
            ),
            *(["layer.fixed_draw = draw"] if "draw" in case.given else []),
            f"y = layer.forward(x, {case.training}{', mask' if 'mask' in case.given else ''})",
            *SEVERAL_OUTPUTS * (case.settings.get("return_state", False) or case.settings.get("merge_mode", "") is None),
            'found = {"output": y, "gradient of x": layer.backward(dy)}',
            'found |= {f"gradient of {name}": gradient for name, gradient in layer.grads.items()}',
            'return found | {f"state {name}": value for name, value in layer.state.items()}',
        ]

    def made_in_words(self, case: Case) -> str:
        """The expression that makes the layer."""
        return f"scratch.layers.{self.name}({in_words(case.settings)}dtype={case.dtype!r})"

    def made(self, case: Case) -> Any:
        """Scratch's layer with the settings of the case."""
        return getattr(layers, self.name)(**case.settings, dtype=case.dtype)


def channels_last(pair: LayerPair, case: Case) -> Outcome:
    """Keras's outcome on channels first, by way of channels last: what its channels_first should be, and cannot do everywhere."""

    def upstream(shape: tuple[int, ...]) -> np.ndarray:
        return np.moveaxis(case.upstream((shape[0], shape[-1], *shape[1:-1])), 1, -1) if len(shape) > 2 else case.upstream(shape)

    turned = case.with_x(np.moveaxis(case.x, 1, -1)).with_settings(data_format="channels_last")
    weights = {**turned.inputs, **turned.given}
    built_for = None if case.built_for is None else (*case.built_for[1:], case.built_for[0])
    found = reference.parts.layer(
        pair.name, turned.settings, turned.x, weights, upstream, training=case.training, built_for=built_for, dtype=case.dtype
    )
    turned_back = {what: np.moveaxis(found[what], -1, 1) for what in ("output", "gradient of x") if found[what].ndim > 2}
    return {**found, **turned_back}


def in_words(settings: Mapping[str, Any]) -> str:
    """Settings as they are written in a call, a comma after each."""
    return "".join(f"{name}={value!r}, " for name, value in settings.items())


def side_by_side(y: Any) -> np.ndarray:
    """Several outputs as one, sample by sample: (batch, all of their numbers)."""
    if not isinstance(y, tuple):
        return np.asarray(y)
    return np.concatenate([each.reshape(len(each), math.prod(each.shape[1:])) for each in y], axis=1)


def apart(dy: np.ndarray, y: Any) -> Any:
    """The gradient of `side_by_side(y)`, cut into those of the outputs."""
    if not isinstance(y, tuple):
        return dy
    ends = np.cumsum([math.prod(each.shape[1:]) for each in y])
    return tuple(part.reshape(each.shape) for part, each in zip(np.split(dy, ends[:-1], axis=1), y))


def weight(name: str, shape: tuple[int, ...], values: Values, dtype: str, *, stream: int) -> np.ndarray:
    """A weight; variances are positive."""
    if name == "moving_variance":
        return values.uniform(shape, dtype, stream=stream)
    return values.normal(shape, dtype, stream=stream, scaled=False)
