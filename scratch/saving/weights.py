"""save_weights and load_weights: files that Keras reads and writes, too."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scratch.arrays import to_numpy
from scratch.differentiable import namespace
from scratch.saving.files import written_whole
from scratch.saving.h5_file import read_h5, write_h5
from scratch.saving.layout import Group, layer_groups, model_groups
from scratch.saving.optimizer_state import build_optimizer, set_optimizer_variables

if TYPE_CHECKING:
    from scratch.models.sequential import Sequential

PathLike = str | os.PathLike[str]


def save_weights(model: Sequential, filepath: PathLike, overwrite: bool = True) -> None:
    """Write the weights to a file.

    Args:
        model: whose weights; it must be built.
        filepath: ends in `.weights.h5` for Keras's own format, with the state of the optimizer (needs h5py), or in
            `.npz` for what `numpy.savez(filepath, *model.get_weights())` writes.
        overwrite: False to keep a file that is there.

    Raises:
        ValueError: another ending, or the model is not built yet.
        FileExistsError: there is a file, and `overwrite` is False.
    """
    path = _checked(model, filepath, "save_weights")
    with written_whole(path, overwrite) as part:
        if path.suffix == ".npz":
            with part.open("wb") as file:
                np.savez(file, *(to_numpy(w) for w in model.get_weights()))
        else:
            write_h5(part, model_groups(model))


def load_weights(model: Sequential, filepath: PathLike, skip_mismatch: bool = False) -> None:
    """Read weights that `save_weights` of this package or of Keras has written; all of them or, after an error, none.

    Args:
        model: whose weights are overwritten; it must be built. If it is compiled, the state of its optimizer is read, too,
            where the file has one.
        filepath: `.weights.h5` or `.npz`.
        skip_mismatch: leave layers alone for which the file has nothing, or arrays of other shapes.

    Raises:
        ValueError: another ending, the model is not built yet, or the file does not fit it.
        OSError: the file cannot be read.
    """
    path = _checked(model, filepath, "load_weights")
    if path.suffix != ".npz":
        take_over(model, read_h5(path), skip_mismatch)
        return
    model.set_weights(read_npz(path))


def read_npz(path: Path) -> list[np.ndarray]:
    """The arrays of an `.npz` file, in its order.

    Raises:
        ValueError: it is none.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return [file[name] for name in file.files]
    except (ValueError, AttributeError, EOFError, zipfile.BadZipFile) as problem:
        raise ValueError(f"load_weights: expected arrays in {path} as numpy.savez writes them, got {problem}.") from None


def take_over(model: Sequential, read: dict[str, list[np.ndarray]], skip_mismatch: bool = False) -> None:
    """Write what was read into the model."""
    fitting = []
    for group in layer_groups(model):
        values = read.get(group.path, [])
        if [a.shape for a in values] == [tuple(a.shape) for a in group.arrays]:
            fitting.append((group, values))
        elif not skip_mismatch:
            raise _misfit(group, values)
    if model.optimizer is not None and "optimizer/vars" in read:
        build_optimizer(model)
        set_optimizer_variables(model, read["optimizer/vars"])
    for group, values in fitting:
        for old, new in zip(group.arrays, values):
            old[...] = namespace(old).asarray(new)


def _misfit(group: Group, values: Sequence[np.ndarray]) -> ValueError:
    wanted, found = [tuple(a.shape) for a in group.arrays], [a.shape for a in values]
    return ValueError(
        f"load_weights: expected arrays of shapes {wanted} at {group.path} (layer {group.name!r}), got {found};"
        " build the model that was saved, or pass skip_mismatch=True."
    )


def _checked(model: Sequential, filepath: PathLike, who: str) -> Path:
    path = Path(filepath)
    if not path.name.endswith((".weights.h5", ".npz")):
        raise ValueError(f"{who}: expected a name that ends in .weights.h5 (Keras's format) or .npz, got {path.name!r}.")
    if not model.built:
        raise ValueError(f"{who}: expected a built model, got {model.name!r} without weights; begin it with Input(shape=...).")
    return path
