"""A data set: training and test samples with what belongs to them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.errors import input_error

KEYS = ("x_train", "y_train", "x_test", "y_test")


@dataclasses.dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value; compare sha256 instead
class Dataset:
    """Samples and their labels or values, read-only.

    Shapes:
        x_train  (train, 28, 28) uint8 in 0..255, or float that is scaled already; (train, features) float for what is no image
        y_train  (train,) uint8, the class; or float, the value
        x_test   (test, ...) like x_train
        y_test   (test,) like y_train
    """

    name: str
    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]

    def __post_init__(self) -> None:
        for key in KEYS:
            view = getattr(self, key).view()
            view.setflags(write=False)
            object.__setattr__(self, key, view)

    @functools.cached_property
    def sha256(self) -> str:
        """Checksum of the arrays: for each of `KEYS` the line `key dtype shape`, then its bytes, little-endian, C order.

        It is the same whether they came from an .npz file, compressed or not, or from IDX files.
        """
        digest = hashlib.sha256()
        for key in KEYS:
            array = getattr(self, key)
            array = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
            digest.update(f"{key} {array.dtype.name} {array.shape}\n".encode())
            digest.update(array.reshape(-1).view(np.uint8).data)
        return digest.hexdigest()

    def limited(self, n: int) -> Dataset:
        """The first `n` training samples, and of the test samples the first of the same share, at least one.

        A data set that has no more than `n` training samples stays whole.

        Raises:
            InputError: `n` is not a positive whole number.
        """
        if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n <= 0:
            raise input_error(
                "--limit",
                expected="a positive whole number",
                source="how many training samples to use",
                got=repr(n),
                next_step=f"give 1 to {len(self.x_train)}, or leave it out for all",
            )
        train = min(int(n), len(self.x_train))
        test = max(1, train * len(self.x_test) // len(self.x_train))
        return Dataset(self.name, self.x_train[:train], self.y_train[:train], self.x_test[:test], self.y_test[:test])
