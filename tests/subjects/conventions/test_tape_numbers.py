"""Whether a tape's operators take plain numbers is read from them."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.tape.expressions import EXPRESSIONS, has_numbers
from comparisons.subjects.conventions.tape.tape import _takes_numbers
from comparisons.subjects.worker.member import Member, Parameter

ASKS = """
def __add__(self, other):
    other = other if isinstance(other, T) else T(other)
    return T(self.d + other.d)
"""
DOES_NOT = """
def __add__(self, other):
    return T(self.d + other.d, (self, other))
"""


def member(source):
    """A class with this operator."""
    other = Parameter("other", "POSITIONAL_OR_KEYWORD", False, None)
    operator = Member("T.__add__", "method", (other,), source, 1, "", (), (), "tape")
    return Member("T", "class", (), "", 1, "", (), (), "tape", operators=(operator,))


@pytest.mark.parametrize(("source", "expected"), [(ASKS, True), (DOES_NOT, False)])
def test_operators(source, expected):
    assert _takes_numbers(member(source)) is expected


def test_expressions_with_numbers():
    with_numbers = {name for name, tree in EXPRESSIONS.items() if has_numbers(tree)}
    assert with_numbers == {"a + 2.5", "2.5 + a", "2.5 * a", "2.5 - a", "2.5 / b"}
