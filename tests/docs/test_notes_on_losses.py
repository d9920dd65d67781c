"""What docs/keras-notes.md says of losses, and of cross-entropy before all, is so."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.docs.nearly import near
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


def test_logits_are_read_behind_your_back(keras: Any) -> None:
    p = keras.activations.softmax(keras.ops.convert_to_tensor([[1.0, 2.0]]))
    t = np.array([[0.0, 1.0]], "float32")
    with_logits, of_outputs = (float(keras.losses.binary_crossentropy(t, q)[0]) for q in (p, np.asarray(p)))
    z = np.array([1.0, 2.0])
    assert near(with_logits, np.mean(np.log1p(np.exp(z)) - z * t[0]))
    assert near(of_outputs, -np.log(np.asarray(p)[0, 1]))
    assert not near(with_logits, of_outputs)


def test_ignored_class_counts_in_the_metric(keras: Any) -> None:
    make = lambda: keras.metrics.SparseCategoricalCrossentropy(ignore_class=0)  # noqa: E731
    p = np.full((2, 2), 0.5)
    assert near(make()(np.array([0, 1]), p), 0.3466)
    assert near(make()(np.array([0, 1]), p, sample_weight=np.ones(2)), 0.6931)


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (lambda of, c: of.log_cosh(c([0.0], "float64"), c([0.0], "float64")), -1.9e-9),
        (lambda of, c: of.log_cosh(c([[0.0]]), c([[1e-4]])), [0.0]),
        (lambda of, c: of.log_cosh(c([[0.0]]), c([[-math.inf]])), [math.nan]),
        (lambda of, c: of.mean_squared_logarithmic_error(c([[0.0]]), c([[1e-6]])), [7.0e-13]),
        (lambda of, c: of.cosine_similarity(c([[1.0, 2.0]]), c([[1e20, 1e20]])), [0.0]),
        (lambda of, c: of.binary_crossentropy(c([[0.0]]), c([[1.0]])), [15.942]),
        (lambda of, c: of.binary_crossentropy(c([[1.0]]), c([[0.0]])), [16.118]),
    ],
)
def test_losses(keras: Any, tf: Any, run: Callable[..., Any], found: Any) -> None:
    assert near(run(keras.losses, tf.constant), found, rtol=0.05, atol=1e-14)


def test_logarithmic_error_of_float16_is_float32(keras: Any, tf: Any) -> None:
    half = tf.constant([[1.0]], "float16")
    assert keras.losses.mean_squared_logarithmic_error(half, half).dtype == "float32"


def test_gradient_of_huber_far_out(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    assert np.isnan(slope(lambda y: keras.losses.huber(tf.constant([[0.0]]), y), [[3e38]])).all()


def test_gradient_of_focal_crossentropy_at_certainty(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    run = lambda p: keras.losses.binary_focal_crossentropy(tf.constant([[1.0]]), p, gamma=0.5)  # noqa: E731
    assert np.isnan(slope(run, [[1.0]])).all()


def test_gradient_of_categorical_crossentropy_of_logits(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    t, z = np.array([[0.5, 0.25, 0.5]], "float32"), [[0.1, 0.2, 0.7]]
    p = np.exp(z) / np.exp(z).sum()
    assert near(slope(lambda z: keras.losses.categorical_crossentropy(tf.constant(t), z, from_logits=True), z), t.sum() * p - t, atol=1e-6)


def test_labels_are_cast_to_float16(keras: Any) -> None:
    assert float(keras.ops.cast(2049, "float16")) == 2048
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float16")
    z = np.zeros((1, 2050), "float16")
    z[0, 2048] = 20
    assert near(loss(np.array([2049]), z), 0, atol=0.01)


@pytest.mark.parametrize("name", ["poisson", "hinge", "kl_divergence"])
def test_losses_broadcast(keras: Any, name: str) -> None:
    t, y = np.full(3, 0.5, "float32"), np.full((3, 1), 0.5, "float32")
    assert tuple(getattr(keras.losses, name)(t, y).shape) == (3,)


def test_hinge_looks_at_the_whole_batch(keras: Any) -> None:
    y = np.array([[0.5], [0.5]], "float32")
    zeros, mixed = (keras.losses.hinge(np.array(t, "float32"), y)[0] for t in ([[0.0], [1.0]], [[0.0], [-1.0]]))
    assert (float(zeros), float(mixed)) == (1.5, 1.0)


def test_mean_of_an_empty_batch(keras: Any) -> None:
    assert np.asarray(keras.losses.MeanSquaredError()(np.zeros((0, 2), "float32"), np.zeros((0, 2), "float32"))).shape == (0,)
