"""An example of six numbers, and a side that leaves something out."""

from __future__ import annotations

from tests.judging.part import squared

X = [[3.0, -0.5, 1.0], [0.25, 2.0, -4.0]]


def without(what, side=squared):
    return lambda case: {name: value for name, value in side(case).items() if name != what}
