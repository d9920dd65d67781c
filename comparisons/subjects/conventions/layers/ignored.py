"""An argument that a layer has and does not use: told another value it computes the same, which is right for one value alone."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.pairs.pair import Outcome
from comparisons.subjects.adapted_pair import adapted
from comparisons.subjects.checking import run_checks_on
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.defaults import CODES
from comparisons.subjects.finding_row import Found
from comparisons.subjects.worker import CandidateError

MORE_CODES = {
    ("BatchNormalization", "momentum"): "coefficient-value",
    ("LayerNormalization", "epsilon"): "epsilon-value",
    ("softmax", "axis"): "softmax-wrong-axis",
    ("log_softmax", "axis"): "softmax-wrong-axis",
}
EXAMPLES = 12
TELLS_ROUNDING = "directional"
"""The check that holds forward against backward: of 0.2, what is told is rounded to float32 and what is built in is not."""


def ignored_arguments(pair: Any, arguments: Mapping[str, str]) -> list[Found]:
    """The finding, for the one argument that explains all that is wrong; none if there is no such.

    Args:
        pair: an adapted pair that differs from Keras.
        arguments: settings that it can be told, by the argument's name.
    """
    codes = {**CODES, **MORE_CODES}
    for argument, setting in arguments.items():
        code = codes.get((pair.name, setting), "")
        where = _unmoved(pair, setting) if code else []
        for value in _built_in(pair, setting) if where else ():
            if _right_with(pair, setting, value):
                places = ", ".join(where)
                said = f"the argument {argument} changes nothing in the {places}, where {value!r} is built in"
                return [Found(code, "D", places, "float64", said, f"use {argument} there")]
    return []


def _unmoved(pair: Any, setting: str) -> list[str]:
    """Quantities that depend on the setting in Keras, and do not here."""
    usual, *others = pair.varied().get(setting, ())
    first = pair.specimen("float64", {setting: usual}, training=True)
    found: list[set[str]] = []
    try:
        mine, theirs = pair.candidate(first), pair.reference(first)
        for value in others:
            case = pair.specimen("float64", {setting: value}, training=True)
            found.append(set(_same(mine, pair.candidate(case))) - set(_same(theirs, pair.reference(case))))
    except (CandidateError, UnusableResultError):
        return []
    return sorted(set.intersection(*found)) if found else []


def _same(one: Outcome, other: Outcome) -> Iterator[str]:
    return (what for what, a in one.items() if what in other and np.array_equal(a, other[what]))


def _built_in(pair: Any, setting: str) -> list[Any]:
    """What may stand there in the argument's place: its default, Keras's, or what was tried."""
    adapter = pair.manner.adapter
    likely = (adapter.defaults(pair).get(setting), pair.reference_arguments().get(setting), *pair.varied()[setting])
    return list(dict.fromkeys(value for value in likely if value is not None and value is not inspect.Parameter.empty))


def _right_with(pair: Any, setting: str, value: Any) -> bool:
    """Whether it passes every check where Keras has that value too."""
    adapter = pair.manner.adapter
    takes = {name: values for name, values in adapter.takes.items() if name != setting}
    fixed = adapted(
        pair.manner.base, replace(adapter, takes=takes, pinned={**adapter.pinned, setting: value}), pair.manner.session, pair.manner.offers
    )
    checks = run_checks_on(fixed, EXAMPLES, 0, ("float64",))
    return all(check.passed for check in checks if check.name != TELLS_ROUNDING)
