"""What an adapter is: it calls somebody's code their way, and hands back results our way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
from hypothesis import strategies as st

from comparisons.checks.check import Check
from comparisons.judging import largest
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting

Reference = Callable[[], Outcome]
"""The reference's outcome on the same case, computed when asked for."""


class Asked:
    """A reference that is asked for its numbers only where the shape of its output is not known from an example of the same sizes.

    Args:
        outcome: asks it.
        shapes: known by sizes and settings, and added to.
        case: the example.
    """

    def __init__(self, outcome: Reference, shapes: dict[str, tuple[int, ...]], case: Case) -> None:
        self._outcome, self._shapes = outcome, shapes
        self._key = repr(
            (sorted(case.settings.items()), case.training, [(name, a.shape) for name, a in {**case.inputs, **case.given}.items()])
        )

    def __call__(self) -> Outcome:
        return self._outcome()

    def output_shape(self) -> tuple[int, ...]:
        """Of its output."""
        if self._key not in self._shapes:
            self._shapes[self._key] = np.shape(self()["output"])
        return self._shapes[self._key]


def output_shape(reference: Reference) -> tuple[int, ...]:
    """Of a reference's output."""
    return reference.output_shape() if isinstance(reference, Asked) else np.shape(reference()["output"])


MEETING: Mapping[str, Callable[[Case], float]] = {"tanh": lambda case: 1.0, "log_softmax": lambda case: max(1.0, largest(case.x))}


class Adapter(ABC):
    """One way of calling a part. Subclasses are frozen dataclasses that say how."""

    convention: ClassVar[str]

    @property
    def details(self) -> tuple[str, ...]:
        """What was found out about the way it is called, in words."""
        return ()

    @property
    def words(self) -> frozenset[str]:
        """What a user may write behind `--as NAME:` to choose this way among others."""
        return frozenset((self.convention,))

    @property
    def takes_integers(self) -> bool:
        """Whether x may be made of whole numbers."""
        return False

    @property
    def tier(self) -> int:
        """Ways of a higher tier, which leave something out or call the part in small pieces, count only where none of a lower one works."""
        return 0

    @property
    def has_to_be_right(self) -> bool:
        """Whether nothing but entirely right numbers says that the part may be called this way."""
        return False

    @abstractmethod
    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        """What the part computes on a case, by Keras's names and in its layout.

        Raises:
            CandidateError, UnusableResultError: it did not.
        """

    def again(self, session: Session, case: Case, reference: Reference) -> list[Outcome]:
        """Outcomes of the same object asked twice; an empty list where there is no object that could remember anything."""
        return []

    def kept_dtypes(self, session: Session, case: Case) -> frozenset[str]:
        """Types of the arrays that the object keeps for going back; empty where there is no object."""
        return frozenset()

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        """Settings of the pair that can be passed on, with the values to try; all others stay at Keras's defaults."""
        return {}

    def fixed(self, pair: Pair) -> Mapping[str, Any]:
        """Settings that the part has whatever is asked for."""
        return {}

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]] | None:
        """Sizes that the part can take; None for the pair's own."""
        return None

    def prepared(self, pair: Pair, case: Case) -> Case:
        """A drawn case as this part can take it."""
        return case

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        """An outcome, the candidate's or the reference's, as it is compared."""
        return outcome

    def tied(self, pair: Pair, case: Case) -> Iterator[Case] | None:
        """The example at kinks and ties; None for those of the pair."""
        return None

    def opinion(self, pair: Pair, case: Case) -> Outcome | None:
        """What Keras says by another way that is as good; None for the pair's own third opinion."""
        return None

    def meets(self, pair: Pair) -> Callable[[Case], float] | None:
        """Size of numbers that meet in how results are computed and compared; None for the pair's own.

        Of tanh many take (e^x - e^-x) / (e^x + e^-x) or 2 sigmoid(2 x) - 1, where ones cancel; of log softmax x - log(sum(e^x)),
        where the sum is 1 or more for x about 0, however small x is.
        """
        return MEETING.get(pair.name) if pair.kind == "activation" else None

    def goes_back(self, case: Case) -> bool:
        """Whether a gradient can be asked for on this example: what is frozen in inference has none there."""
        return True

    def skips(self, pair: Pair) -> frozenset[str]:
        """Checks that make no sense for a part that is called this way."""
        return frozenset()

    def untold(self, sighting: Sighting) -> list[str]:
        """Arguments with a number by default that are left at that, since Keras has nothing like them."""
        return []

    def caveats(self, sighting: Sighting) -> list[str]:
        """What whoever reads a match should know: what was not looked at, or what it is right for."""
        return []

    def quantities(self) -> frozenset[str]:
        """What it computes, where that depends on the example; else empty: the probe tells."""
        return frozenset()

    def defaults(self, pair: Pair) -> Mapping[str, Any]:
        """Defaults that the candidate's own arguments have, by setting."""
        return {}

    @property
    def makes_weights_late(self) -> bool:
        """Whether its first call draws weights, by whatever generator."""
        return False

    @property
    def output_decides(self) -> bool:
        """Whether its output says more than its gradients about whether the part may be called this way."""
        return False

    def emptied(self, sighting: Sighting) -> str:
        """What sets its gradients back, as code, where that is a matter of who holds them; empty for nothing."""
        return ""

    @property
    def incomplete(self) -> bool:
        """Whether there is a way back that is not called."""
        return False

    def place_of(self, what: str) -> int | None:
        """Where a quantity is among several that what goes back returns; None where it is not, or nobody knows."""
        return None

    @property
    def hides(self) -> str:
        """Why gradients of its weights are not to be found; empty where nothing more can be said."""
        return ""

    def own_findings(self, sighting: Sighting) -> list[Found]:
        """What the way it is called says by itself."""
        return []

    def stated(self) -> list[Found]:
        """Settings other than Keras's that were taken for granted; told of a part that is right under them."""
        return []

    def own_causes(self, pair: Pair) -> list[Found]:
        """Causes that only this way of calling can prove, for a part that differs."""
        return []

    def checks(self, pair: Pair) -> list[Check]:
        """Checks of its own."""
        return []

    def probe_sizes(self, pair: Pair) -> tuple[int, ...]:
        """Sizes of the probe; empty for those of the pair's specimen."""
        return ()

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        """Sizes that the smallest counterexample is looked for in; empty for the usual ones."""
        return ()

    def names(self, sighting: Sighting) -> Mapping[str, str]:
        """The candidate's own names by role, such as `{"upstream": "dout"}`."""
        return {}

    def probe_case(self, pair: Pair) -> Case | None:
        """The probe; None for the pair's specimen."""
        return None

    def second_probe(self, pair: Pair) -> Case | None:
        """What a part is tried on that cannot be called with the probe; None for nothing."""
        return None

    def small_cases(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        """Where the smallest counterexample is looked for; empty for the pair's examples of growing sizes."""
        return []

    def usual(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        """Examples that are among those of every run, whatever is drawn."""
        return []

    def needed_for(self, setting: str) -> Mapping[str, Any]:
        """Other settings without which a value of this one shows nothing."""
        return {}

    def cases(self, pair: Pair, dtype: str) -> st.SearchStrategy[Case] | None:
        """Examples of its own; None for the pair's."""
        return None
