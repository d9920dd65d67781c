"""What docs/keras-notes.md says of layers is so."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.docs.nearly import near
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


def test_adding_a_column_takes_it_for_a_bias(keras: Any) -> None:
    assert near(keras.ops.add(np.zeros((3, 3), "float32"), np.array([[1.0], [2.0], [3.0]], "float32")), [[1, 2, 3]] * 3)


@pytest.mark.parametrize(("dtype", "found"), [("float32", [[0, 0]]), ("float16", [[math.nan, math.nan]])])
def test_unit_normalization(keras: Any, dtype: str, found: Any) -> None:
    x = np.array([[1e20, 0]] if dtype == "float32" else [[0, 0]], dtype)
    assert near(keras.layers.UnitNormalization(dtype=dtype)(x), found)


def test_max_pooling_passes_over_nan(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    pool = keras.layers.MaxPooling1D(2)
    x = [[[math.nan], [1.0]]]
    assert near(pool(tf.constant(x)), [[[1.0]]])
    assert near(slope(pool, x), [[[1.0], [0.0]]])
    assert near(pool(tf.constant([[[-math.inf], [-math.inf]]])), [[[-3.4e38]]], rtol=0.01)


def test_batch_normalization_of_nothing(keras: Any) -> None:
    layer = keras.layers.BatchNormalization()
    layer(np.zeros((0, 2), "float32"), training=True)
    assert np.isnan(np.asarray(layer.moving_mean)).all()


def test_embedding_takes_minus_one(keras: Any) -> None:
    layer = keras.layers.Embedding(3, 2)
    assert near(layer(np.array([-1])), np.asarray(layer.embeddings)[-1:])


@pytest.mark.parametrize("name", ["LSTM", "Add", "Average"])
def test_biases_must_be_1d(keras: Any, name: str) -> None:
    nothing = np.zeros((0, 3, 2), "float32")
    run = lambda: keras.layers.LSTM(2)(nothing) if name == "LSTM" else getattr(keras.layers, name)()([nothing[:, 0], nothing[:, 0]])  # noqa: E731
    with pytest.raises(Exception, match="Biases must be 1D"):
        run()


def test_gaussian_dropout_of_everything(keras: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        keras.layers.GaussianDropout(1.0)(np.ones((1, 2), "float32"), training=True)


def test_ties_are_shared_by_global_pooling_only(keras: Any, slope: Callable[..., np.ndarray]) -> None:
    tied = [[[1.0], [1.0]]]
    assert near(slope(keras.layers.GlobalMaxPooling1D(), tied), [[[0.5], [0.5]]])
    assert near(slope(keras.layers.MaxPooling1D(2), tied), [[[1.0], [0.0]]])


def test_axes_that_are_mistaken(keras: Any) -> None:
    rms = keras.layers.RMSNormalization(axis=1)
    rms.build((None, 2, 2))
    rms.scale.assign([1.0, 2.0])
    assert near(rms(np.ones((1, 2, 2), "float32")), [[[1, 2], [1, 2]]])
    prelu = keras.layers.PReLU(shared_axes=[-1])
    prelu.build((None, 3, 2))
    assert tuple(prelu.alpha.shape) == (1, 2)


@pytest.mark.parametrize(
    ("make", "shape", "said"),
    [
        (lambda of: of.Conv2D(2, 2, data_format="channels_first", dtype="float64"), (1, 2, 4, 4), "only supports the NHWC"),
        (lambda of: of.Conv1DTranspose(2, 2, dilation_rate=2, dtype="float64"), (1, 4, 2), "dilation rates larger than 1"),
        (lambda of: of.DepthwiseConv2D(3, strides=(1, 2)), (1, 5, 5, 2), "only supports equal length strides"),
    ],
    ids=["channels first", "dilated transpose", "strides"],
)
def test_convolutions_that_raise_on_the_processor(keras: Any, make: Callable[[Any], Any], shape: tuple[int, ...], said: str) -> None:
    layer = make(keras.layers)
    with pytest.raises(Exception, match=said):
        layer(np.ones(shape, layer.compute_dtype))
