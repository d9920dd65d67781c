"""Parts of the registry by the names that a user gives."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence

from comparisons.errors import InputError
from comparisons.pairs.pair import Pair


def recorded_named(names: Sequence[str]) -> tuple[list[Pair], list[str]]:
    """Parts and trainings of a bundle by the names that were given; all of them if none was.

    Raises:
        InputError: there is no such part.
    """
    from comparisons.golden.training import TRAININGS

    known = dict.fromkeys(training.name for training in TRAININGS)
    others = [name for name in names if name not in known]
    return parts_named(others) if others or not names else [], [name for name in known if not names or name in names]


def parts_named(names: Sequence[str]) -> list[Pair]:
    """Every part of one of these names, in the registry's order; all parts if none is given.

    Raises:
        InputError: there is no such part.
    """
    from comparisons.pairs import PAIRS

    known = {pair.name: pair for pair in PAIRS}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "parity list shows them"
            raise InputError(f"--only: expected the name of a part, got {name!r}; {hint}.")
    return [pair for pair in PAIRS if not names or pair.name in names]


def in_dtypes(pairs: Sequence[Pair], dtypes: Sequence[str]) -> list[Pair]:
    """Those that are compared in one of these floating types; the others are named on stderr. All of them if none is given.

    Raises:
        InputError: there is none.
    """
    fitting = [pair for pair in pairs if not dtypes or set(dtypes) & set(pair.dtypes)]
    others = [pair for pair in pairs if pair not in fitting]
    if others and not fitting:
        raise InputError(f"--dtype: expected one that {others[0].name} is compared in ({', '.join(others[0].dtypes)}), got {dtypes[0]}.")
    if others:
        print(f"Not compared in {' or '.join(dtypes)}: {', '.join(pair.name for pair in others)}.", file=sys.stderr)
    return fitting
