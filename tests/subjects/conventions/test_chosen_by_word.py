"""Of what is several parts, chosen by a word, every one is checked: none that is wrong hides behind the default."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import find
from comparisons.subjects.finding.load import load_targets
from comparisons.subjects.worker import Worker
from tests.quickly import some
from tests.subjects.looking import SAMPLES, examined, target_of

RIGHT = (SAMPLES / "chosen_by_word.py").read_text(encoding="utf-8")
WRONG = [
    ("activate(kind='tanh')", "return 1 - np.tanh(x) ** 2", "return 1 - np.tanh(x)", "derivative-formula", "return 1 - np.tanh(x)"),
    ("loss(name='mae')", "np.mean(np.abs(", "np.sum(np.abs(", "loss-gradient-inconsistent", ""),
    ("Activation(name='tanh')", "return dy * (1 - self.y**2)", "return dy * (1 - self.y)", "derivative-formula", ""),
    ("activate(kind='sigmoid')", "1 / (1 + np.exp(-x))", "1 / (1 + np.exp(x))", "value-formula", ""),
    ("Network.squash(kind='tanh')", "return 1 - np.tanh(z) ** 2", "return 1 - np.tanh(z)", "derivative-formula", "return 1 - np.tanh(z)"),
    ("Optimizer(method='rmsprop')", "(1 - self.rho) * grads", "self.rho * grads", "", ""),
]  # fmt: skip
TABLE = """import numpy as np
TABLE = {"relu": lambda z: np.maximum(0, z), "tanh": lambda z: np.tanh(z)}
def act(z, kind="relu"):
    return TABLE[kind](z)
"""
OTHERS = """import numpy as np
def gram(x, y, kind="linear"):
    if kind == "linear": return x @ y.T
    elif kind == "sigmoid": return np.tanh(x @ y.T)
def init_weights(n, activation="relu"):
    if activation == "relu": return np.sqrt(2 / n)
    elif activation == "tanh": return np.sqrt(1 / n)
def sigmoid(x, kind="relu"):
    return 1 / (1 + np.exp(-x)) if kind in ("relu", "tanh") else x
class Net:
    def __init__(self, layers, activation="relu"):
        self.layers, self.activation = layers, activation
    def forward(self, x):
        return np.tanh(x) if self.activation == "tanh" else np.maximum(0, x) if self.activation == "relu" else x
"""
UNKNOWN = """import numpy as np
def act(x, kind):
    if kind == "relu": return np.maximum(0, x)
    elif kind == "tanh": return np.tanh(x)
    elif kind == "wobble": return np.sin(x)
"""


@pytest.mark.keras
@pytest.mark.parametrize(("part", "right", "wrong", "code", "line"), some((pytest.param(*case) for case in WRONG), 3))
def test_a_mistake_behind_a_word_is_found(part, right, wrong, code, line, tmp_path):
    assert right in RIGHT
    target = target_of(tmp_path, RIGHT.replace(right, wrong))
    one = examined(target, only=(part,))[part]
    assert one.verdict in (("deviation", "convention") if code else ("mismatch",))
    assert code in [found.code for found in one.findings] or not code
    if line:
        from comparisons.subjects.rows import row_of

        assert [f["source"]["text"].strip() for f in row_of(one, reproduce="")["findings"] if f["code"] == code] == [line]


@pytest.mark.keras
def test_what_a_word_changes_in_a_table_is_said_to_be_left_alone(tmp_path):
    found = examined(target_of(tmp_path, TABLE))
    assert {name: one.verdict for name, one in found.items()} == dict.fromkeys(("TABLE.relu", "TABLE.tanh", "act"), "match")
    assert any("what kind changes" in note for note in found["act"].notes)


def found_in(tmp_path, text):
    target = target_of(tmp_path, text)
    with Worker(target.source) as worker:
        parts, alone = find(target, Session(worker))
        return [part.name for part in parts], alone


def test_a_word_for_an_activation_makes_no_activations_of_something_else(tmp_path):
    parts, _ = found_in(tmp_path, OTHERS)
    assert not [name for name in parts if "(" in name]


def test_words_that_nobody_knows_are_parts_as_well(tmp_path):
    parts, _ = found_in(tmp_path, UNKNOWN)
    assert parts == ["act(kind='relu')", "act(kind='tanh')", "act(kind='wobble')"]


def test_a_part_is_asked_for_by_its_word():
    target = load_targets(f"{SAMPLES / 'chosen_by_word.py'}:activate(kind='tanh')")[0]
    assert target.member == "activate(kind='tanh')"
