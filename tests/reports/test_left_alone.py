"""What looks like a part and was not checked is said, and counted in the closing sentence; the rest is in result.json alone."""

from __future__ import annotations

from comparisons.reports import check_markdown, check_page, notebook_page
from comparisons.reports.check_words import not_checked, sentence
from tests.reports.example_check import one_of_each

ALONE = [
    {"name": "Net", "why": "computes nothing that is known", "place": "line 7", "goes_back": True},
    {"name": "gelu_tanh", "why": "computes nothing that is known", "place": "line 5", "goes_back": False, "named": True},
    {"name": "load", "why": "says nothing", "place": "line 3", "goes_back": False},
    {"name": "fit", "why": "a piece of a whole program: compare it", "place": "", "goes_back": False},
]


def _result(*names: str) -> dict:
    return one_of_each("match") | {"targets": [{"name": name, "left_alone": ALONE} for name in names]}


def test_what_goes_back_and_programs_are_told_with_their_lines() -> None:
    assert not_checked(_result("net.py")) == [
        "Not checked: Net (line 7): computes nothing that is known",
        "Not checked: gelu_tanh (line 5): computes nothing that is known",
        "Not checked: fit: a piece of a whole program: compare it",
    ]


def test_they_are_counted() -> None:
    assert sentence(_result()) == "1 of 1 part matches Keras."
    assert sentence(_result("net.py")) == "1 of 1 part matches Keras; 3 not checked."


def test_of_several_files_the_file_is_told() -> None:
    assert not_checked(_result("a.py", "b.py"))[3] == "Not checked: b.py, Net (line 7): computes nothing that is known"


def test_a_match_of_the_value_alone_is_told() -> None:
    part = {"subject": "net.py:tanh", "target": "net.py", "name": "tanh", "kind": "activation", "verdict": "match"}
    checks = [{"name": "forward", "dtype": "float64", "passed": True}]
    said = "No derivative was found, so only the value was checked: tanh"
    assert not_checked({"components": [{**part, "checks": checks}]}) == [said]
    assert not_checked({"components": [{**part, "checks": [*checks, {"name": "gradients", "dtype": "float64", "passed": True}]}]}) == []


def test_who_chose_a_part_is_not_told_of_others() -> None:
    chosen = one_of_each("match") | {"targets": [{"name": "net.py", "left_alone": ALONE, "chosen": True}]}
    assert (not_checked(chosen), sentence(chosen)) == ([], "1 of 1 part matches Keras.")
    assert len(not_checked(chosen | {"components": []})) == 4


def test_every_face_tells_it() -> None:
    result = _result("net.py")
    told = not_checked(result)
    page, piece, comment = check_page.compose(result), notebook_page.compose(result, most=9), check_markdown.compose(result)
    assert len(told) == 3
    for said in told:
        assert page.count(said) == piece.count(said) == 1
    assert comment.count("Not checked: ") == 3


def test_a_comment_has_room_for_it_however_long() -> None:
    long = one_of_each("match") | {"targets": [{"name": "n", "left_alone": [{"name": "x" * 10**5, "why": "y", "goes_back": True}]}]}
    assert len(check_markdown.compose(long)) < 3000
    assert "Not checked: xxx" in check_markdown.compose(long)
