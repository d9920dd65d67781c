"""An error of the call is told from one of the code."""

from __future__ import annotations

import pytest

from comparisons.subjects.asking import asks_for_more
from comparisons.subjects.inventory.sighting import Sighting
from tests.subjects.looking import examined, target_of

ASKING = [
    "AttributeError: 'numpy.ndarray' object has no attribute 'data' (line 3)",
    "TypeError: 'StandIn' object is not iterable (line 9)",
    "TypeError: forward() missing 1 required positional argument: 'mask'",
    "TypeError: Dense.__init__() got an unexpected keyword argument 'units'",
    "TypeError: cannot unpack non-iterable int object",
    "AttributeError: 'NoneType' object has no attribute 'apply_activation' (line 60)",
]
OWN = [
    "AttributeError: 'NoneType' object has no attribute 'shape'",
    "NameError: name 'nq' is not defined",
    "ValueError: shapes (3,1) and (3,5) not aligned",
    "ZeroDivisionError: division by zero",
    "",
]


@pytest.mark.parametrize("problem", ASKING)
def test_it_wants_something_else(problem):
    assert problem in asks_for_more(Sighting("Dense", (), None), problem)


@pytest.mark.parametrize("problem", OWN)
def test_it_is_wrong(problem):
    assert asks_for_more(Sighting("Dense", (), None), problem) == ""


SET_UP = """
import numpy as np
class Dense:
    def __init__(self, units):
        self.units = units
    def generate_weights(self, layers, index, dtype):
        self.w = np.zeros((layers[index - 1].units, self.units), dtype)
    def forward(self, x):
        return x @ self.w
    def backward(self, dout):
        return dout @ self.w.T
class Affine:
    def __init__(self, n_in, n_out):
        self.w = np.zeros((n_in, n_out))
    def forward(self, x):
        return x @ self.W
    def backward(self, dout):
        return dout @ self.w.T
class Wrapped:
    def __init__(self, n_in, n_out):
        self.w = np.zeros((n_in, n_out))
    def __array__(self): raise TypeError
class RNN:
    def __init__(self, units):
        self.units = units
    def init_params(self, n_in):
        self.w = np.zeros((n_in + self.units[0], self.units))
    def forward(self, x):
        return np.zeros((len(x), self.units))
    def backward(self, dout):
        return dout
class Linear:
    def __init__(self, n_in, n_out):
        self.w = np.zeros((n_in, n_out))
    def forward(self, x):
        return Wrapped(2, 3)
    def backward(self, dout):
        return dout @ self.w.T
"""


def test_what_nobody_can_guess_is_unrecognised_and_a_mistake_is_an_error(tmp_path):
    found = examined(target_of(tmp_path, SET_UP))
    assert found["Dense"].verdict == "unrecognised"
    assert found["Dense"].message.startswith("generate_weights(layers, index, dtype) has to be called first")
    assert found["Affine"].verdict == "error"
    assert "has no attribute 'W'" in str(found["Affine"].problem)
    assert found["RNN"].verdict == "unrecognised"
    assert found["RNN"].message == "it computes nothing that could be taken for SimpleRNN"
    assert found["Linear"].verdict == "unrecognised"
    assert found["Linear"].message == "forward returns an object of type Wrapped, where an array was expected"
