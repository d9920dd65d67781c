"""What a diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One cause.

    Args:
        code: of the catalogue.
        kind: C, a convention; D, a deviation; P, purity.
        where: the quantities it explains, such as `'gradient of x'`.
        dtype: floating type it was proved in.
        summary: one line, with numbers.
        fix: one line, in the candidate's own names.
    """

    code: str
    kind: str
    where: str
    dtype: str
    summary: str
    fix: str


@dataclass(frozen=True)
class Diagnosis:
    """Everything that is known about a candidate that differs.

    Args:
        findings: causes that were proved, the simplest that do.
        region: in words, where it differs, as far as no finding explains it; empty if nothing is left.
    """

    findings: tuple[Finding, ...] = ()
    region: str = ""
