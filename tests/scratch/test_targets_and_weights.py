"""What losses take for targets, labels and weights: shapes, types, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import losses
from scratch.losses.shapes import as_float, same_rank, share_of_mean, sum_to_shape


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


def test_what_becomes_floats_and_of_which_type():
    for x in ([1, 2], (1.0, 2.0)):
        assert as_float(x).dtype == "float32"
        assert as_float(x, "float64").dtype == "float64"
    wide = np.array([1.0, 2.0])
    assert as_float(wide) is wide
    assert as_float(wide, "float64") is wide
    assert as_float(wide, "float16").dtype == as_float(wide, np.dtype("float16")).dtype == "float16"
    for whole in (np.array([1, 2]), np.array([True])):
        assert as_float(whole).dtype == "float32"
        assert as_float(whole, "float64").dtype == "float64"


@pytest.mark.parametrize(
    ("true", "pred", "expected"),
    [
        ((4,), (4,), ((4,), (4,))), ((4, 1), (4,), ((4, 1), (4, 1))), ((4,), (4, 1), ((4, 1), (4, 1))), ((4, 3), (4, 3), ((4, 3), (4, 3))),
        ((4, 2, 1), (4, 2), ((4, 2), (4, 2))), ((4, 2), (4, 2, 1), ((4, 2), (4, 2))), ((4, 1, 3), (4, 3), ((4, 1, 3), (4, 3))),
        ((4, 3), (4, 1, 3), ((4, 3), (4, 1, 3))), ((4, 3), (4,), ((4, 3), (4,))), ((4,), (4, 3), ((4,), (4, 3))),
        ((4, 1), (4, 1, 1), ((4, 1), (4, 1))), ((4, 1, 1, 1), (4, 1), ((4, 1, 1, 1), (4, 1))),
    ],
)  # fmt: skip
def test_a_last_axis_of_one_goes_or_comes_where_the_ranks_differ_by_one(true, pred, expected):
    t, p = same_rank(np.zeros(true), np.zeros(pred))
    assert (t.shape, p.shape) == expected


def test_gradients_of_means_and_of_what_was_broadcast():
    np.testing.assert_array_equal(share_of_mean(np.array([3.0, 6.0]), np.ones((2, 3))), [[1], [2]])
    np.testing.assert_array_equal(share_of_mean(np.array([4.0]), np.ones((2, 1)), axis=0), [[2]])
    assert share_of_mean(np.array(12.0), np.ones((2, 3)), axis=None) == 2
    x = np.arange(24.0).reshape(2, 3, 4)
    assert sum_to_shape(x, (2, 3, 4)) is x
    np.testing.assert_array_equal(sum_to_shape(x, (3, 4)), x.sum(axis=0))
    np.testing.assert_array_equal(sum_to_shape(x, (3, 1)), x.sum(axis=(0, 2))[:, None])
    np.testing.assert_array_equal(sum_to_shape(x, (2, 1, 4)), x.sum(axis=1, keepdims=True))
    assert sum_to_shape(x, ()) == x.sum()


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"expected sample_weight that broadcasts .* need shape \(3,\)"):
        losses.MeanSquaredError()(np.ones((3, 2)), np.ones((3, 2)), np.ones(2))


@pytest.mark.parametrize("label", [-1, 3, 7])
def test_a_number_that_is_no_class_is_named(label):
    p = np.full((2, 3), 1 / 3)
    with pytest.raises(ValueError, match=f"expected class numbers from 0 to 2 .y_pred has 3 classes., got {label};"):
        losses.sparse_categorical_crossentropy(np.array([0, label]), p)
    with pytest.raises(ValueError, match=f"got {label};"):
        losses.sparse_categorical_crossentropy(np.array([[1, label, 0, 2]]), np.full((1, 4, 3), 1 / 3))


def test_labels_may_be_floats_or_a_column_and_those_ignored_may_be_anything():
    p = np.array([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]])
    wanted = -np.log([0.25, 0.5])
    for labels in ([1, 2], [1.0, 2.0], [1.9, 2.5], [[1], [2]]):
        np.testing.assert_allclose(losses.sparse_categorical_crossentropy(labels, p), wanted, rtol=1e-6)
    for labels, steps in (([[[1]], [[2]]], p[:, None]), ([[[1], [2]]], p[None])):
        np.testing.assert_allclose(losses.sparse_categorical_crossentropy(labels, steps).ravel(), wanted, rtol=1e-6)
    assert losses.sparse_categorical_crossentropy([[1, 2]], p[None]).shape == (1, 2)
    found = losses.sparse_categorical_crossentropy([-5, 2], p, ignore_class=-5)
    np.testing.assert_allclose(found, [0, wanted[1]], rtol=1e-6)
    for axis in (-1, 1):
        np.testing.assert_allclose(losses.sparse_categorical_crossentropy([1, 2], p, axis=axis), wanted, rtol=1e-6)
    for axis in (0, 2, -2, 3):
        with pytest.raises(ValueError, match="expected axis -1"):
            losses.sparse_categorical_crossentropy([1, 2], p, axis=axis)
    with pytest.raises(ValueError, match="expected one class number for each row"):
        losses.sparse_categorical_crossentropy(np.eye(3, dtype=int)[[1, 2]], p)
    one = losses.sparse_categorical_crossentropy([0, 1], np.ones((2, 1)), ignore_class=1)
    assert one.tolist() == pytest.approx([0, 0], abs=1e-6)
