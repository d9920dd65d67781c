"""A mistake beside a constant that somebody has written into the code: Keras rounds its own to float32, and that is no second one."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

BATCH_NORM = """import numpy as np

class BatchNorm:
    def __init__(self, n):
        self.gamma, self.beta = np.ones(n), np.zeros(n)

    def forward(self, x):
        self.mean, self.var = x.mean(axis=0), x.var(axis=0)
        self.std = np.sqrt(self.var + 1e-3)
        self.xhat = (x - self.mean) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        self.dgamma, self.dbeta = (dout * self.xhat).sum(axis=0), dout.sum(axis=0)
        d = dout * self.gamma
        return (d - d.mean(axis=0) - self.xhat * (d * self.xhat).mean(axis=0)) / self.std
"""
LAYER_NORM = BATCH_NORM.replace("BatchNorm", "LayerNorm").replace(
    "x.mean(axis=0), x.var(axis=0)", "x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)"
).replace("d.mean(axis=0)", "d.mean(axis=-1, keepdims=True)").replace(
    "(d * self.xhat).mean(axis=0)", "(d * self.xhat).mean(axis=-1, keepdims=True)"
)  # fmt: skip
LEAKY = """import numpy as np

def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)

def leaky_relu_backward(dout, x):
    return dout * np.where(x > 0, 1, 0.2)
"""
CASES = {
    "ddof": (BATCH_NORM, "BatchNorm", "x.var(axis=0)", "x.var(axis=0, ddof=1)", ["batchnorm-ddof"]),
    "nothing through the mean": (BATCH_NORM, "BatchNorm", "d - d.mean(axis=0) - ", "d - ", ["batchnorm-gradient-partial"]),
    "root": (LAYER_NORM, "LayerNorm", "np.sqrt(self.var + 1e-3)", "(np.sqrt(self.var) + 1e-3)", ["epsilon-outside-root"]),
    "nothing through the mean of a sample": (
        LAYER_NORM, "LayerNorm", "d - d.mean(axis=-1, keepdims=True) - ", "d - ", ["batchnorm-gradient-partial"],
    ),
    "slope": (LEAKY, "leaky_relu", "1, 0.2)", "1, -0.2)", ["derivative-formula"]),
}  # fmt: skip


@pytest.mark.parametrize("case", quickly(CASES, ("ddof",)))
def test_the_mistake_is_named_and_nothing_else(case, tmp_path):
    text, name, right, wrong, codes = CASES[case]
    assert right in text
    found = examined(target_of(tmp_path, text.replace(right, wrong, 1)))[name]
    assert (found.verdict, [one.code for one in found.findings if one.counts], found.region) == ("deviation", codes, "")


@pytest.mark.parametrize("text", quickly([BATCH_NORM, LAYER_NORM, LEAKY], [LAYER_NORM]))
def test_right_ones_match(text, tmp_path):
    (one,) = examined(target_of(tmp_path, text)).values()
    assert one.verdict == "match"


MASK = """import numpy as np

def relu(x):
    return np.maximum(0, x)

def relu_backward(dout, x):
    return dout * (x MASK 0)
"""


@pytest.mark.parametrize("sign", quickly(["<", "<="], ["<="]))
def test_of_two_ways_to_call_it_the_one_that_explains_everything_is_meant(sign, tmp_path):
    """More of its numbers are right if the derivative is handed the output, which is never negative; then nothing explains them."""
    (one,) = examined(target_of(tmp_path, MASK.replace("MASK", sign))).values()
    assert (one.verdict, [found.code for found in one.findings if found.counts], one.region) == ("deviation", ["relu-mask-wrong"], "")
    assert "the derivative takes the input of the activation" in one.understood.reading.adapter.details
