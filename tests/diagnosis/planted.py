"""Planted candidates: plain functions from an example to an outcome, and pairs narrowed to the settings that they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.diagnosis.diagnose import Candidate, diagnose
from comparisons.diagnosis.examples import fresh
from comparisons.diagnosis.finding import Diagnosis
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

GIVEN = 4  # examples handed over, as checks that fail hand theirs over
CATEGORICAL = ("CategoricalCrossentropy", "SparseCategoricalCrossentropy")


@dataclass(frozen=True)
class Planted:
    """A candidate with one mistake.

    Args:
        code: what it should be called; several for several mistakes, none for a right one.
        pair: what it should be.
        candidate: what it is.
        words: what the summaries have to say.
        kind: of the findings.
        cases: examples to hand over; None for fresh ones.
    """

    code: str | Sequence[str]
    pair: Pair
    candidate: Candidate
    words: str = ""
    kind: str = ""
    cases: Callable[[], Sequence[Case]] | None = None

    def __str__(self) -> str:
        codes = self.code if isinstance(self.code, str) else "+".join(self.code)
        return f"{codes or 'right'}-{self.pair.name}-{self.words}".replace(" ", "_")

    def diagnosis(self) -> Diagnosis:
        """What is said about it."""
        cases = fresh(self.pair, "float64", number=77, count=GIVEN) if self.cases is None else self.cases()
        return diagnose(self.pair, self.candidate, cases)

    def check(self) -> None:
        """Nothing but the right codes, with the right kind and words, and nothing left unexplained."""
        found = self.diagnosis()
        wanted = [self.code] if isinstance(self.code, str) else list(self.code)
        assert sorted(f.code for f in found.findings) == sorted(code for code in wanted if code), found
        assert found.region == "", found
        for finding in found.findings:
            assert self.words in finding.summary or len(found.findings) > 1, found
            assert self.kind in ("", finding.kind), found
            assert finding.fix, found
            assert "{" not in finding.fix + finding.summary, found


def pair_of(kind: str, name: str, **settings: Any) -> Pair:
    """The registered pair, narrowed to these settings; a list has the values that one varies over."""
    pair = next(pair for pair in PAIRS if (pair.kind, pair.name) == (kind, name))
    return replace(pair, settings={setting: tuple(v) if isinstance(v, list) else (v,) for setting, v in settings.items()})


def loss(name: str, **settings: Any) -> Pair:
    """A loss that averages, without weights, on rows."""
    pair = pair_of("loss", name, **settings)
    widths = (2, 3, 4, 5, 7) if name in CATEGORICAL else (1, 2, 3, 4, 5, 7)
    varied = {**pair.settings, "reduction": ("sum_over_batch_size",), "weighted": (False,)}
    object.__setattr__(pair, "varied", lambda: varied)
    object.__setattr__(pair, "sizes", lambda: st.tuples(st.sampled_from((1, 2, 3, 4, 5, 17)), st.sampled_from(widths)))
    return pair


def optimizer(name: str, **settings: Any) -> Pair:
    """An optimizer with one set of settings."""
    pair = next(pair for pair in PAIRS if (pair.kind, pair.name) == ("optimizer", name))
    return replace(pair, variants=(settings,))  # type: ignore[call-arg]  # an OptimizerPair


def of_x(value: Callable[[Any], Any], back: Callable[[Any, Any, Any], Any]) -> Candidate:
    """An activation: value(x), and back(x, y, dy)."""

    def candidate(case: Case) -> dict[str, Any]:
        y = value(case.x)
        return {"output": y, "gradient of x": back(case.x, y, case.upstream(y.shape))}

    return candidate


def of_two(value: Callable[[Any, Any], Any], slope: Callable[[Any, Any], Any] | None = None) -> Candidate:
    """A loss: value(y, t), and slope(y, t), its derivative by y."""

    def candidate(case: Case) -> dict[str, Any]:
        y, t = case.x, case.given["y_true"]
        found = {"output": np.asarray(value(y, t))}
        return found if slope is None else found | {"gradient of y_pred": case.upstream(()) * slope(y, t)}

    return candidate


def updating(rule: Callable[..., Any], *, shared: bool = False) -> Candidate:
    """An optimizer: rule(state, w, g, t, settings) -> new w, with a state for each variable, or one for all."""

    def candidate(case: Case) -> dict[str, Any]:
        rows = {name: [case.inputs[name]] for name in ("kernel", "bias")}
        one: dict[str, Any] = {}
        states: dict[str, dict[str, Any]] = {name: one if shared else {} for name in rows}
        for t in range(len(case.inputs["kernel_gradients"])):
            for name, row in rows.items():
                row.append(rule(states[name], row[-1], case.inputs[f"{name}_gradients"][t], t + 1, case.settings))
        return {name: np.stack(row) for name, row in rows.items()}

    return candidate


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def softmax(x: Any, axis: int | None = -1) -> Any:
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
