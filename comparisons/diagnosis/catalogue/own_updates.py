"""A layer's own update of its weights, `update(lr)`."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

PROBE = "own update"

ENTRIES: dict[str, Entry] = {
    "weight-not-updated": Entry("D", "update of a layer", "a weight stays as it is", "take lr times its gradient off every weight", PROBE),
    "rate-missing": Entry("D", "update of a layer", "the gradient is taken off without the learning rate", "w -= lr * g", PROBE),
    "gradient-of-another": Entry(
        "D", "update of a layer", "a weight is updated by another one's gradient", "w -= lr * g, g its own", PROBE
    ),
    "weight-overwritten": Entry(
        "D", "update of a layer", "the step is assigned instead of taken off: `w =- lr * g` is w = -lr * g", "w -= lr * g", PROBE
    ),
}
