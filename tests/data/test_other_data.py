"""Data that is no image: the spiral, the tumours, the teaching example."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from comparisons.data import breast_cancer, load, standardized
from comparisons.errors import InputError

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["spiral", "breast-cancer-8", "teacher-4"])
def test_the_same_every_time_and_not_writable(name: str) -> None:
    first, second = load(name), load(name)
    assert first.sha256 == second.sha256
    assert first.name == name
    assert not first.x_train.flags.writeable


def test_spiral_follows_the_formula() -> None:
    """Radius i / 100, angle 4 j + 4 r but for noise of 0.2 radians."""
    data = load("spiral")
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert (x.shape, np.bincount(y).tolist()) == ((300, 2), [100, 100, 100])
        radius = np.hypot(*x.T)
        assert radius == pytest.approx(np.repeat(np.arange(100) / 100, 3), abs=1e-6)
        off = np.arctan2(*x.T) - (4.0 * y + 4.0 * radius)
        off = ((off + np.pi) % (2 * np.pi) - np.pi)[radius > 0]
        assert np.std(off) == pytest.approx(0.2, rel=0.15)
        assert np.abs(off).max() < 1
    assert not np.array_equal(data.x_train, data.x_test)


def test_tumours_are_569_real_ones() -> None:
    data = load("breast-cancer-8")
    assert (data.x_train.shape, data.x_test.shape) == ((456, 8), (113, 8))
    assert np.bincount(np.concatenate([data.y_train, data.y_test])).tolist() == [212, 357]
    for labels in (data.y_train, data.y_test):
        assert labels.mean() == pytest.approx(357 / 569, abs=0.06)
    readme = breast_cancer.FILE.with_name("README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(breast_cancer.FILE.read_bytes()).hexdigest() == breast_cancer.SHA256
    assert breast_cancer.SHA256 in readme
    assert f"{breast_cancer.FILE.stat().st_size:,} bytes" in readme


def test_regenerated_bytes_are_identical_where_their_source_is_installed() -> None:
    pytest.importorskip("sklearn.datasets", reason="scikit-learn, which ships it, is not installed, and no environment of tox.ini has it")
    tool = ROOT / "tools" / "make_breast_cancer_8.py"
    spec = importlib.util.spec_from_file_location("make_breast_cancer_8", tool)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert make.csv_text().encode() == breast_cancer.FILE.read_bytes()


def test_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "breast_cancer_8.csv"
    changed.write_bytes(breast_cancer.FILE.read_bytes()[:-2] + b"9\n")
    monkeypatch.setattr(breast_cancer, "FILE", changed)
    with pytest.raises(InputError, match="reinstall"):
        load("breast-cancer-8")


def test_teacher_can_be_learned_and_is_not_constant() -> None:
    data = load("teacher-4")
    assert (data.x_train.shape, data.y_train.shape) == ((160, 4), (160,))
    assert np.std(data.y_train) > 10 * 0.05


def test_standardized_by_the_training_part() -> None:
    train, test = np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([[5.0, 6.0]])
    first, second = standardized(train, test, "float32")
    assert first.tolist() == [[-1, 0], [1, 0]]
    assert second.tolist() == [[3, 1]]
    assert first.dtype == second.dtype == np.float32
