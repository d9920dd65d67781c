"""Arguments are compared by name, default and order."""

from __future__ import annotations

from tests.judging.part import Part, case_of, found_by
from tests.judging.sides import X


def test_arguments_are_compared_by_name_default_and_order():
    class Signed(Part):
        def arguments(self):
            return mine

        def reference_arguments(self):
            return theirs

    def said():
        return [(each.what, each.problem) for each in found_by("arguments", Signed(), case_of(X))]

    mine, theirs = {}, {"alpha": 1.0}
    assert said() == [("no arguments", "")]
    mine, theirs = {"alpha": 1, "axis": [1, 2]}, {"alpha": 1.0, "axis": (1, 2), "beta": 2}
    assert said() == [("argument alpha", ""), ("argument axis", "")]
    assert all(each.settled and each.passed for each in found_by("arguments", Signed(), case_of(X)))
    mine = {"axis": (1,), "gamma": 1, "alpha": 2.0}
    assert said() == [
        ("argument axis", "default (1,), Keras has (1, 2)"), ("argument gamma", "Keras has none of this name"),
        ("argument alpha", "default 2.0, Keras has 1.0"), ("order of arguments", "axis, gamma, alpha; Keras has alpha, axis, beta"),
    ]  # fmt: skip
    mine, theirs = {"axis": 1}, {"axis": (1,)}
    assert said() == [("argument axis", "default 1, Keras has (1,)")]
    mine, theirs = {"axis": (1,)}, {"axis": 1}
    assert said() == [("argument axis", "default (1,), Keras has 1")]
    for each in found_by("arguments", Signed(), case_of(X)):
        assert each.candidate.size == each.reference.size == 0
    mine, theirs = {"beta": 1, "alpha": 1}, {"alpha": 1, "beta": 1}
    (order,) = [each for each in found_by("arguments", Signed(), case_of(X)) if not each.passed]
    assert order.candidate.size == order.reference.size == 0
