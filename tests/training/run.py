"""Runs a comparison on a few digits with a candidate of the test's own."""

from __future__ import annotations

import reference
import scratch
from comparisons.diagnosis.blame import blame
from comparisons.training.batches import batches
from comparisons.training.comparison import Comparison
from comparisons.training.result import _tracks
from comparisons.training.run import initial_weights
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.settings import Settings

BATCH = 16


def compare(keras, plan, digits, *, make_candidate=None, dtype="float32", steps=100, seed=0):
    """(tracks, findings) of a short comparison."""
    settings = Settings.of(plan, batch_size=BATCH, dtype=dtype, seed=seed)
    x, y = digits
    x = x.astype(dtype)
    with scratch.config.default_float(dtype), reference.floatx(dtype):
        make = make_candidate or (lambda: ScratchSide(plan, dtype))
        comparison = Comparison(keras, make, initial_weights(settings), batch_size=BATCH, seed=seed)
        epochs = -(-steps * BATCH // len(x))
        stream = batches(x, y, epochs=epochs, batch_size=BATCH, seed=seed)
        stream = (batch for batch in stream if batch.step <= steps)
        assert comparison.run(stream, on_step=lambda batch, loss: None, stopped=lambda: False)
    tracks = _tracks(comparison)
    return tracks, blame(tracks, batch_size=BATCH)
