"""Arithmetic expressions evaluated by TensorFlow, with the gradients of their variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from reference.backend import load

Arrays = dict[str, np.ndarray]
Tree = Any
"""A variable's name, a number, or (operation, argument, ...)."""


def expression(tree: Tree, variables: Mapping[str, np.ndarray], upstream: Callable[[tuple[int, ...]], np.ndarray]) -> Arrays:
    """Value of an expression and the gradient of every variable in it; `upstream` maps the value's shape to dL/dvalue."""
    tf = load().tensorflow
    tensors = {name: tf.convert_to_tensor(a) for name, a in variables.items()}
    with tf.GradientTape() as tape:
        tape.watch(list(tensors.values()))
        value = _evaluated(tree, tensors)
    dy = tf.convert_to_tensor(upstream(tuple(value.shape)))
    gradients = tape.gradient(value, tensors, output_gradients=tf.cast(dy, value.dtype), unconnected_gradients="zero")
    return {"output": value.numpy()} | {f"gradient of {name}": np.asarray(g) for name, g in gradients.items()}


def _evaluated(tree: Tree, tensors: Mapping[str, Any]) -> Any:
    if isinstance(tree, str):
        return tensors[tree]
    if not isinstance(tree, tuple):
        return tree
    operation, *arguments = tree
    return _operations()[operation](*(_evaluated(argument, tensors) for argument in arguments))


def _operations() -> dict[str, Callable[..., Any]]:
    """By the names of `expressions` in comparisons."""
    tf = load().tensorflow
    return {
        "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
        "pow": lambda a, b: a**b, "neg": lambda a: -a, "matmul": tf.matmul, "relu": tf.nn.relu, "tanh": tf.tanh, "exp": tf.exp,
        "sigmoid": tf.sigmoid, "log": tf.math.log, "sum": tf.reduce_sum, "mean": tf.reduce_mean, "transpose": tf.transpose,
        "softmax": tf.nn.softmax, "shared": lambda a: a,
    }  # fmt: skip
