"""Single parts of Keras, evaluated eagerly: a new shape costs nothing, where a compiled function would be traced again."""

from __future__ import annotations

import inspect
import math
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from reference.backend import forget_kernels, load

Arrays = dict[str, np.ndarray]
Settings = tuple[tuple[str, Any], ...]

FORGET = 256  # layers built between two clearings of TensorFlow's kernels
MODULES = {"activation": "activations", "loss": "losses", "layer": "layers"}


def missing(kind: str, name: str) -> str:
    """Why this Keras has no part of that name; empty if it has."""
    keras = load().keras
    there = hasattr(getattr(keras, MODULES[kind]), name)
    return "" if there else f"keras.{MODULES[kind]}.{name} is not in Keras {keras.__version__}"


def signature(kind: str, name: str) -> dict[str, Any]:
    """Arguments of a part with their defaults (`inspect.Parameter.empty` where there is none), without the array itself."""
    part = getattr(getattr(load().keras, MODULES[kind]), name)
    return _defaults(part, skip=1 if kind == "activation" else 0)


def _defaults(part: Any, *, skip: int) -> dict[str, Any]:
    parameters = list(inspect.signature(part).parameters.values())[skip:]
    return {p.name: p.default for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}


def activation(name: str, settings: Mapping[str, Any], x: np.ndarray, upstream: Any) -> Arrays:
    """Output of `keras.activations.NAME` and the gradient of x; `upstream` maps the output's shape to dL/dy."""
    function = getattr(load().keras.activations, name)
    return _value_and_gradients(lambda x: function(x, **settings), {"x": x}, upstream)


def loss(name: str, settings: Mapping[str, Any], y_pred: np.ndarray, given: Mapping[str, np.ndarray], upstream: Any) -> Arrays:
    """Value of the loss class `keras.losses.NAME` and the gradient of y_pred."""
    made = _made("losses", name, tuple(sorted(settings.items())), str(y_pred.dtype))
    return _value_and_gradients(lambda y_pred: made(given["y_true"], y_pred, given.get("sample_weight")), {"y_pred": y_pred}, upstream)


def layer(
    name: str,
    settings: Mapping[str, Any],
    x: np.ndarray,
    weights: Mapping[str, np.ndarray],
    upstream: Any,
    *,
    training: bool,
    built_for: tuple[int, ...] | None = None,
    dtype: str,
    mask: np.ndarray | None = None,
) -> Arrays:
    """Output of `keras.layers.NAME`, gradients of x and of every trainable weight, and the state after a training call.

    `state mask` is the mask of the output, where it has one. Several outputs come side by side, as (batch, all of their numbers).

    Args:
        name, settings: of the layer.
        x: what flows in.
        weights: by name.
        upstream: maps the output's shape to dL/dy.
        training: the mode.
        built_for: shape of one sample that the layer was built for, if not that of x.
        dtype: of the layer.
        mask: of x, for the layers that take one.
    """
    made = _built_layer(name, tuple(sorted(settings.items())), x.shape[1:] if built_for is None else built_for, dtype)
    tf = load().tensorflow
    trainable = [tf.constant(weights[_weight_name(v)]) for v in made.trainable_variables]
    fixed = [tf.constant(weights[v.name]) for v in made.non_trainable_variables if v.name in weights]
    after: list[Any] = []

    def call(x: Any, *values: Any) -> Any:
        made._assert_input_compatibility(x)  # stateless_call leaves it out
        y, state = made.stateless_call(list(values), [*fixed, *_rest(made, len(fixed))], x, **_mode(made, training, mask))
        after[:] = state
        return y

    names = ["x", *(_weight_name(v) for v in made.trainable_variables)]
    found = _value_and_gradients(call, dict(zip(names, [x, *trainable])), upstream)
    states = {f"state {v.name}": np.asarray(value) for v, value in zip(made.non_trainable_variables, after) if v.name in weights}
    return found | states | _mask_after(made, x, mask)


def _mask_after(made: Any, x: np.ndarray, mask: np.ndarray | None) -> Arrays:
    """What `Layer.__call__` would attach to the output, or to the first of several; `stateless_call` leaves it out."""
    found = made.compute_mask(x, mask) if made.supports_masking else None
    first = found[0] if isinstance(found, tuple | list) else found
    return {} if first is None else {"state mask": np.asarray(first)}


def merged(name: str, settings: Mapping[str, Any], inputs: Mapping[str, np.ndarray], upstream: Any, *, dtype: str) -> Arrays:
    """Output of the layer of several inputs `keras.layers.NAME`, and the gradient of every one of `inputs`."""
    made = _made("layers", name, tuple(sorted(settings.items())), dtype)
    return _value_and_gradients(lambda *xs: made(list(xs)), inputs, upstream)


def draw(name: str, settings: Mapping[str, Any], shape: tuple[int, ...], dtype: str) -> np.ndarray:
    """What a random layer draws in training for inputs of `shape`: noise that is added, factors, or a mask of True for kept.

    Found from outside: what it makes of zeros, and else of ones.
    """
    made = _built_layer(name, tuple(sorted(settings.items())), shape[1:], dtype)
    drawing = [made.stateless_call([], _rest(made, 0), np.full(shape, n, dtype), training=True)[0] for n in (0, 1)]
    of_zeros, of_ones = (np.asarray(y) for y in drawing)
    if of_zeros.any():
        return of_zeros
    return of_ones != 0 if "Gaussian" not in name else of_ones


def layer_weights(name: str, settings: Mapping[str, Any], input_shape: tuple[int, ...], dtype: str) -> dict[str, tuple[int, ...]]:
    """Shapes of a layer's floating weights by name, trainable first: the order of `get_weights`."""
    made = _built_layer(name, tuple(sorted(settings.items())), input_shape, dtype)
    variables = [*made.trainable_variables, *made.non_trainable_variables]
    return {_weight_name(v): tuple(v.shape) for v in variables if "float" in v.dtype}


def _weight_name(variable: Any) -> str:
    """Its name; in a `Bidirectional` layer with `forward_` or `backward_` before it, as both have all names."""
    inside = next((part for part in variable.path.split("/") if part.startswith(("forward_", "backward_"))), "")
    return f"{inside.partition('_')[0]}_{variable.name}" if inside else str(variable.name)


def _rest(made: Any, skipped: int) -> list[Any]:
    """Variables of a layer that are not floating weights, such as the seed of a generator."""
    return [v.value for v in made.non_trainable_variables[skipped:]]


def _mode(made: Any, training: bool, mask: np.ndarray | None) -> dict[str, Any]:
    return ({"training": training} if made._call_has_training_arg else {}) | (
        {} if mask is None else {"mask": load().tensorflow.constant(mask)}
    )


def forget_layers() -> None:
    """Build every layer anew when it is asked for next, random ones with another seed."""
    _built_layer.cache_clear()


@lru_cache(maxsize=512)
def _built_layer(name: str, settings: Settings, input_shape: tuple[int, ...], dtype: str) -> Any:
    if _built_layer.cache_info().misses % FORGET == 0:
        forget_kernels()
    made = _made_layer(name, dict(settings), dtype)
    made.build((None, *input_shape))
    return made


def _made_layer(name: str, settings: dict[str, Any], dtype: str) -> Any:
    """A wrapper gets the layer that its setting `layer` names, with the settings that are not its own."""
    layers = load().keras.layers
    part = getattr(layers, name)
    if "layer" not in settings:
        return part(**settings, dtype=dtype)
    own = {name: settings.pop(name) for name in _defaults(part, skip=0) if name in settings}
    return part(getattr(layers, own.pop("layer"))(**settings, dtype=dtype), **own, dtype=dtype)


@lru_cache(maxsize=512)
def _made(module: str, name: str, settings: Settings, dtype: str) -> Any:
    return getattr(getattr(load().keras, module), name)(**dict(settings), dtype=dtype)


def _value_and_gradients(function: Any, inputs: Mapping[str, Any], upstream: Any) -> Arrays:
    tf = load().tensorflow
    tensors = [tf.convert_to_tensor(a) for a in inputs.values()]
    differentiable = [t for t in tensors if t.dtype.is_floating]
    with tf.GradientTape() as tape, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras's advice to its users, as about a softmax over one entry
        tape.watch(differentiable)
        y = _side_by_side(function(*tensors))
    dy = tf.convert_to_tensor(upstream(tuple(y.shape)))
    gradients = tape.gradient(y, differentiable, output_gradients=tf.cast(dy, y.dtype), unconnected_gradients="zero")
    names = [name for name, t in zip(inputs, tensors) if t.dtype.is_floating]
    found = {"output": y.numpy()}
    for name, gradient in zip(names, gradients):
        found[f"gradient of {name}"] = tf.convert_to_tensor(gradient).numpy()
    return found


def _side_by_side(y: Any) -> Any:
    if not isinstance(y, tuple | list):
        return y
    tf = load().tensorflow
    return tf.concat([tf.reshape(each, (each.shape[0], math.prod(each.shape[1:]))) for each in y], axis=1)
