"""Values with their derivatives in named tuples and dictionaries, and functions of one number made into functions of arrays."""

from __future__ import annotations

import subprocess
import sys

import pytest

from comparisons.subjects.rows import row_of
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import math
from typing import Callable, NamedTuple
import numpy as np
class Pair(NamedTuple):
    f: Callable
    df: Callable
relu = Pair(lambda x: np.maximum(x, 0), lambda x: {factor} * (x > 0))
ACTIVATIONS = {{
    "tanh": (lambda x: np.tanh(x), lambda x: {factor} - np.tanh(x) ** 2),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: {factor} * np.exp(-abs(x)) / (1 + np.exp(-abs(x))) ** 2),
    "elu": None,
}}
sigmoid = ACTIVATIONS["sigmoid"]
@np.vectorize
def softplus(x):
    return max(x, 0) + {factor} * math.log1p(math.exp(-abs(x)))
"""
PARTS = {"relu", "ACTIVATIONS.tanh", "sigmoid", "softplus"}


def test_they_are_found_once_and_right_ones_match(tmp_path):
    found = examined(target_of(tmp_path, TEXT.format(factor="1.0")))
    assert {name: one.verdict for name, one in found.items()} == dict.fromkeys(PARTS, "match")


def test_wrong_ones_differ_and_their_scripts_run(tmp_path):
    found = examined(target_of(tmp_path, TEXT.format(factor="1.5")))
    assert {name for name, one in found.items() if one.verdict in ("mismatch", "deviation")} == PARTS
    for one in found.values():
        script = row_of(one, reproduce="")["counterexample"]["script"]
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, encoding="utf-8")
        assert done.returncode == 0, done.stderr
