"""Masks on their way through a model: begun by Embedding or Masking, they skip steps, losses and metrics as in Keras."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import scratch
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.merge_pair import MergePair
from scratch import layers
from tests.quickly import some

STEPS, FEATURES, CLASSES = 5, 3, 4
WORDS = 7


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def sequences(seed=0, count=24):
    """Real-valued sequences, some steps of which are all zero."""
    generator = np.random.default_rng(seed)
    x = generator.standard_normal((count, STEPS, FEATURES)).astype("float32")
    x[generator.random((count, STEPS)) < 0.3] = 0
    return x, generator


def sentences(seed=0, count=24):
    """Word numbers with zeros behind, in the middle and, in one, throughout."""
    generator = np.random.default_rng(seed)
    x = generator.integers(0, WORDS, (count, STEPS))
    x[0], x[1], x[2, 2:] = 0, [3, 0, 0, 2, 0], 0
    return x, generator


def embedded(k):
    return [k.Input((STEPS,), dtype="int32"), k.layers.Embedding(WORDS, 3, mask_zero=True)]


STACKS = {
    "masking, LSTM": (sequences, lambda k: [k.Input((STEPS, FEATURES)), k.layers.Masking(), k.layers.LSTM(4), k.layers.Dense(CLASSES)]),
    "embedding, GRU": (sentences, lambda k: [*embedded(k), k.layers.GRU(4), k.layers.Dense(CLASSES)]),
    "embedding, dropout, two layers": (
        sentences,
        lambda k: [
            *embedded(k), k.layers.Dropout(0.0), k.layers.SimpleRNN(4, return_sequences=True), k.layers.LSTM(3), k.layers.Dense(CLASSES),
        ],
    ),
    "embedding, both ways": (
        sentences,
        lambda k: [
            *embedded(k), k.layers.Bidirectional(k.layers.GRU(3, return_sequences=True), merge_mode="sum"),
            k.layers.Bidirectional(k.layers.LSTM(2)), k.layers.Dense(CLASSES),
        ],
    ),
    "embedding, mean": (sentences, lambda k: [*embedded(k), k.layers.GlobalAveragePooling1D(), k.layers.Dense(CLASSES)]),
    "a tag a step": (
        sentences,
        lambda k: [*embedded(k), k.layers.LSTM(4, return_sequences=True), k.layers.Dense(CLASSES, activation="softmax")],
    ),
    "a tag a step, backwards": (
        sentences,
        lambda k: [
            *embedded(k), k.layers.GRU(4, return_sequences=True, go_backwards=True), k.layers.TimeDistributed(k.layers.Dense(CLASSES)),
            k.layers.Activation("softmax"),
        ],
    ),
}  # fmt: skip


def trained(library, name, weights=None, sample_weight=None):
    data, stack = STACKS[name]
    x, generator = data()
    if "mean" in name:
        x = x[1:]  # the mean of no word is NaN
    per_step = name.startswith("a tag")
    y = generator.integers(0, CLASSES, (len(x), STEPS) if per_step else len(x))
    model = library.Sequential(stack(library))
    loss = library.losses.SparseCategoricalCrossentropy(from_logits=not per_step)
    # Of an embedding Keras squares the gradients of equal words one by one in Adam (docs/keras-notes.md), so another optimizer.
    optimizer = "adam" if name == "masking, LSTM" else library.optimizers.SGD(0.5)
    model.compile(optimizer, loss, metrics=["accuracy"], weighted_metrics=["accuracy"] if sample_weight else None)
    if weights is not None:
        model.set_weights(weights)
    start = model.get_weights()
    weight = None if not sample_weight else generator.uniform(0.5, 2, y.shape).astype("float32")
    history = model.fit(x, y, sample_weight=weight, batch_size=8, epochs=3, shuffle=False, verbose=0).history
    return start, history, model.evaluate(x, y, batch_size=8, verbose=0, return_dict=True), model.predict(x, verbose=0), model.get_weights()


@pytest.mark.keras
@pytest.mark.parametrize("name", some(STACKS, 1))
def test_same_script_same_numbers(keras, name):
    weighted = name == "a tag a step"
    keras.utils.set_random_seed(0)  # with other weights two outputs may be as good as tied, and one accuracy a sample off
    start, theirs, their_scores, their_outputs, their_weights = trained(keras, name, sample_weight=weighted)
    _, mine, my_scores, my_outputs, my_weights = trained(scratch, name, start, sample_weight=weighted)
    assert set(mine) == set(theirs)
    for quantity, values in theirs.items():
        assert mine[quantity] == pytest.approx(values, rel=2e-5, abs=1e-6), quantity
    assert my_scores == pytest.approx(their_scores, rel=2e-5, abs=1e-6)
    assert np.abs(my_outputs - their_outputs).max() < 1e-5
    assert max(np.abs(a - b).max() for a, b in zip(my_weights, their_weights, strict=True)) < 1e-5


@pytest.mark.keras
def test_stateful_goes_on_where_it_ended(keras):
    x, _ = sequences(count=4)
    halves = np.split(x[:, :4], 2, axis=1)
    theirs, mine = (library.layers.LSTM(3, stateful=True, return_sequences=True) for library in (keras, scratch))
    theirs.build((4, None, FEATURES))
    mine.ensure_built((4, None, FEATURES))
    mine.set_weights(theirs.get_weights())
    for half in halves:
        assert np.abs(mine(half) - np.asarray(theirs(half))).max() < 1e-6
    whole = layers.LSTM(3, return_sequences=True)
    whole.ensure_built((4, None, FEATURES))
    whole.set_weights(mine.get_weights())
    assert np.abs(mine(halves[1]) - whole(x[:, :4])[:, 2:]).max() > 1e-3, "three halves are not two"
    mine.reset_state()
    assert np.array_equal(np.concatenate([mine(half) for half in halves], axis=1), whole(x[:, :4]))
    with pytest.raises(ValueError, match="reset_state"):
        mine(x[:3, :2])


def test_a_mask_changes_the_result_and_where_it_ends():
    x, _ = sentences()
    model = scratch.Sequential(embedded(scratch))
    model.add(layers.LSTM(4))
    with_mask = model(x)
    assert model.output_mask is None, "one output a sample has no steps"
    model.layers[0].makes_mask = model.layers[0].mask_zero = False
    model.build((None, STEPS))
    assert np.abs(model(x) - with_mask).max() > 1e-3
    assert np.array_equal(with_mask[0], np.zeros(4)), "a sentence without words leaves the state alone"


def test_padding_behind_makes_no_difference():
    x, _ = sentences(count=6)
    short = np.where(x == 0, 1, x)
    model = scratch.Sequential([layers.Embedding(WORDS, 3, mask_zero=True), layers.GRU(4)])
    padded = np.concatenate([short, np.zeros_like(short)], axis=1)
    assert np.allclose(model(short), model(padded), rtol=0, atol=1e-7)


def test_a_layer_that_loses_a_mask_says_so():
    model = scratch.Sequential([*embedded(scratch), layers.Flatten()])
    with pytest.warns(UserWarning, match="flatten: Flatten loses the mask") as caught:
        model(sentences()[0])
    assert caught[0].filename == __file__, "where the model was called"
    assert model.output_mask is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert layers.Flatten().compute_mask(np.ones((2, 3))) is None, "without a mask there is nothing to say"


def test_a_mask_goes_through_what_changes_nothing():
    words = scratch.Sequential([*embedded(scratch), layers.Identity()])
    x = sentences()[0]
    words(x)
    np.testing.assert_array_equal(words.output_mask, x != 0)
    steps = scratch.Sequential([scratch.Input((STEPS, FEATURES)), layers.Masking(), layers.Identity()])
    x = sequences()[0]
    steps(x)
    np.testing.assert_array_equal(steps.output_mask, x.any(axis=-1))


@pytest.mark.parametrize("layer", [layers.BatchNormalization, layers.Softmax])
def test_what_would_take_a_mask_for_something_else_refuses_it(layer):
    model = scratch.Sequential([*embedded(scratch), layer()])
    with pytest.raises(ValueError, match="expected no mask"):
        model(sentences()[0], training=True)


MASKED = [pair for pair in LAYERS if not isinstance(pair, MergePair) and pair.name not in ("Bidirectional", "TimeDistributed")]
"""Of several inputs each would have its own mask; `Sequential` has no place for such layers."""


@pytest.mark.keras
@pytest.mark.parametrize("pair", MASKED, ids=lambda pair: pair.name)
def test_layers_say_that_they_hand_a_mask_on_where_keras_s_do(keras, pair):
    settings = {name: values[-1] for name, values in pair.settings.items()}
    theirs = getattr(keras.layers, pair.name)(**pair.adapted(dict(settings), "float32"))
    mine = getattr(layers, pair.name)(**pair.adapted(dict(settings), "float32"))
    assert mine.supports_masking == theirs.supports_masking


@pytest.mark.keras
def test_so_do_layers_around_others(keras):
    for k in (keras, scratch):
        assert k.layers.Bidirectional(k.layers.LSTM(2)).supports_masking
        assert k.layers.TimeDistributed(k.layers.Dense(2)).supports_masking
