"""Programs run in the worker, with what adapters need there defined, and with side effects watched on request."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from comparisons.subjects.conventions.by_name import Callables, by_name, with_names_only
from comparisons.subjects.conventions.by_word import by_word
from comparisons.subjects.conventions.columns import columns_used
from comparisons.subjects.inventory.choices import Chosen, with_choices
from comparisons.subjects.worker import Call, CandidateError, Define, Member, Returned, Step, Worker

HELPERS = "parity_helpers"
_HELPERS_TEXT = Path(__file__).with_name("in_worker.py").read_text(encoding="utf-8")

ENDINGS = ("timeout", "died", "memory")
"""What a part may suffer from another one that ran before it in the same process."""


@dataclass
class Watched:
    """Side effects of calls, in words.

    Args:
        mutated: arguments that a call overwrote.
        shared: arguments that a result shares memory with.
        touched: global state that changed.
    """

    mutated: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)


class Session:
    """One worker, as adapters use it.

    Args:
        worker: the process.
    """

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.problems: list[CandidateError] = []
        self.problems_back: list[CandidateError] = []
        self.went_through = False  # a part was called in its likeliest way without raising, whatever it computed
        self._hopeless: dict[str, CandidateError] = {}
        self._generation = 0
        self._fresh = True
        self._watched: Watched | None = None
        self._recorded: list[Sequence[Step]] | None = None

    def members(self) -> list[Member]:
        """What the source holds; what is several parts, one of them chosen by a word, taken apart."""
        return list(self._with_choices[0])

    @cached_property
    def _with_choices(self) -> tuple[Sequence[Member], Mapping[str, Chosen]]:
        return with_choices(self.worker.inventory())

    @cached_property
    def columns(self) -> frozenset[bool]:
        """What samples may be in this source: columns, rows, or either."""
        return columns_used(self.members())

    @cached_property
    def _names_only(self) -> Callables:
        return with_names_only(self.worker.inventory())

    def run(self, program: Sequence[Step]) -> list[Any]:
        """The results of a program, one a step.

        Raises:
            CandidateError: a step failed.
        """
        self._prepare()
        program = by_word(program, self._with_choices[1]) if self._with_choices[1] else program
        program = by_name(program, self._names_only) if self._names_only else program
        if self._recorded is not None:
            self._recorded.append(list(program))
        if self._watched is None:
            return self._run(program)
        twice = [step for step in program if isinstance(step, Call) and isinstance(step.target, str) and _interesting(step)]
        program = [*program, *twice]  # asked again, a function must not write into what it returned before
        watched = [_with_arguments(step) for step in program]
        results = self._run(watched)
        found = [self._look(step, result, program) if isinstance(result, Returned) else result for step, result in zip(program, results)]
        return found[: len(found) - len(twice)]

    def _prepare(self) -> None:
        """Have the helpers in a process that is new."""
        if self._generation != self.worker.generation or not self.worker.running:
            self.worker.inventory()
            self.worker.run([Define(HELPERS, _HELPERS_TEXT)])
            self._generation = self.worker.generation
            self._fresh = True

    def _run(self, program: Sequence[Step]) -> list[Any]:
        """What once hung, died or ran out of memory is not asked again: each time would take as long.

        In a process that has run something before, that is tried once more in a new one: an alarm, a thread or a hoard of memory that
        another part left behind is not this part's fault.
        """
        targets = [step.target for step in program if isinstance(step, Call) and isinstance(step.target, str)]
        known = next((self._hopeless[target] for target in targets if target in self._hopeless), None)
        if known is not None:
            raise known
        fresh, self._fresh = self._fresh, False
        try:
            return self.worker.run(program)
        except CandidateError as problem:
            if problem.kind not in ENDINGS:
                raise
            if not fresh:
                self.worker.close()
                self._prepare()
                return self._run(program)
            self._hopeless |= dict.fromkeys((target for target in targets if not target.startswith(HELPERS)), problem)
            raise

    @contextmanager
    def watched(self) -> Iterator[Watched]:
        """Collect the side effects of all calls. NumPy's random state is moved first: who seeds it must find another one."""
        with contextlib.suppress(CandidateError):
            self.run([Call("numpy.random.random", (), silent=True)])
        self._watched = Watched()
        try:
            yield self._watched
        finally:
            self._watched = None

    @contextmanager
    def recorded(self) -> Iterator[list[Sequence[Step]]]:
        """Collect the programs that are run."""
        self._recorded = []
        try:
            yield self._recorded
        finally:
            self._recorded = None

    def _look(self, step: Step, result: Returned, program: Sequence[Step]) -> Any:
        assert isinstance(step, Call)
        assert self._watched is not None
        who = step.target if isinstance(step.target, str) else str(step.target[1] or "what it returned")
        given: list[tuple[int | str, Any]] = [*enumerate(step.args), *step.kwargs.items()]
        after = [*result.args, *(result.kwargs[name] for name in step.kwargs)]
        self._watched.mutated += [f"argument {_ordinal(where)} of {who}" for (where, a), b in zip(given, after) if _differ(a, b)]
        if isinstance(result.value, np.ndarray):  # a tuple holds a cache, which may well refer to what it was made of
            self._watched.shared += [f"{who}: {where}" for where in result.shares if not where.startswith("result")]
            before = [program[int(where.split()[1])] for where in result.shares if where.startswith("result")]
            own = any(isinstance(earlier, Call) and earlier.target == step.target for earlier in before)
            self._watched.shared += [f"{who}: what it returned before"] if own else []
        self._watched.touched += [name for name in result.touched if name not in self._watched.touched]
        return result.value


def _with_arguments(step: Step) -> Step:
    return replace(step, return_arguments=True, silent=False) if isinstance(step, Call) and _interesting(step) else step


def _interesting(step: Step) -> bool:
    """A call that is handed arrays; not the helpers' own."""
    if not isinstance(step, Call) or (isinstance(step.target, str) and step.target.startswith(HELPERS)):
        return False
    return any(isinstance(a, np.ndarray) for a in (*step.args, *step.kwargs.values()))


def _differ(a: Any, b: Any) -> bool:
    return isinstance(a, np.ndarray) and (not isinstance(b, np.ndarray) or a.shape != b.shape or a.tobytes() != b.tobytes())


def _ordinal(where: int | str) -> str:
    return where if isinstance(where, str) else str(where + 1)
