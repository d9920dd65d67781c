"""Initial values of weights, under Keras's names."""
from scratch.initializers.constant import Constant, Ones, Zeros
from scratch.initializers.glorot_uniform import GlorotUniform
from scratch.initializers.initializer import Initializer
from scratch.initializers.random_normal import RandomNormal
from scratch.lookup import look_up

__all__ = ["Constant", "GlorotUniform", "Initializer", "Ones", "RandomNormal", "Zeros", "get"]


def get(identifier: object) -> Initializer:
    """The initializer called `identifier`, such as `'glorot_uniform'` or `'zeros'`."""
    return look_up(identifier, globals(), __all__, kind="initializer", accept=Initializer)
