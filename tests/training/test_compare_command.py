"""`parity compare`, end to end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import numpy as np
import pytest

from comparisons.__main__ import _status
from tests.quickly import quickly

pytestmark = pytest.mark.keras

FILES = {"result.json", "report.html", "report.md", "junit.xml", "loss.svg", "loss.png", "initial_weights.npz", "final_weights.npz"}


def run(out, *arguments):
    """(exit status, result) of a short comparison."""
    status = _status(["compare", "--epochs", "1", "--limit", "320", "--out", str(out), *arguments])
    return status, json.loads((out / "result.json").read_text(encoding="utf-8"))


def without_times(result):
    return {key: value for key, value in result.items() if key != "seconds"}


def test_the_main_job(tmp_path, capsys):
    status, result = run(tmp_path)
    assert status == 0
    assert result["verdict"] == "match"
    assert {file.name for file in tmp_path.iterdir()} == FILES
    assert result["parameters"]["scratch"] == result["parameters"]["reference"] == 39_760
    assert [layer["scratch"] for layer in result["parameters"]["layers"]] == [39_250, 510]
    assert result["data"] == {**result["data"], "name": "mnist-5k", "train": 320, "test": 80}
    assert len(result["data"]["sha256"]) == 64
    for side in ("scratch", "reference"):
        assert len(result["history"][side]["step_loss"]) == 10
        assert len(result["history"][side]["loss"]) == len(result["history"][side]["accuracy"]) == 1
    assert str(tmp_path / "report.html") in capsys.readouterr().out.replace("\n", "")

    _weights_files_hold_both_sides(tmp_path)


def _weights_files_hold_both_sides(tmp_path):
    shapes = [(784, 50), (50,), (50, 10), (10,)]
    for name in ("initial_weights.npz", "final_weights.npz"):
        with np.load(tmp_path / name, allow_pickle=False) as file:
            for side in ("scratch", "reference"):
                assert [file[f"{side}/{number}"].shape for number in range(4)] == shapes
    with np.load(tmp_path / "initial_weights.npz") as file:
        assert all(np.array_equal(file[f"scratch/{number}"], file[f"reference/{number}"]) for number in range(4))
        assert np.abs(file["scratch/0"]).max() > 0.05


def test_same_seed_same_result_but_for_times_and_quiet_prints_nothing(tmp_path, capsys):
    first, second = (run(tmp_path / name, "--quiet", "--seed", "3")[1] for name in "ab")
    assert without_times(first) == without_times(second)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")


@pytest.mark.parametrize("optimizer", quickly(["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"], []))
def test_every_optimizer(tmp_path, optimizer):
    status, result = run(tmp_path, "--quiet", "--optimizer", optimizer)
    assert status == 0, result["sentence"]


def test_float64_keeps_step_losses_together(tmp_path):
    status, result = run(tmp_path, "--quiet", "--dtype", "float64", "--batch-size", "31", "--optimizer", "momentum")
    assert status == 0
    assert result["tracks"]["free"]["max_gap"] <= 1e-13


@pytest.mark.parametrize("batch_size", quickly([1, 7, 319, 320, 1000], []))
def test_batch_sizes_that_do_not_divide_the_data(tmp_path, batch_size):
    status, result = run(tmp_path, "--quiet", "--batch-size", str(batch_size))
    assert status == 0, result["sentence"]
    assert result["settings"]["steps_done"] == -(-320 // batch_size)


@pytest.mark.parametrize("seed", quickly(range(1, 21), []))
def test_other_seeds_match_too(tmp_path, seed):
    status, result = run(tmp_path, "--quiet", "--seed", str(seed))
    assert status == 0, result["sentence"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.thorough
def test_ctrl_c_saves_what_was_done(tmp_path):
    command = [sys.executable, "-m", "comparisons", "compare", "--epochs", "1000", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    for line in process.stderr:
        if line.startswith("Training side by side"):
            break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode == 130
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert result["settings"]["interrupted"] is True
    assert 125 <= result["settings"]["steps_done"] == len(result["history"]["scratch"]["step_loss"]) < 125_000
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES
