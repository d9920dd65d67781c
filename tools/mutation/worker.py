"""The warm process in which mutants live and die."""

from __future__ import annotations

import functools
import gc
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from tools.mutation.by_checks import Checks
from tools.mutation.by_tests import Tests
from tools.mutation.killers import Reach
from tools.mutation.limits import Overdue, limit_memory
from tools.mutation.mutants import Mutant, Source
from tools.mutation.planting import IncompetentError, Living, changed_functions, compiled, loaded_afresh, module_of, swapped
from tools.mutation.reach import Lines
from tools.mutation.rooms import Room

AFTER_CHECKS = 100  # tests that are asked about a mutant


class Jury(Protocol):
    """Those who may notice a mutant: property checks, or tests."""

    most: int
    deep: bool

    def names(self) -> list[str]: ...

    def reach(self, name: str) -> Lines: ...

    def prepare(self, names: Sequence[str]) -> None: ...

    def noticed(self, names: Sequence[str], *, afresh: bool) -> str: ...


class Killing:
    """Plants mutants of one project into this process, and looks who notices.

    Args:
        root: of the project.
        jury: is asked with the mutant in place.
    """

    def __init__(self, root: Path, jury: Jury) -> None:
        self.root, self.jury = root, jury
        self._source = functools.lru_cache(maxsize=4)(functools.partial(Source, root))
        self._living = Living(root)  # now: what a mutant loads afresh later is not what the jury calls

    def outcome(self, mutant: Mutant, names: Sequence[str], *, called: bool = True) -> dict[str, Any]:
        """What becomes of a mutant.

        Args:
            mutant: what is changed.
            names: who is asked.
            called: whether they call the changed line; if not, it may be run when the module is imported.

        Returns:
            `status` ('killed', 'timeout', 'survived', 'incompetent'), and `by` whom or why.
        """
        self.jury.prepare(names)
        try:
            by = self._noticed(mutant, names, called)
            status = "killed" if by else "survived"
        except Overdue:
            status, by = "timeout", _asked(names)
        except IncompetentError as problem:
            status, by = "incompetent", str(problem)
        return {"status": status, "by": by or _asked(names)}

    def control(self, file: str, names: Sequence[str]) -> None:
        """The program as it is, loaded afresh, must be noticed by nobody.

        Raises:
            RuntimeError: it is.
        """
        self.jury.prepare(names)
        source = self._source(file)
        with self._planted(source, source.text, called=False) as afresh:
            by = self.jury.noticed(names, afresh=afresh)
        if by:
            raise RuntimeError(f"mutation: expected the right {file} to pass, got a failure of {by}; no mutant can be told from it.")

    def _noticed(self, mutant: Mutant, names: Sequence[str], called: bool) -> str:
        source = self._source(mutant.file)
        with self._planted(source, source.mutated(mutant.operator, mutant.node, mutant.index), called) as afresh:
            return self.jury.noticed(names, afresh=afresh)

    @contextmanager
    def _planted(self, source: Source, text: str, called: bool) -> Iterator[bool]:
        """The mutant in place of the program; whether our packages were loaded afresh for that."""
        code = compiled(text, source.path)
        found = changed_functions(compiled(source.text, source.path), code) if called else []
        changes = [(function, after) for before, after in found for function in self._living.of(before)]
        if changes:
            self._living.forget()
            with swapped(changes):
                yield False
            self._living.forget()
            return
        with loaded_afresh(source.file, source.path, code):
            try:
                importlib.import_module(module_of(source.file))
            except Exception as problem:
                raise IncompetentError(f"{type(problem).__name__}: {problem}") from problem
            yield True


def _asked(names: Sequence[str]) -> str:
    first, others = names[:2], len(names[2:])
    return f"asked: {', '.join(first) or 'nobody'}" + (f" and {others} others" if others else "")


def serve(connection: Connection, root: Path, folder: Path, room: Room, by_tests: bool) -> None:
    """Answers a mutant with its outcome and its `seconds` of processor time, and 'N of M' while it finds out what the jury comes to,
    until it is told None; a mutant comes with whether to look deep."""
    sys.path.insert(0, str(root))
    os.chdir(root)

    def answer(jury: Jury) -> None:
        reach, killing = Reach(root, folder / "reach.json", jury.reach), Killing(root, jury)
        controlled: set[tuple[str, bool]] = set()
        spent = 0.0  # so that starting Keras counts for the first mutant, and examples that are drawn for those they are drawn for
        limit_memory()
        gc.freeze()
        while (asked_for := connection.recv()) is not None:
            mutant, jury.deep = asked_for
            names = jury.names()
            for number, name in enumerate(names):
                if not reach.has(name):
                    connection.send(f"{number} of {len(names)} looked at")
                    reach.of(name)
            asked, called = reach.killers(mutant, names, jury.most)
            if (mutant.file, jury.deep) not in controlled:
                killing.control(mutant.file, asked)
                controlled.add((mutant.file, jury.deep))
            outcome = killing.outcome(mutant, asked, called=called)
            spent, before = time.process_time(), spent
            connection.send({**outcome, "seconds": round(spent - before, 3)})

    jury: Any = Tests(root, room.tests, AFTER_CHECKS if room.kinds else room.most) if by_tests else Checks(root, room.kinds)
    start: Callable[[Callable[[Any], None]], None] = jury.serve
    start(answer)
