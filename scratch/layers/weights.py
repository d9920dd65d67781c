"""What a layer keeps: parameters, their gradients, and state."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

import numpy as np

from scratch import initializers
from scratch.arrays import in_default_library
from scratch.differentiable import Array, namespace


class Weights:
    """Three dictionaries of arrays by name, and Keras's ways to read and write them.

    `params` is trained, `grads` has the gradient of each at the same name, `state` changes in training without being
    trained (moving averages). Arrays stay the same objects as long as they live: new values are written into them.
    """

    name: str
    dtype: str

    def __init__(self) -> None:
        self.params: MutableMapping[str, Array] = {}
        self.grads: MutableMapping[str, Array] = {}
        self.state: MutableMapping[str, Array] = {}

    def add_weight(self, name: str, shape: tuple[int, ...], initializer: object, *, trainable: bool = True) -> None:
        """Make a parameter (or, if not `trainable`, a piece of state) with its initial value."""
        value = in_default_library(initializers.get(initializer)(shape, self.dtype))
        if trainable:
            self.params[name] = value
            self.grads[name] = namespace(value).zeros_like(value)
        else:
            self.state[name] = value

    @property
    def weights(self) -> list[Array]:
        """Parameters, then state, in Keras's order."""
        return [*self.params.values(), *self.state.values()]

    def get_weights(self) -> list[Array]:
        """Copies of `weights`."""
        return [namespace(w).asarray(w, copy=True) for w in self.weights]

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Write new values into the weights, in place.

        Raises:
            ValueError: wrong number of arrays, or one of another shape.
        """
        names = [*self.params, *self.state]
        if len(weights) != len(names):
            raise ValueError(f"{self.name}: expected {len(names)} weights ({', '.join(names)}), got {len(weights)}.")
        for name, old, new in zip(names, self.weights, weights):
            new = new if hasattr(new, "shape") else np.asarray(new)
            if tuple(new.shape) != tuple(old.shape):
                raise ValueError(f"{self.name}: expected {name} of shape {tuple(old.shape)}, got {tuple(new.shape)}.")
            old[...] = namespace(old).asarray(new, dtype=old.dtype)

    def saved_weights(self) -> dict[str, list[Array]]:
        """`weights` as Keras's weights files group them: by the path inside of the layer's group, '' or ending in '/'."""
        return {"": self.weights}

    def count_params(self) -> int:
        """Number of entries in all weights."""
        return sum(int(w.size) for w in self.weights)
