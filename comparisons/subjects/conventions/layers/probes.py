"""Examples that tell shapes apart, and the layouts in which weights are handed to a constructor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.placing import Placement

HANDED = (
    (Placement((0, 1)), Placement((0,))),
    (Placement((0, 1)), Placement((0,), (0,))),
    (Placement((1, 0)), Placement((0,), (1,))),
    (Placement((1, 0)), Placement((0,))),
)
"""Layouts of kernel and bias that are handed to a constructor."""


@dataclass(frozen=True)
class Probe:
    """An example that tells shapes apart, with what Keras makes of it.

    Args:
        case: the example.
        output: shape of Keras's output.
        weights: Keras's weights by name, in the case.
    """

    case: Case
    output: tuple[int, ...]
    weights: Mapping[str, np.ndarray]


def probes_of(pair: Pair, profile: Profile, per: str) -> Iterator[Probe]:
    """With all weights; without a bias, for who has none. Of one sample, for who takes one at a time."""
    sizes = profile.sizes if per == "array" else (1, *profile.sizes[1:])
    settings = {name: values[0] for name, values in pair.varied().items()} | dict(profile.fixed) | dict(profile.probe)
    for bias in (True, False) if "use_bias" in settings else (True,):
        chosen = settings | ({"use_bias": bias} if "use_bias" in settings else {})
        case = pair.make_case(chosen, sizes, Values(seed=8), "float64", True)  # an even seed: no mask on sequences
        weights = {name: a for name, a in {**case.inputs, **case.given}.items() if name in profile.weights}
        yield Probe(case, pair.reference(case)["output"].shape, weights)


def handed(maker: Function) -> Iterator[Mapping[str, Placement]]:
    """Layouts of the weights that a constructor is handed, the likeliest first."""
    roles = {role.removeprefix("weight ") for role in (*maker.roles, *maker.keywords.values()) if role.startswith("weight ")}
    if not roles:
        yield {}
    elif roles <= {"kernel", "bias"}:
        for kernel, bias in HANDED:
            yield {name: placement for name, placement in (("kernel", kernel), ("bias", bias)) if name in roles}
    elif roles == {"embeddings"}:
        yield {"embeddings": Placement((0, 1))}
    elif "recurrent_kernel" in roles:
        for axes in ((0, 1), (1, 0)):
            yield {name: Placement(axes) if name != "bias" else Placement((0,), (1,) if axes == (1, 0) else ()) for name in roles}
    else:
        yield dict.fromkeys(roles, Placement((0,)))
