"""A recurrent layer in both directions."""

from __future__ import annotations

import copy
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape
from scratch.layers.recurrent import Recurrent
from scratch.layers.weights import Weights
from scratch.layers.wrapper import Kept, Wrapper, run, run_back

MERGE_MODES = ("concat", "sum", "ave", "mul", None)
ALIKE = ("stateful", "return_sequences", "return_state")


class Bidirectional(Wrapper):
    """Walks along a sequence from both ends with two recurrent layers, and merges what they find step by step.

    Args:
        layer: a recurrent layer; both directions are made like it, with weights of their own.
        merge_mode: `'concat'` side by side, `'sum'`, `'ave'` (mean), `'mul'` (product), or None for both as they are.
        weights: initial weights of both, those of the way forward first.
        backward_layer: the recurrent layer for the way back, if it is to be another one; it has to `go_backwards`.

    Shapes:
        x     (batch, steps, in)
        mask  (batch, steps), False where a step is skipped; with `return_sequences` the output there is 0
        y     that of `layer`, twice as wide with `'concat'`; a pair of two with None. With `return_state` follow the
              states of the way forward, then those of the way back

    Raises:
        ValueError: what is wrapped is no recurrent layer, `merge_mode` is none, or both layers do not belong together.

    Source: Schuster and Paliwal 1997; `keras.layers.Bidirectional`.
    """

    supports_masking = True
    forward_layer: Recurrent
    backward_layer: Recurrent

    def __init__(
        self, layer: Layer, merge_mode: str | None = "concat", weights: Any = None, backward_layer: Layer | None = None, **settings: Any
    ) -> None:
        if merge_mode not in MERGE_MODES:
            raise ValueError(f"Bidirectional: expected merge_mode as one of {', '.join(map(repr, MERGE_MODES))}, got {merge_mode!r}.")
        layer = _recurrent(layer)
        self.forward_layer = _like(layer, "forward", layer.go_backwards)
        self.backward_layer = _like(layer, "backward", True) if backward_layer is None else _recurrent(backward_layer)
        _check_match(self.forward_layer, self.backward_layer)
        super().__init__({"forward_": self.forward_layer, "backward_": self.backward_layer}, **settings)
        for each in (self.forward_layer, self.backward_layer):
            each.zero_output_for_mask = each.return_sequences
        self.merge_mode = merge_mode
        self.initial_weights = weights
        self.return_sequences, self.return_state, self.stateful = layer.return_sequences, layer.return_state, layer.stateful

    @property
    def layer(self) -> Recurrent:
        """The way forward, which `get_config` calls so."""
        return self.forward_layer

    def build(self, input_shape: Shape) -> None:
        for each in self.inner.values():
            each.ensure_built(input_shape)
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)

    def call(self, x: Array, training: bool) -> tuple[Any, tuple[Any, ...]]:
        return self.call_masked(x, training, None)

    def call_masked(self, x: Array, training: bool, mask: Array | None) -> tuple[Any, tuple[Any, ...]]:
        (y, kept), (y_back, kept_back) = (run(each, x, training, mask) for each in self.inner.values())
        (y, *states), (y_back, *states_back) = (y, y_back) if self.return_state else ((y,), (y_back,))
        y_back = self._in_step(y_back)
        merged = self._merged(y, y_back)
        outputs = (*(merged if self.merge_mode is None else (merged,)), *states, *states_back)
        return (outputs[0] if len(outputs) == 1 else outputs), (y, y_back, kept, kept_back)

    def vjp(self, dy: Any, cache: tuple[Any, ...], input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """Each direction gets the gradient of what it gave, and dx is the sum of both."""
        y, y_back, kept, kept_back = cache
        dparts = list(dy) if isinstance(dy, tuple) else [dy]
        dmerged = (dparts.pop(0), dparts.pop(0)) if self.merge_mode is None else dparts.pop(0)
        ahead, back = self._merged_vjp(dmerged, y, y_back)
        half = len(dparts) // 2
        both = ((ahead, kept, dparts[:half]), (self._in_step(back), kept_back, dparts[half:]))
        found = [self._one_back(each, *one, input_gradient) for each, one in zip(self.inner.values(), both)]
        gradients = {prefix + name: g for prefix, (_, own) in zip(self.inner, found) for name, g in own.items()}
        return (found[0][0] + found[1][0] if input_gradient else None), gradients

    def remember(self, cache: tuple[Any, ...], training: bool) -> None:
        for each, kept in zip((self.forward_layer, self.backward_layer), cache[2:]):
            each.remember(kept[0], training)

    def reset_state(self) -> None:
        """Begin with zeros again, where the layers are stateful."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    def compute_output_shape(self, input_shape: Shape) -> Any:
        shape = self.forward_layer.compute_output_shape(input_shape)
        y, *states = shape if self.return_state else (shape,)
        merged = (*y[:-1], 2 * y[-1]) if self.merge_mode == "concat" else y
        outputs = (*((y, y) if self.merge_mode is None else (merged,)), *states, *states)
        return outputs if len(outputs) > 1 else merged

    def compute_mask(self, x: Array, mask: Array | None = None) -> Array | None:
        return mask if self.return_sequences else None

    def saved_weights(self) -> dict[str, list[Array]]:
        both = {"forward_layer/": self.forward_layer, "backward_layer/": self.backward_layer}
        return {"": []} | {path + inside: arrays for path, each in both.items() for inside, arrays in each.saved_weights().items()}

    def _one_back(self, each: Layer, dy: Array, kept: Kept, dstates: list[Array], input_gradient: bool) -> tuple[Any, dict[str, Array]]:
        return run_back(each, (dy, *dstates) if self.return_state else dy, kept, input_gradient)

    def _in_step(self, y: Array) -> Array:
        """What was found on the way back, from the first step to the last; and the other way round."""
        return namespace(y).flip(y, axis=1) if self.return_sequences else y

    def _merged(self, ahead: Array, back: Array) -> Any:
        if self.merge_mode == "concat":
            return namespace(ahead).concat([ahead, back], axis=-1)
        if self.merge_mode == "mul":
            return ahead * back
        if self.merge_mode is None:
            return ahead, back
        return ahead + back if self.merge_mode == "sum" else (ahead + back) / 2

    def _merged_vjp(self, dy: Any, ahead: Array, back: Array) -> tuple[Array, Array]:
        if self.merge_mode == "concat":
            return dy[..., : ahead.shape[-1]], dy[..., ahead.shape[-1] :]
        if self.merge_mode == "mul":
            return dy * back, dy * ahead
        if self.merge_mode is None:
            return dy[0], dy[1]
        return (dy, dy) if self.merge_mode == "sum" else (dy / 2, dy / 2)


def _recurrent(layer: Layer) -> Recurrent:
    if not isinstance(layer, Recurrent):
        raise ValueError(f"Bidirectional: expected a recurrent layer (LSTM, GRU, SimpleRNN), got {layer!r}.")
    return layer


def _like(layer: Recurrent, direction: str, go_backwards: bool) -> Recurrent:
    """A layer with the same settings and no weights yet."""
    twin = copy.copy(layer)
    Weights.__init__(twin)
    twin.built, twin._last, twin.states = False, None, None
    twin.go_backwards = go_backwards
    twin.name = f"{direction}_{layer.name.removeprefix(direction + '_')}"
    return twin


def _check_match(ahead: Recurrent, back: Recurrent) -> None:
    if ahead.go_backwards == back.go_backwards:
        raise ValueError(f"Bidirectional: expected layers that go different ways, got go_backwards={ahead.go_backwards} for both.")
    for name in ALIKE:
        if getattr(ahead, name) != getattr(back, name):
            raise ValueError(f"Bidirectional: expected {name} alike in both layers, got {getattr(ahead, name)} and {getattr(back, name)}.")
