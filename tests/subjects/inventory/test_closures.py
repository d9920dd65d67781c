"""Functions that make an optimizer, and those that only look so."""

from __future__ import annotations

import pytest

from comparisons.subjects.inventory.closures import as_optimizer
from comparisons.subjects.worker import Member, Parameter

MAKES = '''def adam(lr=0.1):
    m = {}
    def step(params, /, grads, t=1, *, scale=None, eps=1e-8, name="x", start=np.zeros(2)):
        """One update."""
        params -= lr * grads
    return step
'''


def function(source, name="adam"):
    return Member(name, "function", (Parameter("lr", "POSITIONAL_OR_KEYWORD", True, 0.1),), source, 10, "", (), (), "net")


def test_what_it_returns_is_its_method():
    made = as_optimizer(function(MAKES))
    assert (made.kind, made.path, [p.name for p in made.parameters]) == ("class", "adam", ["lr"])
    (step,) = made.methods
    assert (step.path, step.line, step.doc) == ("adam.__call__", 12, "One update.")
    assert step.source.startswith("def step(")
    assert step.source.endswith("grads")
    assert [(p.name, p.kind, p.has_default, p.default) for p in step.parameters] == [
        ("params", "POSITIONAL_ONLY", False, None),
        ("grads", "POSITIONAL_OR_KEYWORD", False, None),
        ("t", "POSITIONAL_OR_KEYWORD", True, 1),
        ("scale", "KEYWORD_ONLY", True, None),
        ("eps", "KEYWORD_ONLY", True, 1e-8),
        ("name", "KEYWORD_ONLY", True, "x"),
        ("start", "KEYWORD_ONLY", True, "np.zeros(2)"),
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (MAKES, "make_table"),
        (MAKES, "make_relu"),
        (MAKES.replace("params, /, grads,", "params,"), "adam"),
        (MAKES.replace("return step", "return step(1, 2)"), "adam"),
        (MAKES.replace("return step", "return lr"), "adam"),
        (MAKES.replace("return step", "return lambda params, grads: params"), "adam"),
        ("def adam(params, grads, lr=0.1):\n    return params - lr * grads\n", "adam"),
        ("adam = lambda lr: lr", "adam"),
        ("    lambda lr: lr)", "adam"),
        ("", "adam"),
    ],
)
def test_what_makes_none(source, name):
    assert as_optimizer(function(source, name)) is None


def test_a_step_of_whatever_is_an_optimizer_by_the_known_words_of_its_maker():
    for name in ("make_adam", "create_sgd", "momentum_optimizer", "AdamFactory"):
        assert as_optimizer(function(MAKES, name)) is not None, name
