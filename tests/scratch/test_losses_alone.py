"""Losses where Keras is no guide, or says nothing: names, advice, logits, and numbers whose squares overflow."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import scratch
from scratch import losses

CLASSES = [getattr(losses, name) for name in losses.__all__ if isinstance(getattr(losses, name), type)]


NAMED = [each for each in CLASSES if each not in (losses.Loss, losses.LossFunction)]


@pytest.mark.parametrize("loss", NAMED, ids=lambda loss: loss.__name__)
def test_a_name_is_kept_and_without_one_it_is_that_of_the_class(loss):
    assert loss(name="mine").name == "mine"
    assert loss(name=None).name == loss.__name__


@pytest.mark.parametrize("loss", [losses.CategoricalCrossentropy(), losses.CategoricalFocalCrossentropy()], ids=lambda loss: loss.name)
def test_a_single_class_is_advised_against_where_it_is_asked_for(loss):
    with pytest.warns(SyntaxWarning, match="expected y_pred with more than 1 class") as caught:
        loss(np.ones((3, 1)), np.ones((3, 1)))
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss(np.eye(2), np.eye(2))
        loss(np.ones((1, 1, 2)), np.full((1, 1, 2), 0.5))


@pytest.mark.parametrize("huge", [1e30, 3e38])
def test_a_vector_with_one_huge_entry_has_a_direction(huge):
    """In float32 its square overflows; float64 knows the answer. (Keras says 0.)"""
    x = np.array([[huge, 1.0, -huge / 2], [1.0, 2.0, huge]], "float32")
    t = np.array([[1.0, 2.0, 3.0], [3.0, -1.0, 2.0]], "float32")
    narrow, wide = losses.CosineSimilarity(reduction="none", dtype="float32"), losses.CosineSimilarity(reduction="none", dtype="float64")
    np.testing.assert_allclose(narrow(t, x), wide(t, x), rtol=1e-6)
    np.testing.assert_allclose(narrow(x, t), wide(x, t), rtol=1e-6)


def test_the_gradient_alone_is_that_beside_the_value():
    t, p = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[2.0, 2.0], [1.0, 1.0]])
    loss = losses.MeanSquaredError(dtype="float64")
    value, gradient = loss.value_and_gradient(t, p)
    assert value == loss(t, p) == (1 + 0 + 4 + 16) / 4
    np.testing.assert_array_equal(gradient, (p - t) / 2)
    np.testing.assert_array_equal(loss.gradient(t, p), gradient)


READING = {
    "BinaryCrossentropy": "sigmoid", "BinaryFocalCrossentropy": "sigmoid", "CategoricalCrossentropy": "softmax",
    "SparseCategoricalCrossentropy": "softmax",
}  # fmt: skip


@pytest.mark.parametrize("name", [loss.__name__ for loss in NAMED if loss.reads_logits])
def test_in_a_model_a_cross_entropy_reads_the_logits(name):
    """On probabilities it would saturate at 16.1."""
    logits, y = np.array([[40.0, -40.0], [80.0, -80.0]], "float32"), np.array([[0.0, 1.0], [0.0, 1.0]], "float32")
    y = np.array([1, 1]) if name.startswith("Sparse") else y
    model = scratch.Sequential([scratch.Input((1,)), scratch.layers.Dense(2, READING[name])])
    model.compile("sgd", getattr(losses, name)())
    model.set_weights([np.array([[40.0, -40.0]], "float32"), np.zeros(2, "float32")])
    found = model.evaluate(np.array([[1.0], [2.0]], "float32"), y, verbose=0)
    assert found == pytest.approx(float(getattr(losses, name)(from_logits=True)(y, logits)), rel=1e-5)
    assert found > 20


def test_only_cross_entropies_read_logits():
    assert {loss.__name__ for loss in NAMED if loss.reads_logits} == set(READING)
    assert not losses.MeanSquaredError().reads_logits
