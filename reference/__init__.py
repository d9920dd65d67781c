"""The Keras side. Nothing here imports TensorFlow before it is used; `reference.backend` is the one file that does."""

from reference.as_written import ON_CORRECTED_ROOT
from reference.backend import ReferenceUnavailableError, floatx, versions
from reference.training import KerasState, KerasStep, KerasTraining

__all__ = ["ON_CORRECTED_ROOT", "KerasState", "KerasStep", "KerasTraining", "ReferenceUnavailableError", "floatx", "versions"]
