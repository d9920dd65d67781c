"""What the tests of hostile candidates share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comparisons.subjects.worker import CandidateError

ROOT = Path(__file__).parents[3]
HOME = Path.home()
LIBC = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
FAILED = "def failed(result):\n    if result < 0: raise PermissionError(ctypes.get_errno())\n"


def assert_failed(outcome, kind, words=""):
    assert isinstance(outcome, CandidateError), f"expected {kind}, got {outcome!r}"
    assert outcome.kind == kind, outcome
    assert words in outcome.message


def skip_other_machines(code):
    if "libc.syscall" in code and os.uname().machine != "x86_64":
        pytest.skip("numbers of system calls are x86_64's")
