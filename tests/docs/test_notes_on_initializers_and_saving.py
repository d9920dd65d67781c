"""What docs/keras-notes.md says of initializers, and of what is saved, is so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.docs.nearly import near
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


def test_constant_by_name_is_a_key_error(keras: Any) -> None:
    with pytest.raises(KeyError):
        keras.initializers.get("constant")


def test_an_initializer_without_a_seed_repeats_itself(keras: Any) -> None:
    r = keras.initializers.RandomNormal()
    assert np.array_equal(r((3,)), r((3,)))


def test_settings_that_are_not_saved(keras: Any) -> None:
    assert "delta" not in keras.losses.Huber(delta=3.0).get_config()
    assert "axis" not in keras.losses.CosineSimilarity(axis=0).get_config()
    assert "trainable" not in keras.layers.SpatialDropout1D(0.5).get_config()


def test_normalize_and_to_categorical(keras: Any) -> None:
    assert near(keras.utils.normalize(np.array([[3.0, 1.0], [4.0, 0.0]]), axis=0), [[0.6, 0.2], [4, 0]])
    assert near(keras.utils.to_categorical([-1, 0]), [[1], [1]])
