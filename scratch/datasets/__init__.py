"""Data sets, under the names that Keras gives them."""

from scratch.datasets import mnist as mnist

__all__ = ["mnist"]
