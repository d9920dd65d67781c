"""Data sets, under the names that Keras gives them."""

from typing import TYPE_CHECKING

from scratch.datasets import mnist as mnist
from scratch.lookup import nothing_else

__all__ = ["mnist"]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)
