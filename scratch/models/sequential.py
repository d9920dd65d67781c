"""Sequential: layers one after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.input_layer import InputLayer
from scratch.layers.layer import Layer, Shape
from scratch.models.fitting import Fitting
from scratch.models.flat_arrays import FlatArrays
from scratch.models.summary import summary_text
from scratch.saving.model_config import model_config, model_from_config
from scratch.saving.model_file import model_as_config, save_model
from scratch.saving.weights import load_weights, save_weights


class Sequential(Fitting):
    """A model whose layers run one after the other.

    Args:
        layers: the layers, an `Input` first if the shapes should be known at once.
        name: what summaries call it.

    Source: `keras.Sequential`.
    """

    def __init__(self, layers: Sequence[Layer] | None = None, name: str | None = None) -> None:
        super().__init__()
        self.name = name or "sequential"
        self._all: list[Layer] = []
        self.layers: list[Layer] = []  # without the input
        self._lay_out()
        self._trainable = True
        self.output_mask: Array | None = None
        self.built = False
        for layer in layers or []:
            self.add(layer)

    @property
    def input_shape(self) -> Shape | None:
        """(None, ...) as the first layer was told, or None if it was not."""
        return self._all[0].input_shape if self._all else None

    def add(self, layer: Layer) -> None:
        """Append a layer; its default name gets a number if it is taken (`dense`, `dense_1`, ...)."""
        if not isinstance(layer, Layer):
            raise ValueError(f"Sequential: expected a layer, got {layer!r}.")
        if isinstance(layer, InputLayer) and self._all:
            raise ValueError(f"Sequential: expected Input in the first place, got it after {self._all[-1].name!r}.")
        if any(layer is other for other in self._all):
            raise ValueError(f"Sequential: expected every layer once, got {layer.name!r} twice; make another one like it.")
        taken = {other.name for other in self._all}
        if layer.has_default_name:
            base, number = layer.name, 0
            while layer.name in taken:
                number += 1
                layer.name = f"{base}_{number}"
        elif layer.name in taken:
            raise ValueError(f"Sequential: expected layers of different names, got {layer.name!r} twice.")
        self._all.append(layer)
        self._change_layers()

    def pop(self) -> Layer:
        """Take the last layer off again."""
        layer = self._all.pop()
        self._change_layers()
        return layer

    def _change_layers(self) -> None:
        self.layers = [layer for layer in self._all if not isinstance(layer, InputLayer)]
        self.built = False
        if self.layers and self.input_shape is not None:
            self.build()

    def build(self, input_shape: Shape | None = None) -> None:
        """Make all parameters and lay them out in one flat buffer, gradients in another."""
        shape = input_shape or self.input_shape
        if shape is None:
            raise ValueError(f"{self.name}: expected a known input shape; start with Input(shape=...) or call build(input_shape).")
        for layer in self.layers:
            layer.ensure_built(shape)
            shape = layer.compute_output_shape(shape)
        self._makes_mask = any(layer.makes_mask for layer in self.layers)
        self._lay_out()
        self.built = True

    def _owners(self) -> list[tuple[Layer, str]]:
        """Who has what an optimizer is to change, and under which name."""
        return [(layer, name) for layer in self.layers if layer.trainable for name in layer.params]

    def _lay_out(self) -> None:
        self._laid_out = self._owners()
        self.parameters = FlatArrays([layer.params[name] for layer, name in self._laid_out])
        self.gradients = FlatArrays([layer.grads[name] for layer, name in self._laid_out])
        for (layer, name), value, gradient in zip(self._laid_out, self.parameters.views, self.gradients.views):
            layer.params[name], layer.grads[name] = value, gradient

    def _trains_others(self) -> bool:
        return self.built and self._owners() != self._laid_out

    def forward(self, x: Array, training: bool = False, mask: Array | None = None) -> Array:
        """Outputs for a batch `x`; their mask is left in `output_mask`.

        Args:
            x: samples along the first axis.
            training: True while training.
            mask: (batch, steps), False at the steps of x that do not count. Layers such as `Masking` begin one, too.
        """
        if not self.built:
            self.build((None, *x.shape[1:]))
        if mask is None and not self._makes_mask:
            self.output_mask = None
            for layer in self.layers:
                x = layer.forward(x, training)
            return x
        for layer in self.layers:
            before, x = x, layer.forward(x, training, mask)
            mask = layer.compute_mask(before, mask)
        self.output_mask = mask
        return x

    __call__ = forward

    def backward(self, dy: Array, *, at_logits: bool = False, input_gradient: bool = False) -> Array | None:
        """Gradients of every parameter, from the gradient at the outputs (or `at_logits` of the last layer).

        Returns:
            dL/dx if `input_gradient`, else None.
        """
        first = self.layers[0]
        for layer in reversed(self.layers):
            dy = layer.backward(dy, at_logits=at_logits, input_gradient=input_gradient or layer is not first)
            at_logits = False
        return dy if input_gradient else None

    @property
    def weights(self) -> list[Array]:
        """All weights, layer by layer, in Keras's order."""
        return [w for layer in self.layers for w in layer.weights]

    @property
    def trainable_weights(self) -> list[Array]:
        """The weights of all layers that are `trainable` now."""
        return [layer.params[name] for layer, name in self._owners()]

    @property
    def trainable(self) -> bool:
        """What it was set to; setting it sets it for all layers there are. Call `compile` after that."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value
        for layer in self.layers:
            layer.trainable = value

    def get_weights(self) -> list[Array]:
        """Copies of `weights`."""
        return [w for layer in self.layers for w in layer.get_weights()]

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Write all weights, in the order of `get_weights`.

        Raises:
            ValueError: wrong number of arrays, or one of another shape.
        """
        if not self.built:
            self.build()
        weights = list(weights)
        if len(weights) != len(self.weights):
            raise ValueError(f"{self.name}: expected {len(self.weights)} weights, got {len(weights)}.")
        for layer in self.layers:
            count = len(layer.weights)
            layer.set_weights(weights[:count])
            del weights[:count]

    save = save_model
    save_weights = save_weights
    load_weights = load_weights
    get_config = model_config
    from_config = classmethod(model_from_config)

    def to_json(self, **settings: Any) -> str:
        """Layers and what the model was compiled with, as JSON; `settings` are those of `json.dumps`."""
        return json.dumps(model_as_config(self), **settings)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of that name or at that index."""
        if (name is None) == (index is None):
            raise ValueError(f"{self.name}: expected either the name or the index of a layer, got {name!r} and {index!r}.")
        if index is not None:
            if index >= len(self.layers):
                raise ValueError(f"{self.name}: expected the index of one of {len(self.layers)} layers, got {index}.")
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise ValueError(f"{self.name}: expected one of the layers {[layer.name for layer in self.layers]}, got {name!r}.")

    def count_params(self) -> int:
        """Number of entries in all weights."""
        return sum(layer.count_params() for layer in self.layers)

    def summary(
        self,
        line_length: int | None = None,
        positions: Sequence[float] | None = None,
        print_fn: Callable[[str], object] | None = None,
        expand_nested: bool = False,
    ) -> None:
        """Print the layers with their output shapes and numbers of parameters.

        Args:
            line_length, positions: see `summary_text`.
            print_fn: called with the text instead of `print`.
            expand_nested: without effect: there are no models in models.
        """
        (print_fn or print)(summary_text(self, line_length, positions))
