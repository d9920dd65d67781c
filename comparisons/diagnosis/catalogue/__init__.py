"""Everything people are known to write otherwise than Keras: the fixed codes of results, with kind, meaning and remedy.

Kinds: C, a convention (under some stated setting both agree); D, a deviation (a mistake); P, purity and robustness.

A remedy names things by roles in braces, such as `{bias gradient}`: `comparisons.diagnosis.wording` puts the names of the
candidate's own code there.
"""

from __future__ import annotations

from comparisons.diagnosis.catalogue import activations, behaviour, dense, images, losses, normalization, optimizers, own_updates, sequences
from comparisons.diagnosis.catalogue.entry import Entry

CATALOGUE: dict[str, Entry] = {
    code: entry
    for family in (losses, dense, activations, optimizers, own_updates, normalization, images, sequences, behaviour)
    for code, entry in family.ENTRIES.items()
}


def kind_of(code: str) -> str:
    """C, D or P."""
    return CATALOGUE[code].kind
