"""Why a layer's own update differs from plain gradient descent: formulas that reproduce what each weight changed by.

update of W = (W before - W after) / lr, which should be g = dL/dW
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.checks.engine import CheckResult
from comparisons.checks.example import Example, SideError
from comparisons.diagnosis.patterns import constant_ratio
from comparisons.judging import judge
from comparisons.pairs.case import Case, Values
from comparisons.subjects.conventions.layers.update_check import GRADIENT, UPDATE
from comparisons.subjects.conventions.layers.update_methods import gradient_names
from comparisons.subjects.conventions.layers.updating import Updating
from comparisons.subjects.finding_row import Found
from comparisons.subjects.update_penalties import with_weight
from comparisons.subjects.update_slips import FLIPPED, SLIPS, Seen, Slip

FRESH = 4  # examples of other sizes


@dataclass(frozen=True)
class Words:
    """The candidate's own names: of the method, the learning rate, a weight, its gradient."""

    method: str
    rate: str
    weight: str
    gradient: str

    def of(self, text: str, other: str = "", number: float = 0.0, parts: str = "") -> str:
        """A text with these in it."""
        return text.format(**vars(self), other=other, number=f"{number:.6g}", parts=parts)


@dataclass(frozen=True)
class Part:
    """What was found of one weight: which slip, in its own words."""

    what: str
    slip: Slip
    words: Words
    part: str
    fix: str


def causes_of_update(pair: Any, failing: Sequence[CheckResult]) -> tuple[list[Found], str]:
    """(what is wrong with it, what nothing explains).

    Args:
        pair: the layer with its update.
        failing: its check, as far as it failed.
    """
    way: Updating = pair.manner.adapter
    dtype = failing[0].dtype
    cases = [check.counterexample.case for check in failing if check.counterexample is not None and check.dtype == dtype]
    examples = list(_ready(pair, [*cases, *_fresh(pair, dtype)]))
    told: dict[str, list[Part]] = {}
    left = []
    for what in _updates(examples):
        seen = [_seen(example, what) for example in examples if what in example.reference]
        if all(_right(one, one.gradient) for one in seen):
            continue
        names = _words(way, what)
        slips = _explained(pair, seen)
        if not slips:
            left.append(f"{what}: {_pattern(seen)}")
        for slip, other, number in slips:
            others = _words(way, UPDATE + other).gradient if other else ""
            part = Part(what, slip, names, names.of(slip.part, others, number), names.of(slip.fix, others, number))
            told.setdefault(slip.code, []).append(part)
    return [_found(parts, dtype) for parts in told.values()], "; ".join(left)


def _found(parts: Sequence[Part], dtype: str) -> Found:
    """One slip, with all weights it is true of."""
    first = parts[0]
    *most, last = dict.fromkeys(one.part for one in parts)
    said = first.words.of(first.slip.says, parts=f"{', '.join(most)} and {last}" if most else last)
    fix = "; ".join(dict.fromkeys(one.fix for one in parts))
    return Found(first.slip.code, first.slip.kind, ", ".join(one.what for one in parts), dtype, said, fix)


def _updates(examples: Sequence[Example]) -> list[str]:
    """The quantities, in the order of Keras's weights."""
    weights = dict.fromkeys(name for example in examples for name in example.case.inputs)
    return [UPDATE + name for name in weights if any(UPDATE + name in example.reference for example in examples)]


def _fresh(pair: Any, dtype: str) -> Iterator[Case]:
    """Examples of several samples, more than one of each of their sizes."""
    settings = {name: values[0] for name, values in pair.varied().items()}
    settings |= {"use_bias": True} if True in pair.varied().get("use_bias", ()) else {}
    sizes = pair.specimen_sizes()
    for seed in range(FRESH):
        yield pair.make_case(settings, (sizes[0] + seed, *sizes[1:]), Values(seed=40 + seed), dtype, True)


def _ready(pair: Any, cases: Sequence[Case]) -> Iterator[Example]:
    """Those on which it does not raise."""
    for case in cases:
        example = Example(pair, case)
        try:
            if example.candidate:
                yield example
        except SideError:
            continue


def _seen(example: Example, what: str) -> Seen:
    """A weight's update with all that it may have been made of; its own gradient, where that is another one than Keras's."""
    way: Updating = example.pair.manner.adapter  # type: ignore[attr-defined]  # an adapted pair
    gradients = {name.removeprefix(UPDATE): a for name, a in example.reference.items()}
    for weight, theirs in gradients.items():
        own = example.candidate.get(GRADIENT + weight)
        if own is not None and own.shape == theirs.shape and not example.judge(UPDATE + weight, mine=own).passed:
            gradients[weight] = own
    weight = what.removeprefix(UPDATE)
    output = example.pair.manner.reference(example.case, example.pair.manner.base.reference)["output"]  # type: ignore[attr-defined]
    return Seen(
        weight, np.asarray(example.candidate[what]), gradients, example.case.inputs[weight], len(example.case.x), way.step,
        example.case.upstream(output.shape), float(np.max(example.allowance_of(what), initial=0.0)), example.case.dtype,
    )  # fmt: skip


def _right(seen: Seen, predicted: np.ndarray | None, factor: float = 1.0) -> bool:
    """Whether an update is what was predicted, as far as rounding of the gradient and of the weight lets one tell."""
    if predicted is None or predicted.shape != seen.update.shape:
        return False
    allowed = np.full(predicted.shape, max(abs(factor), 1.0) * seen.allowed)
    return judge("update", seen.update, predicted, dtype=seen.dtype, measure=lambda: allowed).passed


def _explained(pair: Any, seen: Sequence[Seen]) -> list[tuple[Slip, str, float]]:
    """(slip, another weight, a number) for what reproduces every update; two where the sign is flipped as well."""
    others = [weight for weight in seen[0].gradients if weight != seen[0].weight]
    for slip in SLIPS:
        for other in others if slip.takes_another else ("",):
            for sign in (1.0, -1.0):
                if all(_right(one, slip.predict(one, other, sign), slip.factor(one)) for one in seen):
                    flipped = [(FLIPPED, "", 0.0)] if sign < 0 and slip is not FLIPPED else []
                    return [*flipped, (slip, other, 0.0)]
    return [(slip, "", number) for slip, number in with_weight(pair, seen, _right)]


def _words(way: Updating, what: str) -> Words:
    weight = what.removeprefix(UPDATE)
    names = way.names_of_weights()
    method, rate = ", ".join(one.method.name for one in way.updates), way.updates[0].rate
    return Words(method, rate, names.get(weight, weight), gradient_names(way).get(weight, f"the gradient of {names.get(weight, weight)}"))


def _pattern(seen: Sequence[Seen]) -> str:
    """What a weight changes by, in a few words."""
    ratios = [constant_ratio(one.update, one.gradient) for one in seen if one.update.shape == one.gradient.shape]
    if ratios and all(ratio is not None and np.isclose(ratio, ratios[0] or 0.0) for ratio in ratios):
        return f"it is {ratios[0]:.6g} x the learning rate x its gradient throughout"
    if any(one.update.shape != one.gradient.shape for one in seen):
        return f"it leaves the weight with another shape, {seen[0].update.shape}"
    return "it is not the learning rate times its gradient"
