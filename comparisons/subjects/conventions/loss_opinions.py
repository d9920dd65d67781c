"""What Keras says elsewhere about a loss, where its two ways to one value differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.certainty import probabilities
from comparisons.subjects.conventions.loss_results import OF_SAMPLES

if TYPE_CHECKING:
    from comparisons.subjects.conventions.loss import Loss


def opinion(loss: Loss, pair: Pair, case: Case) -> Outcome | None:
    """Keras has two values for logits: its own path for them, and that of their probabilities, clipped at both ends. Either will
    do, and so will clipping at the end where the logarithm is infinite; the nearest to the candidate's is taken."""
    if pair.name == "SparseCategoricalCrossentropy" and not loss.logits:
        return by_rows_of_labels(case)
    if not loss.logits or loss.mode in OF_SAMPLES:
        return None
    base, x = pair.manner.base, case.x  # type: ignore[attr-defined]  # an adapted pair
    of_probabilities = case.with_x(probabilities(x, binary=loss.single)).with_settings(from_logits=False)
    each = base.reference(case.with_settings(reduction="none"))["output"]
    said = [base.reference(of_probabilities)["output"], np.minimum(each, -np.log(np.asarray(1e-7, dtype=each.dtype))).mean()]
    said += [by_rows_of_labels(of_probabilities)["output"]] if pair.name == "SparseCategoricalCrossentropy" else []
    mine = pair.candidate(case)["output"]
    return {"output": min(said, key=lambda value: float(np.abs(value - mine)))}


def by_rows_of_labels(case: Case) -> Outcome:
    """Keras's other loss on the same labels as rows: it clips at 16.1180956, where the one for numbers gives 16.1180958."""
    from comparisons.subjects.references import pair_of

    labels = np.eye(case.x.shape[-1], dtype=case.dtype)[case.given["y_true"]]
    settings = {"from_logits": False, "reduction": case.settings["reduction"]}
    found = pair_of(("loss", "CategoricalCrossentropy")).reference(replace(case, settings=settings, given={"y_true": labels}))
    return {"output": found["output"]}
