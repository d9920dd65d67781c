"""What the code of an update says about itself, without running it."""

from __future__ import annotations

from comparisons.subjects.conventions.layers.update_code import code_of, reached
from comparisons.subjects.worker import Member


def member_of(**sources: str) -> Member:
    """A class with these methods."""
    methods = tuple(Member(f"Layer.{name}", "method", (), source, 1, "", (), (), "net") for name, source in sources.items())
    return Member("Layer", "class", (), "", 1, "", ("Layer",), methods, "net")


def code(source: str, **others: str):
    member = member_of(update=source, **others)
    return code_of(member.methods[0], member)


def test_what_is_given_a_value_and_what_is_only_emptied():
    found = code(
        "def update(self, lr):\n    self.W -= lr * self.dW\n    self.params['b'][0], c = 1, 2\n"
        "    self.dW = np.zeros_like(self.W)\n    self.x = None\n    self.t = 1\n"
    )
    assert found.stores == {"W", "params", "t"}
    assert found.resets == {"dW", "x"}
    assert {"dW", "params"} <= found.loads
    assert found.calls == {"zeros_like"}
    assert not found.branches


def test_methods_of_its_own_are_looked_into():
    found = code(
        "def update(self, lr):\n    self._step(lr)\n", _step="def _step(self, lr):\n    if lr:\n        self.v = np.sqrt(self.g)\n"
    )
    assert (found.stores, found.calls, found.branches) == ({"v"}, {"sqrt"}, True)


def test_methods_that_call_each_other_end():
    member = member_of(a="def a(self):\n    self.b()\n", b="def b(self):\n    self.a()\n", c="def c(self):\n    pass\n")
    assert reached(member, {"a"}) == {"a", "b"}


def test_code_that_is_none_says_nothing():
    assert code("def update(self") is None
