"""`parity report`: any face of a stored result, several over time, and bad input in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comparisons.__main__ import _status
from comparisons.reports.files import write_json
from tests.cli.test_bad_input import complaint
from tests.reports.example_check import everything, one_of_each
from tests.reports.example_result import matching, mismatching


@pytest.fixture
def stored(tmp_path: Path) -> dict[str, str]:
    made = {"good": one_of_each("match"), "bad": everything(), "trained": matching(60), "astray": mismatching(130)}
    return {name: str(write_json(tmp_path / name / "result.json", result)) for name, result in made.items()}


@pytest.mark.parametrize(("name", "status"), [("good", 0), ("bad", 1), ("trained", 0), ("astray", 1)])
def test_every_face_is_made_and_the_status_is_that_of_the_result(name: str, status: int, stored: dict[str, str], tmp_path: Path) -> None:
    files = {
        option: tmp_path / "faces" / f"report{end}" for option, end in (("--html", ".html"), ("--markdown", ".md"), ("--junit", ".xml"))
    }
    (tmp_path / "faces").mkdir()
    assert _status(["report", stored[name], *(part for option, file in files.items() for part in (option, str(file)))]) == status
    starts = {"--html": "<!doctype html>", "--markdown": "### ", "--junit": "<?xml "}
    assert {option: file.read_text(encoding="utf-8")[: len(starts[option])] for option, file in files.items()} == starts


def test_without_a_file_the_terminal_shows_it(stored: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    _status(["report", stored["bad"]])
    assert "1 of 6 parts matches Keras" in capsys.readouterr().out
    _status(["report", stored["bad"], "--quiet"])
    assert capsys.readouterr().out == ""


def test_several_are_compared_over_time_and_named_by_their_folders(stored: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _status(["report", stored["bad"], stored["good"]]) == 0
    shown = capsys.readouterr().out
    assert "bad" in shown
    assert "good" in shown
    assert "gone: sigmoid" in shown


def test_results_of_two_commands_are_no_comparison(stored: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "results of one command" in complaint(capsys, ["report", stored["good"], stored["trained"]])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "RESULT.json"),
        (["missing.json"], "missing.json"),
        (["GOOD", "--html", "no/such/folder/a.html"], "--html"),
        (["GOOD", "--junit", "."], "--junit"),
        (["GOOD", "--markdown", "."], "--markdown"),
    ],
)
def test_bad_usage(
    arguments: list[str],
    word: str,
    stored: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert word in complaint(capsys, ["report", *(stored["good"] if part == "GOOD" else part for part in arguments)])


def test_nothing_is_written_when_a_result_is_unusable(stored: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads(Path(stored["good"]).read_text(encoding="utf-8"))
    newer = write_json(tmp_path / "newer.json", {**result, "schema_version": 9})
    page = tmp_path / "page.html"
    assert "update parity" in complaint(capsys, ["report", str(newer), "--html", str(page)])
    assert not page.exists()


def test_it_loads_neither_tensorflow_nor_numpy_code_of_the_library(stored: dict[str, str]) -> None:
    code = (
        "import sys\nfrom comparisons.__main__ import _status\n"
        f"assert _status(['report', {stored['good']!r}, '--quiet']) == 0\n"
        "print(sorted({'keras', 'tensorflow', 'scratch', 'reference'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_in_github_actions_the_marks_are_printed(
    stored: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    _status(["report", stored["bad"], "--quiet"])
    assert "::error file=net.py,line=12," in capsys.readouterr().out
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("### ")
