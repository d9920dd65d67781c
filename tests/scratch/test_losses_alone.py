"""Losses where Keras is no guide, or says nothing: names, advice, and numbers whose squares overflow."""

from __future__ import annotations

import inspect
import warnings

import numpy as np
import pytest

import scratch
from scratch import losses
from scratch.losses.shapes import as_float, same_rank, share_of_mean, sum_to_shape

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


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_called_by_hand_overflows_without_a_word_and_its_derivative_has_its_settings(name):
    function = getattr(losses, name)
    settings = [parameter for parameter in inspect.signature(function.function).parameters if parameter not in ("y_true", "y_pred")]
    if function.shared is None:  # otherwise value and derivative are one function
        assert set(settings) <= set(inspect.signature(function.vjp).parameters)
    huge = np.array([[1e200, -1e200, 1e200]])
    t = np.array([0]) if name.startswith("sparse") else np.array([[-1e200, 1e200, 0.0]])
    with np.errstate(all="raise", under="ignore"):
        function(t, huge)
        function.vjp(np.array([1e200]), t, huge)


def test_epsilon_itself_has_a_slope():
    epsilon = np.array([[1e-7]])
    assert losses.mean_squared_logarithmic_error.vjp(np.array([1.0]), np.array([[1.0]]), epsilon) < -1


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


FUNCTIONS = [getattr(losses, name) for name in losses.__all__ if isinstance(getattr(losses, name), losses.LossFunction)]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_function_is_called_what_it_is_called(function):
    assert getattr(losses, function.__name__) is function
    assert function.__doc__.strip()


def test_what_overflows_on_the_way_back_is_no_warning():
    with np.errstate(all="raise"):
        found = losses.mean_squared_error.vjp(np.array([1e308]), np.array([[0.0]]), np.array([[1e10]]))
    np.testing.assert_array_equal(found, [[np.inf]])


def test_a_function_of_ones_own_has_its_name_and_may_overflow():
    def doubled(y_true, y_pred):
        return 2 * (y_pred - y_true)[:, 0], lambda dy: 2 * dy[:, None]

    made = losses.LossFunction.with_pullback(doubled)
    assert made.__name__ == "doubled"
    with pytest.raises(ValueError, match=r"^doubled: expected y_true of the shape of y_pred"):
        made(np.ones((2, 3)), np.ones((2, 5)))
    y = np.array([[1e308]])
    with np.errstate(all="raise"):
        assert made(np.zeros((1, 1)), y) == made.vjp(y[0], np.zeros((1, 1)), y) == np.inf


def test_a_function_that_gives_value_and_way_back_is_asked_once():
    asked = []

    def doubled(y_true, y_pred):
        asked.append(y_pred)
        return 2 * (y_pred - y_true)[:, 0], lambda dy: 2 * dy[:, None]

    made = losses.LossFunction.with_pullback(doubled)
    value, pullback = made.value_and_pullback(np.zeros((2, 1)), np.array([[1.0], [2.0]]))
    assert (value.tolist(), pullback(np.array([3.0, 4.0])).tolist(), len(asked)) == ([2.0, 4.0], [[6.0], [8.0]], 1)


def test_a_derivative_of_ones_own_keeps_its_documentation():
    made = losses.LossFunction(lambda y_true, y_pred: (y_pred - y_true)[:, 0])

    @made.defvjp
    def slope(dy, y_true, y_pred):
        """dy, as it is."""
        return dy[:, None]

    assert (made.vjp.__doc__, made.vjp.__name__) == ("dy, as it is.", "slope")
