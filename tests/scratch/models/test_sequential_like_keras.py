"""Layers that come, go, are built late and are frozen: the same weights are there and are trained as in Keras."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import scratch

X, Y = np.random.default_rng(5).uniform(-1, 1, (6, 2)).astype("float32"), np.ones((6, 1), "float32")


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    keras = load().keras
    keras.utils.set_random_seed(0)
    return keras


def stack(k):
    return [k.Input((2,)), k.layers.Dense(3, name="a"), k.layers.Dense(1, name="b")]


def shapes(weights):
    return [tuple(weight.shape) for weight in weights]


def facts(model):
    names, weights = [layer.name for layer in model.layers], (shapes(model.weights), shapes(model.trainable_weights))
    return bool(model.built), bool(model.trainable), names, weights


def changed(k, change):
    """The facts of a model after a change, and what it returned if that is a layer."""
    model = k.Sequential(stack(k))
    found = change(k, model)
    return getattr(found, "name", None), facts(model), model.layers and tuple(model.input_shape)


CHANGES = {
    "none": lambda k, model: None,
    "pop": lambda k, model: model.pop(),
    "pop twice": lambda k, model: [model.pop(), model.pop()][0],
    "pop and add": lambda k, model: [model.pop(), model.add(k.layers.Dense(2, name="c"))][0],
    "add": lambda k, model: model.add(k.layers.Dense(2, name="c")),
    "freeze": lambda k, model: setattr(model.layers[0], "trainable", False),
    "freeze all": lambda k, model: setattr(model, "trainable", False),
    "by name": lambda k, model: model.get_layer("b"),
    "by index": lambda k, model: model.get_layer(index=0),
    "by index from the end": lambda k, model: model.get_layer(index=-1),
}


@pytest.mark.keras
@pytest.mark.parametrize("change", CHANGES)
def test_same_layers_and_weights(keras, change):
    assert changed(scratch, CHANGES[change]) == changed(keras, CHANGES[change])


STARTS = {
    "nothing": lambda k: k.Sequential(),
    "Input alone": lambda k: k.Sequential([k.Input((2,))]),
    "no Input": lambda k: k.Sequential(stack(k)[1:]),
    "no Input, pop": lambda k: popped(k.Sequential(stack(k)[1:])),
    "built": lambda k: built(k.Sequential(stack(k)[1:])),
    "a tuple": lambda k: k.Sequential(tuple(stack(k))),
}


def popped(model):
    model.pop()
    return model


def built(model):
    model.build((None, 2))
    return model


@pytest.mark.keras
@pytest.mark.parametrize("start", STARTS)
def test_same_beginnings(keras, start):
    assert facts(STARTS[start](scratch)) == facts(STARTS[start](keras))


def test_names():
    assert scratch.Sequential().name == "sequential"
    assert scratch.Sequential(name="mine").name == "mine"
    dense = scratch.layers.Dense
    assert [layer.name for layer in scratch.Sequential([dense(1), dense(1, name="a"), dense(1), dense(1)]).layers] == [
        "dense", "a", "dense_1", "dense_2",
    ]  # fmt: skip


def test_model_that_is_not_built_yet_has_no_gradients():
    model = scratch.Sequential(stack(scratch)[1:])
    assert model.gradients.views == model.parameters.views == model.trainable_weights == []


REFUSED = {
    "index": (lambda k, model: model.get_layer(index=2), "the index of one of 2 layers, got 2"),
    "name": (lambda k, model: model.get_layer("z"), "got 'z'"),
    "neither": (lambda k, model: model.get_layer(), "either the name or the index"),
    "both": (lambda k, model: model.get_layer("a", 0), "either the name or the index"),
    "one name twice": (lambda k, model: model.add(k.layers.Dense(2, name="a")), "got 'a' twice"),
    "no layer": (lambda k, model: model.add(7), "expected a layer, got 7"),
    "another Input": (lambda k, model: model.add(k.Input((3,))), "expected Input in the first place, got it after 'b'"),
    "too few weights": (lambda k, model: model.set_weights(model.get_weights()[:3]), "expected 4 weights, got 3"),
}


@pytest.mark.keras
@pytest.mark.parametrize("case", REFUSED)
def test_same_refusals(keras, case):
    job, words = REFUSED[case]
    with pytest.raises(ValueError):  # noqa: PT011  # Keras's words are not ours
        job(keras, keras.Sequential(stack(keras)))
    with pytest.raises(ValueError, match=f"^[Ss]equential: .*{words}"):
        job(scratch, scratch.Sequential(stack(scratch)))


def test_one_layer_in_two_places_is_refused():
    """Keras would share its weights."""
    layer = scratch.layers.Dense(2)
    with pytest.raises(ValueError, match="expected every layer once, got 'dense' twice"):
        scratch.Sequential([scratch.Input((2,)), layer, layer])


def compiled(model, optimizer="sgd"):
    model.compile(optimizer, "mse", run_eagerly=True)
    return model


def frozen(model, layer=0, frozen=True):
    model.layers[layer].trainable = not frozen
    return model


def trained(model):
    model.train_on_batch(X, Y)
    return model


FREEZES = {
    "before compile": lambda k, model: compiled(frozen(model)),
    "after compile": lambda k, model: frozen(compiled(model)),
    "whole model": lambda k, model: [setattr(model, "trainable", False), compiled(model)][1],
    "and compiled again": lambda k, model: compiled(frozen(trained(compiled(model)), 1)),
    "and freed again": lambda k, model: compiled(frozen(trained(compiled(frozen(model))), 0, False)),
    "and freed before training": lambda k, model: frozen(frozen(compiled(model)), 0, False),
    "made frozen": lambda k, model: compiled(k.Sequential([*stack(k)[:2], k.layers.Dense(1, trainable=False)])),
}


def trains(library, freeze, **training):
    """Which of four weights `fit` or `train_on_batch` changes."""
    model = FREEZES[freeze](library, library.Sequential(stack(library)))
    before = model.get_weights()
    model.fit(X, Y, verbose=0) if training["by"] == "fit" else model.train_on_batch(X, Y)
    return [not np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True)]


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
@pytest.mark.parametrize("freeze", FREEZES)
@pytest.mark.parametrize("by", ["fit", "train_on_batch"])
def test_same_weights_are_trained(keras, freeze, by):
    assert trains(scratch, freeze, by=by) == trains(keras, freeze, by=by)


def test_freezing_without_compile_in_the_middle_of_training_is_warned_of():
    """Keras goes on with what it has compiled, and does not reach the warning that it has."""
    model = frozen(trained(compiled(scratch.Sequential(stack(scratch)))))
    before = model.get_weights()
    with pytest.warns(UserWarning, match="^fit: expected compile after `trainable` of a layer was changed") as caught:
        model.fit(X, Y, verbose=0)
    assert [warning.filename for warning in caught] == [__file__]
    assert not any(np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True))


def test_training_that_goes_on_is_not_warned_of():
    model = compiled(scratch.Sequential(stack(scratch)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            model.fit(X, Y, verbose=0)
            trained(model)


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:Layer 'sequential:UserWarning")  # Keras takes a model for a layer that loses the mask
def test_same_outputs_of_a_call(keras):
    """Not in training, and with a mask if one is given."""
    x, mask = np.linspace(-1, 1, 12, dtype="float32").reshape(2, 3, 2), np.array([[True, False, True], [True, True, False]])
    theirs, mine = (k.Sequential([k.Input((3, 2)), k.layers.Dropout(0.5), k.layers.SimpleRNN(2)]) for k in (keras, scratch))
    mine.set_weights(theirs.get_weights())
    for given in (None, mask):
        np.testing.assert_allclose(mine(x, mask=given), np.asarray(theirs(x, mask=given)), rtol=1e-5)
    assert np.abs(mine(x) - mine(x, mask=mask)).max() > 1e-3


def test_mask_of_one_batch_is_not_that_of_the_next():
    model = scratch.Sequential([scratch.Input((3, 2)), scratch.layers.SimpleRNN(2, return_sequences=True)])
    x, mask = np.ones((1, 3, 2), "float32"), np.array([[True, False, True]])
    model(x, mask=mask)
    assert np.array_equal(model.output_mask, mask)
    model(x)
    assert model.output_mask is None


def test_backward_gives_the_gradient_of_the_inputs_if_asked():
    """That of the outputs is what it is given, be they of a softmax: compared with differences."""
    with scratch.config.default_float("float64"):
        model = scratch.Sequential([scratch.Input((2,)), scratch.layers.Dense(3, "softmax")])
    x, dy = np.array([[0.5, -1.0]]), np.array([[1.0, -2.0, 0.5]])
    model(x, training=True)
    assert model.backward(dy) is None
    found = model.backward(dy, input_gradient=True)
    steps = 1e-6 * np.eye(2)
    wanted = [float(np.sum(dy * (model(x + step) - model(x - step)))) / 2e-6 for step in steps]
    assert found[0] == pytest.approx(wanted, rel=1e-6)


def test_weights_of_a_model_without_a_shape_are_refused():
    with pytest.raises(ValueError, match="expected a known input shape"):
        scratch.Sequential(stack(scratch)[1:]).set_weights([np.ones((2, 3))])
