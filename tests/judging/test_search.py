"""What a search asks: no base twice that is another one but for rounding, where the first is far from it."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.bases import Base
from comparisons.diagnosis.evidence import Evidence, observe
from comparisons.diagnosis.explanation import Bound, Explanation
from comparisons.diagnosis.search import Search
from tests.judging.part import Part, case_of, squared

X = [[3.0, -0.5], [0.25, 2.0]]
SHIFTED = Bound(Explanation("value-formula", "", lambda pair, model, case: {k: a + 1 for k, a in model(case).items()}, lambda pair: True))


@pytest.mark.parametrize(
    ("by", "dtype", "asked"), [(0.0, "float64", False), (3e-7, "float64", False), (4e-7, "float64", True), (1e-6, "float32", False)]
)
def test_a_base_like_the_first_is_not_asked_where_that_is_far(by, dtype, asked):
    questions = []

    def other(case):
        return {what: a * (1 + by) for what, a in squared(case).items()}

    def mistaken(pair, model, case):
        questions.append(model is other)
        return {what: a + 1 for what, a in model(case).items()}

    cause = (Bound(Explanation("value-formula", "", mistaken, lambda pair: True)),)
    seen = observe(lambda case: {what: a * 2 for what, a in squared(case).items()}, [case_of(X, dtype)])
    search = Search(Evidence(Part()), (), [Base(squared), Base(other)], seen, frozenset())
    for what in ("output", "gradient of x"):
        search._sorted[what] = list(search.observations)
        assert not search.reproduces(cause, what)
    assert any(questions) == asked


def test_a_base_that_differs_is_asked():
    """What is right upon it alone is found."""

    def other(case):
        return {what: np.asarray(a) * 3 for what, a in squared(case).items()}

    seen = observe(lambda case: {what: a * 3 + 1 for what, a in squared(case).items()}, [case_of(X)])
    search = Search(Evidence(Part()), (), [Base(squared), Base(other)], seen, frozenset())
    search._sorted["output"] = list(search.observations)
    assert search.reproduces((SHIFTED,), "output")
    assert not search.reproduces((), "output")
