"""Hypothesis profiles, and settings no test may leave behind."""

from __future__ import annotations

import signal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from threadpoolctl import threadpool_limits

from tests.quickly import PROFILE

SLOW_STARTS = [HealthCheck.too_slow]  # Keras compiles on first use, and a loaded machine draws slowly: neither is the test's doing

settings.register_profile("quick", max_examples=100, deadline=None, derandomize=True, print_blob=True, suppress_health_check=SLOW_STARTS)
settings.register_profile("thorough", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=SLOW_STARTS)
settings.load_profile(PROFILE)


PLAIN = ("architecture", "cli", "data", "golden", "reports", "scratch")
"""Folders whose tests need neither Keras nor anything else that is not always there, unless they are marked."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Folders without a plain test need not be looked through for them."""
    inside = Path(__file__).parent in collection_path.parents
    plain = not inside or collection_path.relative_to(Path(__file__).parent).parts[0] in (*PLAIN, "conftest.py")
    return True if config.option.markexpr == "plain" and not plain else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark those tests `plain`: they run where TensorFlow is not installed. Leave out what is for the thorough profile."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0] if here in item.path.parents else ""
        if folder in PLAIN and not (item.get_closest_marker("keras") or item.get_closest_marker("browser")):
            item.add_marker("plain")
    later = [item for item in items if PROFILE != "thorough" and item.get_closest_marker("thorough")]
    if later:
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if item not in later]


def pytest_configure() -> None:
    """Ctrl-C ends what tests start. NumPy's products are small and get one thread: two processes with two each wait for each other."""
    threadpool_limits(limits=1, user_api="blas")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell: programs that tests start would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _strict_numbers_and_default_floats():
    """NumPy warnings are errors (by pytest's filter; overflow and the like warn), and the float type is float32 again afterwards."""
    import scratch

    before = scratch.config.floatx()
    with np.errstate(over="warn", invalid="warn", divide="warn", under="ignore"):
        yield
    scratch.config.set_floatx(before)
