"""Examples that tell shapes apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.layers.pieces import cut
from comparisons.subjects.conventions.layers.profiles import Profile


@dataclass(frozen=True)
class Probe:
    """An example that tells shapes apart, with what Keras makes of it.

    Args:
        case: the example.
        output: shape of Keras's output.
        weights: Keras's weights by name, or the pieces that they are cut into.
    """

    case: Case
    output: tuple[int, ...]
    weights: Mapping[str, np.ndarray]

    def keeps(self, profile: Profile) -> bool:
        """Whether there is everything that inference asks for."""
        return profile.weights.keys() & self.case.given.keys() <= self.weights.keys()


def probes_of(pair: Pair, profile: Profile, per: str) -> Iterator[Probe]:
    """Every form, with all weights; without averages, for who keeps none; without a bias. Of one sample, for who takes one at a time."""
    sizes = profile.sizes if per == "array" else (1, *profile.sizes[1:])
    settings = {name: values[0] for name, values in pair.varied().items()} | dict(profile.fixed) | dict(profile.probe)
    for bias, form in product((True, False) if "use_bias" in settings else (True,), profile.forms):
        chosen = {**settings, **form} | ({"use_bias": bias} if "use_bias" in settings else {})
        case = pair.make_case(chosen, sizes, Values(seed=8), "float64", True)  # an even seed: no mask on sequences
        held = (cut(arrays, profile.pieces) for arrays in (case.inputs, case.given))
        trained, kept = ({name: a for name, a in arrays.items() if name in profile.weights} for arrays in held)
        for weights in ({**trained, **kept}, trained) if kept else (trained,):
            if not profile.needs or profile.needs in weights:
                yield Probe(case, pair.reference(case)["output"].shape, weights)
