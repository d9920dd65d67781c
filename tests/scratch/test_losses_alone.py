"""Losses where Keras is no guide, or says nothing: names, advice, and numbers whose squares overflow."""

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


@pytest.mark.parametrize(
    "name", ["BinaryCrossentropy", "Hinge", "Huber", "LogCosh", "MeanAbsoluteError", "MeanSquaredError", "Poisson", "SquaredHinge"]
)
def test_a_last_axis_of_one_may_be_missing_on_either_side(name):
    """As in Keras, and never (N, N): labels that broadcast are the classic mistake. The gradient has the shape of the predictions."""
    loss = getattr(losses, name)(dtype="float64")
    t, p = np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.25, 0.5, 0.75, 0.125])
    value, gradient = loss.value_and_gradient(t[:, None], p[:, None])
    for targets, predictions in ((t, p[:, None]), (t[:, None], p)):
        assert loss(targets, predictions) == value
        other, found = loss.value_and_gradient(targets, predictions)
        assert other == value
        assert found.shape == predictions.shape
        np.testing.assert_array_equal(found.ravel(), gradient.ravel())


@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "mean_with_sample_weight"])
def test_a_single_label_that_counts_is_the_mean(reduction):
    p = np.array([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])
    loss = losses.SparseCategoricalCrossentropy(ignore_class=0, dtype="float64", reduction=reduction)
    assert loss(np.array([0, 2, 0]), p) == pytest.approx(-np.log(0.5), rel=1e-12)
    assert loss(np.array([0, 0, 0]), p) == 0


@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "mean_with_sample_weight", "sum"])
def test_weights_of_nothing_but_zeros_give_zero(reduction):
    loss = losses.MeanSquaredError(reduction, dtype="float64")
    value, gradient = loss.value_and_gradient(np.ones((3, 2)), np.zeros((3, 2)), np.zeros(3))
    assert value == 0
    np.testing.assert_array_equal(gradient, np.zeros((3, 2)))


READING = {
    "BinaryCrossentropy": "sigmoid", "BinaryFocalCrossentropy": "sigmoid", "CategoricalCrossentropy": "softmax",
    "CategoricalFocalCrossentropy": "softmax", "SparseCategoricalCrossentropy": "softmax",
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
    assert {loss.__name__ for loss in NAMED if loss.reads_logits} <= set(READING)
    assert not losses.MeanSquaredError().reads_logits


FUNCTIONS = [name for name in losses.__all__ if isinstance(getattr(losses, name), losses.LossFunction)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_its_name_and_the_derivative_that_its_class_uses(name):
    function = getattr(losses, name)
    made = next(loss for loss in NAMED if loss.function is function)(reduction="none", dtype="float64")
    assert function.__name__ == name
    assert name in repr(function)
    p = np.array([[0.5, 0.25, 0.25], [0.25, 0.125, 0.625]])
    t = np.array([0, 2]) if name.startswith("sparse") else np.eye(3)[[0, 2]]
    dy = np.array([2.0, -0.5])
    value, gradient = made.value_and_gradient(t, p, None, dy)
    np.testing.assert_array_equal(function(t, p), value)
    np.testing.assert_allclose(function.vjp(dy, t, p), gradient, rtol=1e-15)
    np.testing.assert_array_equal(function.vjp(dy.tolist(), t.tolist(), p), function.vjp(dy, t, p))
