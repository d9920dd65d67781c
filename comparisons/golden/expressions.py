"""Arithmetic expressions and the gradients of their variables, in NumPy: each operation beside its reverse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from comparisons.pairs.pair import Outcome

Tree = Any
Arrays = dict[str, np.ndarray]
Back = Callable[[np.ndarray], tuple[np.ndarray, ...]]


def expression(tree: Tree, variables: Mapping[str, np.ndarray], upstream: Callable[[tuple[int, ...]], np.ndarray]) -> Outcome:
    """Value of an expression and the gradient of every variable in it; `upstream` maps the value's shape to dL/dvalue."""
    gradients = {name: np.zeros_like(a) for name, a in variables.items()}
    with np.errstate(all="ignore"):
        value, back = _evaluated(tree, variables, gradients)
        back(upstream(np.shape(value)))
    return {"output": np.asarray(value)} | {f"gradient of {name}": np.asarray(a) for name, a in gradients.items()}


def _evaluated(tree: Tree, variables: Mapping[str, np.ndarray], gradients: Arrays) -> tuple[Any, Callable[[np.ndarray], None]]:
    """(value, what adds to the gradients of the variables, given that of the value)."""
    if isinstance(tree, str):
        return variables[tree], lambda dy: gradients.update({tree: gradients[tree] + dy})
    if not isinstance(tree, tuple):
        return tree, lambda dy: None
    operation, *arguments = tree
    parts = [_evaluated(argument, variables, gradients) for argument in arguments]
    value, reverse = OPERATIONS[operation](*(part for part, _ in parts))

    def back(dy: np.ndarray) -> None:
        for (part, go), d in zip(parts, reverse(dy)):
            go(_summed(d, np.shape(part)))

    return value, back


def _summed(dy: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The gradient of something that was broadcast."""
    dy = np.asarray(dy).sum(axis=tuple(range(np.ndim(dy) - len(shape))))
    axes = tuple(axis for axis, size in enumerate(shape) if size == 1 and dy.shape[axis] != 1)
    return np.asarray(dy.sum(axis=axes, keepdims=True)).reshape(shape)


def _sigmoid(a: Any) -> tuple[Any, Back]:
    y = 1 / (1 + np.exp(-a))
    return y, lambda dy: (dy * y * (1 - y),)


def _tanh(a: Any) -> tuple[Any, Back]:
    y = np.tanh(a)
    return y, lambda dy: (dy * (1 - y * y),)


def _exp(a: Any) -> tuple[Any, Back]:
    y = np.exp(a)
    return y, lambda dy: (dy * y,)


def _softmax(a: Any) -> tuple[Any, Back]:
    e = np.exp(a - np.max(a, axis=-1, keepdims=True))
    y = e / np.sum(e, axis=-1, keepdims=True)
    return y, lambda dy: (y * (dy - np.sum(dy * y, axis=-1, keepdims=True)),)


OPERATIONS: Mapping[str, Callable[..., tuple[Any, Back]]] = {
    "add": lambda a, b: (a + b, lambda dy: (dy, dy)),
    "sub": lambda a, b: (a - b, lambda dy: (dy, -dy)),
    "mul": lambda a, b: (a * b, lambda dy: (dy * b, dy * a)),
    "div": lambda a, b: (a / b, lambda dy: (dy / b, -dy * a / (b * b))),
    "pow": lambda a, n: (a**n, lambda dy: (dy * n * a ** (n - 1), dy * 0)),
    "shared": lambda a: (a, lambda dy: (dy,)),
    "neg": lambda a: (-a, lambda dy: (-dy,)),
    "matmul": lambda a, b: (a @ b, lambda dy: (dy @ b.T, a.T @ dy)),
    "relu": lambda a: (np.maximum(a, 0), lambda dy: (dy * (a > 0),)),
    "log": lambda a: (np.log(a), lambda dy: (dy / a,)),
    "sum": lambda a: (np.sum(a), lambda dy: (dy * np.ones_like(a),)),
    "mean": lambda a: (np.mean(a), lambda dy: (dy * np.ones_like(a) / np.asarray(a.size, a.dtype),)),
    "tanh": _tanh, "exp": _exp, "sigmoid": _sigmoid, "softmax": _softmax,
}  # fmt: skip
