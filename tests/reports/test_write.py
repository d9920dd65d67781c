"""All files at once, and an import that costs nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from comparisons.reports import bundle, write_compare_report
from tests.reports.example_result import mismatching

FILES = {"result.json", "report.html", "report.md", "junit.xml", "loss.svg", "loss.png"}


def test_every_file_is_written_and_named(tmp_path: Path) -> None:
    written = write_compare_report(mismatching(), tmp_path / "new" / "folder")
    assert set(written) == FILES
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == FILES
    assert json.loads(written["result.json"].read_text(encoding="utf-8")) == mismatching()
    assert "vegaEmbed" in written["report.html"].read_text(encoding="utf-8")
    assert written["loss.png"].read_bytes().startswith(b"\x89PNG")


def test_the_numbers_are_kept_even_if_nothing_can_be_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comparisons.reports import markdown

    def fail(_: object) -> str:
        raise RuntimeError("no drawing today")

    monkeypatch.setattr(markdown, "compose", fail)
    with pytest.raises(RuntimeError):
        write_compare_report(mismatching(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


def test_the_second_process_makes_the_same_bundle_and_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bundle.vega_from_child() == bundle.vega()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert bundle.vega_from_child() is None
    monkeypatch.setattr(sys, "executable", "")
    assert bundle.vega_from_child() is None


def test_the_bundle_can_stand_in_a_page() -> None:
    assert "</script" not in bundle.vega().lower()
    assert "<!--" not in bundle.vega()


def test_importing_the_package_loads_nothing_that_draws() -> None:
    heavy = ["altair", "vl_convert", "jinja2", "rich", "numpy", "keras", "tensorflow"]
    code = f"import sys, comparisons.reports, comparisons.reports.files; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"
