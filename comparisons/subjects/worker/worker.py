"""A candidate in a process of its own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from comparisons.subjects.source import Source
from comparisons.subjects.worker.candidate_error import KINDS, CandidateError
from comparisons.subjects.worker.isolation import chosen
from comparisons.subjects.worker.launch import Launch
from comparisons.subjects.worker.limits import Limits
from comparisons.subjects.worker.member import Member
from comparisons.subjects.worker.members import members_of
from comparisons.subjects.worker.pipes import TooLateError, WorkerGoneError
from comparisons.subjects.worker.process import StartError, WorkerProcess
from comparisons.subjects.worker.runtime.wire import Body, WireError
from comparisons.subjects.worker.steps import Step
from comparisons.subjects.worker.values import clean, decoded, encoded_program, texts


class Worker:
    """Runs a source and programs of steps on it, in a process that ends with this context manager.

    Whatever the candidate does there, `inventory` and `run` either return or raise `CandidateError`. After it took too
    long or ended its process, the next program runs in a new one: kept objects are gone, `generation` is one more.

    The process ends when the thread that made it ends, so one thread makes and uses a worker.

    Args:
        source: executed on first use.
        limits: what it may use up.
        isolation: `'bubblewrap'`, `'process'`, or `'auto'` for the strongest that works here.

    Attributes:
        isolation: which is in force.
        guards: what else is, by name.
        shims: what had to be supplied for the source to run.
        warnings: how often the candidate caused which warning.
        touched: global state that it replaced, and that was put back.
        printed: what it printed last, its beginning.
        generation: how many processes there have been.
    """

    def __init__(self, source: Source, *, limits: Limits | None = None, isolation: str = "auto") -> None:
        self.source, self.limits = source, limits or Limits()
        self.isolation = chosen(isolation)
        self.guards: list[str] = []
        self._may_fall_back = isolation == "auto"
        self.shims: list[str] = []
        self.warnings: Counter[str] = Counter()
        self.touched: list[str] = []
        self.printed = ""
        self.generation = 0
        self._process: WorkerProcess | None = None
        self._members: list[Member] | None = None
        self._broken: CandidateError | None = None
        self._left, self._left_in_all = self.limits.seconds, self.limits.seconds_in_all
        self._number = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def running(self) -> bool:
        """Whether there is a process, so that what was defined and kept is still there."""
        return self._process is not None

    def inventory(self) -> list[Member]:
        """What is in the source. Executes it if nothing did yet.

        Raises:
            CandidateError: it cannot be executed; the same again every time.
        """
        if self._members is None:
            self._loaded()
        assert self._members is not None
        return self._members

    def run(self, program: Sequence[Step]) -> list[Any]:
        """Run all steps in one round trip; one result a step.

        Raises:
            CandidateError: a step failed; those after it were not run.
        """
        process = self._loaded()
        body = Body()
        steps = encoded_program(program, body)
        answer, arrays = self._exchange(process, {"do": "run", "steps": steps}, body, self.limits.seconds_per_call)
        try:
            results = [decoded(result, arrays) for result in answer["results"]]
        except (WireError, KeyError, TypeError) as problem:
            raise self._ended("protocol", f"its answer cannot be read: {problem}") from None
        if len(results) != len(program):
            raise self._ended("protocol", "it answered something else than was asked")
        return results

    def turn_to_next(self) -> None:
        """What follows is about another part, which has its own time."""
        self._left = self.limits.seconds

    def close(self) -> None:
        """End the process and everything it started. The worker can be used again, in a new process."""
        if self._process is not None:
            process, self._process = self._process, None
            process.end()

    def _loaded(self) -> WorkerProcess:
        """A process in which the source has been executed."""
        if self._broken is not None:
            raise self._broken
        if self._process is None:
            self._process = self._start()
            self.generation += 1
            try:
                self._load(self._process)
            except CandidateError as problem:
                self.close()
                if self._members is None:
                    self._broken = problem
                raise
        return self._process

    def _start(self) -> WorkerProcess:
        """A process under the isolation in force; if bubblewrap turns out not to work with this Python, without it."""
        try:
            process = WorkerProcess(Launch(self.source, self.limits, self.isolation))
        except StartError:
            if self.isolation != "bubblewrap" or not self._may_fall_back:
                raise
            self.isolation = "process"
            process = WorkerProcess(Launch(self.source, self.limits, self.isolation))
        self.guards = process.in_force
        return process

    def _load(self, process: WorkerProcess) -> None:
        source = self.source
        request = {
            "do": "load", "text": source.text, "file": source.name, "folder": source.folder,
            "module": source.module, "package": source.package,
        }  # fmt: skip
        answer, _ = self._exchange(process, request, Body(), self.limits.seconds_to_load)
        try:
            self._members = members_of(answer["members"])
        except (WireError, KeyError) as problem:
            raise self._ended("protocol", f"its answer cannot be read: {problem}") from None

    def _exchange(self, process: WorkerProcess, request: dict[str, Any], body: Body, seconds: float) -> tuple[Any, bytearray]:
        """One request and its answer, within `seconds` a step and what is left in total."""
        began = time.monotonic()
        self._number += 1
        request["number"] = self._number
        last = began + min(self._left, self._left_in_all)
        try:
            process.send(request, body, min(last, began + seconds))
            while True:
                answer, arrays = process.receive(min(last, time.monotonic() + seconds))
                if not isinstance(answer, dict):
                    raise WireError("it is no answer")
                if not answer.get("alive"):
                    break
        except TooLateError:
            total = time.monotonic() >= last
            line = process.line(self.source.name, ask=True)
            said = self._too_long() if total else f"it had not finished after {seconds:g} seconds"
            raise self._ended("timeout", said, line) from None
        except WorkerGoneError:
            raise self._ended("died", process.how_it_ended(), process.line(self.source.name, ask=False)) from None
        except WireError as problem:
            raise self._ended("protocol", f"its answer cannot be read: {problem}") from None
        except BaseException:
            self.close()  # Ctrl-C in the middle of a frame
            raise
        finally:
            self._left -= (spent := time.monotonic() - began)
            self._left_in_all -= spent
        self._note(answer)
        return answer, arrays

    def _too_long(self) -> str:
        if self._left < self._left_in_all:
            return f"it had not finished after {self.limits.seconds:g} seconds in total"
        return f"it had not finished after {self.limits.seconds_in_all:g} seconds, which all parts of this file share"

    def _note(self, answer: dict[str, Any]) -> None:
        """Take over what every answer says; raises what failed."""
        try:
            self.shims = list(texts(answer["shims"]))
            self.touched += [name for name in texts(answer["touched"]) if name not in self.touched]
            self.printed = clean(str(answer["printed"]))
            self.warnings.update({clean(text): int(count) for text, count in dict(answer["warnings"]).items()})
            failed = answer.get("failed")
            if answer["number"] != self._number:
                raise WireError("it answers another question")
            if failed is None:
                return
            kind, message, line, step = failed
            if kind not in KINDS or not isinstance(message, str) or not isinstance(line, int | None) or not isinstance(step, int | None):
                raise WireError("it failed in no known way")
        except (WireError, KeyError, TypeError, ValueError) as problem:
            raise self._ended("protocol", f"its answer cannot be read: {problem}") from None
        raise CandidateError(kind, clean(message), line, step)

    def _ended(self, kind: str, message: str, line: int | None = None) -> CandidateError:
        """The error to raise, after ending a process that can no longer be trusted to answer."""
        self.close()
        return CandidateError(kind, message, line)
