"""The planted samples: small files in the styles of CONVENTIONS, each with the one mistake that its folder is named after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Sample:
    """One file.

    Args:
        code: what its mistake is called.
        way: the calling convention, with a word after an underscore where there are several files of one.
    """

    code: str
    way: str

    @property
    def name(self) -> str:
        """Such as `half-mse/loss_class`."""
        return f"{self.code}/{self.way}"

    @property
    def convention(self) -> str:
        """How it is called."""
        return self.way.partition("_")[0]

    @property
    def path(self) -> Path:
        """Where it is."""
        return SAMPLES / self.code / f"{self.way}.py"

    @property
    def codes(self) -> frozenset[str]:
        """Everything that is to be said of it, and nothing else is."""
        return frozenset({self.code, *ALSO.get(self.name, ())})


ALSO: Mapping[str, tuple[str, ...]] = {
    "adagrad-initial-accumulator/optimizer_book": ("epsilon-outside-root",),  # as the book has it: two differences at once
    "gate-order/layer-object_gru": ("reset-after",),  # as nearly everybody's GRU
}
"""Samples in which a second code is true as well."""

UNNAMED: Mapping[str, str] = {}
"""Samples that are not named, with the reason; each is a mismatch with its region, and never called by another name."""


def samples() -> Iterator[Sample]:
    """All of them, in order."""
    for path in sorted(SAMPLES.glob("*/*.py")):
        yield Sample(path.parent.name, path.stem)
