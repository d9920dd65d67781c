"""Where nothing explains it, the place where it differs is named in words: one wrong place at a time in code that is right."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.diagnose import diagnose
from comparisons.diagnosis.examples import fresh
from tests.diagnosis.planted import pair_of
from tests.quickly import some

pytestmark = pytest.mark.keras

TANH = pair_of("activation", "tanh")
ELU = pair_of("activation", "elu", alpha=[0.5, 2.0])
DENSE = pair_of("layer", "Dense", units=[1, 2, 3, 5])
POOLING = pair_of("layer", "GlobalAveragePooling2D", data_format="channels_last", keepdims=False)


def of_output(test):
    """A mistake in the output where `test(case, output)` is true."""

    def mistaken(pair, case):
        found = dict(pair.candidate(case))
        y = found["output"]
        where = np.broadcast_to(test(case, y), y.shape)
        return {**found, "output": np.where(where, y * 1.25 + 0.375 * np.sin(7 * y) + 0.125, y)}

    return mistaken


PLACES = {
    "everywhere": (TANH, lambda case, y: True),
    "only where x > 1": (TANH, lambda case, y: case.x > 1),
    "only where x < -1": (TANH, lambda case, y: case.x < -1),
    "only where |x| > 1": (TANH, lambda case, y: np.abs(case.x) > 1),
    "only the first row": (TANH, lambda case, y: np.arange(len(y))[:, None] == 0),
    "only the last column": (TANH, lambda case, y: np.arange(y.shape[1]) == y.shape[1] - 1),
    "all columns but the first": (TANH, lambda case, y: np.arange(y.shape[1]) > 0),
    "every other row": (TANH, lambda case, y: np.arange(len(y))[:, None] % 2 == 1),
    "only on the diagonal": (TANH, lambda case, y: np.eye(*y.shape, dtype=bool)),
    "only for batches of one": (DENSE, lambda case, y: len(y) == 1),
    "only for odd batch sizes": (DENSE, lambda case, y: len(y) % 2 == 1),
    "only for batches of more than one": (DENSE, lambda case, y: len(y) > 1),
    "only with alpha=2.0": (ELU, lambda case, y: case.settings["alpha"] == 2.0),
    "only without units=2": (DENSE, lambda case, y: case.settings["units"] != 2),
    "only for images that are not square": (POOLING, lambda case, y: case.x.shape[1] != case.x.shape[2]),
    "only for images that are wider than high": (POOLING, lambda case, y: case.x.shape[1] < case.x.shape[2]),
}


@pytest.mark.parametrize("words", some(PLACES, 8))
def test_the_place_is_named(words):
    pair, test = PLACES[words]
    mistaken = of_output(test)
    found = diagnose(pair, lambda case: mistaken(pair, case), fresh(pair, "float64", number=77, count=12))
    assert found.findings == ()
    assert found.region == f"output: {words}"
