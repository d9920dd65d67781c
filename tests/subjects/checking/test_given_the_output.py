"""A derivative is only said to be for the output if it is right for that everywhere: else it is wrong for the input."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
def softplus(z): return np.logaddexp(0, z)
def softplus_prime(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), 1 / (1 + e))
def tanh(z): return np.tanh(z)
def tanh_prime(z): return np.where(z > 0, 1 - np.tanh(z) ** 2, 0.7)
def sigmoid(z): return 0.5 * (1 + np.tanh(z / 2))
def sigmoid_prime(z): return z * (1 - z)
"""


def test_what_is_right_for_positive_numbers_alone_is_wrong_for_the_input(tmp_path):
    found = examined(target_of(tmp_path, TEXT))
    softplus, tanh, sigmoid = found["softplus"], found["tanh"], found["sigmoid"]
    assert [(one.code, "|x|" in one.summary) for one in softplus.findings if one.counts] == [("derivative-formula", True)]
    assert not softplus.notes
    assert tanh.region == "gradient of x: only where x <= 0"
    assert (sigmoid.verdict, any("is right for the output of sigmoid" in note for note in sigmoid.notes)) == ("match", True)
