"""`load_data` prefers Keras's cache, then its download, and never fails offline."""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import io
import os
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comparisons.data import load
from scratch.datasets import keras_cache, mnist

Serve = Callable[[object], list[str]]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, arrays: dict[str, Any]) -> bytes:
    """A small stand-in for Keras's file, with the checksum that is asked for."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    monkeypatch.setattr(mnist, "SHA256", hashlib.sha256(file.getvalue()).hexdigest())
    return file.getvalue()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """`serve(answer)`: downloads deliver these bytes or raise this; returns the addresses that were asked."""

    def serve(answer: object) -> list[str]:
        asked: list[str] = []

        def urlopen(url: str, *, timeout: float) -> object:
            assert timeout <= 5
            asked.append(url)
            if isinstance(answer, Exception):
                raise answer
            return io.BytesIO(answer) if isinstance(answer, bytes) else answer

        monkeypatch.setattr(urllib.request, "urlopen", urlopen)
        return asked

    return serve


def train_size() -> int:
    (x_train, _), _ = mnist.load_data()
    return len(x_train)


def test_cached_file_is_used_without_network(offline: Path, full: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    offline.mkdir(parents=True)
    (offline / "mnist.npz").write_bytes(full)
    (offline / "copy.npz").write_bytes(full)
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    assert (len(x_train), len(y_train), len(x_test), len(y_test)) == (6, 6, 3, 3)
    assert np.array_equal(mnist.load_data(Path("copy.npz"))[0][0], x_train)
    assert load("mnist").name == "mnist"
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("cached", [None, b"another file"])
def test_download_is_verified_and_cached(offline: Path, full: bytes, serve: Serve, cached: bytes | None) -> None:
    if cached is not None:
        offline.mkdir(parents=True)
        (offline / "mnist.npz").write_bytes(cached)
    asked = serve(full)
    assert train_size() == train_size() == 6
    assert asked == [mnist.URL]
    assert [path.name for path in offline.iterdir()] == ["mnist.npz"]
    assert (offline / "mnist.npz").read_bytes() == full


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>log in to this network first</html>",
        TimeoutError("timed out"),
        ConnectionResetError("reset"),
        http.client.IncompleteRead(b"half"),
        http.client.BadStatusLine("?"),
        ValueError("malformed proxy\nsetting"),
    ],
)
def test_failed_download_gives_the_bundle_and_one_line(
    offline: Path,
    serve: Serve,
    capsys: pytest.CaptureFixture[str],
    refused: Callable[..., str],
    answer: object,
) -> None:
    serve(answer)
    assert train_size() == 4000
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == 1
    assert "bundled 4,000 + 1,000 real MNIST images" in output.err
    assert not offline.exists()
    assert "--data mnist-5k works offline" in refused("mnist")


class Endless:
    """A server that never stops sending; the clock moves a second with every piece."""

    seconds = 0.0

    def __enter__(self) -> Endless:
        return self

    def __exit__(self, *_: object) -> None: ...

    def read(self, size: int) -> bytes:
        self.seconds += 1
        assert self.seconds < 1000, "nobody stops it"
        return bytes(size)


def test_endless_download_ends(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras_cache, "LARGEST_FILE", 2**20)
    serve(Endless())
    assert train_size() == 4000


def test_slow_download_ends(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Endless()
    monkeypatch.setattr(time, "monotonic", lambda: server.seconds)
    monkeypatch.setattr(keras_cache, "_PIECE", 1)
    serve(server)
    assert train_size() == 4000
    assert server.seconds == keras_cache.TOTAL_SECONDS + 1


def test_name_server_that_never_answers_is_not_waited_for(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up a name takes no timeout."""
    never = threading.Event()
    monkeypatch.setattr(keras_cache, "OPENING_SECONDS", 0.01)
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: never.wait())
    assert train_size() == 4000
    never.set()


def test_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, full: bytes, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    serve(full)
    assert train_size() == 6


def test_no_home_folder_does_no_harm(full: bytes, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    serve(full)
    assert train_size() == 6


def test_interrupted_write_leaves_nothing(offline: Path, full: bytes, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_full(self: Path, _: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", disk_full)
    serve(full)
    assert train_size() == 6
    assert list(offline.iterdir()) == []


@pytest.mark.parametrize("path", [os.path.join("folder", "mnist.npz"), os.path.abspath("mnist.npz"), ".."])
def test_only_a_file_name_is_accepted(path: str) -> None:
    with pytest.raises(ValueError, match="file name in Keras's cache"):
        mnist.load_data(path)


def test_default_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERAS_HOME")
    assert keras_cache.folder() == Path("~/.keras/datasets").expanduser()


def test_address_and_checksum_are_those_of_keras() -> None:
    spec = importlib.util.find_spec("keras")
    if spec is None or spec.origin is None:
        pytest.skip("Keras is not installed")
    source = (Path(spec.origin).parent / "src" / "datasets" / "mnist.py").read_text(encoding="utf-8")
    assert f'"{mnist.SHA256}"' in source
    assert f'"{mnist.URL.removesuffix("mnist.npz")}"' in source
