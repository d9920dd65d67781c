"""Recurrent layers and embedding."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "gate-order": Entry("C", "LSTM, GRU", "another order of the gates", "Keras has i, f, c, o in LSTM and z, r, h in GRU"),
    "reset-after": Entry("C", "GRU", "the reset gate is applied before the matrix product", "compare with reset_after=False"),
    "hidden-state-kept": Entry(
        "D", "recurrent", "the state survives from one call to the next", "start every call from a state of zeros", probe="purity"
    ),
    "bptt-missing": Entry(
        "D", "recurrent", "no gradient flows back through time", "add the gradient of the next step's state to {upstream} of each step"
    ),
    "embedding-last-wins": Entry(
        "D", "embedding", "of repeated indices the last one wins", "np.add.at({kernel gradient}, indices, {upstream})"
    ),
}
