"""The sections of a report as plain rows of text, for whatever draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from comparisons.reports.words import NOTHING, SIDES, TRACKS, at, difference, headroom, listed, number, real, seconds, text

MOST_ROWS = 200
"""Rows a table shows at most; result.json has all of them."""


class Rows(NamedTuple):
    """The rows of a table, and how many more there are."""

    rows: list[Any]
    left_out: int


class Track(NamedTuple):
    """One track, or one half of the swapped one."""

    name: str
    what: str
    headroom: str
    share: float
    outside: bool
    measured: bool
    half: bool
    quantities: Rows


def facts(result: Mapping[str, Any]) -> list[str]:
    """What was compared, a few words each."""
    name = at(result, "data", "name")
    counts = {what: at(result, "data", what) for what in ("train", "validation", "test")}
    said_counts = [f"{number(count)} {what}" for what, count in counts.items() if count is not None and (count or what != "validation")]
    found = {
        "{}": at(result, "model"),
        "data {}": f"{name} ({', '.join(said_counts)})" if name and said_counts else name,
        "optimizer {}": at(result, "settings", "optimizer"),
        "up to {} epochs" if at(result, "early_stopping") else "{} epochs": at(result, "settings", "epochs"),
        "batch {}": at(result, "settings", "batch_size"),
    }
    said = [form.format(number(value) if isinstance(value, int) else value) for form, value in found.items() if value not in (None, "")]
    return said + [text(value) for value in (at(result, "dtype"),) if value] + _duration(result)


def metric(result: Mapping[str, Any]) -> str:
    """What was measured beside the loss, by its name in the result."""
    return text(at(result, "settings", "metric"), otherwise="accuracy")


def early_stopping(result: Mapping[str, Any]) -> str | None:
    """A sentence if EarlyStopping watched the training."""
    watch = at(result, "early_stopping")
    if not isinstance(watch, Mapping):
        return None
    stops = {name: at(watch, "stopped_epoch", side) for name, side in SIDES.items()}
    told = [f"{name} stopped after epoch {number(stop)}" if stop is not None else f"{name} did not stop" for name, stop in stops.items()]
    same = len(set(map(str, stops.values()))) == 1
    both = told[0].replace("scratch", "both sides", 1) if same else " and ".join(told)
    best = f"epoch {number(at(watch, 'best_epoch'))} was Keras's best"
    return f"EarlyStopping on {text(at(watch, 'monitor'))}: {both}; {best}" + (
        ", its weights were restored." if at(watch, "restore_best_weights") else "."
    )


def unfinished(result: Mapping[str, Any]) -> str | None:
    """A sentence if the run was stopped before its end."""
    if not at(result, "settings", "interrupted"):
        return None
    done, all_steps = at(result, "settings", "steps_done"), at(result, "settings", "steps")
    return f"Interrupted after step {number(done)} of {number(all_steps)}. Everything below covers what was done until then."


def findings(result: Mapping[str, Any]) -> Rows:
    """Findings that are mappings, in their order."""
    return _capped([finding for finding in listed(result, "findings") if isinstance(finding, Mapping)])


def sides(result: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """(what, scratch, Keras, difference) of the numbers people ask for first."""
    name = metric(result)
    spoken = name.replace("_", " ")
    paths: dict[str, tuple[str | int, ...]] = {
        "test loss": ("test", "*", "loss"),
        f"test {spoken}": ("test", "*", name),
        "train loss, last epoch": ("history", "*", "loss", -1),
        f"train {spoken}, last epoch": ("history", "*", name, -1),
    }
    if listed(result, "history", "reference", "val_loss"):
        paths["validation loss, last epoch"] = ("history", "*", "val_loss", -1)
        paths[f"validation {spoken}, last epoch"] = ("history", "*", f"val_{name}", -1)
    pairs = {name: [at(result, *(side if key == "*" else key for key in path)) for side in SIDES.values()] for name, path in paths.items()}
    return [(name, number(left, 7), number(right, 7), difference(left, right)) for name, (left, right) in pairs.items()]


def layers(result: Mapping[str, Any]) -> Rows:
    """(name, type, output shape, scratch, Keras, they agree) of every layer, without the total."""
    found = [layer for layer in listed(result, "parameters", "layers") if isinstance(layer, Mapping)]
    capped = _capped(found)
    names = ("name", "type", "output_shape")
    counts = [[at(layer, side) for side in SIDES.values()] for layer in capped.rows]
    return Rows(
        [
            (*(text(at(layer, name)) for name in names), number(left), number(right), left == right)
            for layer, (left, right) in zip(capped.rows, counts, strict=True)
        ],
        capped.left_out,
    )


def epochs(result: Mapping[str, Any]) -> Rows:
    """The number of every epoch, then a column for each of `epoch_heads`: the loss chart in numbers."""
    columns = [listed(result, "history", side, what) for what in _by_epoch(result) for side in SIDES.values()]
    count = max(len(column) for column in columns)
    every = max(1, -(-count // MOST_ROWS))
    rows = [(number(epoch + 1), *(number(at(column, epoch), 7) for column in columns)) for epoch in range(0, count, every)]
    return Rows(rows, count - len(rows))


def epoch_heads(result: Mapping[str, Any]) -> list[str]:
    """What the columns of `epochs` are, without the first."""
    return [f"{name} {what.replace('val_', 'validation ').replace('_', ' ')}" for what in _by_epoch(result) for name in SIDES]


def _by_epoch(result: Mapping[str, Any]) -> list[str]:
    name = metric(result)
    return ["loss", name, *(what for what in ("val_loss", f"val_{name}") if listed(result, "history", "reference", what))]


def tracks(result: Mapping[str, Any]) -> list[Track]:
    """A row a track, the two halves of the swapped one after it."""
    rows = []
    for name, what in TRACKS.items():
        rows.append(_track(at(result, "tracks", name), name, what))
        halves = {"gradient": "scratch's gradient, Keras's optimizer", "update": "Keras's gradient, scratch's optimizer"}
        for half, meaning in halves.items() if name == "swapped" else ():
            if at(result, "tracks", name, half):
                rows.append(_track(at(result, "tracks", name, half), f"swapped, {half}", meaning))
    return rows


def environment(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what, which) of everything that may change the numbers, and how long they took."""
    found = at(result, "environment")
    rows = list(found.items()) if isinstance(found, Mapping) else []
    rows += [(f"{name} time", seconds(at(result, "seconds", side))) for name, side in SIDES.items()]
    rows += [("loss", at(result, "settings", "loss")), ("data sha256", at(result, "data", "sha256"))]
    return [(str(name), text(value)) for name, value in rows if value not in (None, "", NOTHING)]


def _track(track: Any, name: str, what: str) -> Track:
    share = real(at(track, "headroom"))
    outside = bool(at(track, "first_outside")) or (share is not None and not share <= 1)
    quantities = sorted(
        (row for row in listed(track, "quantities") if isinstance(row, Mapping)), key=lambda row: -_worst_first(at(row, "headroom"))
    )
    capped = _capped(quantities)
    rows = [
        (*(text(at(row, key)) for key in ("layer", "tensor", "kind")), headroom(at(row, "headroom")), number(at(row, "step")))
        for row in capped.rows
    ]
    width = 0.0 if share is None else 1.0 if math.isnan(share) else min(max(share, 0.0), 1.0)
    return Track(
        name, what, headroom(at(track, "headroom")), width, outside, share is not None or outside, "," in name, Rows(rows, capped.left_out)
    )


def _worst_first(value: Any) -> float:
    share = real(value)
    return -1.0 if share is None else math.inf if math.isnan(share) else share


def _duration(result: Mapping[str, Any]) -> list[str]:
    total = at(result, "seconds", "total")
    return [] if total is None else [seconds(total)]


def _capped(rows: list[Any]) -> Rows:
    return Rows(rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))
