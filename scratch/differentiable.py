"""A function of arrays kept together with its vector-Jacobian product (VJP)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from scratch import config

Array = Any  # an array of NumPy, or of any library that follows the array API standard

# What overflows becomes inf, and inf - inf NaN, without a word, as in Keras: a model that diverges shows it in its loss.
quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")


def as_array(x: Array) -> Array:
    """Leave arrays of an array-API library alone; turn lists and numbers into NumPy arrays of `floatx`."""
    return x if hasattr(x, "__array_namespace__") else np.asarray(x, dtype=config.floatx())


def namespace(x: Array) -> Any:
    """The array API namespace `x` belongs to: `numpy` for NumPy arrays."""
    return np if type(x) is np.ndarray else x.__array_namespace__()  # the shortcut: this is asked at every operation


class Differentiable:
    """Callable `f(x, **settings)` with a second method `f.vjp(dy, x, y, **settings)`.

    `vjp` maps the upstream gradient dL/dy to dL/dx: for y = f(x) it returns J(x)^T dy, where J is the
    Jacobian of f at x. It is given y as well, so that nothing is computed twice. Both are free of side effects.

    Attributes:
        function: the bare function, for callers that hold an array and have asked for quiet already, as layers have.
    """

    vjp: Callable[..., Array]

    def __init__(self, function: Callable[..., Array]) -> None:
        self.function = function
        functools.update_wrapper(self, function)

    @quiet
    def __call__(self, x: Array, *args: Any, **settings: Any) -> Array:
        return self.function(as_array(x), *args, **settings)

    def defvjp(self, vjp: Callable[..., Array]) -> Callable[..., Array]:
        """Register the VJP; used as a decorator on the function that follows the forward one."""
        self.vjp = vjp
        return vjp

    def __repr__(self) -> str:
        return f"<{self.__module__}.{self.__name__}>"  # type: ignore[attr-defined]  # set by update_wrapper
