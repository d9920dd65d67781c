"""Results as objects: HTML for a notebook, text for a prompt, files if asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import comparisons
from comparisons.errors import InputError
from comparisons.reports.display import Report
from tests.quickly import some
from tests.reports.example_check import everything, many, one_of_each
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, checks, hostile, hostile_check
from tests.reports.test_html import Page


def test_a_check_reads_as_text_and_shows_as_html() -> None:
    report = comparisons.check(everything())
    assert "X Deviation: 1 of 6 parts matches Keras;" in repr(report)
    assert "\x1b" not in repr(report)
    page = Page(report._repr_html_())
    assert "1 of 6 parts matches Keras" in page.text
    assert "derivative-of-output" in page.text
    assert page.open == []
    assert report.verdict == "deviation"


def test_a_training_reads_as_text_and_shows_as_html() -> None:
    report = comparisons.check(mismatching(130))
    assert "X Deviation: scratch stops training like Keras at step 100" in repr(report)
    page = report._repr_html_()
    assert "scratch stops training like Keras" in page
    assert "<svg" in page
    assert report.verdict == "deviation"


@pytest.mark.parametrize("result", [everything(), matching(40)])
def test_the_html_is_a_piece_without_scripts_whose_style_stays_inside(result: dict[str, Any]) -> None:
    source = Report(result)._repr_html_()
    assert source.strip().startswith('<div class="parity-report">')
    assert "<script" not in source
    assert "<html" not in source
    style = source[source.index("<style>") + 7 : source.index("</style>")].strip()
    assert style.startswith(".parity-report {")
    assert style.endswith("}")
    assert style.count("{") == style.count("}")
    assert ":root" not in style
    assert "&amp;" not in style


def test_one_part_alone_is_open_even_if_it_matches() -> None:
    opened = ["open" in attributes for attributes in Page(Report(one_of_each("match"))._repr_html_()).all("details")]
    assert opened[0]


def test_many_parts_are_cut() -> None:
    assert "275 more parts" in Report(many(300))._repr_html_()


def test_everything_can_be_saved(tmp_path: Path) -> None:
    assert set(Report(everything()).save(tmp_path)) == {"result.json", "report.md", "junit.xml", "report.html"}


@pytest.mark.parametrize("text", some(HOSTILE, 3))
def test_no_text_of_a_result_acts(text: str) -> None:
    for result in (hostile_check(text), hostile(text)):
        found = Page(Report(result)._repr_html_())
        assert found.scripts == []
        assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]


@settings(max_examples=15)
@given(checks())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    report = Report({**result, "curves": [], "command": "check"})
    assert Page(report._repr_html_()).open == []
    assert repr(report)


def test_an_option_that_is_none_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match=r"compare: expected one of data, epochs, .* got epoch;"):
        comparisons.compare(epoch=1)


@pytest.mark.parametrize("subject", [len, 3, int])
def test_what_has_no_text_is_refused(subject: Any) -> None:
    with pytest.raises(InputError, match="expected a function or class from a file"):
        comparisons.check(subject)


def test_importing_the_harness_loads_nothing_heavy() -> None:
    code = "import sys, comparisons; print(sorted({'numpy', 'rich', 'jinja2', 'altair', 'keras', 'tensorflow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
