"""The Keras side. Nothing here imports TensorFlow before it is used; `reference.backend` is the one file that does."""

from reference.backend import ReferenceUnavailableError, floatx, versions
from reference.training import KerasState, KerasStep, KerasTraining

__all__ = ["KerasState", "KerasStep", "KerasTraining", "ReferenceUnavailableError", "floatx", "versions"]
