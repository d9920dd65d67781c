"""A program of a few lines, to plant mistakes in."""

from __future__ import annotations

import importlib
import sys

import pytest

from tools.mutation import planting

PROGRAM = '''"""Toy."""

from __future__ import annotations

import functools

LIMIT = 3.0


def twice(function):
    @functools.wraps(function)
    def call(x):
        return function(function(x)) + 0

    return call


def scaled(x: float, *, by: float = 2.0) -> float:
    """By 2 if nothing is said."""
    if x > LIMIT:
        return LIMIT * by
    return x * by


@twice
def more(x):
    return x + 1


@functools.cache
def squared(x):
    return x * x


def unused(x):
    return x - 1


def endless(x):
    while x > 0:
        x -= 1
    return x


class Kept:
    def __init__(self):
        self.sums = []

    def add(self, x):
        self.sums.append(x)
        if len(self.sums) > 2:
            raise ValueError("toy: expected at most 2 + 0 numbers")
'''


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """Its folder; the module `toy` is imported from there."""
    (tmp_path / "toy.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(planting, "OURS", ("toy",))
    importlib.import_module("toy")
    yield tmp_path
    sys.modules.pop("toy", None)
