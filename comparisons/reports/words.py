"""The words and numbers every form of the report shares, and reading a result that may lack anything."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

NOTHING = "-"
LONGEST = 4000
"""Characters of one text that are shown; result.json has all of it."""

HEADROOM = "Headroom: the share of the allowance used; up to 100 % is rounding noise."

SIDES = {"scratch": "scratch", "Keras": "reference"}
"""Name a reader sees -> name in the result."""

TRACKS = {
    "free": "each side trains alone, from the same weights on the same batches",
    "locked": "every step starts from Keras's state: the error of that one step",
    "swapped": "each side's gradient goes into the other side's optimizer",
}


class Verdict(NamedTuple):
    """How a verdict is shown; never by colour alone."""

    icon: str
    word: str
    good: bool


VERDICTS = {
    "match": Verdict("\N{CHECK MARK}", "Match", True),
    "convention": Verdict("\N{ALMOST EQUAL TO}", "Convention", True),
    "deviation": Verdict("\N{BALLOT X}", "Deviation", False),
    "mismatch": Verdict("\N{BALLOT X}", "Mismatch", False),
    "error": Verdict("!", "Error", False),
    "unrecognised": Verdict("?", "Unrecognised", False),
}


def verdict(result: Mapping[str, Any]) -> Verdict:
    """Icon, word and tone of the result's verdict; one nobody knows is shown as it is."""
    name = text(at(result, "verdict"))
    return VERDICTS.get(name, Verdict("?", name if name != NOTHING else "No verdict", False))


def sentence(result: Mapping[str, Any]) -> str:
    """The result's one sentence, or the plainest one there is."""
    return text(at(result, "sentence"), otherwise=f"{text(at(result, 'model'), otherwise='a model')} against Keras")


def at(value: Any, *keys: str | int) -> Any:
    """``value[key][key]...``, or None as soon as something on the way is missing."""
    for key in keys:
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def listed(value: Any, *keys: str | int) -> list[Any]:
    """What ``at`` finds if it is a list, else an empty one."""
    found = at(value, *keys)
    return found if isinstance(found, list) else []


def real(value: Any) -> float | None:
    """``value`` as a float, "nan" and "inf" included; None if it is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
    except OverflowError:  # an integer past the largest float
        return math.inf if value > 0 else -math.inf


def text(value: Any, *, otherwise: str = NOTHING) -> str:
    """``value`` as text, ``otherwise`` if there is none."""
    return otherwise if value is None or value == "" else str(value)


def number(value: Any, digits: int = 6) -> str:
    """``value`` to ``digits`` significant digits; whole numbers in full, in groups of three."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if abs(value) < 10**15 else f"{real(value):.3e}"
    found = real(value)
    return text(value) if found is None else _short(f"{found:.{digits}g}")


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def headroom(value: Any) -> str:
    """A share of the allowance in percent, or as a multiple where percent would be unreadable."""
    share = real(value)
    if share is None:
        return "not measured"
    if not math.isfinite(share):
        return "not finite"
    if share < 0.001:
        return "< 0.1 %" if share > 0 else "0 %"
    if share >= 10:
        return f"{share:,.0f} x" if share < 1e4 else f"{share:.1e} x"
    # Never let rounding move a number over the border that decides.
    percent = math.ceil(share * 1000) / 10 if 1 < share < 1.1 else math.floor(share * 1000) / 10
    return f"{percent:.1f} %" if percent < 10 or 90 < percent < 110 else f"{percent:.0f} %"


def seconds(value: Any) -> str:
    """A duration as people say it."""
    span = real(value)
    if span is None or not math.isfinite(span):
        return text(value)
    return f"{span:.1f} s" if span < 60 else f"{int(span) // 60} min {int(span) % 60:02d} s"


def difference(scratch: Any, reference: Any) -> str:
    """How far two numbers are apart."""
    left, right = real(scratch), real(reference)
    if left is None or right is None:
        return NOTHING
    if isinstance(scratch, int) and isinstance(reference, int):
        return number(abs(scratch - reference))
    return "0" if left == right else _short(f"{abs(left - right):.2g}")


def _short(written: str) -> str:
    """1e-08 as 1e-8."""
    return re.sub(r"e([+-])0", r"e\1", written)


def tidy(value: Any) -> Any:
    """``value`` with every text in it safe to show: one line, no control or text-direction characters, not endless."""
    if isinstance(value, str):
        return _tidy_text(value)
    if isinstance(value, Mapping):
        return {
            _tidy_text(str(key)): _lines(item) if key == "script" and isinstance(item, str) else tidy(item) for key, item in value.items()
        }
    if isinstance(value, Sequence):
        return [item if item.__class__ is float else tidy(item) for item in value]
    return value


def _lines(value: str) -> str:
    """A program keeps its lines."""
    return "\n".join(_tidy_text(line) for line in value[:LONGEST].split("\n"))


def _tidy_text(value: str) -> str:
    if len(value) > LONGEST:
        value = value[: LONGEST - 4] + " ..."
    return value if value.isascii() and value.isprintable() else "".join(_visible(letter) for letter in value)


def _visible(letter: str) -> str:
    if letter.isspace():
        return " "
    shown = letter.isprintable() or letter in _JOINERS
    return letter if shown else letter.encode("unicode_escape", "backslashreplace").decode("ascii")


_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Invisible, but words of several languages and many emoji are spelt with them."""
