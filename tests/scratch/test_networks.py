"""The networks of the notes, in scratch alone: parameter counts to the digit, shapes, and that training learns."""

from __future__ import annotations

import re

import numpy as np
import pytest

import scratch as keras
from scratch import layers

GENERATOR = np.random.default_rng


def network(*stack):
    return keras.Sequential(list(stack))


NETWORKS = {
    "A1": (lambda: network(keras.Input((784,)), layers.Dense(50, "sigmoid"), layers.Dense(10, "softmax")), [39_250, 510]),
    "A3": (lambda: network(keras.Input((2,)), layers.Dense(4, "sigmoid"), layers.Dense(3)), [12, 15]),
    "A4": (lambda: network(keras.Input((784,)), layers.Dense(512, "relu"), layers.Dense(10, "softmax")), [401_920, 5_130]),
    "A5": (
        lambda: network(
            layers.InputLayer((28, 28)), layers.Flatten(), layers.Dense(256), layers.Activation("relu"),
            layers.Dense(128), layers.ReLU(), layers.Dense(10), layers.Softmax(),
        ),
        [0, 200_960, 0, 32_896, 0, 1_290, 0],
    ),
    "A6": (lambda: network(keras.Input((8,)), layers.Dense(1, "sigmoid")), [9]),
    "A7": (
        lambda: network(layers.Dense(32, "relu", input_shape=(8,)), layers.Dense(32, "relu"), layers.Dense(1, "sigmoid")),
        [288, 1_056, 33],
    ),
    "A8": (
        lambda: network(keras.Input((784,)), layers.Dense(256, "relu"), layers.Dense(256, "relu"), layers.Dense(10, "softmax")),
        [200_960, 65_792, 2_570],
    ),
    "A9": (lambda: network(keras.Input((4,)), layers.Dense(3, "sigmoid", use_bias=False), layers.Dense(1, use_bias=False)), [12, 3]),
}  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_parameter_counts(name):
    make, counts = NETWORKS[name]
    model = make()
    assert [layer.count_params() for layer in model.layers] == counts
    assert model.count_params() == sum(counts) == sum(w.size for w in model.get_weights())


def test_summary_shows_shapes_and_counts(capsys):
    NETWORKS["A1"][0]().summary()
    text = capsys.readouterr().out
    for word in ("dense (Dense)", "dense_1 (Dense)", "(None, 50)", "(None, 10)", "39,250", "510", "39,760"):
        assert word in text


def test_summary_names_what_it_does_not_know_yet(capsys):
    model = keras.Sequential()
    model.add(layers.Dense(3))
    model.summary()
    assert "?" in capsys.readouterr().out


def test_a2_one_batch_forward_written_out():
    generator = GENERATOR(0)
    w1, b1 = 0.1 * generator.standard_normal((784, 50)).astype("float32"), np.zeros(50, "float32")
    x = generator.uniform(0, 1, (5, 784)).astype("float32")
    hidden = keras.activations.sigmoid(x @ w1 + b1)
    layer = layers.Dense(50, "sigmoid")
    layer.ensure_built(x.shape)
    layer.set_weights([w1, b1])
    assert hidden.shape == (5, 50)
    assert np.array_equal(layer(x), hidden)


def test_a3_scores_have_three_columns():
    assert NETWORKS["A3"][0]().predict(np.zeros((10, 2)), verbose=0).shape == (10, 3)


def test_a9_chain_rule_for_one_first_layer_weight():
    """L = (y - a2)^2: dL/dw1[i, j] = -2 (y - a2) w2[j] h[j] (1 - h[j]) x[i], by hand against backward."""
    with keras.config.default_float("float64"):
        model = NETWORKS["A9"][0]()
    w1, w2 = model.get_weights()
    x, y = np.array([[0.5, -1.0, 2.0, 0.25]]), 0.75
    a2 = model(x, training=True)
    model.backward(-2 * (y - a2))
    h = 1 / (1 + np.exp(-x @ w1))
    by_hand = -2 * (y - a2[0, 0]) * w2[1, 0] * h[0, 1] * (1 - h[0, 1]) * x[0, 2]
    assert model.layers[0].grads["kernel"][2, 1] == pytest.approx(by_hand, rel=1e-14)


def blobs(classes=3, width=2, count=240):
    generator = GENERATOR(3)
    y = np.arange(count) % classes
    return (generator.standard_normal((count, width)) * 0.3 + np.eye(classes, width)[y] * 2).astype("float32"), y


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop", "adagrad", keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)])
def test_training_learns(optimizer):
    keras.utils.set_random_seed(1)
    x, y = blobs()
    model = network(keras.Input((2,)), layers.Dense(16, "tanh"), layers.Dense(3, "softmax"))
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=30, batch_size=16, verbose=0).history
    assert history["loss"][-1] < history["loss"][0]
    assert len(history["accuracy"]) == 30


def test_validation_split_takes_the_last_part_before_any_shuffle():
    keras.utils.set_random_seed(1)
    x, y = blobs()
    y[-60:] = 0
    model = network(keras.Input((2,)), layers.Dense(3, "softmax"))
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=2, validation_split=0.25, verbose=0).history
    loss, accuracy = model.evaluate(x[-60:], y[-60:], verbose=0)
    assert history["val_loss"][-1] == pytest.approx(loss)
    assert history["val_accuracy"][-1] == pytest.approx(accuracy)


def test_same_seed_same_training():
    def trained():
        keras.utils.set_random_seed(5)
        model = network(keras.Input((2,)), layers.Dense(4, "relu"), layers.Dense(3, "softmax"))
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(*blobs(), epochs=2, verbose=0)
        return model.get_weights()

    assert all(np.array_equal(a, b) for a, b in zip(trained(), trained()))


def test_weights_go_in_and_out():
    one, other = NETWORKS["A7"][0](), NETWORKS["A7"][0]()
    other.set_weights(one.get_weights())
    x = GENERATOR(0).standard_normal((3, 8))
    assert np.array_equal(one.predict(x, verbose=0), other.predict(x, verbose=0))
    one.get_weights()[0][...] = 7
    assert np.array_equal(one.get_weights()[0], other.get_weights()[0]), "get_weights must copy"


def test_parameters_are_views_of_one_buffer():
    model = NETWORKS["A7"][0]()
    model.parameters.flat[...] = 0.5
    assert all((w == 0.5).all() for layer in model.layers for w in layer.params.values())


def test_train_on_batch_returns_the_loss_before_the_update():
    x, y = blobs()
    model = network(keras.Input((2,)), layers.Dense(3, "softmax"))
    model.compile("sgd", "sparse_categorical_crossentropy")
    before = model.test_on_batch(x, y)
    assert model.train_on_batch(x, y) == before
    assert model.test_on_batch(x, y) < before


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: layers.Dense(0), "Dense: expected units as a positive whole number"),
        (lambda: layers.Dense(3)(np.zeros(4)), "shape (4,)"),
        (lambda: network(keras.Input((4,)), layers.Dense(3))(np.zeros((2, 5))), "last axis 4"),
        (lambda: network(layers.Dense(3)).compile("adm"), "adam"),
        (lambda: network(keras.Input((2,)), layers.Dense(3)).fit(*blobs()), "compile"),
        (lambda: network(layers.Dense(3), 7), "layer"),
        (lambda: keras.activations.get("sigmoidd"), "did you mean 'sigmoid'"),
        (lambda: keras.losses.get("sparse_crossentropy"), "SparseCategoricalCrossentropy"),
        (lambda: NETWORKS["A7"][0]().set_weights([]), "got 0"),
    ],
)
def test_mistakes_are_named_in_one_line(mistake, words):
    with pytest.raises(ValueError, match="(?i)" + re.escape(words)) as caught:
        mistake()
    message = str(caught.value)
    assert "\n" not in message


def test_forward_and_backward_are_final():
    with pytest.raises(TypeError, match="final"):
        type("Wrong", (layers.Layer,), {"backward": lambda self, dy: dy})


def test_backward_without_forward():
    with pytest.raises(RuntimeError, match="forward"):
        layers.Dense(3).backward(np.zeros((1, 3)))
