"""A pair of initializers, and evenly spread numbers that are the distribution itself."""

from __future__ import annotations

import math

import numpy as np

from comparisons.checks.example import Example
from comparisons.pairs.initializers import InitializerPair
from comparisons.pairs.methods import with_methods
from tests.judging.part import case_of


def drawn(name="RandomUniform", law=None, shapes=((200, 100), (20_000,)), small=((3,), (2, 3)), **sides):
    """A pair of initializers with a law, and its two sides."""
    pair = InitializerPair(name, law=law, large=shapes, drawn=small)
    return with_methods(pair, **sides) if sides else pair


def uniform(low, high, dtype="float64"):
    """Evenly spread numbers in a mixed order: the distribution itself, as far as so many numbers can show it."""

    def side(self, case):
        shape = self.shape(case)
        n = math.prod(shape)
        values = low + (high - low) * (np.arange(n) + 0.5) / n
        return {"output": np.random.default_rng(0).permutation(values).reshape(shape).astype(dtype)}

    return side


def initial(pair, dtype="float64", **settings):
    case = pair.make_case({"minval": -1.0, "maxval": 3.0, **settings}, (2, 3), case_of([1.0]).values, dtype, False)
    return Example(pair, case)


RIGHT = uniform(-1.0, 3.0)
