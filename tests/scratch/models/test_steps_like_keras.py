"""What happens to a model in single steps, and from one training to the next, is what Keras does."""

from __future__ import annotations

import numpy as np
import pytest

import scratch
from tests.older import newer

pytestmark = pytest.mark.keras
GENERATOR = np.random.default_rng(4)
X = GENERATOR.uniform(-1, 1, (8, 3)).astype("float32")
OTHER = GENERATOR.uniform(-1, 3, (4, 3)).astype("float32")
Y, OTHER_Y = np.arange(8) % 2, np.ones(4, "int64")


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def model_of(library, *layers, **compiling):
    """A model of one hidden layer, of others after it, and of two outputs."""
    model = library.Sequential([library.Input((3,)), library.layers.Dense(4), *layers, library.layers.Dense(2, activation="softmax")])
    model.compile(**{"optimizer": "sgd", "loss": "sparse_categorical_crossentropy", "run_eagerly": True, **compiling})
    return model


def assert_same(keras, job, make=model_of):
    """The job returns the same, and leaves the same weights, in models that begin with the same ones."""
    keras.utils.set_random_seed(0)
    theirs = make(keras)
    mine = make(scratch)
    mine.set_weights(theirs.get_weights())
    wanted, found = job(keras, theirs), job(scratch, mine)
    assert np.ravel(found) == pytest.approx(np.ravel(wanted), rel=2e-5, abs=1e-6)
    for my_weight, their_weight in zip(mine.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(my_weight, their_weight, rtol=2e-5, atol=1e-6)


STEPS = {
    "fit": lambda model: model.fit(X, Y, shuffle=False, verbose=0).history["loss"],
    "train_on_batch": lambda model: model.train_on_batch(X, Y),
    "test_on_batch": lambda model: model.test_on_batch(X, Y),
    "evaluate": lambda model: model.evaluate(X, Y, verbose=0),
    "predict": lambda model: model.predict(X, verbose=0),
    "predict_on_batch": lambda model: model.predict_on_batch(X),
}


@pytest.mark.parametrize("who", STEPS)
def test_layers_are_told_whether_this_is_training(keras, who):
    """Batch normalization then takes the mean of the batch, and remembers it."""
    assert_same(keras, lambda k, model: STEPS[who](model), lambda k: model_of(k, k.layers.BatchNormalization(momentum=0.5)))


@newer("returns the mean of all batches since the last training")
@pytest.mark.parametrize("metrics", [None, ["accuracy"]])
def test_results_of_a_batch_are_of_that_batch_alone(keras, metrics):
    def job(library, model):
        return [model.train_on_batch(X, Y), model.test_on_batch(OTHER, OTHER_Y), model.test_on_batch(X, Y), model.train_on_batch(X, Y)]

    assert_same(keras, job, lambda k: model_of(k, metrics=metrics))


def without_decay_of_biases(k):
    optimizer = k.optimizers.SGD(0.5, weight_decay=0.3)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


OPTIMIZERS = {
    "clipnorm": lambda k: k.optimizers.SGD(0.5, clipnorm=0.1),
    "global_clipnorm": lambda k: k.optimizers.SGD(0.5, global_clipnorm=0.1),
    "weight_decay of some": without_decay_of_biases,
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_optimizers_that_look_at_single_weights(keras, optimizer):
    """Where all of them in one array would not do, or where it has to."""

    def job(library, model):
        return [model.train_on_batch(X, Y) for _ in range(3)]

    assert_same(keras, job, lambda k: model_of(k, optimizer=OPTIMIZERS[optimizer](k)))


def large(library, model):
    """Outputs of which probabilities are rounded to 0 and 1, where only the logits know the loss."""
    return [*np.ravel(model.test_on_batch(1000 * X, Y)), *np.ravel(model.train_on_batch(1000 * X, Y))]


def with_another_end(library, model):
    """The same loss, read from other outputs."""
    before, loss = model.test_on_batch(1000 * X, Y), model.loss
    model.pop()
    model.add(library.layers.Dense(2, activation="softmax", kernel_initializer="ones", name="end"))
    model.compile("sgd", loss, run_eagerly=True)
    return [before, *large(library, model)]


def compiled_again(library, model):
    before = model.train_on_batch(X, Y)
    model.compile("sgd", library.losses.SparseCategoricalCrossentropy(reduction="sum"), run_eagerly=True)
    return [before, *large(library, model)]


CHANGES = {"none": large, "another last layer": with_another_end, "another loss": compiled_again}


@pytest.mark.parametrize("change", CHANGES)
def test_loss_is_that_of_the_model_as_it_is_now(keras, change):
    def make(k):
        metrics = [k.metrics.SparseCategoricalCrossentropy()] if change == "none" else None  # Keras keeps those of an earlier `compile`
        return model_of(k, loss=k.losses.SparseCategoricalCrossentropy(), metrics=metrics)

    assert_same(keras, CHANGES[change], make)


def test_new_model_is_not_told_to_stop(keras):
    assert [model_of(library).stop_training for library in (keras, scratch)] == [False, False]


def test_steps_by_hand_leave_frozen_layers_alone():
    """`compile` lays out anew what is trained, for those who call the parts of a step themselves."""
    model = model_of(scratch)
    model.layers[0].trainable = False
    model.compile("sgd", "sparse_categorical_crossentropy")
    before = model.get_weights()
    model.loss_and_gradients(X, Y)
    model.apply_gradients()
    assert [not np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True)] == [False, False, True, True]


USED = {
    "momentum": lambda k: k.optimizers.SGD(0.1, momentum=0.9),
    "adam": lambda k: k.optimizers.Adam(0.1),
    "one by one": lambda k: k.optimizers.RMSprop(0.1, clipnorm=0.5),
}


def frozen_anew(model, frozen, optimizer=None):
    """Layers of these numbers frozen, all others not, and compiled with the optimizer that there was unless another is given."""
    for number, layer in enumerate(model.layers):
        layer.trainable = number not in frozen
    model.compile(optimizer or model.optimizer, "mse", run_eagerly=True)


FREEZES = {
    "fewer": [([], "first", 2), ([0], "first", 2)],
    "none, then all": [([0, 1, 2], "first", 0), ([], "first", 1)],
    "another optimizer in between": [([], "first", 2), ([0], "second", 1), ([], "first", 1)],
}


@pytest.mark.parametrize("freezes", FREEZES)
@pytest.mark.parametrize("optimizer", USED)
def test_optimizer_goes_on_with_the_layers_that_are_not_frozen(keras, optimizer, freezes):
    """With what it remembers of each of them."""
    targets = np.eye(2, dtype="float32")[Y]

    def job(library, model):
        optimizers, losses = {"first": USED[optimizer](library), "second": "sgd"}, []
        for frozen, which, steps in FREEZES[freezes]:
            frozen_anew(model, frozen, optimizers[which])
            losses += [model.train_on_batch(X, targets) for _ in range(steps)]
        return losses

    assert_same(keras, job, lambda k: model_of(k, k.layers.Dense(4)))


@pytest.mark.parametrize("optimizer", USED)
def test_optimizer_does_not_go_on_with_layers_that_it_does_not_know(keras, optimizer):
    """Also where they have just as many weights as those that it knows."""
    refusal = "compile: expected no weights that .* has not trained in its last step, got .'kernel', 'bias'"
    for library, words in ((keras, "nknown variable"), (scratch, refusal)):
        model = model_of(library, *(library.layers.Dense(4) for _ in range(2)), optimizer=USED[optimizer](library), loss="mse")
        frozen_anew(model, [1])
        model.train_on_batch(X, np.eye(2)[Y])
        with pytest.raises((ValueError, KeyError), match=words):  # noqa: PT012  # Keras refuses in training
            frozen_anew(model, [2])
            model.train_on_batch(X, np.eye(2)[Y])
