"""Initial values of weights, under Keras's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scratch.initializers.constant import Constant, Identity, Ones, Zeros
from scratch.initializers.custom import FromArray, FromFunction
from scratch.initializers.glorot import GlorotNormal, GlorotUniform
from scratch.initializers.he import HeNormal, HeUniform
from scratch.initializers.initializer import Initializer, RandomInitializer
from scratch.initializers.lecun import LecunNormal, LecunUniform
from scratch.initializers.orthogonal import Orthogonal
from scratch.initializers.random_normal import RandomNormal, TruncatedNormal
from scratch.initializers.random_uniform import RandomUniform
from scratch.initializers.variance_scaling import VarianceScaling
from scratch.lookup import look_up, nothing_else

RULES = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
]
ALIASES = {"normal": "RandomNormal", "uniform": "RandomUniform", "one": "Ones", "zero": "Zeros"}

# Keras offers every class under a second name, too.
constant, identity, ones, zeros, orthogonal = Constant, Identity, Ones, Zeros, Orthogonal
random_normal, random_uniform, truncated_normal, variance_scaling = RandomNormal, RandomUniform, TruncatedNormal, VarianceScaling
glorot_normal, glorot_uniform, he_normal, he_uniform = GlorotNormal, GlorotUniform, HeNormal, HeUniform
lecun_normal, lecun_uniform = LecunNormal, LecunUniform

__all__ = [*RULES, "Initializer", "RandomInitializer", "get"]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)


def get(identifier: object) -> Initializer:
    """The initializer called `identifier`, such as `'glorot_uniform'`; or one made of a function or an array."""
    if isinstance(identifier, (np.ndarray, np.generic)):
        return FromArray(identifier)
    if callable(identifier) and not isinstance(identifier, (type, Initializer)):
        return FromFunction(identifier)
    return look_up(identifier, globals(), RULES, kind="initializer", accept=Initializer, aliases=ALIASES)
