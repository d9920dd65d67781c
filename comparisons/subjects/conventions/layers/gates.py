"""How the weights of recurrent layers are kept by those who do not put all gates into one kernel, as Keras does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from comparisons.subjects.conventions.layers.pieces import Block, Pieces
from comparisons.subjects.conventions.layers.profiles import PROFILES, Profile
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.worker import Member

GATES: Mapping[str, Mapping[str, str]] = {
    "LSTM": {"i": "i in input u update", "f": "f forget", "c": "c g a cc cell candidate cand", "o": "o out output"},
    "GRU": {"z": "z u update", "r": "r reset", "h": "h n c g hh candidate cand"},
}
"""What the gates are called, in Keras's order."""
STEMS: Mapping[str, tuple[str, ...]] = {
    "kernel": ("w{}", "wx{}", "wi{}", "w{}x", "weight{}", "weights{}"),
    "recurrent_kernel": ("u{}", "wh{}", "r{}", "v{}", "w{}h"),
    "bias": ("b{}", "bias{}"),
    "bias x": ("b{}x", "bx{}", "bi{}"),
    "bias h": ("b{}h", "bh{}"),
    "both": ("w{}", "weight{}", "weights{}", "kernel{}"),
}
ORDERS = (("recurrent_kernel", "kernel"), ("kernel", "recurrent_kernel"))
"""Of the state before and x, in front of a kernel for both."""


TWO_BIASES = {"bias x": "bih bx bi binput biasih biasx", "bias h": "bhh bh brecurrent biashh biash"}


def kept_otherwise(part: str, member: Member, others: Sequence[Member] = ()) -> Iterator[Profile]:
    """Profiles of a layer whose weights come in pieces, as far as the class has attributes called like them.

    Args:
        part: the layer.
        member: the class.
        others: what else there is, such as the class of a cell that it holds.
    """
    written = "\n".join([member.source, *(method.source for method in member.methods)])
    held = [other.source for other in others if other.kind == "class" and re.search(rf"\b{re.escape(other.name)}\(", written)]
    words = {plain(word).replace("_", "") for word in re.findall(r"\w+", "\n".join([written, *held]))}
    for profile in (*with_two_biases(part), *by_gates(part)):
        if all(words & set(names.split()) for names in profile.weights.values()):
            yield profile


def with_two_biases(part: str) -> Iterator[Profile]:
    """One for x and one for the state: added to each other, or rows of the bias of Keras's GRU, which may be kept as Keras does."""
    if part not in ("SimpleRNN", *GATES):
        return
    usual = PROFILES[part]
    profile = replace(usual, weights={**{name: usual.weights[name] for name in ORDERS[1]}, **TWO_BIASES})
    if part == "GRU":
        rows: Pieces = {name: (Block("bias", row=row),) for row, name in enumerate(TWO_BIASES)}
        yield replace(profile, fixed={**usual.fixed, "reset_after": True}, pieces=rows)
        yield replace(usual, fixed={**usual.fixed, "reset_after": True}, needs="bias")  # both in one, as Keras has them
    yield replace(profile, pieces={name: (Block("bias", share=0.5),) for name in TWO_BIASES})


def by_gates(part: str) -> Iterator[Profile]:
    """A kernel for each gate: of x and of the state, or of both one after the other."""
    if part not in GATES:
        return
    count, gates = len(GATES[part]), list(enumerate(GATES[part]))
    biases: Pieces = {f"bias {gate}": (Block("bias", n, count),) for n, gate in gates}
    apart: Pieces = {f"{weight} {gate}": (Block(weight, n, count),) for weight in ORDERS[1] for n, gate in gates}
    yield _profile(part, {**apart, **biases})
    yield _with_biases_for_each(part, apart)
    for order in ORDERS:
        yield _profile(part, {**{f"both {gate}": tuple(Block(weight, n, count) for weight in order) for n, gate in gates}, **biases})


def _with_biases_for_each(part: str, apart: Pieces) -> Profile:
    """Of every gate one for x and one for the state: added to each other, or rows of the bias of Keras's GRU."""
    rows: Pieces = {
        f"{name} {gate}": (Block("bias", n, len(GATES[part]), row=row) if part == "GRU" else Block("bias", n, len(GATES[part]), share=0.5),)
        for row, name in enumerate(TWO_BIASES)
        for n, gate in enumerate(GATES[part])
    }
    profile = _profile(part, {**apart, **rows})
    return replace(profile, fixed={**profile.fixed, "reset_after": True}) if part == "GRU" else profile


def _profile(part: str, pieces: Pieces) -> Profile:
    return replace(PROFILES[part], weights={name: _names(part, *name.rsplit(" ", 1)) for name in pieces}, pieces=pieces)


def _names(part: str, weight: str, gate: str) -> str:
    return " ".join(stem.format(word) for stem in STEMS[weight] for word in GATES[part][gate].split())
