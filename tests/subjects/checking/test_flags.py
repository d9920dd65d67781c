"""A function with a switch for its derivative: a wrong derivative is seen, however the switch is called and wherever it stands."""

from __future__ import annotations

from itertools import product

import pytest

from comparisons.subjects.pointing import line_of
from tests.quickly import quickly, some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

FUNCTIONS = {
    "tanh": ("1 - np.tanh(x) ** 2", "np.tanh(x)", "1 - np.tanh(x)"),
    "elu": (
        "np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))",
        "np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))",
        "np.where(x > 0, 1.0, alpha * np.expm1(np.minimum(x, 0)))",
    ),
    "relu": ("(x > 0) * 1.0", "np.maximum(x, 0)", "np.maximum(x, 0)"),
    "softplus": ("1 / (1 + np.exp(-x))", "np.logaddexp(0, x)", "1 / (1 + np.exp(x))"),
}
ARGUMENTS = ("x, deriv=False", "x, alpha=1.0, derivative=False", "x, grad=False, alpha=1.0")


def text(name, arguments, slope, value):
    flag = next(word for word in ("derivative", "deriv", "grad") if f"{word}=" in arguments)
    alpha = "" if "alpha" in arguments else "    alpha = 1.0\n"
    return f"import numpy as np\ndef {name}({arguments}):\n{alpha}    if {flag}:\n        return {slope}\n    return {value}\n"


@pytest.mark.parametrize(("name", "arguments"), some([pytest.param(*case) for case in product(FUNCTIONS, ARGUMENTS)], 3))
def test_a_wrong_derivative_behind_a_flag_is_seen(name, arguments, tmp_path):
    slope, value, wrong = FUNCTIONS[name]
    (right,) = examined(target_of(tmp_path, text(name, arguments, slope, value), "right.py")).values()
    assert right.verdict == "match"
    assert "gradient of x" in right.understood.reading.grades
    (other,) = examined(target_of(tmp_path, text(name, arguments, wrong, value), "wrong.py")).values()
    assert other.verdict in ("deviation", "mismatch")


STATIC = "    @staticmethod\n    def forward(x, prime=False):\n        t = np.tanh(x)\n        return {} if prime else t\n"
CALLED = "    def __call__(self, x, derivative=False):\n        t = np.tanh(x)\n        return {} if derivative else t\n"


@pytest.mark.parametrize("method", [STATIC, CALLED], ids=["static", "called"])
def test_a_wrong_derivative_behind_a_flag_of_a_class_is_seen(method, tmp_path):
    verdicts = []
    for name, slope in (("right.py", "1 - t * t"), ("wrong.py", "1 - t")):
        (one,) = examined(target_of(tmp_path, "import numpy as np\nclass Tanh:\n" + method.format(slope), name)).values()
        verdicts.append(one.verdict)
    assert verdicts == ["match", "deviation"]


WORDS = {
    "compared": 'def tanh(x, mode="forward"):\n    if mode == "backward":\n        return {slope}\n    return np.tanh(x)\n',
    "the other word": "def tanh(x, kind='value'):\n    if kind != 'prime':\n        return np.tanh(x)\n    return {slope}\n",
    "no default": "def tanh(x, direction):\n    if direction == 'f':\n        return np.tanh(x)\n"
    "    elif direction == 'b':\n        return {slope}\n",
    "among": "def tanh(x, what='f'):\n    return {slope} if what in ('grad', 'derivative') else np.tanh(x)\n",
    "matched": "class Tanh:\n    def forward(self, x, mode):\n        match mode:\n"
    '            case "fwd":\n                return np.tanh(x)\n'
    '            case "bwd":\n                return {slope}\n',
}
"""Switches that are told a word."""


@pytest.mark.parametrize("form", quickly(WORDS, ("no default", "matched")))
def test_a_wrong_derivative_behind_a_word_is_seen_and_its_line_is_named(form, tmp_path):
    function = WORDS[form]
    (right,) = examined(target_of(tmp_path, "import numpy as np\n" + function.format(slope="1 - np.tanh(x) ** 2"), "right.py")).values()
    assert (right.verdict, right.understood.reading.adapter.convention) == ("match", "activation-derivative")
    text = "import numpy as np\n" + function.format(slope="1 - np.tanh(x)")
    (wrong,) = examined(target_of(tmp_path, text, "wrong.py")).values()
    assert [found.code for found in wrong.findings if found.counts] == ["derivative-formula"]
    line = line_of(wrong.understood.sighting, "gradient of x")
    assert "1 - np.tanh(x)" in text.split("\n")[line - 1]
    assert "np.tanh(x)" in text.split("\n")[line_of(wrong.understood.sighting, "output") - 1]


def test_a_wrong_gradient_of_a_loss_behind_a_word_is_seen(tmp_path):
    text = """import numpy as np
def mse(y_true, y_pred, mode="loss"):
    if mode == "grad":
        return {} * (y_pred - y_true) / y_true.size
    return np.mean((y_pred - y_true) ** 2)
"""
    (right,) = examined(target_of(tmp_path, text.format(2), "right.py")).values()
    (wrong,) = examined(target_of(tmp_path, text.format(1), "wrong.py")).values()
    assert (right.verdict, wrong.verdict) == ("match", "deviation")
