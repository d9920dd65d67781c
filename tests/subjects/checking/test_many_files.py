"""Files that several processes share: each has its result in its place, and one that goes wrong costs only itself."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comparisons.__main__ import _status
from tests.subjects.checking.shared import files, run
from tests.subjects.worker.conftest import processes_in

ROOT = Path(__file__).parents[3]
RIGHT = "import numpy as np\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
LOOP = "def loop():\n    while True: pass\n"


def written(folder, *names):
    folder.mkdir()
    for name in names:
        (folder / f"{name}.py").write_text(LOOP if name.startswith("loops") else RIGHT, encoding="utf-8")
    return folder


def test_results_are_in_the_order_of_the_files(tmp_path):
    found = files(written(tmp_path / "class", "a", "b", "c", "d", "e"))
    assert run(found)
    assert [[part["name"] for part in file.parts] for file in found] == [["a"], ["b"], ["c"], ["d"], ["e"]]


def test_a_process_that_dies_costs_its_own_file_alone(tmp_path):
    found = files(written(tmp_path / "class", "a", "b", "dies", "e", "f"))
    assert run(found)
    verdicts = {Path(file.target.source.name).stem: [part.get("verdict", "checked") for part in file.parts] for file in found}
    assert verdicts == {"a": ["checked"], "b": ["checked"], "dies": ["error"], "e": ["checked"], "f": ["checked"]}
    assert "the process that checked it died" in found[2].parts[0]["findings"][0]["summary"]


def _interrupted(folder, times, number=signal.SIGINT):
    """What is printed when Ctrl-C is pressed while files are in work, and the folders of their workers."""
    command = [sys.executable, "-m", "tests.subjects.checking.shared", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    deadline = time.monotonic() + 60
    while len(places := list(folder.glob("*.folder"))) < 2 or not all(place.read_text(encoding="utf-8") for place in places):
        assert time.monotonic() < deadline, process.communicate()
        time.sleep(0.05)
    folders = [place.read_text(encoding="utf-8") for place in places]
    assert all(processes_in(each) for each in folders)
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.7)
    said, problems = process.communicate(timeout=90)
    assert "Traceback" not in problems
    return said, folders


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_ctrl_c_or_sigterm_ends_the_files_in_work_and_leaves_no_process(number, tmp_path):
    said, folders = _interrupted(written(tmp_path / "class", "a", "b", "loops1", "loops2", "z"), times=2, number=number)
    assert said == "False a b"
    deadline = time.monotonic() + 10
    while any(processes_in(each) or Path(each).exists() for each in folders):
        assert time.monotonic() < deadline, "something is left behind"
        time.sleep(0.05)


@pytest.mark.keras
def test_a_class(tmp_path):
    """The command, with a file that hangs, one that nobody can read, a notebook, and one of two names that were asked for."""
    folder = written(tmp_path / "class", "a", "e")
    (folder / "b.py").write_text("import numpy as np\ndef sigmoid(x):\n    while True: pass\n", encoding="utf-8")
    (folder / "c.py").write_bytes(b"\0")
    cell = {"cell_type": "code", "source": RIGHT.replace("sigmoid", "logistic"), "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "d.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    out = tmp_path / "r.json"
    asked = ["--only", "sigmoid", "--only", "logistic", "--examples", "3", "--timeout", "1", "--jobs", "2", "--json", str(out), "--quiet"]
    assert _status(["check", str(folder), *asked]) == 1
    result = json.loads(out.read_text(encoding="utf-8"))
    told = [(Path(part["target"]).name, part["verdict"]) for part in result["components"]]
    assert told == [("a.py", "match"), ("b.py", "error"), ("c.py", "error"), ("d.ipynb", "match"), ("e.py", "match")]
    assert "not finished after 1 seconds" in result["components"][1]["findings"][0]["summary"]
    assert "nobody wrote by hand" in result["components"][2]["findings"][0]["summary"]


@pytest.mark.keras
def test_a_name_that_no_file_has(tmp_path, capsys):
    assert _status(["check", str(written(tmp_path / "class", "a", "b")), "--only", "Dense", "--jobs", "1", "--quiet"]) == 2
    assert capsys.readouterr().err == "--only: expected a name that one of 2 files has, got Dense; see --list.\n"
