"""Keras scripts run on scratch after changing their imports alone, and give what they give on Keras."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import scratch
from tests.quickly import some

SCRIPTS = {path.stem: path for path in sorted((Path(__file__).parent / "scripts").glob("*.py"))}
IMPORTS = {
    "scratch": [("from tensorflow import keras", "import scratch as keras"), ("from tensorflow.keras", "from scratch")],
    "keras": [("from tensorflow import keras", "import keras"), ("from tensorflow.keras", "from keras")],
}
PARAMETERS = {
    "a1_mlp": [39_250, 510], "a3_spiral": [12, 15], "a4_rmsprop": [401_920, 5_130], "a5_activation_layers": [200_960, 32_896, 1_290],
    "a6_logistic_regression": [9], "a7_binary": [288, 1_056, 33], "a8_early_stopping": [200_960, 65_792, 2_570],
    "a10_cnn": [80, 1_168, 5_770], "a10_rnn": [40, 104, 360, 7],
}  # fmt: skip


@pytest.fixture
def few_digits(monkeypatch):
    """`few_digits(library)`: its `load_data` gives 400 + 100 of the bundled digits."""
    (x_train, y_train), (x_test, y_test) = scratch.datasets.mnist.load_bundled()

    def patch(library):
        monkeypatch.setattr(library.datasets.mnist, "load_data", lambda: ((x_train[:400], y_train[:400]), (x_test[:100], y_test[:100])))

    return patch


def run(name, library, hook):
    """What the script's names stand for at its end. `hook(model, fit, arguments)` stands in for `fit`."""
    source = SCRIPTS[name].read_text(encoding="utf-8")
    for old, new in IMPORTS[library.__name__]:
        source = source.replace(old, new)
    assert "tensorflow" not in source
    original = library.Sequential.fit
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library.Sequential, "fit", lambda model, *data, **settings: hook(model, original, (data, settings)))
        names: dict[str, object] = {"__name__": "__main__"}
        exec(compile(source, SCRIPTS[name], "exec"), names)
    return names


def as_written(model, fit, arguments):
    return fit(model, *arguments[0], **arguments[1])


def counts(text):
    """The numbers of parameters in the last column of a summary, those of layers without any left out, and the totals."""
    of_layers = [int(n.replace(",", "")) for n in re.findall(r"│ +([\d,]+) │\n", text)]
    totals = re.findall(r"(\w[\w-]*) params: ([\d,]+)", text)
    return [n for n in of_layers if n], dict(totals)


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_runs_on_scratch(name, few_digits, capsys):
    few_digits(scratch)
    scratch.utils.set_random_seed(0)
    names = run(name, scratch, as_written)
    printed, _ = capsys.readouterr()
    assert counts(printed)[0] == PARAMETERS[name]
    history = names["history"].history
    assert history["loss"][-1] < history["loss"][0]
    assert np.isfinite([value for values in history.values() for value in values]).all()


def test_there_is_a_script_for_every_network():
    assert set(SCRIPTS) == set(PARAMETERS)


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`", "ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("name", some(SCRIPTS, 1))
def test_script_gives_what_it_gives_on_keras(name, few_digits, capsys):
    from reference.backend import load

    keras = load().keras
    few_digits(keras)
    few_digits(scratch)
    keras.backend.clear_session()
    keras.utils.set_random_seed(0)
    weights = []

    def from_keras(model, fit, arguments):
        """Starts with weights that are known, and goes on in the order of the data."""
        data, settings = arguments
        if not model.built:
            model.build((None, *np.shape(data[0])[1:]))
        weights.append(model.get_weights())
        return fit(model, *data, **settings, shuffle=False)

    def from_the_same(model, fit, arguments):
        data, settings = arguments
        if not model.built:
            model.build((None, *np.shape(data[0])[1:]))
        model.set_weights(weights[0])
        return fit(model, *data, **settings, shuffle=False)

    theirs = run(name, keras, from_keras)
    their_print, _ = capsys.readouterr()
    mine = run(name, scratch, from_the_same)
    my_print, _ = capsys.readouterr()
    assert counts(my_print) == counts(their_print)
    their_history, my_history = theirs["history"].history, mine["history"].history
    assert list(my_history) == list(their_history)
    for quantity, values in their_history.items():
        assert my_history[quantity] == pytest.approx(values, rel=1e-3, abs=1e-5), quantity
    compared = 0
    for key, value in theirs.items():
        if isinstance(value, np.ndarray):
            assert np.shape(mine[key]) == np.shape(value), key
            assert mine[key].dtype == value.dtype, key
            compared += 1
    assert compared
