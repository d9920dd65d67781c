"""Small data sets in every format, and a network that is always down."""

from __future__ import annotations

import gzip
import re
import struct
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comparisons.data import load
from comparisons.errors import InputError

ONE_LINE = re.compile(r"[^\n]+: expected .+ \(.+\), got .+; .+\.")
IDX_NAMES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No test reaches the network or the cache of whoever runs it; returns the empty cache folder it gets instead."""

    def no_network(*_: object, **__: object) -> None:
        raise urllib.error.URLError("the network is down")

    monkeypatch.setattr(urllib.request, "urlopen", no_network)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "keras" / "datasets"


@pytest.fixture
def arrays() -> dict[str, Any]:
    """Six training and three test samples; the first bytes of both images are unlike the others."""
    rng = np.random.default_rng(0)
    return {
        "x_train": rng.integers(0, 256, (6, 28, 28), dtype=np.uint8),
        "y_train": np.array([0, 1, 2, 3, 9, 5], dtype=np.uint8),
        "x_test": rng.integers(0, 256, (3, 28, 28), dtype=np.uint8),
        "y_test": np.array([7, 0, 9], dtype=np.uint8),
    }


def idx_bytes(array: np.ndarray) -> bytes:
    return struct.pack(f">{1 + array.ndim}I", 0x800 + array.ndim, *array.shape) + array.tobytes()


@pytest.fixture(scope="session")
def write_idx() -> Callable[..., Path]:
    """`write_idx(folder, arrays, dotted=False, packed=False)` writes the four IDX files and returns the folder."""

    def write(folder: Path, arrays: dict[str, np.ndarray], *, dotted: bool = False, packed: bool = False) -> Path:
        folder.mkdir(exist_ok=True)
        for key, array in arrays.items():
            name = IDX_NAMES[key].replace("-idx", ".idx") if dotted else IDX_NAMES[key]
            data = idx_bytes(array)
            (folder / (name + ".gz" if packed else name)).write_bytes(gzip.compress(data) if packed else data)
        return folder

    return write


@pytest.fixture
def refused_npz(tmp_path: Path, arrays: dict[str, Any]) -> Callable[..., str]:
    """`refused_npz(y_test=...)`: the message for the small data set with some arrays replaced, or left out with None."""

    def refused_npz(**changes: Any) -> str:
        path = tmp_path / "data.npz"
        np.savez(path, **{key: array for key, array in {**arrays, **changes}.items() if array is not None})
        return message_for(path)

    return refused_npz


@pytest.fixture(scope="session")
def refused() -> Callable[..., str]:
    """`refused(source)`: the message of the InputError that loading it raises, which is one line of the right form."""
    return message_for


def message_for(source: object) -> str:
    with pytest.raises(InputError) as caught:
        load(str(source))
    message = str(caught.value)
    assert ONE_LINE.fullmatch(message), message
    return message
