"""What a model takes and what it leaves alone: data in any form, metrics of the user's, histories, silence."""

from __future__ import annotations

import json

import array_api_strict as xp
import numpy as np
import pytest

import scratch
from scratch.models.batches import as_parts

GENERATOR = np.random.default_rng(2)
X = GENERATOR.integers(-3, 4, (6, 4)).astype("float32")
Y = np.array([0, 1, 2, 0, 1, 2])


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def model_of(library, weights=None, **compiling):
    model = library.Sequential([library.Input((4,)), library.layers.Dense(3, activation="softmax")])
    model.compile(**{"optimizer": "sgd", "loss": "sparse_categorical_crossentropy", "run_eagerly": True, **compiling})
    if weights is not None:
        model.set_weights(weights)
    return model


def both(keras, job, make=model_of, **compiling):
    """(Keras's, scratch's) result of the same job with models of the same weights."""
    keras.utils.set_random_seed(0)
    theirs = make(keras, **compiling)
    mine = make(scratch, weights=theirs.get_weights(), **compiling)
    return job(keras, theirs), job(scratch, mine)


FORMS = {
    "lists": (lambda x: x.tolist(), lambda y: y.tolist()),
    "lists of rows": (list, list),
    "doubles": (lambda x: x.astype("float64"), lambda y: y.astype("float64")),
    "halves": (lambda x: x.astype("float16"), lambda y: y.astype("int8")),
    "whole numbers": (lambda x: x.astype("int64"), lambda y: y.astype("uint8")),
    "columns": (np.asfortranarray, lambda y: y[:, None]),
}


@pytest.mark.parametrize("form", FORMS)
def test_data_of_any_form(form):
    of_x, of_y = FORMS[form]
    weights = model_of(scratch).get_weights()
    found = []
    for x, y in ((X, Y), (of_x(X), of_y(Y))):
        model = model_of(scratch, weights)
        model.fit(x, y, batch_size=4, shuffle=False, verbose=0)
        outputs = model.predict(x, verbose=0)
        assert outputs.dtype == np.float32
        found.append([model.evaluate(x, y, verbose=0), *outputs.ravel()])
    assert found[1] == [pytest.approx(value, rel=1e-6) for value in found[0]]


@pytest.mark.parametrize("form", FORMS)
def test_floats_become_the_default_type_and_whole_numbers_stay(form):
    x, y, _ = as_parts("fit", FORMS[form][0](X), FORMS[form][1](Y))
    assert x.dtype == ("int64" if form == "whole numbers" else "float32")
    assert np.array_equal(x, X)
    assert np.array_equal(y.ravel(), Y)


def test_targets_without_an_axis_are_refused():
    with pytest.raises(ValueError, match=r"^fit: expected x, y and sample_weight of one length above 0, got \[1, 0\]"):
        as_parts("fit", X[:1], np.float32(2.0))


@pytest.mark.parametrize("library", [np, xp], ids=["numpy", "another"])
def test_data_that_is_right_is_not_copied(library):
    """It may fill half of the memory."""
    parts = [library.asarray(part) for part in (X, Y, Y.astype("float32"))]
    assert all(found is given for found, given in zip(as_parts("fit", *parts), parts, strict=True))


@pytest.mark.parametrize("who", ["fit", "evaluate", "train_on_batch", "test_on_batch"])
def test_what_needs_compile_says_so_by_its_name(who):
    model = scratch.Sequential([scratch.Input((4,)), scratch.layers.Dense(3)])
    with pytest.raises(ValueError, match=rf"^{who}: expected compile\(optimizer="):
        getattr(model, who)(X, Y)
    model.compile("sgd")
    with pytest.raises(ValueError, match=rf"^{who}: expected compile\(loss="):
        getattr(model, who)(X, Y)


@pytest.mark.keras
def test_other_jobs_leave_the_history_of_fit(keras):
    def job(library, model):
        history = model.fit(X, Y, epochs=2, verbose=0)
        model.evaluate(X, Y, verbose=0)
        model.predict(X, verbose=0)
        return model.history is history, history.epoch

    theirs, mine = both(keras, job)
    assert mine == theirs == (True, [0, 1])


@pytest.mark.keras
def test_same_silence(keras, capsys):
    def job(library, model):
        printed = []
        for verbose in (0, 1, 2):
            for method, data in ((model.fit, (X, Y)), (model.evaluate, (X, Y)), (model.predict, (X,))):
                method(*data, verbose=verbose)
                printed.append(bool(capsys.readouterr().out))
        return printed

    theirs, mine = both(keras, job)
    assert mine == theirs


def test_loss_and_metrics_of_the_user_stay_as_they_are():
    """In training they read the logits, which is not what the model was compiled with."""
    loss, metric = scratch.losses.SparseCategoricalCrossentropy(), scratch.metrics.SparseCategoricalCrossentropy()
    model = model_of(scratch, loss=loss, metrics=[metric])
    model.train_on_batch(X, Y)
    compiled = json.loads(model.to_json())["compile_config"]
    assert [each["config"]["from_logits"] for each in (compiled["loss"], compiled["metrics"][0])] == [False, False]


def averaging(library, weights=None):
    return model_of(library, weights, optimizer=library.optimizers.SGD(0.5, use_ema=True, ema_momentum=0.5))


@pytest.mark.keras
@pytest.mark.parametrize("epochs", [0, 1])
def test_weights_become_their_averages_after_training(keras, epochs):
    def job(library, model):
        for _ in range(2):
            model.train_on_batch(X, Y)
        model.fit(X, Y, batch_size=3, epochs=epochs, shuffle=False, verbose=0)
        return model.get_weights()

    for theirs, mine in zip(*both(keras, job, averaging), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)


ONE_OF_TWO = np.eye(2, dtype="float32")[Y % 2]
WEIGHED = {
    "numbers that are not quite whole": ((Y % 2) * 0.8 + 0.1, 1),
    "a column of them": (((Y % 2) * 0.8 + 0.1)[:, None], 1),
    "two columns": (ONE_OF_TWO, 2),
    "two columns that are not quite whole": (ONE_OF_TWO * 0.8 + 0.1, 2),
}


@pytest.mark.keras
@pytest.mark.parametrize("case", WEIGHED)
def test_same_class_weights(keras, case):
    y, outputs = WEIGHED[case]

    def make(library, weights=None):
        model = library.Sequential([library.Input((4,)), library.layers.Dense(outputs)])
        model.compile("sgd", "mse", run_eagerly=True)
        if weights is not None:
            model.set_weights(weights)
        return model

    theirs, mine = both(keras, lambda library, model: model.train_on_batch(X, y, class_weight={0: 0.25, 1: 3.0}), make)
    assert mine == pytest.approx(theirs, rel=1e-5)


@pytest.mark.keras
def test_class_weights_of_several_classes_a_sample_are_refused(keras):
    for library, refusal in ((keras, TypeError), (scratch, ValueError)):
        model = library.Sequential([library.Input((2, 4)), library.layers.Dense(3)])
        model.compile("sgd", "mse", run_eagerly=True)
        with pytest.raises(refusal, match=r"expected y of one class a sample|0-dimensional|length-1|size-1"):
            model.train_on_batch(np.ones((5, 2, 4)), np.ones((5, 2, 3)), class_weight={1: 2.0})


PER_SAMPLE = np.array([[0.5], [2.0], [3.0]], "float32")
MASKS = {
    "no weights": ({}, {}),
    "a weight a sample": ({}, {"sample_weight": PER_SAMPLE}),
    "a weight a step": ({}, {"sample_weight": np.linspace(0.5, 2.0, 12, dtype="float32").reshape(3, 4)}),
    "sum": ({"reduction": "sum"}, {"sample_weight": PER_SAMPLE}),
}
WORDS = {"most": np.array([[1, 2, 0, 3], [4, 0, 0, 0], [1, 1, 2, 2]]), "one": np.array([[0, 0, 0, 0], [0, 3, 0, 0], [0, 0, 0, 0]])}

TAGS = np.arange(12).reshape(3, 4) // 2 % 2


def tagger(library, weights=None, **settings):
    model = library.Sequential([library.Input((4,)), library.layers.Embedding(5, 3, mask_zero=True), library.layers.Dense(2)])
    loss = library.losses.SparseCategoricalCrossentropy(from_logits=True, **settings)
    model.compile("sgd", loss, weighted_metrics=["accuracy"], run_eagerly=True)
    if weights is not None:
        model.set_weights(weights)
    return model


@pytest.mark.keras
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("case", MASKS)
def test_same_loss_of_the_words_that_are_no_padding(keras, case, words):
    settings, weights = MASKS[case]
    theirs, mine = both(keras, lambda library, model: model.test_on_batch(WORDS[words], TAGS, **weights), tagger, **settings)
    assert mine == pytest.approx(theirs, rel=2e-6)


def test_weights_of_samples_count_for_every_word():
    """Keras wants them in a column where there is a mask, and takes them as a vector where there is none."""
    model = tagger(scratch)
    assert model.test_on_batch(WORDS["most"], TAGS, PER_SAMPLE[:, 0]) == model.test_on_batch(WORDS["most"], TAGS, PER_SAMPLE)


LOSSES = ["BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "BinaryFocalCrossentropy"]
ROUTES = [(loss, ends, True) for loss in LOSSES for ends in ("softmax", "sigmoid")] + [
    ("BinaryFocalCrossentropy", "sigmoid", False),
    ("CategoricalFocalCrossentropy", "softmax", False),
    ("CategoricalCrossentropy", None, True),
    ("SparseCategoricalCrossentropy", None, False),
]


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:.*received `from_logits=True`", "ignore:.*expected from_logits=False after")
@pytest.mark.parametrize(("loss", "ends", "from_logits"), ROUTES)
def test_same_reading_of_logits(keras, loss, ends, from_logits):
    """Where a loss or a metric is told the wrong thing about the outputs, too."""
    y = Y if loss.startswith("Sparse") else np.eye(3, dtype="float32")[Y]

    def make(library, weights=None):
        model = library.Sequential([library.Input((4,)), library.layers.Dense(3, activation=ends)])
        metrics = [getattr(library.metrics, loss)(from_logits=from_logits)] if hasattr(library.metrics, loss) else []
        model.compile("sgd", getattr(library.losses, loss)(from_logits=from_logits), metrics=metrics, run_eagerly=True)
        if weights is not None:
            model.set_weights(weights)
        return model

    theirs, mine = both(keras, lambda library, model: [model.train_on_batch(X, y), model.test_on_batch(X, y)], make)
    assert np.ravel(mine) == pytest.approx(np.ravel(theirs), rel=2e-5)


def test_logits_after_softmax_are_warned_of_once():
    model = model_of(scratch, loss=scratch.losses.SparseCategoricalCrossentropy(from_logits=True))
    with pytest.warns(UserWarning, match="^SparseCategoricalCrossentropy: expected from_logits=False after softmax") as caught:
        model.fit(X, Y, epochs=2, verbose=0)
    assert [warning.filename for warning in caught] == [__file__]


def test_model_without_weights():
    model = scratch.Sequential([scratch.Input((2, 3)), scratch.layers.Flatten(), scratch.layers.ReLU()])
    model.compile("sgd", "mse")
    assert model.parameters.flat.size == model.count_params() == 0
    losses = model.fit(np.ones((4, 2, 3)), np.zeros((4, 6)), epochs=2, verbose=0).history["loss"]
    assert losses == [1.0, 1.0]
