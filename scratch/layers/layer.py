"""What every layer has: parameters, gradients, and the one `forward` and `backward`."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, NoReturn, final

import numpy as np

from scratch import config
from scratch.activations.linear import linear
from scratch.arrays import in_default_library
from scratch.differentiable import Array, namespace, quiet
from scratch.layers.arguments import check_arguments, dtype_name
from scratch.layers.layer_config import LayerConfig
from scratch.layers.weights import Weights
from scratch.lookup import snake_case

Shape = tuple[int | None, ...]


class Layer(Weights, LayerConfig):
    """Base class of the layers.

    A subclass writes arithmetic only, as methods free of side effects, the VJP beside the forward computation:

    - `build(input_shape)` makes the parameters by `add_weight`;
    - `call(x, training)` returns `(y, cache)`, where `cache` is whatever the VJP needs; a layer that skips the steps of a
      sequence where a mask says so writes `call_masked(x, training, mask)` too;
    - `vjp(dy, cache, input_gradient)` returns `(dx, {name of parameter: gradient})`; a large gradient may be computed right
      into its array in `grads`, which then is what is returned;
    - `next_state(cache)` returns new values of what is not trained but changes in training;
    - `compute_output_shape(input_shape)`.

    x may be a list (`Merge`), y a tuple (recurrent layers with `return_state`); then dx is a list, and dy a tuple.

    All state is kept here: `params` and `grads` by name (trainable), `state` by name (not trainable), and the
    cache of the last forward. A layer's own activation, if it has one, is applied here too, after `call`
    (`output_activation`; recurrent layers apply theirs at every step and have a linear one here).

    Args:
        name: how summaries and results call the layer; derived from the class and made unique by the model.
        dtype: floating type of weights and results; `floatx` unless given.
        trainable: False keeps the optimizer off its parameters.
        activation: applied to what `call` returns; for subclasses that take one themselves and pass it on.
        input_shape: shape of one sample, on the first layer of a model; `input_dim=n` is short for `(n,)`.

    Raises:
        TypeError: a subclass overrides `forward` or `backward`.
        ValueError: an argument that the layer does not have.
    """

    casts_input = True  # Embedding turns this off: its input is made of indices
    keeps_whole_numbers = False  # layers that only move numbers about turn this on, as in Keras
    supports_masking = False  # whether the mask of x is that of y too
    makes_mask = False  # whether a mask begins here

    def __init__(
        self,
        *,
        name: str | None = None,
        dtype: Any = None,
        trainable: bool = True,
        activation: object = None,
        input_shape: tuple[int | None, ...] | None = None,
        input_dim: int | None = None,
        **unknown: Any,
    ) -> None:
        from scratch import activations

        if unknown or activation is not None or not isinstance(trainable, bool):
            check_arguments(type(self), Layer, unknown, activation, trainable)
        super().__init__()
        if input_dim is not None:
            input_shape = (input_dim,)
        self.name = name or snake_case(type(self).__name__)
        self.has_default_name = name is None
        self.dtype = config.floatx() if dtype is None else dtype_name(type(self).__name__, dtype)
        self.trainable = trainable
        self.activation = self.output_activation = activations.get(activation)
        self.input_shape = None if input_shape is None else (None, *input_shape)
        self.built = False
        self._last: tuple[Any, Array, Array] | None = None

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        overridden = {"forward", "backward"} & vars(cls).keys()
        if overridden:
            raise TypeError(f"{cls.__name__}: expected `call` and `vjp` (Layer.{overridden.pop()} is final); write the arithmetic there.")

    def build(self, input_shape: Shape) -> None:
        """Make the parameters for inputs of `input_shape` (first axis: batch). Layers without any inherit this."""

    def call(self, x: Array, training: bool) -> tuple[Array, Any]:
        """Compute `(y, cache)` from `x` and the parameters, changing neither."""
        raise NotImplementedError

    def call_masked(self, x: Array, training: bool, mask: Array) -> tuple[Array, Any]:
        """`call` with a mask; ignores it unless overridden."""
        return self.call(x, training)

    def vjp(self, dy: Array, cache: Any, input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """Turn dL/dy into `(dL/dx, {parameter: gradient})`; dL/dx may be None unless `input_gradient`."""
        raise NotImplementedError

    def next_state(self, cache: Any) -> dict[str, Array]:
        """New values for `state` after a forward in training (moving averages); none unless overridden."""
        return {}

    def remember(self, cache: Any, training: bool) -> None:
        """What a forward leaves behind: `next_state`, in training."""
        if training:
            for name, value in self.next_state(cache).items():
                self.state[name][...] = value

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Shape of the output for inputs of `input_shape`; the same unless overridden."""
        return input_shape

    def compute_mask(self, x: Array, mask: Array | None = None) -> Array | None:
        """Mask of the output, from the input and its mask; None for none.

        Warns, as Keras does, where a layer that does not support masks loses one.
        """
        if mask is not None and not self.supports_masking:
            warnings.warn(f"{self.name}: {type(self).__name__} loses the mask of its input; what follows will not see it.", stacklevel=3)
        return mask if self.supports_masking else None

    def bad_input(self, expected: str, shape: Sequence[int | None]) -> ValueError:
        """The error about an input of a wrong shape, for a subclass to raise."""
        return ValueError(f"{type(self).__name__}: expected x with {expected}, got shape {tuple(shape)}.")

    @final
    @quiet
    def forward(self, x: Array, training: bool = False, mask: Array | None = None) -> Array:
        """Output of the layer for a batch `x`; keeps what `backward` needs.

        Args:
            x: array whose first axis is the batch; cast to the layer's dtype.
            training: True while training, for the layers that behave differently then.
            mask: (batch, steps), False at the steps of x that do not count; None if all do.
        """
        if getattr(x, "dtype", None) != self.dtype:
            x = self._as_input(x)
        if not self.built:
            self.ensure_built(self.shape_of(x))
        logits, cache = self.call(x, training) if mask is None else self.call_masked(x, training, mask)
        self.remember(cache, training)
        y = logits if self.output_activation is linear else self.output_activation.function(logits)
        self._last = cache, logits, y
        return y

    __call__ = forward

    @final
    @quiet
    def backward(self, dy: Array, *, input_gradient: bool = True, at_logits: bool = False) -> Array | None:
        """Gradients of the last forward: sets `grads`, returns dL/dx.

        Args:
            dy: upstream gradient dL/dy, of the shape of the output; cast to the layer's dtype.
            input_gradient: False spares the first layer of a model the gradient nobody asks for (returns None).
            at_logits: `dy` is already the gradient at the input of the layer's activation.

        Raises:
            RuntimeError: there was no forward to go back through.
            ValueError: `dy` has another shape than the output.
        """
        cache, logits, y = self._last or self._missing_forward("backward")
        dy = self._upstream(dy, y)
        if not at_logits and self.output_activation is not linear:
            dy = self.output_activation.vjp(dy, logits, y)
        dx, gradients = self.vjp(dy, cache, input_gradient)
        for name, gradient in gradients.items():
            if gradient is not self.grads[name]:
                self.grads[name][...] = gradient
        return dx

    @property
    def logits(self) -> Array:
        """What the layer's activation was applied to in the last forward."""
        return (self._last or self._missing_forward("logits"))[1]

    def _upstream(self, dy: Any, y: Any) -> Any:
        if isinstance(y, tuple):
            if len(dy) != len(y):
                raise ValueError(f"{self.name}: expected dy of {len(y)} arrays (one for each output), got {len(dy)}.")
            return tuple(self._upstream(d, each) for d, each in zip(dy, y))
        if getattr(dy, "dtype", None) != y.dtype:
            dy = self._as_floats(dy)
        if dy.shape != y.shape:
            raise ValueError(f"{self.name}: expected dy of shape {tuple(y.shape)} (that of the output), got {tuple(dy.shape)}.")
        return dy

    def shape_of(self, x: Array) -> Any:
        """What `build` is told about `x`."""
        return x.shape

    def _missing_forward(self, wanted: str) -> NoReturn:
        raise RuntimeError(f"{self.name}: expected forward before {wanted}, got no forward; call forward(x) first.")

    def _as_input(self, x: Array) -> Array:
        if not self.casts_input:
            return x if hasattr(x, "shape") else np.asarray(x)
        if self.keeps_whole_numbers and hasattr(x, "dtype") and namespace(x).isdtype(x.dtype, ("integral", "bool")):
            return x
        return self._as_floats(x)

    def _as_floats(self, x: Array) -> Array:
        if not hasattr(x, "__array_namespace__"):
            return in_default_library(np.asarray(x, dtype=self.dtype))
        return namespace(x).astype(x, getattr(namespace(x), self.dtype))

    def ensure_built(self, input_shape: Shape) -> None:
        """Build once, for the first shape seen."""
        if not self.built:
            self.build(tuple(input_shape))
            self.built = True
