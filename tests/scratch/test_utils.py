"""Keras's small helpers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import scratch


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


@pytest.mark.keras
@given(
    labels=arrays(st.sampled_from([np.int32, np.uint8, np.float64]), array_shapes(max_dims=3, max_side=4), elements=st.integers(0, 6)),
    more=st.none() | st.integers(0, 3),
)
def test_to_categorical_as_keras(keras, labels, more):
    classes = None if more is None else int(labels.max()) + 1 + more
    theirs, mine = keras.utils.to_categorical(labels, classes), scratch.utils.to_categorical(labels, classes)
    assert mine.dtype == theirs.dtype
    assert np.array_equal(mine, theirs)


@pytest.mark.keras
@given(
    x=arrays(np.float64, array_shapes(min_dims=2, max_dims=3, max_side=4), elements=st.integers(-3, 3)),
    order=st.sampled_from([1, 2, np.inf]),
    axis=st.sampled_from([-1, 1]),
)
def test_normalize_as_keras(keras, x, order, axis):
    np.testing.assert_allclose(scratch.utils.normalize(x, axis, order), keras.utils.normalize(x, axis, order), rtol=1e-15)


@pytest.mark.keras
@pytest.mark.parametrize("x", [np.arange(24.0).reshape(2, 3, 4), np.array([[1e-200, 0.0], [3.0, 4.0]])], ids=["a cube", "no square"])
def test_normalize_as_keras_unless_told_otherwise(keras, x):
    np.testing.assert_allclose(scratch.utils.normalize(x), keras.utils.normalize(x), rtol=1e-15)


def test_normalize_of_columns():
    found = scratch.utils.normalize([[3.0, 0.0], [4.0, 0.0]], axis=0)
    np.testing.assert_allclose(found, [[0.6, 0.0], [0.8, 0.0]])


@pytest.mark.parametrize(("labels", "classes"), [([0, 3], 3), ([-1, 0], None)])
def test_numbers_that_are_no_class_are_refused(labels, classes):
    with pytest.raises(ValueError, match="expected class numbers from 0"):
        scratch.utils.to_categorical(labels, classes)


def test_session_and_settings_of_the_backend():
    scratch.backend.clear_session()
    assert scratch.backend.backend() == "numpy"
    assert scratch.backend.image_data_format() == scratch.config.image_data_format() == "channels_last"
    scratch.backend.set_image_data_format("channels_last")
    with pytest.raises(ValueError, match="data_format="):
        scratch.backend.set_image_data_format("channels_first")
    scratch.backend.set_floatx("float64")
    assert scratch.config.floatx() == "float64"
