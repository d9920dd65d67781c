"""Keras, started before any work is done for it."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator

from comparisons.errors import InputError


def start_keras(*, quiet: bool) -> None:
    """Load TensorFlow and Keras, which takes seconds.

    Raises:
        InputError: they are not installed, or Keras runs on another backend.
    """
    if not quiet:
        print("Starting Keras ...", file=sys.stderr, flush=True)
    from reference.backend import ReferenceUnavailableError, load

    try:
        load()
    except ReferenceUnavailableError as missing:
        raise InputError(str(missing)) from missing


@contextlib.contextmanager
def keras_in_the_background(*, quiet: bool) -> Iterator[Callable[[], None]]:
    """Yields a function that waits until Keras is there; its import goes on meanwhile."""
    problems: list[Exception] = []

    def start() -> None:
        try:
            start_keras(quiet=quiet)
        except Exception as problem:  # whatever it is, it is raised where Keras is waited for
            problems.append(problem)

    thread = threading.Thread(target=start, daemon=True)
    thread.start()

    def wait() -> None:
        thread.join()
        if problems:
            raise problems[0]

    try:
        yield wait
    except Exception:
        thread.join()  # what is said while TensorFlow starts would be lost
        raise
    thread.join()
