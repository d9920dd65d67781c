"""Of a tape, the operation that is wrong is shown; and tanh as micrograd spells it is right, though ones cancel in it."""

from __future__ import annotations

import pytest

from comparisons.subjects.rows import row_of
from tests.quickly import some
from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

SCALAR = (SAMPLES / "tape_scalar.py").read_text(encoding="utf-8")
LATER = SCALAR.replace("math.tanh(self.data)", "(math.exp(2 * self.data) - 1) / (math.exp(2 * self.data) + 1)")
PLANTED = {
    "tanh assigns": ("self.grad += (1 - t**2)", "self.grad = (1 - t**2)"),
    "add assigns": ("other.grad += out.grad", "other.grad = out.grad"),
    "pow is one too high": ("other * self.data ** (other - 1)", "other * self.data ** other"),
}


def test_ones_that_cancel_in_tanh_are_no_mistake(tmp_path):
    assert LATER != SCALAR
    (one,) = examined(target_of(tmp_path, LATER)).values()
    assert one.verdict == "match"


@pytest.mark.parametrize("planted", some(PLANTED, 1))
def test_the_operation_that_is_wrong_is_shown(planted, tmp_path):
    right, wrong = PLANTED[planted]
    text = LATER.replace(right, wrong)
    (one,) = examined(target_of(tmp_path, text)).values()
    source = row_of(one, reproduce="")["counterexample"]["source"]
    assert one.verdict == "mismatch"
    assert ".grad" in source["text"]
    assert _operation(text, source["line"]) == _operation(text, next(n for n, line in enumerate(text.split("\n"), 1) if wrong in line))


def _operation(text, line):
    """The method of the class around a line."""
    return [one for one in text.split("\n")[:line] if one.startswith("    def ")][-1]
