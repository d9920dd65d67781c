"""Bad input gets one clear line and exit status 2, before anything is trained or written."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from comparisons.__main__ import _status


def arrays(**changes):
    """A small data set in Keras's format."""
    generator = np.random.default_rng(0)
    content = {
        "x_train": generator.integers(0, 256, (20, 28, 28), dtype="uint8"),
        "y_train": np.arange(20, dtype="uint8") % 10,
        "x_test": generator.integers(0, 256, (10, 28, 28), dtype="uint8"),
        "y_test": np.arange(10, dtype="uint8"),
    }
    return {key: value for key, value in {**content, **changes}.items() if value is not None}


def labels(first):
    return np.array([first, *range(9), *range(10)])


NAN_PIXELS = np.full((20, 28, 28), np.nan, dtype="float32")
BAD_FILES = {
    "wrong keys": (arrays(x_test=None), "x_test"),
    "27 x 28 pixels": (arrays(x_train=np.zeros((20, 27, 28), "uint8")), "27"),
    "label 10": (arrays(y_train=labels(10)), "10"),
    "label -1": (arrays(y_train=labels(-1)), "-1"),
    "NaN pixels": (arrays(x_train=NAN_PIXELS), "nan"),
    "mismatched counts": (arrays(y_train=np.zeros(19, "uint8")), "19"),
    "empty": (arrays(x_train=np.zeros((0, 28, 28), "uint8"), y_train=np.zeros(0, "uint8")), "0"),
}


def complaint(capsys, arguments):
    """The one line that goes to stderr, with nothing on stdout."""
    assert _status(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert len(lines) == 1, shown.err
    assert "Traceback" not in shown.err
    return lines[0]


@pytest.mark.parametrize("name", BAD_FILES)
def test_unusable_data_file(name, tmp_path, capsys):
    content, word = BAD_FILES[name]
    np.savez(tmp_path / "data.npz", **content)
    line = complaint(capsys, ["compare", "--data", str(tmp_path / "data.npz"), "--out", str(tmp_path / "out")])
    assert "expected" in line
    assert word.lower() in line.lower().partition(", got ")[2]
    assert not any((tmp_path / "out").glob("*"))


def test_truncated_gzip(tmp_path, capsys):
    packed = gzip.compress(bytes(1000))
    for name in ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        (tmp_path / f"{name}.gz").write_bytes(packed[:-12])
    assert "expected" in complaint(capsys, ["compare", "--data", str(tmp_path), "--out", str(tmp_path / "out")])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["compare", "--data", "no-such-file.npz"], "no-such-file.npz"),
        (["compare", "mlp"], "mlp-784-50-10"),
        (["compare", "--optimizer", "adamm"], "rmsprop"),
        (["compare", "--dtype", "float8"], "float64"),
        (["compare", "--epochs", "0"], "at least 1"),
        (["compare", "--epochs", "many"], "--epochs"),
        (["compare", "--batch-size", "0"], "at least 1"),
        (["compare", "--batch-size", "-3"], "at least 1"),
        (["compare", "--seed", "-1"], "at least 0"),
        (["compare", "--limit", "0"], "at least 1"),
        (["compare", "--nonsense"], "--nonsense"),
        (["check", "--as", "silu"], "TARGET"),
        (["check", "--memory", "100"], "--memory"),
        (["check", "--isolation", "process"], "TARGET"),
        (["replay", "--timeout", "3"], "--timeout"),
        (["replay", "--examples", "3"], "--examples"),
        (["check", "--only", "CosineDecay", "--dtype", "float64"], "float32"),
        (["replay", "--only", "CosineDecay", "--dtype", "float64"], "CosineDecay"),
        (["compare", "one", "two"], "two"),
        (["compere"], "compere"),
        (["compare", "--json", "."], "folder"),
        (["compare", "--json", "no/such/folder/file.json"], "no/such"),
    ],
)
def test_wrong_usage(arguments, word, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert word in complaint(capsys, arguments)


def test_output_folder_that_is_a_file(tmp_path, capsys):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert "file" in complaint(capsys, ["compare", "--out", str(tmp_path / "out")])
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_output_folder_that_cannot_be_written(capsys):
    assert "--out" in complaint(capsys, ["compare", "--out", "/proc/parity"])
