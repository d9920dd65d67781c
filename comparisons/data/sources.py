"""What `--data` may name: a bundled data set, Keras's download, or files of the user's own."""

from __future__ import annotations

import os
from typing import Any

from numpy.typing import NDArray

from comparisons.data.breast_cancer import breast_cancer_8
from comparisons.data.dataset import Dataset
from comparisons.data.idx_files import read_idx_folder
from comparisons.data.images import as_images, in_one_scale
from comparisons.data.labels import as_labels
from comparisons.data.npz_file import read_npz
from comparisons.data.spiral import spiral
from comparisons.data.teacher import teacher_4
from comparisons.errors import input_error
from scratch.datasets import mnist

BUNDLED = "mnist-5k"
FULL = "mnist"
OTHERS = {"spiral": spiral, "breast-cancer-8": breast_cancer_8, "teacher-4": teacher_4}
NAMES = (BUNDLED, FULL, *OTHERS)


def load(source: str) -> Dataset:
    """The data set that `source` names.

    Args:
        source: `mnist-5k` (bundled), `mnist` (Keras's cache, else its download), one of `OTHERS`, or the path of an .npz
            file with keys x_train, y_train, x_test, y_test or of a folder with the four IDX files. A file that is
            called `mnist` is reached as `./mnist`.

    Raises:
        InputError: there is no such data, or it cannot be used.
    """
    if source in NAMES:
        return _load_named(source)
    if not source:
        raise input_error(
            "--data",
            expected=f"{', '.join(NAMES)} or a path",
            source="what can be loaded",
            got="an empty text",
            next_step="use --data mnist-5k",
        )
    return _load_path(os.path.expanduser(source))


def _load_named(name: str) -> Dataset:
    try:
        if name in OTHERS:
            return OTHERS[name]()
        (x_train, y_train), (x_test, y_test) = mnist.load_full() if name == FULL else mnist.load_bundled()
    except OSError as problem:
        full = name == FULL
        raise input_error(
            f"--data {name}",
            expected="mnist.npz" if full else "an untouched file",
            got=problem,
            source="Keras's cache, or its download" if full else "installed with this package",
            next_step="--data mnist-5k works offline" if full else "reinstall",
        ) from problem
    return Dataset(name, x_train, y_train, x_test, y_test)


def _load_path(path: str) -> Dataset:
    arrays = read_idx_folder(path) if os.path.isdir(path) else read_npz(path)
    return from_arrays(os.path.basename(os.path.abspath(path)), arrays, who=repr(path))


def from_arrays(name: str, arrays: dict[str, NDArray[Any]], *, who: str) -> Dataset:
    """A data set from the four arrays of an mnist.npz, after every check.

    Args:
        name: for reports.
        arrays: x_train, y_train, x_test, y_test.
        who: the file or folder, for error messages.

    Raises:
        InputError: images or labels that cannot be used, or not as many of one as of the other.
    """
    images = in_one_scale({key: as_images(arrays[key], who=f"{who} {key}") for key in ("x_train", "x_test")}, who=who)
    labels = {key: as_labels(arrays[key], who=f"{who} {key}") for key in ("y_train", "y_test")}
    for x, y in (("x_train", "y_train"), ("x_test", "y_test")):
        if len(images[x]) != len(labels[y]):
            raise input_error(
                who,
                expected=f"as many labels in {y} as images in {x}",
                source="they belong together",
                got=f"{len(labels[y])} labels and {len(images[x])} images",
                next_step="check which samples were lost",
            )
    return Dataset(name, images["x_train"], labels["y_train"], images["x_test"], labels["y_test"])
