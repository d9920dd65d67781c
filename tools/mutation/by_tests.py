"""Kills mutants by our own tests, collected once by pytest in a warm process and run one by one."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tools.mutation.limits import at_most
from tools.mutation.oracle import Oracle
from tools.mutation.reach import Lines, traced

SECONDS = 40  # of processor time for one test
SLOW = "not test_same_script_same_numbers"  # which has Keras compile a training, some seconds for every mutant
OPTIONS = ("-k", SLOW, "-q", "-s", "-m", "not browser", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler", "-W", "ignore")


class Tests:
    """Tests of some folders, in one session of pytest that never ends.

    Args:
        root: of the project.
        places: folders and files of tests.
        most: tests that are asked about a mutant.
    """

    deep = False  # makes no difference

    def __init__(self, root: Path, places: Sequence[str], most: int) -> None:
        self.root, self.places, self.most = root, places, most
        self._items: dict[str, pytest.Item] = {}
        self._failing: set[str] = set()

    def serve(self, answer: Callable[[Tests], None]) -> None:
        """Start Keras, collect, and then answer from within the session."""
        from reference.backend import load

        load()
        Oracle().install()

        class Plugin:
            @pytest.hookimpl(tryfirst=True)
            def pytest_collection(plugin) -> None:  # noqa: N805
                settings.register_profile(
                    "mutation", settings.get_profile(settings.get_current_profile_name()), phases=(Phase.explicit, Phase.generate)
                )
                settings.load_profile("mutation")  # nobody reads what a mutant's smallest failing example is

            @pytest.hookimpl(tryfirst=True)
            def pytest_runtestloop(plugin, session: pytest.Session) -> bool:  # noqa: N805
                self._items = {item.nodeid: item for item in session.items}
                answer(self)
                return True

        with contextlib.redirect_stdout(io.StringIO()):
            pytest.main([*OPTIONS, *self.places], plugins=[Plugin()])

    def names(self) -> list[str]:
        """Of the tests, as pytest writes them."""
        return list(self._items)

    def reach(self, name: str) -> Lines:
        """Lines that a test comes to, its own included, so that it is looked at again if it changes; none if it fails anyway."""
        with traced(self.root, "scratch", "comparisons", "tests") as lines:
            failed = self._fails(name)
        return {} if failed else lines

    def prepare(self, names: Sequence[str]) -> None:
        """Nothing: a test knows what is right."""

    def noticed(self, names: Sequence[str], *, afresh: bool) -> str:
        """The first test of `names` that fails; empty if none does.

        Raises:
            Overdue: a test takes too long.
        """
        if afresh:
            return self._noticed_afresh(names) if names else ""  # without names pytest would run everything
        for name in names:
            with at_most(SECONDS):
                if self._fails(name):
                    return name
        return ""

    def _fails(self, name: str) -> bool:
        item = self._items[name]
        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))

    def _noticed_afresh(self, names: Sequence[str]) -> str:
        """Our packages are others than those the collected tests have imported: another session, in this process too."""
        seen: list[str] = []

        class Plugin:
            def pytest_runtest_logreport(self, report: Any) -> None:
                seen.extend([report.nodeid] if report.failed else [])

        with at_most(SECONDS), contextlib.redirect_stdout(io.StringIO()):
            status = pytest.main([*OPTIONS, "-x", *names], plugins=[Plugin()])
        return seen[0] if seen else "" if status in (0, 5) else f"pytest ends with {status!r}"
