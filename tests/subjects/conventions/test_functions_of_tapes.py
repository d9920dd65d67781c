"""Functions of a tape that are parts themselves: their backward needs what only a call of the object keeps."""

from __future__ import annotations

import pytest

from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

RIGHT = (SAMPLES / "tape_functions.py").read_text(encoding="utf-8")
WEAK = """class Exp(Function):
    def __call__(self, x):
        y = super().__call__(x)
        self.output = weakref.proxy(y)
        return y

"""
HELD_WEAKLY = RIGHT.replace("import numpy as np\n", "import weakref\n\nimport numpy as np\n").replace("class Exp(Function):\n", WEAK)
"""So that no value outlives what computes with it, as in engines that are written with care for memory."""


@pytest.mark.parametrize("code", [RIGHT, HELD_WEAKLY], ids=["held", "held weakly"])
def test_a_right_one_matches(code, tmp_path):
    found = exp_of(code, tmp_path)
    assert found.verdict == "match"
    assert found.understood.reading.adapter.forward.name == "__call__"
    assert "gradient of x" in found.understood.reading.adapter.results


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("return gy * self.output.data", "return gy * self.output.data * 1.001"),
        ("return gy * self.output.data", "return self.output.data"),
        ("return np.exp(x)", "return np.exp(x) + 1e-3"),
    ],
)
def test_a_wrong_one_does_not(right, wrong, tmp_path):
    assert right in RIGHT
    assert exp_of(RIGHT.replace(right, wrong), tmp_path).verdict not in ("match", "unrecognised")


def exp_of(code, tmp_path):
    """The part of that name."""
    return examined(target_of(tmp_path, code), only=("Exp",))["Exp"]
