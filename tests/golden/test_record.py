"""`parity record`: the same Keras gives the same bytes, and is found to agree with them; another does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.__main__ import _status
from comparisons.golden import bundle, record
from comparisons.golden.bundle import BUILT_IN, read
from tests.older import newer

pytestmark = pytest.mark.keras
PARTS = ("--only", "elu", "--only", "Dropout", "--only", "ExponentialDecay")


def test_the_same_run_gives_the_same_bytes(tmp_path):
    for name in ("a.npz", "b.npz"):
        assert _status(["record", str(tmp_path / name), *PARTS, "--jobs", "1", "--quiet"]) == 0
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npz", "b.npz"]
    assert read(tmp_path / "a.npz").environment.keys() == {"keras", "tensorflow", "numpy", "parity", "seed"}
    assert _status(["record", "--check", str(tmp_path / "a.npz"), "--quiet"]) == 0
    assert _status(["replay", str(tmp_path / "a.npz"), "--quiet"]) == 0


@newer("is not the one of the bundle")
def test_the_built_in_bundle_agrees_with_the_installed_keras(capsys):
    parts = ("sigmoid", "Huber", "Dense", "Dropout", "LSTM", "Adam", "Precision", "Orthogonal", "CosineDecay")
    assert _status(["record", "--check", str(BUILT_IN), *(word for name in parts for word in ("--only", name))]) == 0
    assert "agrees with the installed Keras" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["number", "refusal", "quantity", "argument"])
def test_numbers_of_another_keras_do_not(change, tmp_path, capsys):
    book = read(BUILT_IN).book("activation", "elu")
    key = next(key for key, answer in book.answers.items() if answer.outcome and answer.outcome["output"].size > 3)
    answer = book.answers[key]
    if change == "number":
        shifted = answer.outcome["output"] * np.asarray(1 + 1e-2, answer.outcome["output"].dtype)
        book.answers[key] = replace(answer, outcome={**answer.outcome, "output": shifted})
    elif change == "refusal":
        book.answers[key] = replace(answer, outcome={}, refusal="ValueError", noise=None)
    elif change == "quantity":
        book.answers[key] = replace(answer, outcome={"output": answer.outcome["output"]}, noise=None)
    else:
        book.arguments = {**book.arguments, "beta": 1.0}
    (tmp_path / "other.npz").write_bytes(bundle.packed([book], read(BUILT_IN).environment))
    assert _status(["record", "--check", str(tmp_path / "other.npz")]) == 1
    assert "disagrees with the installed Keras" in capsys.readouterr().out


def test_nothing_is_half_written(tmp_path, monkeypatch):
    def fail(pair, *, seed):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(record, "recorded", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        _status(["record", str(tmp_path / "a.npz"), *PARTS, "--jobs", "1", "--quiet"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.npz", "--out", "b.npz"],
        ["no/such/folder/a.npz"],
        ["a.npz", "--only", "sigmoidal"],
        ["a.npz", "--jobs", "0"],
        ["--check", "a.npz"],
    ],
)
def test_wrong_usage_gets_one_line(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert _status(["record", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
