"""The gradient against a numerical derivative of the candidate itself: an opinion without Keras."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.checks.values import differentiable
from comparisons.judging import NOTHING, Compared, undecided, unlike
from comparisons.pairs.case import Case
from comparisons.tolerance import K, machine_epsilon

STEPS = (2.0**-13, 2.0**-19)  # the second where a function bends within the first, as 1 / x does at 0.01
SHARP = 1e-7  # a derivative known less well than this part of its size decides nothing
HALVINGS = 3
UNITS = 8.0  # in the last place: standard deviation of the noise that shows what cancels


@dataclass(frozen=True)
class Derivative:
    """A numerical derivative along `direction`, how far it may be off, and what size of it would be large."""

    direction: np.ndarray
    value: float
    error: float
    gauge: float

    @property
    def sharp(self) -> bool:
        """Whether it can tell a right gradient from one that is a millionth off."""
        return K * self.error <= SHARP * max(abs(self.value), self.gauge)


def directional(example: Example) -> Iterator[Compared]:
    """<dy, J v> = <J^T dy, v> for a random direction v.

    The left side is extrapolated from differences at three steps, and measures its own error: how much the
    extrapolation still moves, a jump of the slope at the very point (a kink), and rounding. Where that error is not far
    below a millionth of the derivative, the example decides nothing and says so. The right side takes no part in that
    decision, so that a gradient of NaN is not excused. An entry of x that is at a kink stays there.
    """
    case = example.case
    for name, x in case.inputs.items():
        if x.dtype.kind != "f" or x.size == 0:
            continue
        what = f"derivative along a random direction of {name}"
        if x is case.x and np.isin(x, example.pair.kinks).all():
            yield undecided(what, "at a kink, where a convention stands for the derivative")
            continue
        gradient = example.candidate.get(f"gradient of {name}")
        if gradient is None or gradient.shape != x.shape:
            yield unlike(what, NOTHING if gradient is None else gradient, x, "no gradient of this shape")
            continue
        attempts = (_derivative(example, name, direction(case, name, step, example.pair.kinks), step) for step in STEPS)
        numerical = next((attempt for attempt in attempts if attempt.sharp), None)
        if numerical is None:
            yield undecided(what, "bent or noisy at every step")
            continue
        analytic = np.vdot(gradient, numerical.direction)
        allowed = K * (numerical.error + machine_epsilon(case.dtype) * (abs(numerical.value) + numerical.gauge))
        yield Compared(
            what, np.asarray(analytic), np.asarray(numerical.value), np.asarray(abs(analytic - numerical.value)), np.asarray(allowed)
        )


def direction(case: Case, name: str, step: float, kinks: Sequence[float] = ()) -> np.ndarray:
    """Random numbers, rounded so that x + h v is exact for every h: where x is large, its rounding would look like a slope.

    0 where what flows in is at one of `kinks`.
    """
    x, smallest, number = case.inputs[name], step / 2 ** (HALVINGS - 1), list(case.inputs).index(name)
    v = np.random.default_rng([case.values.seed, 200 + number]).standard_normal(x.shape)  # round ones could cancel
    grain = np.spacing(np.abs(x) + step * np.abs(v))
    rounded: np.ndarray = np.rint(v * smallest / grain) * grain / smallest
    return np.where(np.isin(x, kinks), 0.0, rounded) if x is case.x else rounded


def _derivative(example: Example, name: str, direction: np.ndarray, step: float) -> Derivative:
    """Romberg's scheme on central differences; the same on the difference of the one-sided ones finds a jump of the slope."""
    case, x = example.case, example.case.inputs[name]
    middle = example.candidate["output"]
    upstream = case.upstream(middle.shape)
    central, jump, sizes = [], [], [np.abs(middle)]  # slope; its change from one side to the other, for every output; sizes
    for halving in range(HALVINGS):
        h = step / 2**halving
        ahead, behind = (example.call(case.with_inputs(**{name: x + s * direction}))["output"] for s in (h, -h))
        central.append(float(np.vdot(upstream, ahead - behind)) / (2 * h))
        jump.append(upstream * ((ahead - middle) - (middle - behind)) / h)
        sizes += [np.abs(ahead), np.abs(behind)]
    finer = [(4 * b - a) / 3 for a, b in pairwise(central)]
    value = (16 * finer[1] - finer[0]) / 15
    straight = [2 * b - a for a, b in pairwise(jump)]
    epsilon = machine_epsilon(case.dtype)
    size = np.maximum(np.max(sizes, axis=0) + example.meets, _cancelling(example, name))
    rounding = epsilon * float(np.vdot(np.abs(upstream), size)) / h
    kink = float(np.abs((8 * straight[1] - straight[0]) / 7).sum())
    error = max(abs(value - finer[1]), abs(finer[1] - finer[0]), kink, rounding)
    return Derivative(direction, value, error if np.isfinite(error) else float("inf"), float(np.abs(upstream).sum()))


def _cancelling(example: Example, name: str) -> np.ndarray:
    """Size of what cancels inside of a sum, for every output: how far noise in the last places of an input moves it, in those units."""
    case, x, middle = example.case, example.case.inputs[name], example.candidate["output"]
    generator, noise = np.random.default_rng([case.values.seed, 300]), UNITS * machine_epsilon(case.dtype)
    moved = [x * (1 + noise * generator.standard_normal(x.shape)) for _ in range(2)]  # twice: the noise itself might cancel
    off = [np.abs(example.call(case.with_inputs(**{name: each}))["output"] - middle) for each in moved]
    return np.maximum(*off) / noise


CHECKS = [
    Check(
        "directional", "The gradient agrees with a numerical derivative of the same function.", directional,
        differentiable, dtypes=("float64",),
    ),
]  # fmt: skip
