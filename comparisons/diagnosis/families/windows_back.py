"""Slips on the way back through windows and borders that have no weights: another entry gets the gradient, or another share of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.convolution import is_average_pooling
from comparisons.diagnosis.families.pooling import is_max_pooling
from comparisons.diagnosis.families.windows import SHARE, is_global_average, walk
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def to_the_smallest(pair: Pair, model: Model, case: Case) -> Outcome:
    """The first smallest entry of every window gets dy."""
    found, walked = model(case), walk(case)
    wide, dy = np.pad(case.x, walked.pads, constant_values=np.inf), case.upstream(found["output"].shape)
    dwide = np.zeros_like(wide)
    for place in walked.places(dy.shape):
        there, here = walked.window(place), walked.here(place)
        window = np.moveaxis(wide[there], -1, 1)
        rows = window.reshape(*window.shape[:2], -1)
        share = np.zeros_like(rows)
        np.put_along_axis(share, rows.argmin(axis=-1)[..., None], dy[here][..., None], axis=-1)
        dwide[there] += np.moveaxis(share.reshape(window.shape), 1, -1)
    return {**found, "gradient of x": walked.inside(dwide)}


def times_side(pair: Pair, model: Model, case: Case) -> Outcome:
    """Divided by the side of a window, where that is by its area."""
    found, size = model(case), walk(case).size
    return {**found, "gradient of x": found["gradient of x"] * np.asarray(size[-1], dtype=case.dtype)}


def times(axis: int) -> Callable[[Pair, Model, Case], Outcome]:
    """Divided by one side of the images alone: what is left out is the length of the other one, `axis`."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, first = model(case), case.settings.get("data_format") == "channels_first"
        length = case.x.shape[axis + first]
        return {**found, "gradient of x": found["gradient of x"] * np.asarray(length, dtype=case.dtype)}

    return predict


def cropped(*ends: tuple[int, int]) -> Callable[[Pair, Model, Case], Outcome]:
    """dy without its border, which is cut off by so much more or less before and behind: rows, columns."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, padding = model(case), case.settings.get("padding", 1)
        sides = padding if isinstance(padding, tuple) else (padding, padding)
        around = [side if isinstance(side, tuple) else (side, side) for side in sides]
        dy = case.upstream(found["output"].shape)
        bounds = [(n + more, -m + less) for (n, m), (more, less) in zip(around, ends)]
        slices = [slice(None), *(slice(start, stop) for start, stop in bounds)]
        return {**found, "gradient of x": dy[tuple(slices)]}

    return predict


def is_padding(rank: int) -> Callable[[Pair], bool]:
    return lambda pair: pair.kind == "layer" and pair.name == f"ZeroPadding{rank}D"


def is_of_images(pair: Pair) -> bool:
    return is_average_pooling(pair) and pair.name.endswith("2D")


CROP = "{input gradient} = {upstream}[:, p:-p, p:-p, :]"
AREA = "divide {upstream} by the number of entries that were averaged, rows times columns"
SLIPS = (((0, 1), (0, 0)), ((0, 1), (0, 1)), ((0, -1), (0, -1)), ((1, 0), (1, 0)), ((-1, 0), (-1, 0)))
"""One too far, or not far enough, at the ends of rows and columns."""

EXPLANATIONS = [
    Explanation(
        SHARE,
        "the smallest entry of a window gets {upstream}, not the largest",
        to_the_smallest,
        is_max_pooling,
        fix="argmax in place of argmin",
    ),
    Explanation(SHARE, "{input gradient} is divided by a window's side, where its area belongs", times_side, is_of_images, fix=AREA),
    *(
        Explanation(SHARE, f"{{input gradient}} is divided by the {side} alone", times(axis), is_global_average, fix=AREA)
        for side, axis in (("height", 2), ("width", 1))
    ),
    *(
        Explanation(
            "derivative-formula", "{upstream} is cropped by other borders than were put around {input}", cropped(*ends), is_padding(2),
            fix=CROP,
        )
        for ends in SLIPS
    ),
]  # fmt: skip
