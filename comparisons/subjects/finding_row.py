"""One thing found out about a part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """A cause or a side effect, as results have it.

    Args:
        code: of the catalogue.
        kind: C, a convention; D, a deviation; P, purity.
        where: the quantities, or the place.
        dtype: floating type it was seen in.
        summary: one line.
        fix: one line, in the candidate's own names.
        note: worth telling, but nothing wrong.
        accepted: the user has said that it is all right.
    """

    code: str
    kind: str
    where: str
    dtype: str
    summary: str
    fix: str
    note: bool = False
    accepted: bool = False

    @property
    def counts(self) -> bool:
        """Whether it stands against a match."""
        return not self.note and not self.accepted
