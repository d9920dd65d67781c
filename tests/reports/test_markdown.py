"""report.md: tables stay whole and no text in it acts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from comparisons.reports import markdown
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, hostile, results

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def flat(source: str) -> list[Token]:
    """All tokens, the ones inside running text after the one that holds them."""
    return [token for outer in GITHUB.parse(source) for token in (outer, *(outer.children or ()))]


def shape(source: str) -> list[str]:
    """Tables, rows and cells as they come."""
    return [token.type for token in GITHUB.parse(source) if token.type.startswith(("table", "tr", "td", "th", "heading", "fence", "list"))]


def test_the_report_is_short_and_says_what_matters() -> None:
    source = markdown.compose(mismatching())
    assert len(source) < 3_000
    assert source.startswith("### \N{BALLOT X} Deviation: scratch stops training like Keras at step 100")
    assert "```text\ndense, gradient of kernel: scratch and Keras disagree\n" in source
    assert "| free | 1,342 x | outside |" in source
    assert "| swapped, update | &lt; 0.1 % | within |" in source
    assert "```sh\nparity compare mlp-784-50-10" in source


def test_a_matching_report_has_no_disagreement_in_it() -> None:
    assert "disagree" not in markdown.compose(matching())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_result_acts(text: str) -> None:
    source = markdown.compose(hostile(text))
    assert shape(source) == shape(markdown.compose(hostile("a")))
    for token in flat(source):
        assert token.type not in ("link_open", "image", "html_block", "em_open", "s_open")
        assert token.type != "html_inline" or token.content == "<!-- -->"


@given(st.one_of(st.text(alphabet="ab_*`|[]()<>&\\~#@!-+=1. \t\n:/", max_size=30), st.text(max_size=30)))
def test_running_text_reads_as_it_was(text: str) -> None:
    source = f"{markdown.inline(text)} end"
    tokens = GITHUB.parse(source)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "softbreak", "text_special", "html_inline"}
    read = "".join(child.content for child in children if child.type != "html_inline")
    assert read.split() == [*text.replace("\x00", "\ufffd").split(), "end"]


@given(st.text(alphabet="`a \n~", max_size=40))
def test_a_fence_holds_whatever_is_in_it(text: str) -> None:
    tokens = GITHUB.parse(markdown.fence(text))
    assert [token.type for token in tokens] == ["fence"]
    assert tokens[0].content == text + "\n"


@pytest.mark.parametrize(
    ("text", "broken"), [("@team", "@<!-- -->team"), ("see #12", "see #<!-- -->12"), ("https://a.b", "http<!-- -->s://a.b")]
)
def test_nobody_is_mentioned_and_nothing_is_linked(text: str, broken: str) -> None:
    assert markdown.inline(text) == broken


@given(results())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    kinds = shape(markdown.compose(result))
    assert kinds.count("table_open") == 2
    assert kinds.count("heading_open") == 1
