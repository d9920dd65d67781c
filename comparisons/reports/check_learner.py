"""What is said to the author of a part that differs: what it computes, what Keras computes, on what, why, and which line to change.

It fits on a screen, whatever the part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from comparisons.reports import check_words, words

DIGITS = (7, 10, 13, 17)
"""After the point: to try, until two arrays that differ read differently."""
MOST_NUMBERS = 12  # of an array that is shown whole
MOST_CAUSES = 3
WIDTH = 13  # of the first column
LONGEST = 300
NOTHING_KNOWN = "nothing known computes these numbers: no mistake of the catalogue, and no other setting of Keras"
NOTHING_ELSE = "something else differs as well, and nothing known computes these numbers"


def told(part: Mapping[str, Any]) -> str:
    """The message; empty for a part that matches."""
    lines = list(_lines(part))
    if not lines:
        return ""
    return "\n".join([_title(part), *(f"  {name:<{WIDTH}}{_short(said)}" for name, said in lines)])


def is_foreign(part: Mapping[str, Any]) -> bool:
    """Whether it is somebody else's: scratch's own parts are told about otherwise."""
    return not words.text(words.at(part, "subject"), otherwise="scratch.").startswith("scratch.")


def _title(part: Mapping[str, Any]) -> str:
    place = words.text(words.at(part, "source", "place"), otherwise="")
    codes = ", ".join(dict.fromkeys(words.text(finding.get("code")) for finding in _counting(part)))
    verdict = check_words.shown(words.text(words.at(part, "verdict"))).word
    where = f", {words.text(words.at(part, 'source', 'file'), otherwise='')} {place}" if place else ""
    if codes and words.at(part, "verdict") == "mismatch":
        codes = f"not explained, besides {codes}"
    return f"{words.text(words.at(part, 'name'))}{where}: {verdict}" + (f" ({codes})" if codes and codes != "error" else "")


def _lines(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if words.at(part, "verdict") == "match":
        return
    found, causes = words.at(part, "counterexample"), _counting(part)[:MOST_CAUSES]
    yield from _written(part, causes)
    if isinstance(found, Mapping):
        yield from _numbers(found)
    for finding in causes:
        yield "because", words.text(finding.get("summary"))
        fix, place = words.text(finding.get("fix"), otherwise=""), words.text(words.at(finding, "source", "place"), otherwise="")
        if fix:
            yield "change", f"{place}: {fix}" if place else fix
    yield from _otherwise(part, causes)
    called = [words.text(said) for said in words.listed(part, "called")]
    convention = words.text(words.at(part, "convention"), otherwise="")
    if convention:
        yield (
            "understood",
            f"{words.text(words.at(part, 'reference'))}, written as {convention}" + (f": {'; '.join(called)}" if called else ""),
        )
    yield "again", words.text(words.at(part, "reproduce"))


def _written(part: Mapping[str, Any], causes: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The source lines that the causes are about, else the one that defines the part."""
    of_causes = [words.at(finding, "source") for finding in causes if words.at(finding, "source")]
    of_example = words.at(part, "counterexample", "source")
    if of_example and words.at(part, "verdict") == "mismatch":  # its causes do not explain everything
        of_causes = [of_example, *of_causes]
    sources = of_causes or [of_example or words.at(part, "source")]
    seen: set[Any] = set()
    for source in sources:
        line = words.at(source, "line")
        if line is not None and line not in seen:
            seen.add(line)
            yield (
                "you wrote",
                f"{words.text(words.at(source, 'text')).strip()}   <- {words.text(words.at(source, 'place'), otherwise=f'line {line}')}",
            )


def _numbers(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = words.at(found, "inputs")
    inputs = [f"{name} = {_array(a)}" for name, a in given.items()] if isinstance(given, Mapping) else []
    upstream = words.at(found, "upstream")
    inputs += [f"upstream gradient {_array(upstream)}"] if upstream is not None else []
    settings = check_words.settings(found)
    yield "on", ", ".join([*inputs, *([settings] if settings != "default arguments" else [])])
    what, worst = words.text(words.at(found, "what")), words.at(found, "worst")
    if words.at(found, "problem"):
        yield "it gives", f"{what}: {words.text(words.at(found, 'problem'))}"
        return
    mine, theirs = words.at(found, "candidate"), words.at(found, "reference")
    if worst and np.size(_numpy(mine)) > MOST_NUMBERS:
        what = f"{what} {words.listed(worst, 'element')}"
        mine, theirs = words.at(worst, "candidate"), words.at(worst, "reference")
    digits = next((digits for digits in DIGITS if _array(mine, digits) != _array(theirs, digits)), DIGITS[0])
    yield "it computes", f"{what} = {_array(mine, digits)}"
    yield "Keras has", f"{what} = {_array(theirs, digits)}"


def _otherwise(part: Mapping[str, Any], causes: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    region, missing = (words.text(words.at(part, key), otherwise="") for key in ("region", "missing"))
    if missing:
        yield "besides" if causes else "because", missing
    elif region:
        yield "differs", region
        yield "because", NOTHING_ELSE if causes else NOTHING_KNOWN
    elif not causes:
        yield "because", "; ".join(check_words.failing_lines(part)[:2]) or "no cause was found"


def _counting(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [finding for finding in check_words.findings(part) if not finding.get("note") and not finding.get("accepted")]


def _array(value: Any, digits: int = DIGITS[0]) -> str:
    """Numbers as they would be written, an array that is too large as its shape."""
    a = _numpy(value)
    if a.size > MOST_NUMBERS:
        return f"array of shape {a.shape}"
    return np.array2string(a, separator=", ", precision=digits, floatmode="maxprec").replace("\n", "")


def _numpy(value: Any) -> np.ndarray:
    """Nested lists as numbers: result.json has text where JSON has no number."""
    try:
        return np.asarray(value, dtype="float64")
    except (OverflowError, TypeError, ValueError):
        return np.zeros(0)


def _short(said: str) -> str:
    return said if len(said) <= LONGEST else said[: LONGEST - 4] + " ..."
