"""`parity compare --candidate`, end to end."""

from __future__ import annotations

import json

import pytest

from comparisons.__main__ import _status
from tests.subjects.programs.layered import LISTS
from tests.subjects.programs.objects import TEXTBOOK

pytestmark = pytest.mark.keras


def compare(target, out, *more):
    status = _status(["compare", "--epochs", "1", "--limit", "160", "--out", str(out), "--candidate", target, *more])
    return status, json.loads((out / "result.json").read_text(encoding="utf-8"))


def test_a_right_program(program, tmp_path, capsys):
    status, result = compare(program(TEXTBOOK, "TwoLayerNet"), tmp_path / "out")
    assert (status, result["verdict"]) == (0, "match")
    assert result["sentence"].startswith("net.py:TwoLayerNet and Keras train alike")
    assert result["parameters"]["scratch"] == result["parameters"]["reference"] == 39_760
    assert "--candidate" in result["reproduce"]
    assert result["settings"]["optimizer"] == "adam"
    assert len(result["history"]["scratch"]["step_loss"]) == 5
    assert "net.py:TwoLayerNet" in capsys.readouterr().out


@pytest.mark.thorough
def test_a_convention(program, tmp_path, capsys):
    status, result = compare(program(LISTS, "Network"), tmp_path / "out")
    assert (status, result["verdict"]) == (0, "convention")
    assert "its step is N times Keras's" in result["sentence"]
    assert result["settings"]["optimizer"] == "sgd"


def test_a_wrong_program(program, tmp_path):
    text = TEXTBOOK.replace("np.sum(da1, axis=0)", "np.sum(da1)")
    status, result = compare(program(text, "TwoLayerNet"), tmp_path / "out", "--quiet")
    assert status == 1
    assert result["findings"][0]["summary"].startswith("the backward pass differs, from the first step on: gradient of dense, bias")
    assert (tmp_path / "out" / "report.html").exists()


def test_a_program_that_dies(program, tmp_path):
    text = TEXTBOOK.replace("        grads = {}\n", "        if x.shape[0] == 32: import os; os._exit(1)\n        grads = {}\n")
    status, result = compare(program(text, "TwoLayerNet"), tmp_path / "out", "--quiet")
    assert (status, result["verdict"]) == (1, "error")
    assert "step 1: died: it ended its process with exit status 1" in result["sentence"]


def test_bad_input_is_one_line_and_writes_nothing(program, tmp_path, capsys):
    status = _status(["compare", "--candidate", program("x = 1\n", "Net"), "--out", str(tmp_path / "out")])
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert said.err.startswith("--candidate: expected a name in net.py (it has none), got 'Net'")
    assert said.err.count("\n") == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_isolation_that_does_not_exist(program, tmp_path, capsys):
    status = _status(["compare", "--candidate", program(TEXTBOOK, "TwoLayerNet"), "--isolation", "jail", "--out", str(tmp_path / "out")])
    assert status == 2
    assert capsys.readouterr().err.startswith("--isolation: expected auto, bubblewrap, process, got 'jail'")
