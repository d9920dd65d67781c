"""Many examples are drawn in rounds, each of them new, the same ones every time."""

from __future__ import annotations

import pytest

from comparisons.checks import engine
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Case


@pytest.mark.parametrize(("examples", "drawn"), [(3, 3), (5, 5), (12, 12)])
def test_as_many_as_asked_for_and_no_two_rounds_alike(examples: int, drawn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ROUND", 5)
    dense = next(pair for pair in PAIRS if pair.name == "Dense")

    def seeds() -> list[int]:
        seen: list[Case] = []
        engine.explore(dense, "float64", seen.append, examples, 7, shrink=False)
        return [case.values.seed for case in seen]

    found = seeds()
    assert len(found) == drawn
    assert found == seeds()
    assert examples <= 5 or found[:5] != found[5:10]
