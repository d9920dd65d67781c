"""What is changed in a program: operators of Cosmic Ray that can make numbers wrong, and four of our own in its form."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python.tree import Name, Number

# From and to: the next best mistake, the boundary and the opposite. Not all permutations: an array shifted by a matrix is a
# TypeError, which any test notices.
BINARY = {
    "Add": ("Sub",), "Sub": ("Add",), "Mul": ("Div",), "Div": ("Mul",), "FloorDiv": ("Div",), "Mod": ("FloorDiv",), "Pow": ("Mul",),
    "BitAnd": ("BitOr",), "BitOr": ("BitAnd",), "BitXor": ("BitOr",),
}  # fmt: skip
COMPARISONS = {
    "Lt": ("LtE", "GtE"), "LtE": ("Lt", "Gt"), "Gt": ("GtE", "LtE"), "GtE": ("Gt", "Lt"), "Eq": ("NotEq",), "NotEq": ("Eq",),
    "Is": ("IsNot",), "IsNot": ("Is",),
}  # fmt: skip
OTHERS = (
    "ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_Invert",
    "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak", "RemoveDecorator", "ZeroIterationForLoop",
)  # fmt: skip

PARTNERS = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum", "argmax": "argmin",
    "exp": "expm1", "expm1": "exp", "log": "log1p", "log1p": "log", "tanh": "sinh", "floor": "ceil", "ceil": "floor", "any": "all",
    "all": "any", "zeros": "ones", "ones": "zeros", "zeros_like": "ones_like", "ones_like": "zeros_like", "sqrt": "square",
    "square": "sqrt", "logical_and": "logical_or", "logical_or": "logical_and", "isfinite": "isnan", "rint": "trunc", "trunc": "rint",
}  # fmt: skip
NUDGE = 1e-3  # relative


class FunctionReplacer(Operator):
    """Another function of the same signature: `np.maximum(a, b)` becomes `np.minimum(a, b)`."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if isinstance(node, Name) and node.value in PARTNERS and _is_called_attribute(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.value = PARTNERS[node.value]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("np.sum(x)", "np.mean(x)"),)


class NumberNudger(Operator):
    """A constant that is off: a whole number by one, 0.044715 by a thousandth of itself. (Cosmic Ray adds 1 to any, and takes 1 away.)"""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if isinstance(node, Number):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        value = ast.literal_eval(node.value)
        node.value = repr(value + 1 if isinstance(value, int) or not value else float(f"{value * (1 + NUDGE):.15g}"))
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return Example("x * 2.0", "x * 2.002"), Example("x[1]", "x[2]"), Example("x + 0.0", "x + 1.0")


class ConditionNegator(Operator):
    """The opposite of a condition that is no comparison, which other operators change."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        condition = _condition(node)
        if condition is not None and condition.type not in ("comparison", "not_test"):
            yield condition.start_pos, condition.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        condition = _condition(node)
        at = node.children.index(condition)
        node.children[at] = Name(f"(not ({condition.get_code(include_prefix=False)}))", condition.start_pos, prefix=" ")
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return Example("if a: pass", "if (not (a)): pass"), Example("b if a and c else d", "b if (not (a and c)) else d")


class StatementRemover(Operator):
    """A call for its effect, or an assignment into something, that is left out."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if _is_effect(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        return Name("pass", node.start_pos, prefix=node.get_first_leaf().prefix)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("x += 1", "pass"), Example("x[0] = 1", "pass"), Example("f(x)", "pass"))


def _condition(node: Any) -> Any:
    """Of an `if`, a `while` or a choice between two values."""
    if node.type in ("if_stmt", "while_stmt"):
        return node.children[1]
    return node.children[2] if node.type == "test" else None


def _is_called_attribute(name: Any) -> bool:
    """The `sum` of `np.sum(...)` or `x.sum(...)`."""
    trailer = name.parent
    if trailer is None or trailer.type != "trailer" or trailer.children[0] != ".":
        return False
    after = trailer.get_next_sibling()
    return after is not None and after.type == "trailer" and after.children[0] == "("


def _is_effect(node: Any) -> bool:
    if node.type in ("atom_expr", "power"):
        return node.parent is not None and node.parent.type == "simple_stmt" and node.children[-1].type == "trailer"
    if node.type != "expr_stmt":
        return False
    target, sign = node.children[0], node.children[1]
    return sign.type == "operator" and (sign.value != "=" or target.type in ("atom_expr", "power"))


def _chosen() -> dict[str, Operator]:
    names = [f"ReplaceBinaryOperator_{a}_{b}" for a, others in BINARY.items() for b in others]
    names += [f"ReplaceComparisonOperator_{a}_{b}" for a, others in COMPARISONS.items() for b in others]
    provider = OperatorProvider()
    return {name: provider[name]() for name in (*names, *OTHERS)}


OWN = (FunctionReplacer, NumberNudger, ConditionNegator, StatementRemover)
OPERATORS: dict[str, Operator] = {**_chosen(), **{own.__name__: own() for own in OWN}}
"""Every operator by name."""
