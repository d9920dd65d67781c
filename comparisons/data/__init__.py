"""Data for training side by side: `load("mnist-5k")`, `load("mnist")`, `load("path/to/mnist.npz")`, `load("spiral")`."""

from comparisons.data.dataset import Dataset
from comparisons.data.scaling import scaled, standardized
from comparisons.data.sources import load

__all__ = ["Dataset", "load", "scaled", "standardized"]
