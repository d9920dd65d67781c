"""The measurement of blind spots finds what is there: neither more nor less than the allowance leaves room for."""

from __future__ import annotations

import pytest

from comparisons.checks import CHECKS
from tests.checks.saboteurs import pair_of
from tools.blind_spots.constants import constants
from tools.blind_spots.page import page
from tools.blind_spots.search import beside_keras, by_record, smallest_caught

pytestmark = pytest.mark.keras


def constant_of(part, name):
    return next(constant for constant in constants(pair_of(part)) if constant.name == name)


def test_a_factor_of_the_result_is_seen_down_to_rounding():
    """tanh: 32 units in the last place of 1 are 7e-15 in float64 and 4e-6 in float32."""
    factor = constant_of("tanh", "factor of the result")
    assert 12 <= smallest_caught(factor, "float64", beside_keras(5)) <= 14
    assert 4 <= smallest_caught(factor, "float32", beside_keras(5)) <= 5


def test_an_error_that_changes_nothing_is_never_caught():
    linear = constant_of("linear", "factor of the result")
    same = type(linear)(linear.name, linear.check, lambda error: pair_of("linear"))
    assert smallest_caught(same, "float64", beside_keras(5)) is None


def test_every_part_with_numbers_has_a_constant():
    for name in ("elu", "Huber", "Dense", "Adam", "MeanSquaredError"):
        found = list(constants(pair_of(name)))
        assert found
        assert {constant.check for constant in found} <= {check.name for check in CHECKS}
    assert "epsilon" in [constant.name for constant in constants(pair_of("Adam"))]
    assert "alpha" in [constant.name for constant in constants(pair_of("elu"))]


def test_the_page_says_what_was_measured():
    rows = [
        {
            "kind": "layer",
            "part": "Dense",
            "constant": "factor of the result",
            "check": "forward",
            "examples": 7,
            "float64": 13,
            "float32": 5,
        },
        {"kind": "layer", "part": "Dense", "constant": "slope", "check": "directional", "examples": 7, "float64": 9, "float32": None},
        {"kind": "optimizer", "part": "Adam", "constant": "epsilon", "check": "updates", "examples": 7, "float64": None},
    ]
    text = page(rows)
    assert "| Dense | factor of the result | forward | 1e-13 | 1e-5 |" in text
    assert "| Dense | slope | directional | 1e-9 | takes float64 only |" in text
    assert "| Adam | epsilon | updates | not seen | no such type |" in text


def test_the_record_sees_what_keras_sees():
    """A threshold shows at the kink alone; a setting in a tuple is moved too."""
    from comparisons.golden.bundle import BUILT_IN, read
    from comparisons.golden.pairs import Recorded, with_book

    bundle = read(BUILT_IN)
    for part, name in (("hard_shrink", "threshold"), ("Precision", "thresholds")):
        pair = pair_of(part)
        book = bundle.book(pair.kind, part)
        recorded = next(one for one in constants(with_book(pair, book, Recorded)) if one.name == name)
        assert (smallest_caught(recorded, "float32", by_record(book)) or 0) >= 5, part
        assert (smallest_caught(constant_of(part, name), "float32", beside_keras(10)) or 0) >= 5, part
