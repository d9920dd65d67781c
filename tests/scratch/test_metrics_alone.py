"""Metrics as they are called by hand: forms, weights, NaN, and what they refuse."""

from __future__ import annotations

import re

import numpy as np
import pytest

import scratch
from scratch import metrics
from scratch.metrics.argmax import argmax
from scratch.metrics.forms import accuracy_for, crossentropy_for

Y = np.array([[0.1, 0.7, 0.2], [0.6, 0.3, 0.1]])


def test_a_call_updates_and_says_the_result():
    made = metrics.Mean()
    assert made([1.0, 3.0]) == 2
    assert made([5.0], sample_weight=[2.0]) == (1 + 3 + 10) / 4
    made.reset_state()
    assert (made.total, made.count, made.result()) == (0, 0, 0)
    assert [state.tolist() for state in made.variables] == [0, 0]


def test_names_and_types():
    assert metrics.F1Score().name == "f1_score"
    assert metrics.TruePositives().name == "true_positives"
    assert metrics.TruePositives(name="mine").name == "mine"
    assert metrics.Mean().dtype == "float32"
    assert metrics.Mean(dtype="float64").dtype == "float64"
    assert metrics.MeanSquaredError(dtype="float64")(np.array([[1e-9]]), np.array([[0.0]])) == pytest.approx(1e-18, rel=1e-12, abs=0)


def test_a_single_number_counts_once():
    made = metrics.Mean()
    made.update_state(3.0)
    made.update_state([1.0, 2.0])
    assert (made.total, made.count) == (6, 3)
    summed = metrics.Sum()
    summed.update_state([[1.0, 2.0], [3.0, 4.0]])
    summed.update_state([1.0], [0.5])
    assert summed.result() == 10.5


@pytest.mark.parametrize(
    ("weight", "mean"),
    [
        (None, (1 + 2 + 3 + 4 + 5 + 6) / 6), ([1.0, 0.0], 2.0), ([[1.0], [3.0]], (2 + 3 * 5) / 4),
        ([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], 3.5), (2.0, 3.5),
    ],
)  # fmt: skip
def test_weights_of_samples_or_of_values(weight, mean):
    assert metrics.Mean(dtype="float64")([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], weight) == pytest.approx(mean, rel=1e-15)


def test_values_are_rounded_to_the_type_and_added_in_float64():
    made = metrics.Mean()
    for _ in range(3):
        made.update_state([0.1])
    assert made.total == pytest.approx(3 * float(np.float32(0.1)), rel=1e-15)
    with np.errstate(all="raise"):
        assert metrics.Mean()([1e300]) == np.inf


def test_the_first_k_from_sorted_class_numbers():
    ids = np.array([[2, 0, 1, 3], [1, 3, 0, 2]])
    for k, right in ((1, [0, 1]), (2, [1, 1]), (4, [1, 1])):
        made = metrics.SparseTopKCategoricalAccuracy(k=k, from_sorted_ids=True)
        made.update_state([0, 1], ids)
        assert made.total == sum(right)
    found = metrics.sparse_top_k_categorical_accuracy([[0], [1]], ids[:, None], 1, from_sorted_ids=True)
    np.testing.assert_array_equal(found, [[0], [1]])


def test_a_place_among_the_first_k():
    outputs = np.array([[0.1, 0.3, 0.3, 0.2]] * 6)
    labels = np.array([0, 1, 2, 3, 4, -1])
    for k, right in ((1, [0, 1, 1, 0, 0, 0]), (2, [0, 1, 1, 0, 0, 0]), (3, [0, 1, 1, 1, 0, 0]), (4, [1, 1, 1, 1, 0, 0])):
        np.testing.assert_array_equal(metrics.sparse_top_k_categorical_accuracy(labels, outputs, k), right)
        np.testing.assert_array_equal(metrics.top_k_categorical_accuracy(np.eye(4), outputs[:4], k), right[:4])
    spoilt = np.array([[np.nan, 1.0], [np.inf, 1.0], [0.0, 1.0]])
    np.testing.assert_array_equal(metrics.sparse_top_k_categorical_accuracy([1, 1, 1], spoilt, 2), [0, 0, 1])
    np.testing.assert_array_equal(metrics.sparse_top_k_categorical_accuracy([0, 1, -1], np.ones((3, 1)), 1), [1, 0, 0])


@pytest.mark.parametrize(
    ("row", "index"),
    [
        ([0.1, 0.7, 0.2], 1), ([1, 3, 2], 1), ([-1.0, -3.0], 0), ([np.nan, -1.0], 1), ([np.nan, np.nan], 0), ([-0.0, 0.0], 1),
        ([0.0, -0.0], 0),
        ([2.0, 2.0], 0), ([-0.0, -1.0], 0), ([0.0, 0.0], 0), ([-1.0, -0.0, 0.0], 2), ([-np.inf, np.nan], 0), ([1.0, np.nan, 2.0], 2),
        ([-0.0, -5e-324, -1.0], 0),
    ],
)  # fmt: skip
def test_the_largest_output(row, index):
    assert argmax(np.asarray([row])).tolist() == [index]
    beside = [3, 2, 1][: len(row)]  # no zero, no NaN
    assert argmax(np.asarray([[row, beside], [beside, beside]])).tolist() == [[index, 0], [0, 0]]
    assert argmax(np.zeros((0, 3))).shape == (0,)


@pytest.mark.parametrize(
    ("targets", "outputs", "kind"),
    [
        ((8,), (8, 1), "Binary"), ((8, 1), (8, 1), "Binary"), ((8,), (8, 3), "SparseCategorical"), ((8, 1), (8, 3), "SparseCategorical"),
        ((8, 3), (8, 3), "Categorical"), ((8, 5), (8, 5, 3), "SparseCategorical"), ((8, 5, 3), (8, 5, 3), "Categorical"),
        ((8, 5, 1), (8, 5, 1), "Binary"), ((8, 5, 1), (8, 5, 3), "SparseCategorical"), ((8, 1, 3), (8, 1, 3), "Categorical"),
    ],
)  # fmt: skip
def test_accuracy_takes_the_form_that_fits(targets, outputs, kind):
    accuracy, crossentropy = accuracy_for(targets, outputs), crossentropy_for(targets, outputs, dtype="float64")
    assert (type(accuracy).__name__, accuracy.name) == (f"{kind}Accuracy", "accuracy")
    assert (type(crossentropy).__name__, crossentropy.name, crossentropy.dtype) == (f"{kind}Crossentropy", "crossentropy", "float64")


def test_targets_with_a_last_axis_of_one():
    np.testing.assert_array_equal(metrics.sparse_categorical_accuracy([[1], [1]], Y), [1, 0])
    np.testing.assert_array_equal(metrics.sparse_categorical_accuracy([1, 1], Y), [1, 0])
    np.testing.assert_array_equal(metrics.sparse_categorical_accuracy([[1, 0]], Y[None]), [[1, 1]])
    np.testing.assert_array_equal(metrics.sparse_categorical_accuracy([[[1], [0]]], Y[None]), [[1, 1]])
    assert metrics.sparse_categorical_accuracy([[[1], [0]]], Y[None, :, None]).shape == (1, 2)
    assert metrics.sparse_categorical_accuracy([[1], [0]], Y[:, None]).shape == (2,)
    assert metrics.sparse_categorical_accuracy([1], Y[:1]).shape == (1,)
    assert metrics.binary_accuracy([1, 0], [[0.9], [0.9]]).dtype == "float32"


def test_a_threshold_belongs_to_the_negatives():
    assert metrics.binary_accuracy([0.0, 1.0], [0.5, 0.5]).tolist() == [1, 0]
    made = metrics.TruePositives()
    assert made([1, 1, 1], [0.5, 0.5 + 1e-6, 0.4]) == 1
    several = metrics.FalsePositives(thresholds=[0.25, 0.75])
    np.testing.assert_array_equal(several([0, 0, 1], [0.5, 0.9, 0.9]), [2, 1])
    assert isinstance(metrics.FalsePositives(thresholds=[0.25])([0], [0.5]), float)


def test_one_class_alone_and_the_first_k_alone():
    one_hot = np.array([[0, 1, 0], [0, 1, 0]])
    assert metrics.Recall(class_id=1)(one_hot, Y) == 0.5
    assert metrics.Recall(top_k=1)(one_hot, Y) == 0.5
    assert metrics.Recall(top_k=2)(one_hot, Y) == 1
    assert metrics.Precision(top_k=2)(one_hot, Y) == 0.5
    assert metrics.Precision(class_id=2)(one_hot, Y) == 0
    for size, share in ((-0.9995e10, 1), (-1e10, 0), (-1.0005e10, 0)):  # Keras marks what is outside of the top k by -1e10
        assert metrics.Recall(top_k=1)([[1.0, 0.0]], [[size, -2e10]]) == share
    weighted = metrics.Recall(class_id=1)
    assert weighted(one_hot, Y, [3.0, 1.0]) == 0.75
    assert metrics.TruePositives()(one_hot, Y, [[1, 3, 1], [1, 1, 1]]) == 3
    assert metrics.TruePositives()([[1], [1]], [0.9, 0.9], [2.0, 3.0]) == 5


def test_an_f_score_by_hand():
    one_hot = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    outputs = np.array([[0.1, 0.7, 0.2], [0.6, 0.3, 0.1], [0.6, 0.3, 0.1], [0.2, 0.5, 0.3]])
    each = np.array([2 * 0.5 * 1 / 1.5, 2 * 0.5 * 0.5 / 1, 0.0])
    np.testing.assert_allclose(metrics.F1Score(dtype="float64")(one_hot, outputs), each, rtol=1e-6)
    assert metrics.F1Score("macro", dtype="float64")(one_hot, outputs) == pytest.approx(each.mean(), rel=1e-6)
    assert metrics.F1Score("weighted", dtype="float64")(one_hot, outputs) == pytest.approx((each @ [1, 2, 1]) / 4, rel=1e-6)
    assert metrics.F1Score("micro", dtype="float64")(one_hot, outputs) == pytest.approx(0.5, rel=1e-6)
    twice = metrics.FBetaScore(beta=2.0, dtype="float64")(one_hot, outputs)
    np.testing.assert_allclose(twice, [5 * 0.5 / (4 * 0.5 + 1), 0.5, 0], rtol=1e-6)
    above = metrics.F1Score(threshold=0.5, dtype="float64")
    np.testing.assert_allclose(above(one_hot, outputs), [each[0], 2 / 3, 0], rtol=1e-6)
    weighted = metrics.F1Score(dtype="float64")(one_hot, outputs, [1.0, 0.0, 1.0, 0.0])
    np.testing.assert_allclose(weighted, [1, 1, 0], rtol=1e-6)


def test_no_output_is_the_answer_where_all_are_nothing():
    one_hot = np.array([[1.0, 0.0]])
    for size, called in ((0.0, 0), (1e-9, 0), (1.0005e-9, 1)):
        made = metrics.F1Score(dtype="float64")
        made.update_state(one_hot, [[size, -1.0]])
        assert made.true_positives.tolist() == [called, 0]
    made.reset_state()
    assert made.true_positives.tolist() == [0, 0]


def test_a_class_that_is_ignored_has_no_weight_left():
    p = np.array([[0.5, 0.5], [0.25, 0.75], [0.5, 0.5]])
    made = metrics.SparseCategoricalCrossentropy(ignore_class=0, dtype="float64")
    assert made([1, 0, 1], p) == pytest.approx(2 * np.log(2) / 3, rel=1e-6)
    made.reset_state()
    assert made([[1], [0], [1]], p, [1.0, 5.0, 3.0]) == pytest.approx(np.log(2), rel=1e-6)
    assert made.count == 4


READING = {"BinaryCrossentropy": "sigmoid", "CategoricalCrossentropy": "softmax", "SparseCategoricalCrossentropy": "softmax"}


def evaluated(activation, y, metric):
    """What a model says of `metric` whose logits are 40, -40 and 80, -80."""
    model = scratch.Sequential([scratch.Input((1,)), scratch.layers.Dense(2, activation)])
    model.compile("sgd", "mse" if y.ndim == 2 else "sparse_categorical_crossentropy", metrics=[metric])
    model.set_weights([np.array([[40.0, -40.0]], "float32"), np.zeros(2, "float32")])
    return model.evaluate(np.array([[1.0], [2.0]], "float32"), y, verbose=0)[1]


@pytest.mark.parametrize("name", READING)
def test_in_a_model_a_cross_entropy_reads_the_logits(name):
    """On probabilities it would saturate at 16.1."""
    y = np.array([1, 1]) if name.startswith("Sparse") else np.array([[0.0, 1.0]] * 2)
    of_logits = getattr(metrics, name)(from_logits=True)(y, np.array([[40.0, -40.0], [80.0, -80.0]]))
    assert evaluated(READING[name], y, getattr(metrics, name)()) == pytest.approx(of_logits, rel=1e-5)
    assert of_logits > 20


def test_in_a_model_any_other_metric_reads_the_outputs():
    largest = metrics.MeanMetricWrapper(lambda y_true, y_pred, from_logits: y_pred.max(axis=-1), "largest", from_logits=False)
    assert evaluated("softmax", np.array([[0.0, 1.0]] * 2), largest) == 1


REFUSED = {
    "metric: expected sample_weight that broadcasts to the values' shape (2,), got (3,)": lambda: metrics.Mean()([1.0, 2.0], np.ones(3)),
    "TruePositives: expected thresholds in [0, 1], got 1.001": lambda: metrics.TruePositives(thresholds=1.001),
    "TruePositives: expected thresholds in [0, 1], got -0.001": lambda: metrics.TruePositives(thresholds=-0.001),
    "recall: expected predictions (batch, classes) for class_id=0, got shape (2,)": lambda: metrics.Recall(class_id=0)([1, 0], [0.5, 0.5]),
    "recall: expected targets of the shape of the predictions, (2, 3), got (2, 2)": lambda: metrics.Recall()(np.ones((2, 2)), Y),
    "f1_score: expected targets and predictions (batch, classes), got (2,) and (2,)": lambda: metrics.F1Score()([1.0, 0.0], [0.5, 0.5]),
    "f1_score: expected targets and predictions (batch, classes), got (2, 2) and (2, 3)": lambda: metrics.F1Score()(np.ones((2, 2)), Y),
    "f1_score: expected sample_weight of shape (2,), got (3,)": lambda: metrics.F1Score()(Y, Y, np.ones(3)),
    "FBetaScore: expected threshold in (0, 1] or None, got 1.001": lambda: metrics.FBetaScore(threshold=1.001),
}


@pytest.mark.parametrize("said", REFUSED)
def test_it_is_refused_in_one_line(said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}") as caught:
        REFUSED[said]()
    assert "\n" not in str(caught.value)


def test_the_edges_are_taken():
    assert metrics.TruePositives(thresholds=[0.0, 1.0]).thresholds == [0, 1]
    assert metrics.FBetaScore(threshold=1.0).threshold == 1
    assert metrics.F1Score()(Y, Y, np.ones(1)).shape == (3,)


def test_the_first_k_are_those_of_each_last_axis():
    generator = np.random.default_rng(0)
    outputs, targets = generator.random((2, 3, 4)), generator.integers(0, 2, (2, 3, 4))
    for kind in (metrics.Precision, metrics.Recall):
        cube, rows = kind(top_k=2), kind(top_k=2)
        assert cube(targets, outputs) == rows(targets.reshape(6, 4), outputs.reshape(6, 4))
        assert 0 < cube.result() < 1
    assert metrics.Precision(top_k=1)([0.0, 1.0, 1.0], [0.7, 0.9, 0.8]) == 1
