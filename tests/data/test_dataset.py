"""Dataset: read-only, identified by what is in it, and limited on request."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.data import Dataset, load
from comparisons.errors import InputError

Arrays = dict[str, Any]


def small(*, train: int, test: int) -> Dataset:
    return Dataset(
        "small",
        np.zeros((train, 28, 28), np.uint8),
        np.zeros(train, np.uint8),
        np.zeros((test, 28, 28), np.uint8),
        np.zeros(test, np.uint8),
    )


def test_arrays_and_fields_are_read_only(arrays: Arrays) -> None:
    data = Dataset("own", **arrays)
    with pytest.raises(ValueError, match="read-only"):
        data.x_train[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.name = "other"  # type: ignore[misc]  # the point of the test
    arrays["x_train"][0] = 1  # the caller's own array stays writable


def test_checksum_does_not_depend_on_the_container(tmp_path: Path, arrays: Arrays, write_idx: Any) -> None:
    np.savez(tmp_path / "plain.npz", **arrays)
    np.savez_compressed(tmp_path / "packed.npz", **dict(reversed(arrays.items())), more=np.zeros(3))
    flat: Arrays = {key: array.reshape(len(array), -1) if key[0] == "x" else array.astype(">i8") for key, array in arrays.items()}
    np.savez(tmp_path / "flat.npz", **flat)
    fortran: Arrays = {key: np.asfortranarray(array) for key, array in arrays.items()}
    np.savez(tmp_path / "fortran.npz", **fortran)
    folders = [
        write_idx(tmp_path / f"idx{dotted}{packed}", arrays, dotted=dotted, packed=packed)
        for dotted in (False, True)
        for packed in (False, True)
    ]
    files = [tmp_path / f"{name}.npz" for name in ("plain", "packed", "flat", "fortran")]
    assert {load(str(source)).sha256 for source in (*folders, *files)} == {Dataset("any name", **arrays).sha256}


@pytest.mark.parametrize("key", ["x_train", "y_train", "x_test", "y_test"])
def test_checksum_depends_on_every_array(arrays: Arrays, key: str) -> None:
    before = Dataset("own", **arrays).sha256
    changed = arrays[key].copy()
    changed.flat[-1] ^= 1
    assert Dataset("own", **{**arrays, key: changed}).sha256 != before


def test_checksum_depends_on_dtype_and_split(arrays: Arrays) -> None:
    data = Dataset("own", **arrays)
    moved = {"x_train": arrays["x_train"][:-1], "x_test": np.concatenate([arrays["x_train"][-1:], arrays["x_test"]])}
    assert Dataset("own", **{**arrays, **moved}).sha256 != data.sha256
    zeros = small(train=2, test=1)
    assert dataclasses.replace(zeros, x_test=zeros.x_test.astype(np.float32)).sha256 != zeros.sha256


def test_checksum_is_the_same_in_either_byte_order(arrays: Arrays) -> None:
    little, big = ({**arrays, "x_train": arrays["x_train"].astype(f"{order}f4")} for order in "<>")
    assert Dataset("own", **little).sha256 == Dataset("own", **big).sha256


def test_limited_keeps_the_first_and_their_share(arrays: Arrays) -> None:
    data = Dataset("own", **arrays).limited(4)
    assert np.array_equal(data.x_train, arrays["x_train"][:4])
    assert np.array_equal(data.y_train, arrays["y_train"][:4])
    assert np.array_equal(data.x_test, arrays["x_test"][:2])
    assert np.array_equal(data.y_test, arrays["y_test"][:2])
    assert data.name == "own"
    assert data.sha256 != Dataset("own", **arrays).sha256


@settings(deadline=None, derandomize=True)
@given(n=st.integers(1, 100), train=st.integers(1, 60), test=st.integers(1, 60))
def test_limited_sizes(n: int, train: int, test: int) -> None:
    data = small(train=train, test=test).limited(n)
    assert len(data.x_train) == len(data.y_train) == min(n, train)
    assert len(data.x_test) == len(data.y_test)
    assert 1 <= len(data.x_test) <= test
    if n >= train:
        assert data.sha256 == small(train=train, test=test).sha256


@pytest.mark.parametrize("n", [0, -1, 1.5, True, "3", None])
def test_limit_must_be_a_positive_whole_number(n: Any) -> None:
    with pytest.raises(InputError, match=r"^--limit: expected a positive whole number \(.+\), got .+; give 1 to 6, .+\.$"):
        small(train=6, test=3).limited(n)
