"""Single parts of Keras, evaluated eagerly: a new shape costs nothing, where a compiled function would be traced again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from reference.backend import load

Arrays = dict[str, np.ndarray]


def activation(name: str, settings: Mapping[str, Any], x: np.ndarray, upstream: Any) -> Arrays:
    """Output of `keras.activations.NAME` and the gradient of x; `upstream` maps the output's shape to dL/dy."""
    function = getattr(load().keras.activations, name)
    return _value_and_gradients(lambda x: function(x, **settings), {"x": x}, upstream)


def loss(name: str, settings: Mapping[str, Any], y_pred: np.ndarray, given: Mapping[str, np.ndarray], upstream: Any) -> Arrays:
    """Value of the loss class `keras.losses.NAME` and the gradient of y_pred."""
    made = getattr(load().keras.losses, name)(**settings, dtype=str(y_pred.dtype))
    return _value_and_gradients(lambda y_pred: made(given["y_true"], y_pred, given.get("sample_weight")), {"y_pred": y_pred}, upstream)


def layer(
    name: str, settings: Mapping[str, Any], x: np.ndarray, weights: Mapping[str, np.ndarray], upstream: Any, *, training: bool
) -> Arrays:
    """Output of `keras.layers.NAME`, gradients of x and of every trainable weight, and the state after a training call."""
    made = _built_layer(name, tuple(sorted(settings.items())), x.shape[1:], str(x.dtype))
    tf = load().tensorflow
    trainable = [tf.constant(weights[v.name]) for v in made.trainable_variables]
    fixed = [tf.constant(weights[v.name]) for v in made.non_trainable_variables if v.name in weights]
    after: list[Any] = []

    def call(x: Any, *values: Any) -> Any:
        y, state = made.stateless_call(list(values), [*fixed, *_rest(made, len(fixed))], x, **_mode(made, training))
        after[:] = state
        return y

    names = ["x", *(v.name for v in made.trainable_variables)]
    found = _value_and_gradients(call, dict(zip(names, [x, *trainable])), upstream)
    states = {f"state {v.name}": np.asarray(value) for v, value in zip(made.non_trainable_variables, after) if v.name in weights}
    return found | states


def layer_weights(name: str, settings: Mapping[str, Any], input_shape: tuple[int, ...], dtype: str) -> dict[str, tuple[int, ...]]:
    """Shapes of a layer's floating weights by name, trainable first: the order of `get_weights`."""
    made = _built_layer(name, tuple(sorted(settings.items())), input_shape, dtype)
    variables = [*made.trainable_variables, *made.non_trainable_variables]
    return {v.name: tuple(v.shape) for v in variables if "float" in v.dtype}


def _rest(made: Any, skipped: int) -> list[Any]:
    """Variables of a layer that are not floating weights, such as the seed of a generator."""
    return [v.value for v in made.non_trainable_variables[skipped:]]


def _mode(made: Any, training: bool) -> dict[str, bool]:
    return {"training": training} if made._call_has_training_arg else {}


@lru_cache(maxsize=512)
def _built_layer(name: str, settings: tuple[tuple[str, Any], ...], input_shape: tuple[int, ...], dtype: str) -> Any:
    made = getattr(load().keras.layers, name)(**dict(settings), dtype=dtype)
    made.build((None, *input_shape))
    return made


def _value_and_gradients(function: Any, inputs: Mapping[str, Any], upstream: Any) -> Arrays:
    tf = load().tensorflow
    tensors = [tf.convert_to_tensor(a) for a in inputs.values()]
    differentiable = [t for t in tensors if t.dtype.is_floating]
    with tf.GradientTape() as tape:
        tape.watch(differentiable)
        y = function(*tensors)
    dy = tf.convert_to_tensor(upstream(tuple(y.shape)))
    gradients = tape.gradient(y, differentiable, output_gradients=tf.cast(dy, y.dtype), unconnected_gradients="zero")
    names = [name for name, t in zip(inputs, tensors) if t.dtype.is_floating]
    found = {"output": y.numpy()}
    for name, gradient in zip(names, gradients):
        found[f"gradient of {name}"] = tf.convert_to_tensor(gradient).numpy()
    return found
