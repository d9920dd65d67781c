"""What Keras said of an equal example before: a class hands in the same few parts three hundred times, and seeds repeat examples."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import numpy as np

from comparisons.golden.keys import content_key
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

KINDS = ("activation", "loss", "layer", "optimizer")
"""Of parts whose reference depends on nothing but the name, and an example of plain numbers and words."""
ROOM = 64 * 2**20  # bytes of arrays that are kept; those asked for longest ago go first


class Recall:
    """Outcomes of Keras by part and example; nobody can write into them.

    Args:
        room: bytes.
    """

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.taken = room, 0
        self._kept: OrderedDict[str, Outcome] = OrderedDict()

    def __call__(self, pair: Pair, case: Case, compute: Callable[[Case], Outcome]) -> Outcome:
        """What `compute`, the pair's reference, makes of the case; of an equal one it is not asked again. Records are not kept twice."""
        if pair.kind not in KINDS or not pair.live:
            return compute(case)
        key = f"{pair.kind} {pair.name} {content_key(case)}"
        if key not in self._kept:
            self._keep(key, {what: np.asarray(a) for what, a in compute(case).items()})
        self._kept.move_to_end(key)
        return dict(self._kept[key])

    def _keep(self, key: str, found: Outcome) -> None:
        for a in found.values():
            a.flags.writeable = False
        self._kept[key] = found
        self.taken += _bytes(found)
        while self.taken > self.room and len(self._kept) > 1:
            self.taken -= _bytes(self._kept.popitem(last=False)[1])


def _bytes(found: Outcome) -> int:
    return sum(a.nbytes for a in found.values())


RECALL = Recall()
"""Of this process."""
