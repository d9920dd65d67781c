"""Keras 3's `.weights.h5` files. The one file of scratch that needs more than NumPy: h5py, when it is asked to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scratch.arrays import to_numpy
from scratch.saving.layout import Group


def write_h5(target: Path | io.BytesIO, groups: Sequence[Group]) -> None:
    """Write groups of arrays, in Keras's layout.

    Raises:
        ModuleNotFoundError: h5py is not installed.
    """
    with _h5py().File(target, "w") as file:
        for group in groups:
            made = file.create_group(group.path)
            made.attrs["name"] = group.name
            for number, array in enumerate(group.arrays):
                made[str(number)] = to_numpy(array)


def read_h5(source: Path | io.BytesIO) -> dict[str, list[np.ndarray]]:
    """Arrays by the path of their group.

    Raises:
        ModuleNotFoundError: h5py is not installed.
        OSError: this is no HDF5 file.
    """
    found: dict[str, list[np.ndarray]] = {}

    def visit(path: str, entry: Any) -> None:
        if path.rsplit("/")[-1] == "vars":
            found[path] = [np.asarray(entry[name]) for name in sorted(entry, key=int)]

    with _h5py().File(source, "r") as file:
        file.visititems(visit)
    return found


def _h5py() -> Any:
    try:
        import h5py
    except ImportError as missing:
        raise ModuleNotFoundError(
            "weights: expected h5py for .h5 and .keras files, got none; pip install h5py, or save the weights as .npz."
        ) from missing
    return h5py
