"""report.md of a check: fits a comment, tables stay whole, and no text in it acts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from comparisons.reports import check_markdown
from tests.reports.example_check import everything, many, one_of_each
from tests.reports.odd_results import HOSTILE, checks, hostile_check
from tests.reports.test_markdown import GITHUB, flat, shape

COMMENT = 65_536
"""Characters a comment on GitHub holds."""


def test_it_says_what_matters() -> None:
    source = check_markdown.compose(everything())
    assert source.startswith("### \N{BALLOT X} Deviation: 1 of 6 parts matches Keras; 1 with a known mistake, 1 differ")
    assert "| sigmoid | Deviation | not finite | keras.activations.sigmoid | derivative-of-output |" in source
    assert "**derivative-of-output** s(1 - s) applied" in source
    assert "Fix: return s \\* (1 - s), with s = sigmoid(x) (net.py:12)" in source
    assert "```text\nDense, gradient of kernel: scratch and Keras disagree\n  check     gradients (float64)\n" in source
    assert "Matching: tanh." in source


def test_a_matching_result_is_short_and_has_no_table() -> None:
    source = check_markdown.compose(one_of_each("match"))
    assert "disagree" not in source
    assert "table" not in {token.type for token in GITHUB.parse(source)}
    assert len(source) < 500


@pytest.mark.parametrize("result", [many(2_000), hostile_check("x" * 5000), hostile_check("`" * 3000)])
def test_it_fits_a_comment(result: dict[str, Any]) -> None:
    source = check_markdown.compose(result)
    assert len(source) < COMMENT
    assert len(GITHUB.render(source)) > 500


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_result_acts(text: str) -> None:
    source = check_markdown.compose(hostile_check(text))
    if len(text) < 1000:
        assert shape(source) == shape(check_markdown.compose(hostile_check("a")))
    for token in flat(source):
        assert token.type not in ("link_open", "image", "html_block", "em_open", "s_open")
        assert token.type != "html_inline" or token.content == "<!-- -->"


@given(checks())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    source = check_markdown.compose(result)
    assert len(source) < COMMENT
    assert "<script" not in GITHUB.render(source)
