"""`model.summary()` prints what Keras prints."""

from __future__ import annotations

import re

import numpy as np
import pytest

import scratch
from tests.quickly import quickly, some

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


STACKS = {
    "A1": lambda k: [k.Input((784,)), k.layers.Dense(50, activation="sigmoid"), k.layers.Dense(10, activation="softmax")],
    "A5": lambda k: [k.layers.InputLayer((28, 28)), k.layers.Flatten(), k.layers.Dense(256), k.layers.ReLU(), k.layers.Dense(10)],
    "long names": lambda k: [
        k.Input((9, 9, 3)),
        k.layers.Conv2D(4, 3, name="a_name_of_a_layer_that_is_longer_than_its_column_of_the_table"),
        k.layers.BatchNormalization(),
        k.layers.GlobalAveragePooling2D(),
        k.layers.Dense(2),
    ],
    "not built": lambda k: [k.layers.Dense(3), k.layers.Dense(2)],
    "no layers": lambda k: [],
    "megabytes": lambda k: [k.Input((1000,)), k.layers.Dense(2000)],
    "not trained": lambda k: [k.Input((4,)), k.layers.Dense(2, trainable=False), k.layers.Dense(2)],
}


@pytest.mark.parametrize("columns", quickly([80, 92, 200], [92]))
@pytest.mark.parametrize("name", some(STACKS, 3))
def test_same_text(keras, name, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    texts = []
    for library in (keras, scratch):
        keras.backend.clear_session()
        library.Sequential(STACKS[name](library)).summary(print_fn=texts.append)
    assert texts[1].rstrip() == texts[0].rstrip()
    assert "Total params" in texts[1]


def test_optimizer_is_counted_once_it_has_begun(keras):
    texts = []
    for library in (keras, scratch):
        keras.backend.clear_session()
        model = library.Sequential(STACKS["A1"](library))
        model.compile("adam", "mse")
        model.fit(np.zeros((4, 784)), np.zeros((4, 10)), verbose=0, shuffle=False)
        model.summary(print_fn=texts.append, line_length=70)
    assert "Optimizer params: 79,522 (310.64 KB)" in texts[1]
    assert texts[1].rstrip() == texts[0].rstrip()


def test_line_too_short_for_a_table():
    with pytest.raises(ValueError, match="room for three columns"):
        scratch.Sequential(STACKS["A1"](scratch)).summary(line_length=10)


def printed(library, capsys, **settings):
    """What is left on the screen, without colours, times, values and bars."""
    model = library.Sequential([library.Input((2,)), library.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    capsys.readouterr()
    data, verbose = (np.zeros((6, 2)), np.zeros((6, 1))), {k: v for k, v in settings.items() if k == "verbose"}
    model.fit(*data, batch_size=2, shuffle=False, **settings)
    model.evaluate(*data, batch_size=2, **verbose)
    model.predict(data[0], batch_size=2, **verbose)
    text = re.sub(r"\x1b\[[0-9;]*m|\b", "", capsys.readouterr().out)
    lines = [line.rsplit("\r", 1)[-1].rstrip() for line in text.split("\n")]
    lines = [re.sub(r"\d+(s|ms|us)(?= |/|$)", "T", re.sub("[━─]+", "", line)) for line in lines if line]
    return [re.sub(r"\d\.\d{4}(e[+-]\d+)?", "N", line) for line in lines]


@pytest.mark.parametrize(
    "settings", some([{"verbose": 2, "epochs": 2}, {"verbose": 1}, {"epochs": 2, "validation_split": 0.5}, {"verbose": 0}], 2)
)
def test_same_progress(keras, capsys, settings):
    theirs, mine = printed(keras, capsys, **settings), printed(scratch, capsys, **settings)
    assert mine == theirs
    assert bool(mine) == (settings.get("verbose") != 0)
