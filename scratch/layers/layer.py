"""What every layer has: parameters, gradients, and the one `forward` and `backward`."""
from __future__ import annotations

from typing import Any, final

from scratch import config, initializers
from scratch.activations import linear
from scratch.differentiable import Array, Differentiable, as_array, namespace
from scratch.lookup import snake_case

Shape = tuple[int | None, ...]


class Layer:
    """Base class of the layers.

    A subclass writes arithmetic only, as methods free of side effects, the VJP beside the forward computation:

    - `build(input_shape)` makes the parameters by `add_weight`;
    - `call(x, training)` returns `(y, cache)`, where `cache` is whatever the VJP needs;
    - `vjp(dy, cache, input_gradient)` returns `(dx, {name of parameter: gradient})`;
    - `compute_output_shape(input_shape)`.

    All state is kept here: `params` and `grads` by name (trainable), `state` by name (not trainable), and the
    cache of the last forward. A layer's own activation, if it has one, is applied here too, after `call`.

    Args:
        name: how summaries and results call the layer; derived from the class and made unique by the model.
        dtype: floating type of weights and results; `floatx` unless given.
        trainable: False keeps the optimizer off its parameters.
        activation: applied to what `call` returns.
        input_shape: shape of one sample, on the first layer of a model.

    Raises:
        TypeError: a subclass overrides `forward` or `backward`.
    """

    casts_input = True  # Embedding turns this off: its input is made of indices

    def __init__(
        self,
        *,
        name: str | None = None,
        dtype: str | None = None,
        trainable: bool = True,
        activation: object = None,
        input_shape: tuple[int, ...] | None = None,
    ) -> None:
        from scratch import activations

        self.name = name or snake_case(type(self).__name__)
        self.has_default_name = name is None
        self.dtype = dtype or config.floatx()
        self.trainable = trainable
        self.activation: Differentiable = activations.get(activation)
        self.input_shape = None if input_shape is None else (None, *input_shape)
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.state: dict[str, Array] = {}
        self.built = False
        self._last: tuple[Any, Array, Array] | None = None

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        overridden = {"forward", "backward"} & vars(cls).keys()
        if overridden:
            raise TypeError(
                f"{cls.__name__}: expected `call` and `vjp` (Layer.{overridden.pop()} is final); write the arithmetic there."
            )

    def build(self, input_shape: Shape) -> None:
        """Make the parameters for inputs of `input_shape` (first axis: batch). Layers without any inherit this."""

    def call(self, x: Array, training: bool) -> tuple[Array, Any]:
        """Compute `(y, cache)` from `x` and the parameters, changing neither."""
        raise NotImplementedError

    def vjp(self, dy: Array, cache: Any, input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """Turn dL/dy into `(dL/dx, {parameter: gradient})`; dL/dx may be None unless `input_gradient`."""
        raise NotImplementedError

    def next_state(self, cache: Any) -> dict[str, Array]:
        """New values for `state` after a forward in training (moving averages); none unless overridden."""
        return {}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Shape of the output for inputs of `input_shape`; the same unless overridden."""
        return input_shape

    def add_weight(self, name: str, shape: tuple[int, ...], initializer: object, *, trainable: bool = True) -> None:
        """Make a parameter (or, if not `trainable`, a piece of state) with its initial value."""
        value = initializers.get(initializer)(shape, self.dtype)
        if trainable:
            self.params[name] = value
            self.grads[name] = namespace(value).zeros_like(value)
        else:
            self.state[name] = value

    @final
    def forward(self, x: Array, training: bool = False) -> Array:
        """Output of the layer for a batch `x`; keeps what `backward` needs.

        Args:
            x: array whose first axis is the batch; cast to the layer's dtype.
            training: True while training, for the layers that behave differently then.
        """
        x = as_array(x)
        if self.casts_input and x.dtype != self.dtype:
            x = namespace(x).astype(x, getattr(namespace(x), self.dtype))
        self.ensure_built(x.shape)
        logits, cache = self.call(x, training)
        if training:
            for name, value in self.next_state(cache).items():
                self.state[name][...] = value
        y = logits if self.activation is linear else self.activation(logits)
        self._last = cache, logits, y
        return y

    __call__ = forward

    @final
    def backward(self, dy: Array, *, input_gradient: bool = True, at_logits: bool = False) -> Array | None:
        """Gradients of the last forward: sets `grads`, returns dL/dx.

        Args:
            dy: upstream gradient dL/dy, of the shape of the output.
            input_gradient: False spares the first layer of a model the gradient nobody asks for (returns None).
            at_logits: `dy` is already the gradient at the input of the layer's activation.

        Raises:
            RuntimeError: there was no forward to go back through.
        """
        if self._last is None:
            raise RuntimeError(f"{self.name}: expected forward before backward, got no forward; call forward(x) first.")
        cache, logits, y = self._last
        if not at_logits and self.activation is not linear:
            dy = self.activation.vjp(dy, logits, y)
        dx, gradients = self.vjp(dy, cache, input_gradient)
        for name, gradient in gradients.items():
            self.grads[name][...] = gradient
        return dx

    @property
    def logits(self) -> Array:
        """What the layer's activation was applied to in the last forward."""
        if self._last is None:
            raise RuntimeError(f"{self.name}: expected forward before logits, got no forward; call forward(x) first.")
        return self._last[1]

    def ensure_built(self, input_shape: Shape) -> None:
        """Build once, for the first shape seen."""
        if not self.built:
            self.build(tuple(input_shape))
            self.built = True

    @property
    def weights(self) -> list[Array]:
        """Parameters, then state, in Keras's order."""
        return [*self.params.values(), *self.state.values()]

    def get_weights(self) -> list[Array]:
        """Copies of `weights`."""
        return [namespace(w).asarray(w, copy=True) for w in self.weights]

    def set_weights(self, weights: list[Array]) -> None:
        """Write new values into the weights, in place.

        Raises:
            ValueError: wrong number of arrays, or one of another shape.
        """
        names = [*self.params, *self.state]
        if len(weights) != len(names):
            raise ValueError(f"{self.name}: expected {len(names)} weights ({', '.join(names)}), got {len(weights)}.")
        for name, old, new in zip(names, self.weights, weights):
            if tuple(new.shape) != tuple(old.shape):
                raise ValueError(f"{self.name}: expected {name} of shape {old.shape}, got {new.shape}.")
            old[...] = new

    def count_params(self) -> int:
        """Number of entries in all weights."""
        return sum(int(w.size) for w in self.weights)
