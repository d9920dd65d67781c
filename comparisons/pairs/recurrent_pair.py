"""A recurrent layer of scratch and its Keras counterpart, with and without a mask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.meeting import gate_and_x
from comparisons.pairs.pair import Outcome
from comparisons.pairs.shaping import Adapted, unrolled_rightly

MASK_STREAM = 50
SKIPPED = 2  # one step in so many
UNMASKED = 3  # one example in so many, the simplest among them


@dataclass(frozen=True)
class RecurrentPair(LayerPair):
    """A layer on sequences that skips the steps a mask says; two examples out of three have one."""

    ranks: tuple[int, ...] = (2,)
    adapted: Adapted = unrolled_rightly
    spaces: tuple[int, ...] | None = (3, 2, 1)
    refused_ranks: tuple[int, ...] = (1, 3)
    fixed_width: bool = True
    meets: Callable[[Case], float] | None = gate_and_x
    refused: tuple[Mapping[str, Any], ...] = ({"units": 0}, {"units": -1})

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        case = super().make_case(settings, sizes, values, dtype, training)
        if values.seed % UNMASKED == 0:
            return case
        mask: np.ndarray = values.integers(case.x.shape[:2], SKIPPED, stream=MASK_STREAM) > 0
        return replace(case, given={**case.given, "mask": mask})

    def on_nothing(self, case: Case) -> Outcome:
        return super().on_nothing(replace(case, given={name: a for name, a in case.given.items() if name != "mask"}))


@dataclass(frozen=True)
class MaskingPair(LayerPair):
    """A layer that begins a mask: in every second example some steps hold what marks them as padding."""

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        case = super().make_case(settings, sizes, values, dtype, training)
        if values.seed % 2 == 0:
            return case
        padding = values.integers(case.x.shape[:-1], SKIPPED, stream=MASK_STREAM) == 0
        return case.with_x(np.where(padding[..., None], settings["mask_value"], case.x).astype(dtype))
