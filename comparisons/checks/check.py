"""What a check is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from comparisons.checks.example import Example
from comparisons.judging import NOTHING, Compared, unlike
from comparisons.pairs.pair import Pair


@dataclass(frozen=True)
class Check:
    """One property.

    Args:
        name: short, for results.
        sentence: the property as a sentence.
        run: yields what it compared. It may take results for what they should be: `on` is what is called.
        applies: None if the check makes sense for a pair, else the reason why not.
        dtypes: the floating types it runs in; None for all.
        examples: enough of them, where one example compares many, once they have shown something; None for as many as were asked for.
    """

    name: str
    sentence: str
    run: Callable[[Example], Iterator[Compared]]
    applies: Callable[[Pair], str | None] = lambda pair: None
    dtypes: tuple[str, ...] | None = None
    examples: int | None = None

    def on(self, example: Example) -> Iterator[Compared]:
        """What is compared on an example; a result of a shape or kind that nobody has thought of is wrong, and the last."""
        try:
            yield from self.run(example)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
            yield unlike("result", NOTHING, NOTHING, f"cannot be compared ({type(problem).__name__}: {problem})")

    def of_fewer(self, share: float) -> Check:
        """The same check, to which a share of its examples is enough."""
        return self if self.examples is None else replace(self, examples=math.ceil(share * self.examples))

    def reason_against(self, pair: Pair) -> str | None:
        """Why the check does not apply to `pair`; None if it does."""
        return pair.skips.get(self.name) or self.applies(pair)
