"""Methods that a base class leaves open are none: what a class does not go back with is not asked for a gradient."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
class Activation:
    def forward(self, x): raise NotImplementedError
    def derivative(self, x):
        '''Of it.'''
        raise NotImplementedError("a subclass has it")
class LogSoftmax(Activation):
    def forward(self, x):
        z = x - x.max(axis=1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))
class Nothing:
    def forward(self, x): pass
    def backward(self, upstream): ...
class Tanh(Nothing):
    def forward(self, x): return np.tanh(x)
class Sigmoid(Activation):
    def forward(self, x): return 0.5 * (1 + np.tanh(x / 2))
    def derivative(self, x): raise NotImplementedError
"""


def test_what_is_inherited_and_left_open_is_not_there(tmp_path):
    found = examined(target_of(tmp_path, TEXT))
    assert {name: (one.verdict, one.problem is None) for name, one in found.items()} == {
        "LogSoftmax": ("match", True),
        "Tanh": ("match", True),
        "Sigmoid": ("error", False),  # its own, which says that there is something to come
    }
