"""What keeps a cosine similarity from dividing by 0 is named, with its number, and the gradient is judged by it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.diagnosis.examples import fresh, fresh_edges
from comparisons.diagnosis.families.similarity import added_to_each, added_to_product, divided_by
from tests.diagnosis.planted import Planted, loss, of_two
from tests.quickly import some

pytestmark = pytest.mark.keras

COSINE = loss("CosineSimilarity", axis=-1)


def length(a):
    return np.linalg.norm(a, axis=-1, keepdims=True)


def cosine(divisor):
    return lambda y, t: -np.mean(np.sum(y * t, axis=-1, keepdims=True) / divisor(length(t), length(y)))


def slope(divisor):
    """By central differences of each entry, as good as any formula for a divisor of this kind."""

    def of(y, t):
        found = np.zeros_like(y)
        for at in np.ndindex(y.shape):
            step = np.zeros_like(y)
            step[at] = 1e-5
            far, near = ((cosine(divisor)(y + n * step, t) - cosine(divisor)(y - n * step, t)) / (2e-5 * n) for n in (2, 1))
            found[at] = (4 * near - far) / 3
        return found

    return of


def with_short_vectors():
    """Few decimals, so that they count as ties; lengths on both sides of what Keras takes for the shortest, and exactly 0."""
    ordinary = [replace(case, values=replace(case.values, decimals=1)) for case in fresh(COSINE, "float64", number=7, count=6)]
    return [*ordinary, *fresh_edges(COSINE, "tie", ordinary)]


PLANTED = [
    Planted("epsilon-value", COSINE, of_two(cosine(lambda t, y: t * y + 1e-8)), "epsilon = 1e-08 is added to the product", "C"),
    Planted("epsilon-value", COSINE, of_two(cosine(lambda t, y: t * y + 3e-4)), "epsilon = 0.0003 is added to the product", "C"),
    Planted("epsilon-value", COSINE, of_two(cosine(lambda t, y: (t + 1e-6) * (y + 1e-6))), "added to each", "C"),
    Planted(
        "epsilon-value", COSINE, of_two(cosine(lambda t, y: np.maximum(t * y, 1e-8))), "at least 1e-08", "C", cases=with_short_vectors,
    ),
    Planted("epsilon-value", COSINE, of_two(cosine(lambda t, y: t * y)), "dividing by a length of 0", "D", cases=with_short_vectors),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 2), ids=str)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_it_is_named(planted):
    planted.check()


@pytest.mark.parametrize("divisor", [lambda t, y: t * y + 0.01, lambda t, y: (t + 0.01) * (y + 0.01)], ids=["product", "each"])
def test_the_gradient_that_belongs_to_it_is_understood(divisor):
    """By its numerical derivative, which is exact to some digits only: so in the explanation itself, not through a diagnosis."""
    explained = divided_by(added_to_product if divisor(0.0, 0.0) == 0.01 else added_to_each)
    for case in fresh(COSINE, "float64", number=3, count=5):
        mine, said = of_two(cosine(divisor), slope(divisor))(case), explained(COSINE, COSINE.reference, case, 0.01)
        np.testing.assert_allclose(said["output"], mine["output"], rtol=1e-12)
        np.testing.assert_allclose(said["gradient of y_pred"], mine["gradient of y_pred"], rtol=1e-6, atol=1e-8)
