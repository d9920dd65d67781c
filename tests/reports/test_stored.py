"""Reading results back: ours are read, everything else is refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.errors import InputError
from comparisons.reports.files import write_json
from comparisons.reports.stored import load_result
from tests.reports.example_check import everything
from tests.reports.example_result import matching
from tests.reports.odd_results import checks


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        load_result(path)
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(str(path))
    assert "expected" in said
    assert "got" in said
    return said


def said_of(path: Path) -> str:
    """The refusal, or nothing if the file was read; any other exception is a failure."""
    try:
        load_result(path)
    except InputError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("result", [everything(), matching(50)])
def test_what_was_written_is_read(result: dict[str, Any], tmp_path: Path) -> None:
    assert load_result(write_json(tmp_path / "result.json", result)) == result


FILES = {
    "empty": (b"", "an empty file"),
    "truncated": (json.dumps(everything()).encode()[:2000], "stops being JSON at line 1"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "no UTF-8"),
    "words": (b"hello", "stops being JSON at line 1 column 1"),
    "a list": (b"[1, 2]", "a list"),
    "a number": (b"3", "a int"),
    "foreign": (b'{"tests": [], "name": "x"}', "an object with 'tests', 'name'"),
    "newer": (json.dumps({**everything(), "schema_version": 2}).encode(), "got 2; update parity"),
    "another command": (json.dumps({**everything(), "command": "record"}).encode(), "'record'"),
    "a version that is no number": (json.dumps({**everything(), "schema_version": "1"}).encode(), "$.schema_version"),
    "a constant JSON does not have": (b'{"schema_version": 1, "command": "check", "x": NaN}', "NaN"),
    "nested too deep": (b"[" * 100_000, "nested too deep"),
    "a long number": (b"9" * 10_000, "expected JSON"),
    "a wrong field": (json.dumps({**everything(), "components": {}}).encode(), "$.components"),
    "no components": (b'{"schema_version": 1, "command": "check"}', "is a required property"),
}


@pytest.mark.parametrize("name", FILES)
def test_everything_else_is_refused(name: str, tmp_path: Path) -> None:
    content, word = FILES[name]
    path = tmp_path / "result.json"
    path.write_bytes(content)
    assert word in refusal(path)


def test_no_file_and_no_file_to_read(tmp_path: Path) -> None:
    assert "got none" in refusal(tmp_path / "missing.json")
    assert "directory" in refusal(tmp_path)


@given(st.integers(0, 12_000), st.binary(max_size=8))
def test_a_damaged_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes) -> None:
    whole = json.dumps(everything()).encode()
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    assert "\n" not in said_of(path)


@settings(max_examples=50)
@given(checks())
def test_an_odd_result_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, result: dict[str, Any]) -> None:
    path = write_json(tmp_path_factory.getbasetemp() / "odd.json", result)
    assert "\n" not in said_of(path)
