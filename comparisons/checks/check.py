"""What a check is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from comparisons.checks.example import CheckError, Example, SideError
from comparisons.judging import NOTHING, Compared, unlike
from comparisons.pairs.methods import with_methods
from comparisons.pairs.pair import NotRecordedError, Pair

CANNOT_GO_ON = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a check raises on a result of a shape or kind that nobody has thought of."""


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
        """What is compared on an example; a result of a shape or kind that nobody has thought of is wrong, and the last.

        Raises:
            CheckError: the check cannot go on with Keras's own results either.
        """
        try:
            yield from self.run(example)
        except CANNOT_GO_ON as problem:
            if self._cannot_go_on_anyway(example):
                raise CheckError(self.name, example.case, problem) from problem
            yield unlike("result", NOTHING, NOTHING, f"cannot be compared ({type(problem).__name__}: {problem})")

    def _cannot_go_on_anyway(self, example: Example) -> bool:
        """Whether the check is to blame: it raises too where Keras is its own candidate."""
        pair = example.pair
        keras = with_methods(pair, candidate=lambda _, case: pair.reference(case), arguments=lambda _: pair.reference_arguments())
        try:
            for _ in self.run(Example(keras, example.case)):
                pass
        except (SideError, NotRecordedError):
            return False
        except CANNOT_GO_ON:
            return True
        return False

    def of_fewer(self, share: float) -> Check:
        """The same check, to which a share of its examples is enough."""
        return self if self.examples is None else replace(self, examples=math.ceil(share * self.examples))

    def reason_against(self, pair: Pair) -> str | None:
        """Why the check does not apply to `pair`; None if it does."""
        return pair.skips.get(self.name) or self.applies(pair)
