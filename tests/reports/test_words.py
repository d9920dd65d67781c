"""Numbers and texts as every form of the report writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.reports import disagreement, words
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, junk


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"), (1e-9, "< 0.1 %"), (0.0345, "3.4 %"), (0.21, "21 %"), (0.5, "50 %"), (1, "100.0 %"), (2.5, "250 %"),
        (1342.5, "1,342 x"), (8e13, "8.0e+13 x"), ("inf", "not finite"), ("nan", "not finite"), (None, "not measured"),
        ("", "not measured"),
    ],
)  # fmt: skip
def test_headroom_reads_well_at_every_size(share: object, said: str) -> None:
    assert words.headroom(share) == said


@given(st.floats(min_value=0.5, max_value=5))
def test_rounding_moves_no_headroom_over_the_border(share: float) -> None:
    said = float(words.headroom(share).removesuffix(" %"))
    assert (said <= 100) == (share <= 1)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (39760, "39,760"), (0.21468534, "0.214685"), (1e-8, "1e-8"), (2.5e12, "2.5e+12"), ("nan", "nan"), ("inf", "inf"), (None, "-"),
        (True, "True"), ("word", "word"),
    ],
)  # fmt: skip
def test_numbers(value: object, said: str) -> None:
    assert words.number(value) == said


def test_seconds_and_differences() -> None:
    assert (words.seconds(1.93), words.seconds(81.2), words.seconds(None)) == ("1.9 s", "1 min 21 s", "-")
    assert (words.difference(510, 500), words.difference(0.5, 0.25), words.difference(0.1, 0.1)) == ("10", "0.25", "0")
    assert (words.difference("nan", 1.0), words.difference(None, 1.0)) == ("nan", "-")


@given(junk)
def test_no_value_is_too_odd_for_the_formats(value: object) -> None:
    for form in (words.number, words.headroom, words.seconds, words.text):
        assert isinstance(form(value), str)
    assert isinstance(words.difference(value, value), str)


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_tidied_text_is_one_printable_line_and_stays_so(text: str) -> None:
    tidied = words.tidy(text)
    assert tidied.replace("\N{ZERO WIDTH JOINER}", "").replace("\N{ZERO WIDTH NON-JOINER}", "").isprintable()
    assert words.tidy(tidied) == tidied


def test_a_verdict_nobody_knows_is_shown_and_is_not_good() -> None:
    assert words.verdict({"verdict": "perhaps"}) == ("?", "perhaps", False)
    assert words.verdict({}) == ("?", "No verdict", False)
    assert words.verdict({"verdict": "match"}).good


def test_the_disagreement_takes_six_lines() -> None:
    result = mismatching()
    (track, outside), *others = disagreement.outsides(result)
    assert disagreement.block(result, track, outside).splitlines() == [
        "dense, gradient of kernel: scratch and Keras disagree",
        "  since     step 100 (epoch 1), locked track",
        "  worst     [0, 5]: scratch -16.691366, Keras -83.456828",
        "  apart     67, allowed 8.3e-13 (32 x rounding noise of the reference)",
        "  elements  18 of 18 outside",
        "  pattern   scratch is 0.2 x Keras throughout: 1 / batch size; a sum was replaced by a mean",
    ]
    assert [name for name, _ in others] == ["swapped", "free"]


def test_where_nothing_went_outside_there_is_no_disagreement() -> None:
    assert disagreement.outsides(matching()) == []
    assert disagreement.outsides({}) == []


@pytest.mark.parametrize(
    ("outside", "said"),
    [
        ({"layer": "dense", "tensor": "kernel", "kind": "weight"}, "dense, kernel"),
        ({"layer": "dense", "tensor": "momentums of kernel", "kind": "slot"}, "dense, optimizer slot momentums of kernel"),
        ({"layer": "", "tensor": "", "kind": "loss"}, "loss"),
        ({"layer": "d", "tensor": "t", "kind": "novel"}, "d, novel t"),
        ({}, "an unnamed tensor"),
    ],
)
def test_every_kind_of_tensor_has_a_name(outside: dict[str, str], said: str) -> None:
    assert disagreement.where(outside) == said


def test_the_earliest_step_comes_first_and_what_is_not_a_number_last() -> None:
    tracks = {"locked": {"first_outside": {"step": "nan"}}, "free": {"first_outside": {"step": 3}}}
    assert next(track for track, _ in disagreement.outsides({"tracks": tracks})) == "free"
