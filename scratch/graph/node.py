"""What every node of a computational graph has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, final

import numpy as np

from scratch.differentiable import Array


class Node(ABC):
    """One step of a computation: `forward` goes with the arrows, `backward` against them.

    `backward` takes dL/dy, the gradient that arrives at the output, multiplies it by the node's own derivatives and
    returns dL/dx for every input: the chain rule, one node at a time. A subclass writes both as methods free of side
    effects; what `backward` needs of the inputs is kept here.

    Numbers and lists become float64 arrays; arrays of any array-API library stay what they are.
    """

    def __init__(self) -> None:
        self._inputs: tuple[Array, ...] | None = None

    @final
    def forward(self, *inputs: Array) -> Any:
        """Output, or outputs, of the node."""
        self._inputs = tuple(as_floats(x) for x in inputs)
        return self.compute(*self._inputs)

    @final
    def backward(self, *upstream: Array) -> Any:
        """Gradients of the inputs of the last forward; one array if there is one input.

        Args:
            upstream: dL/dy, one for each output.

        Raises:
            RuntimeError: there was no forward.
        """
        if self._inputs is None:
            raise RuntimeError(f"{type(self).__name__}: expected forward before backward, got no forward; call forward first.")
        gradients = self.vjp(tuple(as_floats(dy) for dy in upstream), *self._inputs)
        return gradients[0] if len(gradients) == 1 else gradients

    @abstractmethod
    def compute(self, *inputs: Array) -> Any:
        """The outputs, from the inputs."""

    @abstractmethod
    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        """The gradients of the inputs, from those of the outputs."""

    def wrong(self, expected: str, got: object) -> ValueError:
        """The error about inputs that do not fit, for a subclass to raise."""
        return ValueError(f"{type(self).__name__}: expected {expected}, got {got}.")


def as_floats(x: Array) -> Array:
    """Arrays as they are; the rest as float64."""
    return x if hasattr(x, "__array_namespace__") else np.asarray(x, dtype=np.float64)[()]
