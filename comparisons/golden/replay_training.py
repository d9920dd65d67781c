"""Replaying a training: scratch trains the same batches, and is held against what Keras found in every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

import numpy as np

import scratch
from comparisons.golden.training import Trained
from comparisons.reports.disagreement import where
from comparisons.tolerance import allowance
from comparisons.training.batches import Batch
from comparisons.training.candidate import Candidate
from comparisons.training.ledger import Ledger
from comparisons.training.moment import LOSS, Moment
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.tracks.locked import LockedTrack

Row = dict[str, Any]
SENTENCES = {
    "locked track": "Each step from Keras's state: loss and gradients, then slots and weights by Keras's gradients.",
    "free track": "Alone from Keras's initial weights on: loss, slots and weights after every step.",
}


class RecordedNoise:
    """What rounding may do to a step, as it was recorded."""

    def __init__(self, trained: Trained) -> None:
        self.trained, self.step = trained, 0

    def at(self, moment: Moment) -> None:
        self.step = moment.batch.step - 1

    def of_loss(self) -> Any:
        return self._allowed("loss", 0)

    def of_gradient(self, number: int) -> Any:
        return self._allowed("gradient", number)

    def of_gradient_at_kinks(self, number: int) -> Any:
        return self.of_gradient(number)  # there are no kinks in these networks

    def of_slot(self, slot: str, number: int) -> Any:
        return self._of(self.trained.noise[self.trained.slots[slot][number]])

    def of_weight(self, number: int) -> Any:
        return self._allowed("weight", number)

    def _allowed(self, kind: str, number: int) -> Any:
        return self._of(self.trained.noise[self.trained.of_kind(kind)[number]])

    def _of(self, noise: np.ndarray) -> Any:
        return allowance(spread=noise[self.step], scale=0.0, dtype=self.trained.training.dtype)


def locked(trained: Trained, candidate: Candidate) -> Ledger:
    """Every step from Keras's state."""
    track = LockedTrack(
        candidate, Ledger(trained.x.shape[1]), RecordedNoise(trained), gradients=trained.of_kind("gradient"),
        weights=trained.of_kind("weight"), slots=trained.slots, dtype=trained.training.dtype,
    )  # fmt: skip
    nobody = cast(Any, None)  # Keras's own tensors, which no track but the swapped one looks at
    for step, (x, y) in enumerate(zip(trained.x, trained.y, strict=True)):
        gradients = [trained.found[quantity][step] for quantity in trained.of_kind("gradient")]
        before, after, loss = trained.state(step), trained.state(step + 1), float(trained.found[LOSS][step])
        track.step(Moment(Batch(step + 1, 1, x, y), nobody, nobody, nobody, before, after, nobody, loss, gradients))
    return track.ledger


def free(trained: Trained, candidate: Candidate) -> Ledger:
    """Alone, from Keras's initial weights on."""
    ledger, dtype = Ledger(trained.x.shape[1]), trained.training.dtype
    candidate.load(trained.state(0))
    for step, (x, y) in enumerate(zip(trained.x, trained.y, strict=True)):
        ledger.at(step + 1, 1)
        found = candidate.gradients(x, y)
        candidate.apply()
        after = candidate.state()
        mine = {LOSS: found.loss, **dict(zip(trained.of_kind("weight"), after.weights, strict=True))}
        for slot, quantities in trained.slots.items():
            mine |= dict(zip(quantities, after.slots[slot], strict=True))
        for quantity, value in mine.items():
            theirs = trained.found[quantity][step if quantity == LOSS else step + 1]
            floor = allowance(spread=float(trained.drift[quantity][step]), scale=0.0, dtype=dtype)
            ledger.compare(quantity, value, theirs, float(floor))
    return ledger


def replayed_training(trainings: Sequence[Trained]) -> Row:
    """A row of the result: the same network in its floating types."""
    checks, outside = list[Row](), list[Row]()
    for trained in trainings:
        plan, dtype = trained.training.settings(0).plan, trained.training.dtype
        with scratch.config.default_float(dtype):
            for name, track in (("locked track", locked), ("free track", free)):
                ledger = track(trained, ScratchSide(plan, dtype))
                checks.append(_check(name, dtype, len(trained.x), ledger))
                outside += [] if ledger.first_outside is None else [_finding(name, dtype, asdict(ledger.first_outside))]
    name = trainings[0].training.name
    return {
        "subject": f"scratch.Sequential {name}", "name": name, "kind": "training", "reference": "keras.Sequential",
        "convention": "scratch", "verdict": "match" if all(check["passed"] for check in checks) else "mismatch",
        "headroom": max(check["headroom"] for check in checks),
        "findings": outside, "checks": checks, "left_out": {}, "notes": [], "missing": "", "counterexample": None, "specimen": None,
        "curves": [], "region": outside[0]["summary"] if outside else "", "reproduce": "",
    }  # fmt: skip


def _check(name: str, dtype: str, steps: int, ledger: Ledger) -> Row:
    return {
        "name": name, "dtype": dtype, "sentence": SENTENCES[name], "examples": steps, "elements": ledger.compared,
        "headroom": ledger.headroom, "passed": ledger.first_outside is None and ledger.compared > 0, "skipped": 0,
        "keras_less_exact": 0, "expected": "", "error": "", "vacuous": "" if ledger.compared else "nothing was compared",
        "counterexample": None,
    }  # fmt: skip


def _finding(track: str, dtype: str, at: Mapping[str, Any]) -> Row:
    what, element = where(at), f" {at['element']}" if at["element"] else ""
    said = (
        f"in the {track} since step {at['step']}, in {what}{element}: scratch {at['scratch']:.8g}, Keras {at['reference']:.8g}, "
        f"apart {at['apart']:.2g}, allowed {at['allowed']:.2g}"
    )
    return {"code": "mismatch", "where": what, "dtype": dtype, "summary": said, "fix": ""}
