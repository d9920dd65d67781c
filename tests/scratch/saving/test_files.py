"""Files of weights: what goes in comes out; what does not fit changes nothing."""

from __future__ import annotations

import builtins
import os
from pathlib import Path

import numpy as np
import pytest

import scratch
from scratch import layers


def model_of(*units):
    return scratch.Sequential([scratch.Input((4,)), *(layers.Dense(n) for n in units)])


def test_npz_round_trip(tmp_path):
    one, other = model_of(3, 2), model_of(3, 2)
    one.save_weights(tmp_path / "w.npz")
    other.load_weights(str(tmp_path / "w.npz"))
    assert all(np.array_equal(a, b) for a, b in zip(one.get_weights(), other.get_weights()))
    assert [path.name for path in tmp_path.iterdir()] == ["w.npz"]


def test_existing_file_is_kept_if_asked(tmp_path):
    (tmp_path / "w.npz").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="overwrite=False"):
        model_of(3).save_weights(tmp_path / "w.npz", overwrite=False)
    assert (tmp_path / "w.npz").read_bytes() == b"mine"
    model_of(3).save_weights(tmp_path / "w.npz")
    model_of(3).load_weights(tmp_path / "w.npz")


def test_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError("no space left on device")

    path = tmp_path / "w.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        model_of(3).save_weights(path)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("w.npz", b"old")]


class Harmful:
    """Makes a folder where it is unpickled."""

    def __reduce__(self):
        return os.mkdir, ("harm",)


def pickled(path: Path):
    np.savez(path, np.array([Harmful()], dtype=object))


FILES = {
    "other shapes": lambda path: model_of(4).save_weights(path),
    "fewer": lambda path: np.savez(path, np.zeros((4, 3))),
    "no zip": lambda path: path.write_bytes(b"\x00" * 100),
    "empty": lambda path: path.write_bytes(b""),
    "truncated": lambda path: (model_of(3).save_weights(path), path.write_bytes(path.read_bytes()[:-200])),
    "pickled": pickled,
}


@pytest.mark.parametrize("kind", FILES)
def test_file_that_does_not_fit_changes_nothing(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "w.npz"
    FILES[kind](path)
    model = model_of(3)
    before = model.get_weights()
    with pytest.raises(ValueError, match="expected") as caught:
        model.load_weights(path)
    assert "\n" not in str(caught.value)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights()))
    assert [file.name for file in tmp_path.iterdir()] == ["w.npz"]


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: model_of(3).save_weights("w.h5"), ".weights.h5"),
        (lambda: model_of(3).load_weights("w.txt"), ".weights.h5"),
        (lambda: scratch.Sequential([layers.Dense(3)]).save_weights("w.npz"), "Input(shape=...)"),
    ],
)
def test_mistakes_are_named_in_one_line(mistake, words):
    with pytest.raises(ValueError, match="expected") as caught:
        mistake()
    assert words in str(caught.value)


def test_folder_is_no_file(tmp_path):
    (tmp_path / "w.npz").mkdir()
    with pytest.raises(IsADirectoryError, match="the folder"):
        model_of(3).save_weights(tmp_path / "w.npz")


def test_missing_h5py_is_said_with_what_to_install(tmp_path, monkeypatch):
    real = builtins.__import__

    def without_h5py(name, *arguments, **settings):
        if name == "h5py":
            raise ImportError("No module named 'h5py'")
        return real(name, *arguments, **settings)

    monkeypatch.setattr(builtins, "__import__", without_h5py)
    with pytest.raises(ModuleNotFoundError, match="pip install h5py"):
        model_of(3).save_weights(tmp_path / "w.weights.h5")
    assert list(tmp_path.iterdir()) == []


def test_layers_that_do_not_fit_h5(tmp_path):
    pytest.importorskip("h5py", reason="h5py comes with Keras only")
    path = tmp_path / "w.weights.h5"
    saved = model_of(3, 2)
    saved.save_weights(path)
    other = model_of(3, 5)
    before = other.get_weights()
    with pytest.raises(ValueError, match=r"layers/dense_1/vars .*skip_mismatch"):
        other.load_weights(path)
    assert all(np.array_equal(a, b) for a, b in zip(before, other.get_weights()))
    other.load_weights(path, skip_mismatch=True)
    assert [np.array_equal(a, b) for a, b in zip(saved.get_weights(), other.get_weights())] == [True, True, False, False]
