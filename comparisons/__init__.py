"""The harness: compares scratch, or anybody's code, with Keras."""

__version__ = "0.1.0"
