"""A function with a switch for its derivative: a wrong derivative is seen, however the switch is called and wherever it stands."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("arguments", ARGUMENTS)
@pytest.mark.parametrize("name", FUNCTIONS)
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
