"""A file with one hostile part among honest ones: theirs are the verdicts they would have had without it, and it gets no `match`."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

LAYER = """
import os
import numpy as np

def tanh(x):
    os._exit(3)

class Dense:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.random.randn(n_in, n_out), np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.W.T
"""
HONEST = """
import ctypes, gc, os, signal, sys, threading, time, warnings
import numpy as np

def relu(x):
    return np.maximum(x, 0)

def tanh(x):
    {code}
    return np.tanh(x)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))
"""
WRONG = {
    "right at first, wrong later": "globals()['n'] = n = globals().get('n', 0) + 1; x = x + 1e-3 * (n > 20)",
    "right for the shape of a probe": "x = x if x.shape == (4, 3) else x * 1.001",
    "right in double precision only": "x = x if x.dtype == np.float64 else x * 1.01",
    "a generator": "return (np.tanh(row) for row in np.atleast_1d(x))",
    "an array of objects that reduce to anything": (
        "return np.array([type('E', (), {'__reduce__': lambda s: (os._exit, (0,))})() for _ in np.atleast_1d(x)])"
    ),
    "a view of more than there is": "return np.lib.stride_tricks.as_strided(x, (10**6, 10**6), (0, 0))",
    "a view of memory that is not its own": "return np.lib.stride_tricks.as_strided(x, (10**4,), (2**40,))",
}
HARMLESS = {  # to the others; what they compute themselves is right
    "an alarm": "signal.setitimer(signal.ITIMER_REAL, 0.3)",
    "a thread that ends the process": "threading.Timer(0.2, os._exit, (0,)).start()",
    "numbers raise errors": "np.seterr(all='raise')",
    "warnings raise errors": "warnings.simplefilter('error')",
    "everything is traced": "sys.settrace(lambda *a: time.sleep(1e-3)); sys.setprofile(lambda *a: time.sleep(1e-3))",
    "hardly any recursion": "sys.setrecursionlimit(60)",
    "no garbage collection": "gc.disable(); gc.freeze()",
    "no files, no memory": "[ctypes.CDLL(None).setrlimit(n, (ctypes.c_ulong * 2)(2**20, 2**20)) for n in (7, 9)]",
    "its own source changed": "\\n    try: open(__file__, 'w').write('')\\n    except OSError: pass",
    "signals blocked": "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 60))",
    "an input in odd strides": "x = np.repeat(x, 2, axis=-1)[..., ::-2][..., ::-1]",
}


@pytest.mark.parametrize("name", quickly(WRONG, ("right for the shape of a probe", "a view of memory that is not its own")))
def test_wrong_numbers_get_no_match(tmp_path, name):
    verdicts = _verdicts(tmp_path, WRONG[name])
    assert verdicts.pop("tanh") not in ("match", "convention")
    assert verdicts == {"relu": "match", "sigmoid": "match"}


@pytest.mark.parametrize("name", quickly(HARMLESS, ("an alarm", "warnings raise errors", "no files, no memory")))
def test_the_others_do_not_pay_for_it(tmp_path, name):
    verdicts = _verdicts(tmp_path, HARMLESS[name].replace("\\n", "\n"))
    del verdicts["tanh"]
    assert verdicts == {"relu": "match", "sigmoid": "match"}


def test_a_layer_after_a_part_that_ended_the_process(tmp_path):
    found = examined(target_of(tmp_path, LAYER))
    assert {name: one.verdict for name, one in found.items()} == {"tanh": "error", "Dense": "match"}


def _verdicts(tmp_path, code):
    return {name: one.verdict for name, one in examined(target_of(tmp_path, HONEST.format(code=code))).items()}
