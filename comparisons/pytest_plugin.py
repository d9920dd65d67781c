"""pytest's plugin: a suite holds its own code against Keras in three lines.

    @pytest.mark.parity([net.sigmoid, net.Dense])
    def test_like_keras(parity):
        parity.assert_match()

Each subject is a test of its own, named by it. Whatever is checked runs apart and leaves nothing behind, so that tests may
run in any order and in several processes.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from comparisons.reports.display import Report

MARKER = "parity([subject, ...], as_name='', examples=None, seed=0, accept=()): hold functions, classes or 'FILE:NAME's against Keras"
OPTIONS = ("as_name", "examples", "seed", "accept")


class Parity:
    """What the fixture gives to a test.

    Args:
        subject: what to check; None if the test was not marked.
        options: those of `comparisons.check`.
    """

    def __init__(self, subject: Any = None, **options: Any) -> None:
        self._subject, self._options = subject, options
        self._report: Report | None = None

    @property
    def report(self) -> Report:
        """What was found out about the marked subject; it is checked once."""
        if self._report is None:
            if self._subject is None:
                raise pytest.UsageError(
                    "parity: expected @pytest.mark.parity([SUBJECT]) on the test, got none; add it or use parity.check."
                )
            self._report = self.check(self._subject, **self._options)
        return self._report

    def check(self, subject: Any, **options: Any) -> Report:
        """Check something; see `comparisons.check`."""
        import comparisons

        return comparisons.check(subject, **options)

    def assert_match(self, subject: Any = None, **options: Any) -> None:
        """Fail the test, in parity's words, unless the marked subject (or the one that is given) matches Keras."""
        __tracebackhide__ = True
        from comparisons.reports.faces import is_good

        report = self.report if subject is None else self.check(subject, **options)
        if not report.result["components"]:
            pytest.fail("parity: expected a part to check, found none that it knows; name it with as_name.", pytrace=False)
        if not is_good(report.result):
            pytest.fail(repr(report), pytrace=False)


@pytest.fixture
def parity(request: pytest.FixtureRequest) -> Parity:
    """Holds code against Keras."""
    subject, options = getattr(request, "param", (None, {}))
    return Parity(subject, **options)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


def pytest_pycollect_makeitem(collector: Any, obj: object) -> None:
    """Refuse `parity(f)`: pytest takes a function or class that stands alone for the test itself, and the real test is lost."""
    for value in list(vars(obj).values()) if inspect.ismodule(obj) else [obj]:
        if (inspect.isfunction(value) or inspect.isclass(value)) and _is_marked_itself(value):
            name = value.__name__
            raise collector.CollectError(f"parity: expected subjects in a list, parity([{name}]), got {name} alone; add the brackets.")


def _is_marked_itself(value: Any) -> bool:
    """Whether it carries a marker without subjects though it is no test with the fixture."""
    marks = vars(value).get("pytestmark", ())
    bare = any(getattr(mark, "name", "") == "parity" and not mark.args and not mark.kwargs for mark in marks)
    return bare and "parity" not in (inspect.signature(value).parameters if inspect.isfunction(value) else ())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for every subject of the markers."""
    marked = list(_marked(metafunc.definition))
    if not marked or "parity" not in metafunc.fixturenames:
        return
    names = [_name(subject) for subject, _ in marked]
    ids = [name if names.count(name) == 1 else f"{name}-{number}" for number, name in enumerate(names)]
    metafunc.parametrize("parity", marked, ids=ids, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A marker without the fixture would check nothing, and pass."""
    for item in items:
        if item.get_closest_marker("parity") is not None and "parity" not in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(f"{item.nodeid}: expected the fixture parity as an argument, got none; add it.")


def _marked(item: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    for marker in reversed(list(item.iter_markers("parity"))):  # pytest gives the nearest first
        for name in marker.kwargs:
            if name not in OPTIONS:
                raise pytest.UsageError(f"{item.nodeid}: expected parity({', '.join(OPTIONS)}), got {name}; check the spelling.")
        for given in marker.args:
            for subject in given if isinstance(given, list | tuple) else [given]:
                yield subject, marker.kwargs


def _name(subject: Any) -> str:
    """What a test is called by its subject."""
    if isinstance(subject, str | os.PathLike):
        return os.path.basename(os.fspath(subject))
    return str(getattr(subject, "__qualname__", None) or type(subject).__name__)
