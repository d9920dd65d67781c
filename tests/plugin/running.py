"""Running pytest, or parity, in a folder of its own, as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLED = any(entry.name == "parity" for entry in entry_points(group="pytest11"))
"""Whether pytest finds the plugin by itself: not where the package was installed before it had one."""


def run(module: str, arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """`python -m module arguments` in a folder, without what the surrounding run has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "GITHUB_"))}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=900,
        env={**kept, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest with the plugin."""
    plugin = [] if INSTALLED else ["-p", "comparisons.pytest_plugin"]
    return run("pytest", ["-q", "--rootdir", str(folder), *plugin, *arguments], folder)
