"""Keras, asked the same question once: no mutant of `scratch` changes what it answers."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

QUESTIONS = {
    "reference.parts": ("missing", "signature", "layer_weights", "draw", "layer", "activation", "merged", "loss"),
    "reference.metrics": ("metric",),
    "reference.initializers": ("initializer",),
    "reference.optimizers": ("optimizer", "schedule"),
}
"""Functions whose answer depends on their arguments alone."""


class Oracle:
    """Remembers answers and refusals by what was asked."""

    def __init__(self) -> None:
        self._answers: dict[bytes, tuple[Any, Exception | None]] = {}

    def install(self) -> None:
        """Every question to Keras goes through this object from now on."""
        for module, names in QUESTIONS.items():
            place = importlib.import_module(module)
            for name in names:
                setattr(place, name, self.remembering(getattr(place, name)))

    def remembering(self, question: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, evaluated once for the same arguments. Answers are handed out as copies."""

        def ask(*positional: Any, **named: Any) -> Any:
            key = digest(question.__name__, positional, named)
            if key not in self._answers:
                try:
                    self._answers[key] = question(*positional, **named), None
                except Exception as problem:
                    self._answers[key] = None, problem.with_traceback(None)
            answer, refusal = self._answers[key]
            if refusal is not None:
                raise refusal
            return _copied(answer)

        return ask


def digest(*said: Any) -> bytes:
    """Short bytes that differ where anything in the arguments does."""
    found = hashlib.sha1(usedforsecurity=False)
    _feed(found.update, said)
    return found.digest()


def _feed(write: Callable[[bytes], None], said: Any) -> None:
    if isinstance(said, np.ndarray):
        write(f"a{said.dtype.str}{said.shape}".encode() + said.tobytes())
    elif isinstance(said, Mapping):
        write(b"{")
        for name, value in said.items():
            _feed(write, (name, value))
        write(b"}")
    elif isinstance(said, list | tuple):
        write(b"[")
        for value in said:
            _feed(write, value)
        write(b"]")
    elif callable(said):
        _feed(write, _made_of(said))
    else:
        write(f"{type(said).__name__}{said!r}".encode())


def _made_of(upstream: Any) -> tuple[Any, ...]:
    """What an upstream gradient is made of: a method of a case, or a function around one."""
    case = getattr(upstream, "__self__", None)
    if case is not None:
        return type(case).__name__, repr(case.values), case.dtype, case.rounded, case.noise
    cells = upstream.__closure__ or ()
    return upstream.__qualname__, [_made_of(cell.cell_contents.upstream) for cell in cells]


def _copied(answer: Any) -> Any:
    if isinstance(answer, np.ndarray):
        return answer.copy()
    if isinstance(answer, dict):
        return {name: _copied(value) for name, value in answer.items()}
    if isinstance(answer, list | tuple):
        return type(answer)(_copied(value) for value in answer)
    return answer
