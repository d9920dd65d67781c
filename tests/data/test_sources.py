"""What `--data` accepts, and what it says to everything else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comparisons.data import load

Refused = Callable[..., str]


def denied(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_nothing_there(refused: Refused, tmp_path: Path) -> None:
    message = refused(tmp_path / "mnsit.npz")
    assert message.startswith(repr(str(tmp_path / "mnsit.npz")))
    assert "got no such file or folder; check the path, or use --data mnist-5k." in message


def test_empty_text(refused: Refused) -> None:
    names = "mnist-5k, mnist, spiral, breast-cancer-8, teacher-4"
    assert refused("") == f"--data: expected {names} or a path (what can be loaded), got an empty text; use --data mnist-5k."


@pytest.mark.parametrize("source", [" ", "MNIST-5K", "null\0character", "line\nbreak", "\x1b[31mred", "x" * 5000, "/", "\ud800"])
def test_strange_text(refused: Refused, source: str) -> None:
    assert refused(source).isprintable()


def test_mnist_offline(refused: Refused) -> None:
    message = refused("mnist")
    assert message.startswith("--data mnist: expected mnist.npz (Keras's cache, or its download), got no download from https://")
    assert message.endswith("(the network is down); --data mnist-5k works offline.")


def test_home_folder(tmp_path: Path, arrays: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "own.npz", **arrays)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert load("~/own.npz").name == "own.npz"


def test_path_wins_with_a_dot(tmp_path: Path, arrays: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "own.npz", **arrays)
    (tmp_path / "own.npz").rename(tmp_path / "mnist")
    monkeypatch.chdir(tmp_path)
    assert len(load("./mnist").x_train) == 6


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_does_not_block(tmp_path: Path, refused: Refused) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "expected an ordinary file (--data), got a pipe or device;" in refused(tmp_path / "pipe")


def test_file_without_permission(tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.npz").write_bytes(b"")
    monkeypatch.setattr("comparisons.data.files.open", denied, raising=False)
    message = refused(tmp_path / "own.npz")
    assert "own.npz': expected a readable file or folder (--data), got permission denied; change its permissions." in message


def test_folder_without_permission(tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "scandir", denied)
    assert "expected a readable file or folder (--data), got permission denied; change its permissions." in refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="to the administrator nothing is forbidden")
def test_real_permissions(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "own.npz").write_bytes(b"")
    (tmp_path / "own.npz").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        for source in (tmp_path / "own.npz", tmp_path / "closed", tmp_path / "closed" / "own.npz"):
            assert "got permission denied" in refused(source)
    finally:
        (tmp_path / "closed").chmod(0o700)
