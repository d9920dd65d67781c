"""What is computed on a tape: every operator alone and with a leaf used twice, shared subexpressions, chains, and broadcasting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Tree = Any

BINARY = {"add": "__add__", "sub": "__sub__", "mul": "__mul__", "div": "__truediv__"}
REFLECTED = {"add": "__radd__", "sub": "__rsub__", "mul": "__rmul__", "div": "__rtruediv__"}
NAMED = {
    "relu": ("relu",), "tanh": ("tanh",), "exp": ("exp",), "sigmoid": ("sigmoid",), "log": ("log", "ln"), "sum": ("sum",),
    "mean": ("mean",),
    "softmax": ("softmax",), "matmul": ("__matmul__", "matmul", "dot"), "pow": ("__pow__", "pow"), "neg": ("__neg__",),
}  # fmt: skip
"""Methods that an operation may be."""


OF_ARRAYS = ("softmax", "sum", "mean", "matmul")
ARRAYS = ("w", "c", "row", "column", "number")
"""Variables that there are only beside arrays."""

PRODUCT = ("shared", ("mul", "a", "b"))
"""One object, however often it stands in an expression."""

ALONE: Mapping[str, Tree] = {
    "a + b": ("add", "a", "b"),
    "a * b": ("mul", "a", "b"),
    "a - b": ("sub", "a", "b"),
    "a / b": ("div", "a", "b"),
    "-a": ("neg", "a"),
    "a ** 3": ("pow", "a", 3),
    "b ** -1": ("pow", "b", -1),
    "a + 2.5": ("add", "a", 2.5),
    "2.5 + a": ("add", 2.5, "a"),
    "2.5 * a": ("mul", 2.5, "a"),
    "2.5 - a": ("sub", 2.5, "a"),
    "2.5 / b": ("div", 2.5, "b"),
    "relu(a)": ("relu", "a"),
    "tanh(a)": ("tanh", "a"),
    "exp(a)": ("exp", "a"),
    "sigmoid(a)": ("sigmoid", "a"),
    "log(b)": ("log", "b"),
    "softmax(a)": ("softmax", "a"),
    "sum(a)": ("sum", "a"),
    "mean(a)": ("mean", "a"),
    "a @ w": ("matmul", "a", "w"),
}
TWICE: Mapping[str, Tree] = {
    "a + a": ("add", "a", "a"),
    "a * a": ("mul", "a", "a"),
    "a + b + a": ("add", ("add", "a", "b"), "a"),
    "a + b + b": ("add", ("add", "a", "b"), "b"),
    "a * b + a": ("add", ("mul", "a", "b"), "a"),
    "a * b + b": ("add", ("mul", "a", "b"), "b"),
    "a - b + a": ("add", ("sub", "a", "b"), "a"),
    "a - b - b": ("sub", ("sub", "a", "b"), "b"),
    "a / b + a": ("add", ("div", "a", "b"), "a"),
    "a / b + b": ("add", ("div", "a", "b"), "b"),
    "-a * a": ("mul", ("neg", "a"), "a"),
    "a ** 3 + a": ("add", ("pow", "a", 3), "a"),
    "relu(a) + a": ("add", ("relu", "a"), "a"),
    "tanh(a) + a": ("add", ("tanh", "a"), "a"),
    "exp(a) + a": ("add", ("exp", "a"), "a"),
    "sigmoid(a) + a": ("add", ("sigmoid", "a"), "a"),
    "log(b) + b": ("add", ("log", "b"), "b"),
    "softmax(a) + a": ("add", ("softmax", "a"), "a"),
    "sum(a) * sum(a)": ("mul", ("sum", "a"), ("sum", "a")),
    "mean(a) * mean(a)": ("mul", ("mean", "a"), ("mean", "a")),
    "(a @ w) + (a @ w)": ("add", ("matmul", "a", "w"), ("matmul", "a", "w")),
}
"""Of every operation, a leaf that something behind it in the graph has given its share already: `=` for `+=` loses that."""
SHARED: Mapping[str, Tree] = {
    "p + p, where p = a * b": ("add", PRODUCT, PRODUCT),
    "(p + a) * (p * b), where p = a * b": ("mul", ("add", PRODUCT, "a"), ("mul", PRODUCT, "b")),
    "p * b + p, where p = a * b": ("add", ("mul", PRODUCT, "b"), PRODUCT),
}
"""One object on two ways to the result: it may go back only when both have given theirs."""
BROADCAST: Mapping[str, Tree] = {
    "a @ w + c": ("add", ("matmul", "a", "w"), "c"),
    "a + row": ("add", "a", "row"),
    "column + a": ("add", "column", "a"),
    "a * row": ("mul", "a", "row"),
    "column * a": ("mul", "column", "a"),
    "row * column": ("mul", "row", "column"),
    "a + number": ("add", "a", "number"),
    "number * a": ("mul", "number", "a"),
    "sum(a) * a": ("mul", ("sum", "a"), "a"),
}
CHAINS: Mapping[str, Tree] = {
    "a + a + a": ("add", ("add", "a", "a"), "a"),
    "a * a + a": ("add", ("mul", "a", "a"), "a"),
    "(a + b) * (a * b)": ("mul", ("add", "a", "b"), ("mul", "a", "b")),
    "a * b + b ** 3": ("add", ("mul", "a", "b"), ("pow", "b", 3)),
    "relu(a * b + a)": ("relu", ("add", ("mul", "a", "b"), "a")),
}
EXPRESSIONS: Mapping[str, Tree] = {**ALONE, **TWICE, **SHARED, **CHAINS, **BROADCAST}


def needs_arrays(tree: Tree) -> bool:
    """Whether single numbers will not do."""
    if isinstance(tree, str):
        return tree in ARRAYS
    return isinstance(tree, tuple) and (tree[0] in OF_ARRAYS or any(needs_arrays(part) for part in tree[1:]))


def variables_of(tree: Tree) -> set[str]:
    """Names of its variables."""
    if isinstance(tree, str):
        return {tree}
    return set().union(*(variables_of(part) for part in tree[1:])) if isinstance(tree, tuple) else set()


def has_numbers(tree: Tree) -> bool:
    """Whether a plain number stands beside a variable; an exponent is one always."""
    if not isinstance(tree, tuple):
        return False
    operation, *arguments = tree
    here = operation in BINARY and any(isinstance(part, int | float) for part in arguments)
    return here or any(has_numbers(part) for part in arguments)


def operations_of(tree: Tree) -> set[str]:
    """Methods that it calls, as `add` or `radd`."""
    if not isinstance(tree, tuple):
        return set()
    operation, *arguments = tree
    if operation == "shared":
        return operations_of(arguments[0])
    reflected = operation in REFLECTED and not isinstance(arguments[0], str | tuple)
    return {f"r{operation}" if reflected else operation}.union(*(operations_of(part) for part in arguments))


def method_for(operation: str, there: set[str]) -> str:
    """The method of an operation among those that there are; empty for none."""
    if operation in BINARY:
        return BINARY[operation] if BINARY[operation] in there else ""
    if operation.startswith("r") and operation[1:] in REFLECTED:
        return REFLECTED[operation[1:]] if REFLECTED[operation[1:]] in there else ""
    return next((name for name in NAMED.get(operation, ()) if name in there), "")
