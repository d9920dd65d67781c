"""MNIST: 28 x 28 grey images of handwritten digits.

`load_data` is `keras.datasets.mnist.load_data`, but for one thing: where there is neither a cached file nor
internet it returns the 5,000 images in `mnist_5k.npz` (see README.md) instead of failing.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scratch.datasets import keras_cache

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"  # both as in keras.datasets.mnist
BUNDLED = Path(__file__).with_name("mnist_5k.npz")
BUNDLED_SHA256 = "9eaf3a5bc7a1f440ad21dcfcb9d461cdc191b5e04ef794f3d96186a845bff3d9"

Images = NDArray[np.uint8]
Labels = NDArray[np.uint8]
Split = tuple[Images, Labels]


def load_data(path: str | os.PathLike[str] = "mnist.npz") -> tuple[Split, Split]:
    """MNIST as `(x_train, y_train), (x_test, y_test)`; offline, the bundled subset and one line on stderr saying so.

    Args:
        path: name of the file in Keras's cache, `$KERAS_HOME/datasets` or `~/.keras/datasets`.

    Shapes:
        x_train  (60000, 28, 28) uint8, 0 is background and 255 ink; (4000, 28, 28) bundled
        y_train  (60000,) uint8, the digit 0..9; (4000,) bundled
        x_test   (10000, 28, 28) uint8; (1000, 28, 28) bundled
        y_test   (10000,) uint8; (1000,) bundled

    Raises:
        ValueError: `path` is more than a file name.

    Source: `keras.datasets.mnist.load_data`.
    """
    try:
        return load_full(path)
    except OSError as problem:
        reason = " ".join(str(problem).split())
    notice = f"mnist.load_data: using the bundled 4,000 + 1,000 real MNIST images, not all 60,000 + 10,000: {reason}"
    print(notice, file=sys.stderr)  # noqa: T201 - a script's user has to see which data it runs on
    return load_bundled()


def load_full(path: str | os.PathLike[str] = "mnist.npz") -> tuple[Split, Split]:
    """All 70,000 images like `load_data`, but without its way out.

    Raises:
        ValueError: `path` is more than a file name.
        OSError: the file is neither in Keras's cache nor can it be downloaded; the message says why.
    """
    name = os.fspath(path) or "mnist.npz"
    if name != os.path.basename(name) or name in (os.curdir, os.pardir):
        raise ValueError(f"mnist.load_data: expected path as a file name in Keras's cache, got {name!r}; use numpy.load for others.")
    return _split(keras_cache.content(name, url=URL, sha256=SHA256))


def load_bundled() -> tuple[Split, Split]:
    """The bundled subset: 4,000 training and 1,000 test images, 400 and 100 of every digit, in a fixed random order.

    All of them are from MNIST's training set, so do not test on them what was trained on all of MNIST.

    Raises:
        OSError: the installed file is missing or was changed.
    """
    data = BUNDLED.read_bytes()
    if hashlib.sha256(data).hexdigest() != BUNDLED_SHA256:
        raise OSError(f"mnist.load_bundled: expected sha256 {BUNDLED_SHA256[:12]}..., got a changed {BUNDLED.name}; reinstall the package.")
    return _split(data)


def _split(data: bytes) -> tuple[Split, Split]:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        file: dict[str, Any] = {key: arrays[key] for key in ("x_train", "y_train", "x_test", "y_test")}
    return (file["x_train"], file["y_train"]), (file["x_test"], file["y_test"])
