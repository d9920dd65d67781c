"""Metrics that are functions of targets and predictions, by their names."""

from __future__ import annotations

import re

from comparisons.subjects.inventory.parameters import means
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.worker import Member

ACCURACIES = ("CategoricalAccuracy", "SparseCategoricalAccuracy", "Accuracy", "BinaryAccuracy")
NAMES = {
    r"accuracy|acc": ACCURACIES,
    r"categoricalaccuracy|multiclassaccuracy": ("CategoricalAccuracy", "SparseCategoricalAccuracy"),
    r"sparsecategoricalaccuracy": ("SparseCategoricalAccuracy",),
    r"binaryaccuracy": ("BinaryAccuracy", "Accuracy"),
    r"precision": ("Precision",),
    r"recall|sensitivity|truepositiverate": ("Recall",),
    r"topk(categorical)?accuracy|topkacc": ("SparseTopKCategoricalAccuracy", "TopKCategoricalAccuracy"),
    r"rmse|rootmeansquare(d)?error": ("RootMeanSquaredError",),
}
"""What a metric may be, by its name without capitals, underscores and what any may be called; the numbers decide."""
AROUND = re.compile(r"(?<![a-z])(get|calc|calculate|compute|score|metric|fn|function|np|numpy|my)(?![a-z])", re.IGNORECASE)


def metric_seen(member: Member) -> Sighting | None:
    """The metric that a function of targets and predictions may be: what else it computes by that name is anybody's guess."""
    name = AROUND.sub("", member.name).replace("_", "").lower()
    parts = next((parts for names, parts in NAMES.items() if re.fullmatch(names, name)), ())
    takes = [p for p in required(member) if p != "k"]
    if not parts or member.kind != "function" or len(takes) != 2 or not all(means(p, "y_true") or means(p, "y_pred") for p in takes):
        return None
    references: tuple[Reference, ...] = tuple(("metric", part) for part in parts)
    return Sighting(member.path, references, member, hinted=True)
