"""Whole models in `.keras` files: what one side saves, the other loads, with the same outputs, and goes on training alike."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest

import scratch
from tests.quickly import some

pytestmark = [
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras's variables know NumPy 1
]
GENERATOR = np.random.default_rng(5)


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def network(k):
    return [
        k.layers.Dense(6, activation="relu", kernel_initializer=k.initializers.HeNormal(seed=1), input_shape=(4,), name="first"),
        k.layers.LayerNormalization(),
        k.layers.Dense(5, activation="swish"),
        k.layers.LeakyReLU(negative_slope=0.125),
        k.layers.Dense(3),
        k.layers.Activation("softmax"),
    ]


def images(k):
    return [
        k.Input((6, 6, 1)),
        k.layers.Conv2D(3, 3, padding="same", activation="relu"),
        k.layers.MaxPooling2D(),
        k.layers.SeparableConv2D(4, 2),
        k.layers.Flatten(),
        k.layers.Dense(3, activation="softmax"),
    ]


def sequences(k):
    return [
        k.Input((5,)),
        k.layers.Embedding(7, 3),
        k.layers.LSTM(4, return_sequences=True),
        k.layers.GRU(3, reset_after=False),
        k.layers.Dense(3, activation="softmax"),
    ]


DATA = {
    network: GENERATOR.uniform(-1, 1, (12, 4)).astype("float32"),
    images: GENERATOR.uniform(-1, 1, (12, 6, 6, 1)).astype("float32"),
    sequences: GENERATOR.integers(0, 7, (12, 5)),
}
LABELS = GENERATOR.integers(0, 3, 12)


@pytest.fixture
def quiet_keras():
    """Keras advises against `input_shape=` with a warning."""
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Do not pass an `input_shape`")
        yield


def model_of(library, stack):
    model = library.Sequential(stack(library), name="mine")
    rate = library.optimizers.schedules.ExponentialDecay(0.02, 2, 0.5)
    # Keras's adaptive optimizers square the gradient of an embedding word by word where a word comes twice (docs/keras-notes.md).
    rule = library.optimizers.SGD if stack is sequences else library.optimizers.RMSprop
    model.compile(
        rule(rate, momentum=0.5),
        library.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy", library.metrics.SparseTopKCategoricalAccuracy(k=2)],
    )
    return model


def go_on(model, x):
    history = model.fit(x, LABELS, batch_size=4, epochs=2, shuffle=False, verbose=0).history
    return [np.array(value) for _, value in sorted(history.items())]


@pytest.mark.usefixtures("quiet_keras")
@pytest.mark.parametrize("stack", some(DATA, 1), ids=lambda f: f.__name__)
@pytest.mark.parametrize("direction", ["from Keras", "to Keras"])
def test_models_go_both_ways(keras, tmp_path, stack, direction):
    keras.utils.set_random_seed(1), scratch.utils.set_random_seed(1)
    writer, reader = (keras, scratch) if direction == "from Keras" else (scratch, keras)
    written = model_of(writer, stack)
    go_on(written, DATA[stack])
    written.save(tmp_path / "model.keras")
    read = reader.models.load_model(tmp_path / "model.keras")
    assert read.name == "mine"
    assert [type(layer).__name__ for layer in read.layers] == [type(layer).__name__ for layer in written.layers]
    assert read.layers[0].name == written.layers[0].name
    assert read.count_params() == written.count_params()
    outputs = [model.predict(DATA[stack], verbose=0) for model in (written, read)]
    np.testing.assert_allclose(*outputs, atol=2e-6)
    for mine, theirs in zip(go_on(read, DATA[stack]), go_on(written, DATA[stack]), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=2e-5)


def test_json_of_a_model_goes_both_ways(keras):
    mine = scratch.Sequential(images(scratch))
    theirs = keras.models.model_from_json(mine.to_json())
    assert [layer.count_params() for layer in theirs.layers] == [layer.count_params() for layer in mine.layers]
    again = scratch.models.model_from_json(theirs.to_json())
    assert [w.shape for w in again.get_weights()] == [w.shape for w in mine.get_weights()]
    assert keras.models.model_from_json(again.to_json()).to_json() == theirs.to_json()


class Doubled(scratch.layers.Layer):
    def call(self, x, training):
        return 2 * x, None

    def vjp(self, dy, cache, input_gradient):
        return 2 * dy, {}


def test_layers_of_the_users_own_need_their_class(tmp_path):
    model = scratch.Sequential([scratch.Input((2,)), Doubled(), scratch.layers.Dense(1)])
    path = tmp_path / "model.keras"
    model.save(path)
    with pytest.raises(ValueError, match=r"custom_objects=\{'Doubled'"):
        scratch.models.load_model(path)
    read = scratch.models.load_model(path, custom_objects={"Doubled": Doubled})
    x = np.ones((1, 2), "float32")
    assert np.array_equal(read.predict(x, verbose=0), model.predict(x, verbose=0))


def test_metrics_that_read_logits_are_saved_as_they_were_given(tmp_path):
    model = scratch.Sequential([scratch.Input((4,)), scratch.layers.Dense(3, activation="softmax")])
    metric = scratch.metrics.SparseCategoricalCrossentropy()
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=[metric])
    before = model.evaluate(DATA[network], LABELS, verbose=0)
    assert metric.settings["from_logits"]
    model.save(tmp_path / "model.keras")
    read = scratch.models.load_model(tmp_path / "model.keras")
    assert not read.compiled_with["metrics"][0].settings["from_logits"]
    assert read.evaluate(DATA[network], LABELS, verbose=0) == pytest.approx(before)


def test_uncompiled_and_unbuilt_models(tmp_path):
    model = scratch.Sequential([scratch.layers.Dense(3)])
    model.save(tmp_path / "model.keras")
    read = scratch.models.load_model(tmp_path / "model.keras")
    assert not read.built
    assert read.optimizer is None
    compiled = model_of(scratch, network)
    compiled.save(tmp_path / "model.keras")
    assert scratch.models.load_model(tmp_path / "model.keras", compile=False).optimizer is None


def test_functions_of_the_users_own_cannot_be_written(tmp_path):
    model = scratch.Sequential([scratch.Input((2,)), scratch.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=[lambda y_true, y_pred: y_true - y_pred])
    with pytest.raises(ValueError, match="get_config"):
        model.save(tmp_path / "model.keras")
    assert list(tmp_path.iterdir()) == []


def other_class(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Functional", "config": {}}))
        archive.writestr("model.weights.h5", b"")


def unknown_layer(path):
    entry = {"module": "os", "class_name": "system", "config": {"command": "touch harm"}}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Sequential", "config": {"layers": [entry]}}))
        archive.writestr("model.weights.h5", b"")


FILES = {
    "no zip": lambda path: path.write_bytes(b"\x00" * 50),
    "empty": lambda path: path.write_bytes(b""),
    "other zip": lambda path: zipfile.ZipFile(path, "w").close(),
    "another kind of model": other_class,
    "a class that is no layer": unknown_layer,
}


@pytest.mark.parametrize("kind", FILES)
def test_foreign_files_are_refused_in_one_line(tmp_path, kind):
    FILES[kind](tmp_path / "model.keras")
    with pytest.raises(ValueError, match="expected") as caught:
        scratch.models.load_model(tmp_path / "model.keras")
    assert "\n" not in str(caught.value)


def test_only_keras_files():
    with pytest.raises(ValueError, match=r"ends in \.keras"):
        scratch.Sequential().save("model.h5")
