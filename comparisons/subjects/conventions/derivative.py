"""`activation-derivative`: a function of one array, and another one for its derivative.

The derivative may want the input or the output of the activation (`sigmoid_prime(z)` or `sigmoid_prime(a)`), and may give one number an
entry or a Jacobian a row; `f(x, deriv=True)` and functions that return both at once are the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.checks.check import Check
from comparisons.pairs.case import Case
from comparisons.pairs.pair import BATCHES, WIDTHS, Outcome, Pair
from comparisons.subjects.conventions import other_arguments
from comparisons.subjects.conventions.adapter import Adapter, Reference
from comparisons.subjects.conventions.calls import SELF, Function, UnusableResultError, as_array
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Call

LARGEST_SLOPE = 1.0  # of leaky relu: up to it max(a x, x) is right, and nobody uses more
PIECES = ("array", "row", "number")


@dataclass(frozen=True)
class Activation(Adapter):
    """Calls value and derivative of an activation.

    Args:
        value: None if there is a derivative only.
        slope: None if there is none.
        maker: makes the object whose methods they are; None for plain functions.
        of_output: the derivative wants the activation's output.
        per: what they take at a time, one of `PIECES`.
        passed: settings that go to an argument, each with the argument's default; None if it has none.
        fused: the derivative takes the upstream gradient and multiplies by it.
        leaves_out: there is a derivative that is not called.
        guessed: only the numbers can tell whether this is what it is.
        others: arguments of value and derivative, or of the constructor, that Keras does not have, each with its default.
    """

    value: Function | None
    slope: Function | None = None
    maker: Function | None = None
    of_output: bool = False
    per: str = "array"
    passed: Mapping[str, Any] = field(default_factory=dict)
    fused: bool = False
    leaves_out: bool = False
    guessed: bool = False
    others: Mapping[str, float] = field(default_factory=dict)

    @property
    def makes(self) -> bool:
        """Whether the maker is the constructor of a class."""
        return self.maker is not None and not self.maker.name.startswith(HELPERS)

    def checks(self, pair: Pair) -> list[Check]:
        return [other_arguments.CHECK] if other_arguments.varies(self) else []

    def skips(self, pair: Pair) -> frozenset[str]:
        return frozenset({"directional"}) if other_arguments.varies(self) else frozenset()

    @property
    def convention(self) -> str:  # type: ignore[override]  # depends on what there is
        if self.slope is None:
            return "function"
        return "function-cache" if self.fused else "activation-derivative"

    @property
    def details(self) -> tuple[str, ...]:
        found = []
        if self.slope is not None:
            found.append(f"the derivative takes the {'output' if self.of_output else 'input'} of the activation")
        if self.per != "array":
            found.append(f"called one {self.per} at a time")
        return tuple(found)

    @property
    def words(self) -> frozenset[str]:
        return super().words | {"post-activation" if self.of_output else "pre-activation"}

    def names(self, sighting: Sighting) -> Mapping[str, str]:
        found = {}
        pair = sighting.value_and_way_back
        if pair is not None and self.slope is not None and self.fused:
            given = dict(zip(self.slope.roles, required(pair[1])))
            found = {"upstream": given["upstream"]} | ({} if self.of_output else {"input": given["x"]})
        return found

    def caveats(self, sighting: Sighting) -> list[str]:
        pair = sighting.value_and_way_back if self.of_output and self.slope is not None else None
        if pair is None:
            return []
        value, back = pair
        shared = [name for name in required(value) if name in required(back)]
        said = f"{back.own_name} is right for the output of {value.own_name}, not for what that took, although both call it"
        return [f"{said} {name}" for name in shared[:1]]

    @property
    def takes_integers(self) -> bool:
        return self.per == "array" and self.value is not None

    @property
    def tier(self) -> int:
        return PIECES.index(self.per) + len(PIECES) * self.leaves_out

    @property
    def has_to_be_right(self) -> bool:
        return self.guessed

    @property
    def incomplete(self) -> bool:
        return self.leaves_out

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        found = {name: with_default(pair.settings[name], default) for name, default in self.passed.items() if name in pair.settings}
        slopes = {
            name: tuple(value for value in values if value <= LARGEST_SLOPE) for name, values in found.items() if name.endswith("slope")
        }
        return found | slopes

    def defaults(self, pair: Pair) -> Mapping[str, Any]:
        return self.passed

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]] | None:
        return st.tuples(st.sampled_from(BATCHES), st.sampled_from(WIDTHS))

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        x = case.x
        made = [] if self.maker is None else [self.maker.call(dict(case.settings))]
        asked: list[tuple[Function, list[Call]]] = []
        if self.value is not None:
            asked.append((self.value, self._calls(self.value, x, None, case)))
        dy = case.upstream(x.shape)
        if self.slope is not None and x.dtype.kind == "f":
            given = reference()["output"] if self.of_output else x
            asked.append((self.slope, self._calls(self.slope, given, dy if self.fused else None, case)))
        results = session.run([*made, *(call for _, calls in asked for call in calls)])[len(made) :]
        return self._outcome(asked, results, x, dy)

    def _outcome(self, asked: Sequence[tuple[Function, list[Call]]], results: Sequence[Any], x: np.ndarray, dy: np.ndarray) -> Outcome:
        found: Outcome = {}
        for function, calls in asked:
            whole = self._joined(function, results[: len(calls)], x)
            results = results[len(calls) :]
            if function is self.value:
                found["output"] = whole
            else:
                found["gradient of x"] = whole if self.fused else backwards(dy, whole)
        return found

    def _calls(self, function: Function, x: np.ndarray, dy: np.ndarray | None, case: Case) -> list[Call]:
        """The function on `x`, on each of its rows or on each of its numbers."""
        pieces = self._pieces(x)
        upstreams = [None] * len(pieces) if dy is None else self._pieces(dy)
        values = [dict(case.settings) | {"x": piece, "upstream": upstream} for piece, upstream in zip(pieces, upstreams)]
        return [function.call(each, None if self.maker is None else SELF) for each in values]

    def _joined(self, function: Function, results: Sequence[Any], x: np.ndarray) -> np.ndarray:
        arrays = [as_array(function.picked(r), function.name) for r in results]
        if self.per == "array":
            return arrays[0]
        if len({a.shape for a in arrays}) > 1:
            raise UnusableResultError(f"{function.name} returned arrays of different shapes")
        if self.per == "number" and any(a.size != 1 for a in arrays):
            raise UnusableResultError(f"{function.name} returned an array of shape {arrays[0].shape} for a number")
        return np.stack(arrays).reshape(x.shape if self.per == "number" else (len(x), *arrays[0].shape)) if arrays else x

    def _pieces(self, x: np.ndarray) -> list[Any]:
        if self.per == "array":
            return [x]
        return list(x) if self.per == "row" else [float(number) for number in x.ravel()]


def backwards(dy: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """dL/dx from dL/dy and the derivative: one number an entry, or a Jacobian a row.

    Raises:
        UnusableResultError: it has neither shape.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # a slope that is infinite is for the checks to judge
        if slope.shape == dy.shape or slope.ndim == 0:
            return dy * slope
        if slope.shape == (*dy.shape, dy.shape[-1]):
            return np.einsum("...i,...ij->...j", dy, slope)
    raise UnusableResultError(f"the derivative of an array of shape {dy.shape} has shape {slope.shape}, neither that nor a Jacobian a row")


def with_default(values: tuple[Any, ...], default: Any) -> tuple[Any, ...]:
    """Values to try, the candidate's own default first."""
    return values if default is None or isinstance(default, str) else (default, *(value for value in values if value != default))
