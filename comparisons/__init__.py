"""The harness: compares scratch, or anybody's code, with Keras."""

from comparisons.notebook import check, compare

__all__ = ["check", "compare"]

__version__ = "0.1.0"
