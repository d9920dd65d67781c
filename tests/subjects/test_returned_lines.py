"""The line that is pointed at makes the number, rather than handing it on."""

from __future__ import annotations

import pytest

from comparisons.subjects.returned_lines import made_at

pytestmark = pytest.mark.plain

BACK = """    def backward(self, d):
        out = self.out
        dx = d * out
        dx[d > 3] = 0
        found = dx
        dw = out
        return found, dw
"""
LOSS = """def loss(p, t):
    value = p - t
    slope = t
    return value, slope / 2
"""
PLAIN = """def f(x):
    if x is None:
        y = 0
        return y
    y = x
    return -y
"""


@pytest.mark.parametrize(
    ("source", "line", "where", "made"),
    [
        (BACK, 6, "gradient of x", 3),
        (BACK, 6, "gradient of kernel", 6),
        (LOSS, 3, "output", 1),
        (LOSS, 3, "gradient of y_pred", 3),
        (PLAIN, 3, "output", 2),
        (PLAIN, 5, "output", 5),
        ("lambda x: (", 0, "output", 0),
        ("def f(x):\n    return x", 1, "output", 1),
    ],
)
def test_what_is_returned_under_a_name_is_made_elsewhere(source, line, where, made):
    assert made_at(source, line, where) == made


def test_of_several_that_are_returned_the_place_says_which():
    assert made_at(BACK, 6, "gradient of kernel", 1) == 1
    assert made_at(BACK, 6, "gradient of bias", 7) == 6
