"""Image data for training side by side: `load("mnist-5k")`, `load("mnist")`, `load("path/to/mnist.npz")`."""

from comparisons.data.dataset import Dataset
from comparisons.data.scaling import scaled
from comparisons.data.sources import load

__all__ = ["Dataset", "load", "scaled"]
