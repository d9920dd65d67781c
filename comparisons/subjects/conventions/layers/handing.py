"""Layouts in which weights are handed to a function or a constructor, as an argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.placing import Placement

KERNELS = {
    2: (Placement((0, 1)), Placement((1, 0))),
    3: (Placement((0, 1, 2)), Placement((2, 1, 0))),
    4: (Placement((0, 1, 2, 3)), Placement((3, 2, 0, 1)), Placement((3, 0, 1, 2))),
}
"""Of a kernel by its number of axes, Keras's first."""
VECTORS = (Placement((0,)), Placement((0,), (0,)), Placement((0,), (1,)), Placement((0,), (0, 1, 2)))
OF_CHANNELS = Placement((0,), (0, 2, 3))
"""Of a vector beside images with channels first: (1, channels, 1, 1)."""
USUAL = {
    2: (
        (Placement((0, 1)), Placement((0,))),
        (Placement((0, 1)), Placement((0,), (0,))),
        (Placement((1, 0)), Placement((0,), (1,))),
        (Placement((1, 0)), Placement((0,))),
    ),
    3: tuple(product(KERNELS[3], VECTORS[:3])),
    4: tuple(product(KERNELS[4], VECTORS)),
}
"""Of kernel and bias together, by the number of axes of the kernel."""


def handed(maker: Function, weights: Mapping[str, np.ndarray]) -> Iterator[Mapping[str, Placement]]:
    """Layouts of the weights that a constructor is handed, the likeliest first.

    Args:
        maker: the constructor.
        weights: Keras's weights by name.
    """
    roles = {role.removeprefix("weight ") for role in (*maker.roles, *maker.keywords.values()) if role.startswith("weight ")}
    if not roles <= weights.keys():
        return
    if not roles:
        yield {}
    elif roles <= {"kernel", "bias"}:
        for kernel, bias in USUAL[weights["kernel"].ndim]:
            yield {name: placement for name, placement in (("kernel", kernel), ("bias", bias)) if name in roles}
    elif roles == {"embeddings"}:
        yield {"embeddings": Placement((0, 1))}
    elif "recurrent_kernel" in roles:
        for axes in ((0, 1), (1, 0)):
            row = Placement((0,), (1,) if axes == (1, 0) else ())
            yield {name: row if weights[name].ndim == 1 else Placement(axes) for name in roles}
    else:
        for vector in VECTORS[:2]:
            yield dict.fromkeys(roles, vector)
