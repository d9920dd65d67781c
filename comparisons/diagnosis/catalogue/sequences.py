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
    "activation-omitted": Entry(
        "D", "LSTM", "an activation within the step is missing", "h = o * np.tanh(c), and through tanh on the way back"
    ),
    "other-activation": Entry(
        "C", "recurrent", "another activation than Keras's", "np.tanh, and the sigmoid for gates; or compare with that activation"
    ),
    "state-off-by-one": Entry(
        "D", "recurrent", "a gradient takes the state after a step for the one before it", "multiply by the state before the step"
    ),
    "gate-formula": Entry(
        "D", "LSTM, GRU", "a gate is left out, or another stands in its place", "c = f * c + i * g; h = z * h + (1 - z) * h_new"
    ),
}
