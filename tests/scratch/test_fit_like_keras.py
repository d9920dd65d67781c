"""Arguments of compile, fit and evaluate do on scratch what they do on Keras."""

from __future__ import annotations

import numpy as np
import pytest

import scratch
from tests.older import OLD, newer
from tests.quickly import some

pytestmark = pytest.mark.keras
GENERATOR = np.random.default_rng(7)
X = GENERATOR.uniform(-1, 1, (50, 4)).astype("float32")
LABELS = GENERATOR.integers(0, 3, 50)
ONE_HOT = np.eye(3, dtype="float32")[LABELS]
WEIGHTS = GENERATOR.uniform(0.1, 3, 50).astype("float32")


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def model_of(library, weights=None, **compiling):
    model = library.Sequential(
        [library.Input((4,)), library.layers.Dense(5, activation="tanh"), library.layers.Dense(3, activation="softmax")]
    )
    # eagerly: compiling takes Keras longer than these few steps
    defaults = {"optimizer": "adam", "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], "run_eagerly": True}
    model.compile(**{**defaults, **compiling})
    if weights is not None:
        model.set_weights(weights)
    return model


def both(keras, job, **compiling):
    """(Keras's, scratch's) result of the same job with models of the same weights."""
    keras.utils.set_random_seed(0)  # with other weights two outputs may be as good as tied, and one accuracy a sample off
    theirs = model_of(keras, **compiling)
    mine = model_of(scratch, theirs.get_weights(), **compiling)
    return job(keras, theirs), job(scratch, mine)


def assert_alike(theirs, mine):
    """The same keys, the same number of epochs, the same numbers but for rounding."""
    assert set(mine) == set(theirs)
    for name, values in theirs.items():
        assert mine[name] == pytest.approx(values, rel=2e-5, abs=1e-6), name


FITS = {
    "validation_split": {"validation_split": 0.3},
    "validation_split with sample_weight": {"validation_split": 0.3, "sample_weight": WEIGHTS},
    "validation_split with class_weight": {"validation_split": 0.3, "class_weight": {0: 3.0, 2: 0.2}},
    "validation_data": {"validation_data": (X[:7], LABELS[:7])},
    "validation_data with weights": {"validation_data": (X[:7], LABELS[:7], WEIGHTS[:7])},
    "validation_data beats validation_split": {"validation_data": (X[:7], LABELS[:7]), "validation_split": 0.5},
    "validation_batch_size": {"validation_split": 0.5, "validation_batch_size": 3},
    "validation_steps": {"validation_split": 0.5, "validation_batch_size": 3, "validation_steps": 2},
    "validation_freq": {"validation_split": 0.3, "validation_freq": 2},
    "validation_freq list": {"validation_split": 0.3, "validation_freq": [1, 4]},
    "initial_epoch": {"initial_epoch": 2},
    "initial_epoch beyond the last": {"initial_epoch": 9},
    "no epochs": {"epochs": 0},
    "steps_per_epoch": {"steps_per_epoch": 2},
    "steps_per_epoch without batch_size": {"steps_per_epoch": 3, "batch_size": None},
    "default batch_size": {"batch_size": None},
    "batch larger than the data": {"batch_size": 1000},
    "sample_weight": {"sample_weight": WEIGHTS},
    "class_weight": {"class_weight": {0: 3.0, 2: 0.2}},
    "labels in a column": {"y": LABELS[:, None], "class_weight": {1: 2.0}},
}


@pytest.mark.parametrize("case", some(FITS, 3))
def test_fit(keras, case):
    arguments = {"x": X, "y": LABELS, "batch_size": 16, "epochs": 4, "shuffle": False, "verbose": 0, **FITS[case]}
    theirs, mine = both(keras, lambda library, model: model.fit(**arguments), weighted_metrics=["accuracy"])
    assert mine.epoch == theirs.epoch
    assert_alike(theirs.history, mine.history)
    assert list(mine.history) == list(theirs.history)
    assert mine.params == theirs.params


def test_class_weights_of_one_hot_targets(keras):
    arguments = {"epochs": 2, "batch_size": 16, "shuffle": False, "class_weight": {1: 2.0}, "verbose": 0}
    theirs, mine = both(keras, lambda library, model: model.fit(X, ONE_HOT, **arguments).history, loss="categorical_crossentropy")
    assert_alike(theirs, mine)


def test_metrics_of_one_name_are_told_apart(keras):
    settings = {"loss": "categorical_crossentropy", "metrics": ["mse", "mse", "accuracy"], "weighted_metrics": ["mse", "mae", "mse", "mae"]}
    arguments = {"epochs": 2, "batch_size": 16, "shuffle": False, "sample_weight": WEIGHTS, "verbose": 0}
    theirs, mine = both(keras, lambda library, model: model.fit(X, ONE_HOT, **arguments).history, **settings)
    assert len(mine) == 8
    assert_alike(theirs, mine)


@newer("takes no metrics in lists")
@pytest.mark.parametrize(
    "metrics", [[["accuracy"]], ("accuracy",), {"output": "accuracy"}, {"output": ["accuracy", "sparse_categorical_crossentropy"]}]
)
def test_forms_of_metrics(keras, metrics):
    theirs, mine = both(keras, lambda library, model: model.evaluate(X, LABELS, verbose=0, return_dict=True), metrics=metrics)
    assert_alike(theirs, mine)


EVALUATIONS = {
    "list": lambda model: model.evaluate(X, LABELS, verbose=0),
    "dict": lambda model: model.evaluate(X, LABELS, verbose=0, return_dict=True),
    "weighted": lambda model: model.evaluate(X, LABELS, sample_weight=WEIGHTS, batch_size=7, verbose=0),
    "steps": lambda model: model.evaluate(X, LABELS, batch_size=7, steps=3, verbose=0),
    "train_on_batch": lambda model: model.train_on_batch(X, LABELS),
    "train_on_batch twice": lambda model: [model.train_on_batch(X, LABELS) for _ in range(2)][1],
    "train_on_batch with weights": lambda model: model.train_on_batch(X, LABELS, sample_weight=WEIGHTS),
    "train_on_batch with class weights": lambda model: model.train_on_batch(X, LABELS, class_weight={1: 4.0}, return_dict=True),
    "test_on_batch": lambda model: model.test_on_batch(X, LABELS, sample_weight=WEIGHTS),
    "predict": lambda model: model.predict(X, batch_size=7, verbose=0).ravel(),
    "predict steps": lambda model: model.predict(X, batch_size=7, steps=3, verbose=0).ravel(),
    "predict_on_batch": lambda model: np.ravel(model.predict_on_batch(X)),
}


def tree_of_floats(values):
    if isinstance(values, dict):
        return {name: float(value) for name, value in values.items()}
    return type(values)(map(tree_of_floats, values)) if isinstance(values, (list, tuple)) else float(values)


@pytest.mark.parametrize("metrics", [None, ["accuracy"]])
@pytest.mark.parametrize("case", some(EVALUATIONS, 5))
def test_evaluations(keras, case, metrics):
    theirs, mine = both(keras, lambda library, model: EVALUATIONS[case](model), metrics=metrics)
    assert np.shape(mine) == np.shape(theirs)
    if OLD and case == "train_on_batch twice":
        pytest.skip("an older Keras returns the mean of both")
    if OLD:  # which returns arrays without axes
        theirs = tree_of_floats(theirs)
    assert type(mine) is type(theirs)
    assert mine == pytest.approx(theirs, rel=2e-5, abs=1e-6)


def test_too_few_batches_end_the_epoch_with_a_warning(keras):
    with pytest.warns(UserWarning, match="ran out of data"):
        theirs = model_of(keras).fit(X, LABELS, batch_size=16, steps_per_epoch=6, epochs=1, shuffle=False, verbose=0)
    with pytest.warns(UserWarning, match="expected data for 6 steps, got 4"):
        mine = model_of(scratch).fit(X, LABELS, batch_size=16, steps_per_epoch=6, epochs=1, verbose=0)
    assert mine.epoch == theirs.epoch


def test_harmless_settings_of_compile_are_accepted():
    model_of(scratch, run_eagerly=True, jit_compile=False, auto_scale_loss=False).fit(X, LABELS, verbose=0)


MISTAKES = {
    "loss_weights": (lambda: model_of(scratch, loss_weights=[1.0]), "loss_weights"),
    "metrics in third place": (lambda: model_of(scratch).compile("adam", "mse", ["accuracy"]), "metrics=[...]"),
    "one metric": (lambda: model_of(scratch, metrics="accuracy"), "metrics=['accuracy']"),
    "steps_per_execution": (lambda: model_of(scratch, steps_per_execution=4), "steps_per_execution=1"),
    "two kinds of weights": (lambda: model_of(scratch).fit(X, LABELS, sample_weight=WEIGHTS, class_weight={0: 1.0}), "got both"),
    "lengths": (lambda: model_of(scratch).fit(X, LABELS[:-1]), "[50, 49]"),
    "lengths of validation_data": (lambda: model_of(scratch).fit(X, LABELS, validation_data=(X, LABELS[:-1])), "[50, 49]"),
    "validation_data": (lambda: model_of(scratch).fit(X, LABELS, validation_data=X), "(x, y)"),
    "validation_data of inputs alone": (lambda: model_of(scratch).fit(X, LABELS, validation_data=(X,)), "(x, y)"),
    "validation_data of four": (lambda: model_of(scratch).fit(X, LABELS, validation_data=(X, LABELS, WEIGHTS, WEIGHTS)), "(x, y)"),
    "validation_split": (lambda: model_of(scratch).fit(X, LABELS, validation_split=1.0), "both sides"),
    "validation_freq": (lambda: model_of(scratch).fit(X, LABELS, verbose=0, validation_split=0.5, validation_freq="x"), "validation_freq"),
    "batch_size": (lambda: model_of(scratch).fit(X, LABELS, batch_size=0), "batch_size"),
    "nothing": (lambda: model_of(scratch).fit(X[:0], LABELS[:0]), "above 0"),
    "callbacks": (lambda: model_of(scratch).fit(X, LABELS, callbacks=[scratch.callbacks.EarlyStopping]), "EarlyStopping"),
    "evaluate before compile": (lambda: scratch.Sequential([scratch.layers.Dense(1)]).evaluate(X, LABELS), "compile"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes_are_named_in_one_line(case):
    mistake, words = MISTAKES[case]
    with pytest.raises(ValueError, match="expected") as caught:
        mistake()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
