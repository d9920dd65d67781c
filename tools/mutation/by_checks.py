"""Kills mutants of `scratch` by the property checks of the registry's pairs.

Imports of `comparisons` are inside of functions: a mutant may need our packages loaded afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.mutation.limits import at_most
from tools.mutation.oracle import Oracle
from tools.mutation.reach import Lines, traced

EXAMPLES = 20  # as in the quick profile of the tests
SEED = 0
SECONDS = 20  # of processor time for one pair and floating type: ten times what it takes
FEW = 3  # of every pair, before some are asked for all
DEEP = 2  # pairs, those that come to the fewest other lines
WIDE = ("float64", "float32")  # that they are asked in: what is particular to float16, a few examples show


@dataclass
class Normal:
    """What the checks make of the right program: a mutant is told from that."""

    cases: list[Any]
    failing: set[str] = field(default_factory=set)
    vacuous: set[str] = field(default_factory=set)
    overruled: set[str] = field(default_factory=set)


class Checks:
    """Pairs of some kinds, with their examples drawn and judged once.

    Args:
        root: of the project.
        kinds: of pairs.
    """

    most = 8  # pairs that are asked about a mutant: one of a base class that none of these notices is called a survivor
    deep = False  # whether all examples of two of them are looked at, or a few of each

    def __init__(self, root: Path, kinds: Sequence[str]) -> None:
        self.root, self.kinds = root, kinds
        self._normal: dict[tuple[str, str], Normal] = {}

    def serve(self, answer: Callable[[Checks], None]) -> None:
        """Start Keras, and then answer."""
        from reference.backend import load

        load()
        Oracle().install()
        self.names()
        answer(self)

    def names(self) -> list[str]:
        """Of the pairs, as 'layer Dense'."""
        import comparisons.checks.verdicts
        from comparisons.pairs import PAIRS

        assert comparisons.checks.verdicts  # all that the checks need is loaded now
        return [f"{pair.kind} {pair.name}" for pair in PAIRS if pair.kind in self.kinds and not pair.missing]

    def reach(self, name: str) -> Lines:
        """Lines of `scratch` that the checks of a pair come to, in any floating type."""
        from comparisons.checks.example import Example

        pair = _pair(name)
        with traced(self.root, "scratch") as lines:
            for dtype in pair.dtypes:
                _results(_applying(name, dtype), [Example(pair, case) for case in self.normal(name, dtype).cases], dtype)
        return lines

    def normal(self, name: str, dtype: str) -> Normal:
        """Examples of a pair, and what its checks say of the right program; the richer examples first."""
        from comparisons.checks.example import Example

        key = name, dtype
        if key not in self._normal:
            normal = Normal(_drawn(_pair(name), dtype)[: None if dtype in WIDE else FEW])
            results = _results(_applying(name, dtype), [Example(_pair(name), case) for case in normal.cases], dtype)
            normal.failing = {check for check, result in results.items() if result.counterexample is not None or result.error}
            normal.vacuous = {check for check, result in results.items() if result.vacuous}
            normal.overruled = {check for check, result in results.items() if result.overruled and check in _pair(name).keras_faults}
            self._normal[key] = normal
        return self._normal[key]

    def prepare(self, names: Sequence[str]) -> None:
        """Judge the right program, before any mutant is in its place."""
        for name in names:
            for dtype in _pair(name).dtypes:
                self.normal(name, dtype)

    def noticed(self, names: Sequence[str], *, afresh: bool) -> str:
        """The first check of the pairs `names` that notices that the program is another; empty if none does.

        Raises:
            Overdue: a check takes too long.
        """
        for name in names[:DEEP] if self.deep else names:
            for dtype in [dtype for dtype in _pair(name).dtypes if dtype in WIDE or not self.deep]:
                with at_most(SECONDS):
                    found = self._noticed(name, dtype, None if self.deep else FEW)
                if found:
                    return f"{found}: {name}, {dtype}"
        return ""

    def _noticed(self, name: str, dtype: str, first: int | None) -> str:
        normal = self._normal[name, dtype]
        return _noticed(_pair(name), [c for c in _applying(name, dtype) if c.name not in normal.failing], dtype, normal, first)


def _noticed(pair: Any, checks: Sequence[Any], dtype: str, normal: Normal, first: int | None) -> str:
    from comparisons.checks.engine import CheckResult, passes
    from comparisons.checks.example import Example

    results = {check.name: CheckResult(check.name, dtype) for check in checks}
    for case in normal.cases[:first]:
        example = Example(pair, case)
        for check in checks:
            if _wants_more(check, results[check.name]) and not passes(check, example, results[check.name]):
                return str(check.name)
    if first is not None:
        return ""
    for name, result in results.items():
        if result.vacuous and name not in normal.vacuous:
            return f"{name} (nothing to compare any more)"
        if not result.overruled and name in normal.overruled:
            return f"{name} (as wrong as Keras)"
    return ""


def _results(checks: Sequence[Any], examples: Sequence[Any], dtype: str) -> dict[str, Any]:
    from comparisons.checks.engine import CheckResult, passes

    results = {check.name: CheckResult(check.name, dtype) for check in checks}
    for example in examples:
        for check in checks:
            if _wants_more(check, results[check.name]):
                passes(check, example, results[check.name])
    return results


def _wants_more(check: Any, result: Any) -> bool:
    return check.examples is None or result.examples < check.examples


def _pair(name: str) -> Any:
    from comparisons.pairs import PAIRS

    return next(pair for pair in PAIRS if f"{pair.kind} {pair.name}" == name)


def _applying(name: str, dtype: str) -> list[Any]:
    from comparisons.checks.verdicts import checks_for

    return [check for check in checks_for(_pair(name))[0] if check.dtypes is None or dtype in check.dtypes]


def _drawn(pair: Any, dtype: str) -> list[Any]:
    from comparisons.checks.engine import explore

    cases: list[Any] = []
    explore(pair, dtype, cases.append, EXAMPLES, SEED, shrink=False)
    return [*pair.usual(dtype, SEED), *cases[::-1]]
