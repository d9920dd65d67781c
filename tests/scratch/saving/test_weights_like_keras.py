"""Weights go from scratch to Keras and back in files, with the state of the optimizer."""

from __future__ import annotations

import numpy as np
import pytest

import scratch
from tests.quickly import some

pytestmark = [
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras's variables know NumPy 1
]
GENERATOR = np.random.default_rng(3)


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


STACKS = {
    "dense": ((4,), lambda k: [k.Dense(5, name="hidden"), k.Dense(3, use_bias=False), k.Softmax()]),
    "statistics": ((4,), lambda k: [k.Dense(5), k.BatchNormalization(), k.Dense(5), k.LayerNormalization(), k.BatchNormalization()]),
    "images": (
        (6, 6, 2),
        lambda k: [
            k.Conv2D(3, 3), k.PReLU(), k.SeparableConv2D(4, 2), k.DepthwiseConv2D(2), k.Conv2DTranspose(4, 2),
            k.GroupNormalization(2), k.MaxPooling2D(), k.Flatten(), k.Dropout(0.5), k.Dense(2),
        ],
    ),
    "wrapped": (
        (5, 3),
        lambda k: [k.Masking(), k.Bidirectional(k.LSTM(2, return_sequences=True)), k.TimeDistributed(k.Dense(2)), k.SimpleRNN(2)],
    ),
    "sequences": ((5,), lambda k: [k.Embedding(7, 3), k.Conv1D(2, 2), k.RMSNormalization(), k.GlobalMaxPooling1D()]),
    "layers inside of layers": (
        (5, 3),
        lambda k: [
            k.Bidirectional(k.LSTM(2, return_sequences=True)), k.TimeDistributed(k.Dense(3)), k.Bidirectional(k.GRU(2), merge_mode="mul"),
            k.Dense(2),
        ],
    ),
}  # fmt: skip


def stacked(library, name):
    shape, layers = STACKS[name]
    return library.Sequential([library.Input(shape), *layers(library.layers)])


def randomised(model):
    """All weights different from each other and from what any layer starts with."""
    model.set_weights([GENERATOR.standard_normal(w.shape) for w in model.get_weights()])
    return model


def same(one, other):
    return [a.shape for a in one] == [a.shape for a in other] and all(np.array_equal(a, b) for a, b in zip(one, other))


@pytest.mark.parametrize("name", STACKS)
def test_weights_go_both_ways(keras, tmp_path, name):
    path = tmp_path / "x.weights.h5"
    theirs, mine = randomised(stacked(keras, name)), randomised(stacked(scratch, name))
    assert not same(theirs.get_weights(), mine.get_weights())
    theirs.save_weights(path)
    mine.load_weights(path)
    assert same(theirs.get_weights(), mine.get_weights())
    randomised(mine).save_weights(path)
    theirs.load_weights(path)
    assert same(theirs.get_weights(), mine.get_weights())


@pytest.mark.parametrize("name", STACKS)
def test_files_have_the_same_entries(keras, tmp_path, name):
    import h5py

    def entries(model):
        found = {}
        model.save_weights(tmp_path / "x.weights.h5")
        with h5py.File(tmp_path / "x.weights.h5") as file:
            file.visititems(lambda path, entry: found.setdefault(path, (getattr(entry, "shape", None), str(getattr(entry, "dtype", "")))))
        return {path: kind for path, kind in found.items() if kind[0] is not None}  # without empty groups

    assert entries(stacked(scratch, name)) == entries(stacked(keras, name))


OPTIMIZERS = {
    "sgd": ("SGD", {"learning_rate": 0.1}),
    "momentum": ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    "adagrad": ("Adagrad", {}),
    "adadelta": ("Adadelta", {"learning_rate": 0.5}),
    "rmsprop": ("RMSprop", {}),
    "rmsprop with all": ("RMSprop", {"momentum": 0.5, "centered": True}),
    "adam": ("Adam", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
    "adam with averages": ("Adam", {"use_ema": True, "ema_momentum": 0.75}),
    "adam with accumulation": ("Adam", {"gradient_accumulation_steps": 2}),
    "adam with clipping": ("Adam", {"clipnorm": 0.01}),
    "adamw": ("AdamW", {}),
    "adamax": ("Adamax", {}),
    "nadam": ("Nadam", {}),
    "lion": ("Lion", {}),
    "ftrl": ("Ftrl", {}),
}
X, Y = GENERATOR.uniform(-1, 1, (12, 4)).astype("float32"), GENERATOR.uniform(-1, 1, (12, 2)).astype("float32")


def regression(library, optimizer):
    name, settings = OPTIMIZERS[optimizer]
    model = library.Sequential([library.Input((4,)), library.layers.Dense(3, activation="tanh"), library.layers.Dense(2)])
    model.compile(getattr(library.optimizers, name)(**settings), "mse", run_eagerly=True)  # compiling would take longer
    return model


def go_on(model):
    model.fit(X, Y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    return model.get_weights()


@pytest.mark.parametrize("optimizer", some(OPTIMIZERS, 2))
def test_training_goes_on_on_the_other_side(keras, tmp_path, optimizer):
    """A training that changes sides in the middle ends with the weights of one that does not."""
    path = tmp_path / "x.weights.h5"
    theirs, mine = regression(keras, optimizer), regression(scratch, optimizer)
    go_on(theirs)
    theirs.save_weights(path)
    mine.load_weights(path)
    middle = mine.get_weights()
    after = go_on(mine)
    for a, b in zip(go_on(theirs), after):
        np.testing.assert_allclose(a, b, atol=2e-6)
    mine.save_weights(path)
    theirs.load_weights(path)
    for a, b in zip(go_on(theirs), go_on(mine)):
        np.testing.assert_allclose(a, b, atol=2e-6)
    assert not same(middle, mine.get_weights())
    fresh = regression(scratch, optimizer)
    fresh.set_weights(middle)
    apart = max(np.abs(a - b).max() for a, b in zip(go_on(fresh), after))
    assert (apart > 2e-5) == (optimizer != "sgd"), "without what the optimizer remembers it goes on in another way"


def test_rate_is_kept_and_a_schedule_is_not_overwritten(tmp_path):
    path = tmp_path / "x.weights.h5"
    model = regression(scratch, "adam")
    go_on(model)
    model.optimizer.learning_rate = 0.25
    model.save_weights(path)
    other = regression(scratch, "adam")
    other.load_weights(path)
    assert other.optimizer.learning_rate == 0.25
    other.compile(scratch.optimizers.Adam(scratch.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)), "mse")
    with pytest.raises(ValueError, match="compile with the optimizer that was saved"):
        other.load_weights(path)


def test_npz_is_what_one_line_of_numpy_writes_for_keras(keras, tmp_path):
    theirs, mine = randomised(stacked(keras, "statistics")), randomised(stacked(scratch, "statistics"))
    np.savez(tmp_path / "theirs.npz", *theirs.get_weights())
    mine.load_weights(tmp_path / "theirs.npz")
    assert same(theirs.get_weights(), mine.get_weights())
    randomised(mine).save_weights(tmp_path / "mine.npz")
    with np.load(tmp_path / "mine.npz") as file:
        theirs.set_weights(list(file.values()))
    assert same(theirs.get_weights(), mine.get_weights())
