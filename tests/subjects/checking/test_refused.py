"""What cannot be done is said in one line, with exit status 2, and nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from comparisons.__main__ import _status

pytestmark = pytest.mark.keras

RELU = "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "net.py").write_text(RELU, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["net.py", "--accept", "half-mes"], "did you mean half-mse?"),
        (["net.py", "--json", "r.json", "--html", "./r.json"], "--html: expected a file of its own, got that of --json"),
        ([""], "expected Python text"),
        (["deep.ipynb"], "brackets nested too deep"),
    ],
    ids=["a code nobody knows", "one file for two", "no name", "a notebook of brackets"],
)
def test_what_is_asked_cannot_be(folder, capsys, asked, said):
    (folder / "deep.ipynb").write_text("[" * 100_000, encoding="utf-8")
    before = set(folder.iterdir())
    assert _status(["check", *asked, "--quiet"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert said in shown.err
    assert set(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("accept = ['half-mes']", "did you mean half-mse?"),
        ("[[subject]]\nname = 'net.py:relu'\nas = 5", "expected as = 'NAME'"),
        ("[[subject]]\nname = 'net.py:relu'\naccept = ['kink']", "parity.toml: accept: expected the code of a finding"),
    ],
)
def test_what_is_configured_cannot_be(folder, capsys, content, said):
    (folder / "parity.toml").write_text(content, encoding="utf-8")
    assert _status(["check", "net.py", "--quiet"]) == 2
    assert said in capsys.readouterr().err


def test_a_project_whose_tools_are_no_table_has_no_settings(folder):
    (folder / "pyproject.toml").write_text("tool = 3\n", encoding="utf-8")
    assert _status(["check", "net.py", "--quiet", "--examples", "2"]) == 0


def test_one_notebook_that_cannot_be_read_takes_no_other_file_down(folder, capsys):
    (folder / "deep.ipynb").write_text("[" * 100_000, encoding="utf-8")
    assert _status(["check", ".", "--examples", "2", "--jobs", "1"]) == 1
    shown = capsys.readouterr().out
    assert "brackets nested too deep" in shown
    assert "1 of 2 parts matches" in shown


def run(folder: Path, *asked: str, **more):
    """`parity check` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.run(
        [sys.executable, "-m", "comparisons", "check", "net.py", "--examples", "2", "--jobs", "1", *asked],
        cwd=folder, env=environment, encoding="utf-8", check=False, **more,
    )  # fmt: skip


def test_a_worker_that_cannot_start_is_said_while_keras_starts(folder):
    done = run(folder, "--memory", "64", stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "--isolation: expected a process of its own to start for the code" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here, which is always full")
@pytest.mark.parametrize(
    "asked",
    [pytest.param([], id="what is printed", marks=pytest.mark.thorough), pytest.param(["--json", "/dev/full", "--quiet"], id="the result")],
)
def test_no_room_is_said_and_is_no_mismatch(folder, asked):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = run(folder, *asked, stdout=full, stderr=subprocess.PIPE)
    assert [path.name for path in folder.iterdir()] == ["net.py"]
    assert done.returncode == 2
    assert "expected room to write to" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.thorough
def test_nothing_is_left_where_it_ran(folder):
    assert run(folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["net.py"]
