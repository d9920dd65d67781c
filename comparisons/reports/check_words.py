"""What a result of `parity check` says in words, for all its faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comparisons.reports.words import NOTHING, VERDICTS, Verdict, at, listed, number, plural, real, text

WORST_FIRST = ("deviation", "mismatch", "error", "unrecognised", "convention", "match")
PLAIN = ("mismatch", "error", "")
"""Codes that say no more than the verdict: where a part differs, not why."""
PROGRAM = "whole program"
"""In the reason why something was left alone: it is checked by another command."""
MOST_LEFT_ALONE = 8
DIFFERENTIABLE = ("activation", "layer", "loss")
GOES_BACK = {"gradients", "directional"}
"""Checks that look at derivatives."""


def counts(result: Mapping[str, Any]) -> dict[str, int]:
    """Verdict -> how many parts got it, worst first; verdicts nobody got, and those nobody knows, included only if they count."""
    found = [text(at(part, "verdict")) for part in listed(result, "components")]
    order = [*WORST_FIRST, *sorted({name for name in found if name not in WORST_FIRST})]
    return {name: found.count(name) for name in order if name in found}


def verdict_of(result: Mapping[str, Any]) -> Verdict:
    """The verdict on the whole: that of the worst part."""
    worst = next(iter(counts(result)), None)
    return Verdict("?", "Nothing was checked", False) if worst is None else shown(worst)


def shown(name: str) -> Verdict:
    """Icon, word and tone of one verdict; one nobody knows is shown as it is."""
    return VERDICTS.get(name, Verdict("?", name if name != NOTHING else "No verdict", False))


def sentence(result: Mapping[str, Any]) -> str:
    """The one sentence: how many match, and what the others do."""
    found = counts(result)
    total = sum(found.values())
    if not total:
        return "No part was checked."
    good = found.get("match", 0)
    says = {
        "deviation": "{} with a known mistake",
        "mismatch": "{} differ from Keras",
        "error": "{} raised an error",
        "unrecognised": "{} without a counterpart in Keras, in whole or in part",
        "convention": "{} by another stated convention",
    }
    if found.get("mismatch") == 1:
        says["mismatch"] = "{} differs from Keras"
    rest = [
        (says[name].format(number(count)) if name in says else f"{number(count)} {name}")
        for name, count in found.items()
        if name != "match"
    ]
    alone = len(_alone(result))
    rest += [f"{number(alone)} not checked"] if alone else []
    ending = f"; {', '.join(rest)}" if rest else ""
    return f"{number(good)} of {plural(total, 'part')} {'matches' if 1 in (good, total) else 'match'} Keras{ending}."


def not_checked(result: Mapping[str, Any]) -> list[str]:
    """What was left alone, with the reason: what goes back as parts do, and programs; everything, if nothing was checked."""
    told = [_left_alone(result, target, one) for target, one in _alone(result, everything=not counts(result))]
    more = [f"{len(told) - MOST_LEFT_ALONE} more in result.json"] if len(told) > MOST_LEFT_ALONE else []
    alone = values_alone(result)
    only = [f"No derivative was found, so only the value was checked: {', '.join(alone)}"] if alone else []
    return [*(f"Not checked: {said}" for said in (*told[:MOST_LEFT_ALONE], *more)), *only]


def values_alone(result: Mapping[str, Any]) -> list[str]:
    """Names of other people's parts that match as far as their values go, since nothing that goes back was found."""
    matching = [part for part in listed(result, "components") if text(at(part, "verdict")) == "match" and at(part, "target")]
    return [
        text(at(part, "name")) for part in matching
        if text(at(part, "kind")) in DIFFERENTIABLE and not {text(at(check, "name")) for check in listed(part, "checks")} & GOES_BACK
    ]  # fmt: skip


def _alone(result: Mapping[str, Any], *, everything: bool = False) -> list[tuple[Any, Any]]:
    """(target, what was left alone in it) that is worth telling: nothing where parts were chosen by name, unless there was none."""
    alone = [(target, one) for target in listed(result, "targets") for one in listed(target, "left_alone")]
    return [(target, one) for target, one in alone if everything or (at(target, "chosen") is not True and _is_telling(one))]


def _is_telling(one: Any) -> bool:
    return at(one, "goes_back") is True or at(one, "named") is True or PROGRAM in text(at(one, "why"))


def _left_alone(result: Mapping[str, Any], target: Any, one: Any) -> str:
    file = f"{text(at(target, 'name'))}, " if len(listed(result, "targets")) > 1 else ""
    where = "".join(f" {said}" for said in _in_brackets(at(one, "place")))
    return f"{file}{text(at(one, 'name'))}{where}: {text(at(one, 'why'))}"


def facts(result: Mapping[str, Any]) -> list[str]:
    """Size of the check and versions, a few words each."""
    checks = [check for part in listed(result, "components") for check in listed(part, "checks")]
    elements = sum(int(real(at(check, "elements")) or 0) for check in checks if _finite(at(check, "elements")))
    versions = [(name, at(result, "environment", key)) for name, key in (("Keras", "keras"), ("NumPy", "numpy"))]
    said = [plural(len(checks), "check"), f"{number(elements)} numbers compared"]
    return said + [f"{name} {value}" for name, value in versions if value] + _seed(result)


def who(part: Any) -> str:
    """What the candidate is called in sentences: scratch, or the name of somebody's part."""
    return "scratch" if text(at(part, "subject")).startswith("scratch.") else text(at(part, "name"), otherwise="the candidate")


def other(found: Any) -> str:
    """What the candidate was held against."""
    return "its numerical derivative" if text(at(found, "check")) == "directional" else "Keras"


def place(part: Any) -> str:
    """File and line of a part or a finding, such as `net.py:12`; empty if it has none."""
    file, line, said = (at(part, "source", key) for key in ("file", "line", "place"))
    if not file:
        return ""
    return f"{file}, {said}" if in_cell(part) else f"{file}:{line}" if line else str(file)


def in_cell(part: Any) -> bool:
    """Whether its place is a cell of a notebook, whose lines are not those of the file."""
    return text(at(part, "source", "place")).startswith("cell ")


def causes(part: Any) -> list[Mapping[str, Any]]:
    """Findings that say why, not only that a check failed; notes and what was accepted are none."""
    counting = [finding for finding in findings(part) if not finding.get("note") and not finding.get("accepted")]
    return [finding for finding in counting if text(at(finding, "code"), otherwise="") not in PLAIN]


def accepts(part: Any) -> bool:
    """Whether it matches only by what was accepted: how far it is from Keras's own way is then no measure of it."""
    return text(at(part, "verdict")) == "match" and any(finding.get("accepted") for finding in findings(part))


def findings(part: Any) -> list[Mapping[str, Any]]:
    """Findings that are mappings, in their order."""
    return [finding for finding in listed(part, "findings") if isinstance(finding, Mapping)]


def failing(part: Any) -> list[Mapping[str, Any]]:
    """Checks that failed though they should not."""
    return [
        check for check in listed(part, "checks") if isinstance(check, Mapping) and not at(check, "passed") and not at(check, "expected")
    ]


def example_of(part: Any, check: Any) -> Mapping[str, Any] | None:
    """The example on which a check failed: its own, or that of the part if it is of this check; None if none was kept."""
    own, shared = at(check, "counterexample"), at(part, "counterexample")
    same = at(shared, "check") == at(check, "name") and at(shared, "dtype") == at(check, "dtype")
    return next((found for found in (own, shared if same else None) if isinstance(found, Mapping)), None)


def failing_lines(part: Any) -> list[str]:
    """A line for every way of failing: the check, the floating types, and what differs or was raised."""
    rows: dict[tuple[str, str], list[str]] = {}
    for check in failing(part):
        found = example_of(part, check)
        what = next(
            (text(said) for said in (at(check, "error"), at(check, "vacuous"), at(found, "problem"), at(found, "what")) if said), ""
        )
        rows.setdefault((text(at(check, "name")), what), []).append(text(at(check, "dtype"), otherwise=""))
    named = [(" ".join([name, *_in_brackets(", ".join(filter(None, dtypes)))]), what) for (name, what), dtypes in rows.items()]
    return [f"{name}: {what}" if what else name for name, what in named]


def headline(part: Any, found: Any) -> str:
    """The first line of a disagreement: what disagrees."""
    name, what = text(at(part, "name"), otherwise="a part"), text(at(found, "what"), otherwise="")
    subject = ", ".join(said for said in (name, what) if said)
    return f"{subject}: {who(part)} and {other(found)} disagree"


def measures(part: Any, found: Any) -> Iterator[tuple[str, str]]:
    """The other lines of a disagreement, as (name, words)."""
    if at(found, "check"):
        yield "check", " ".join([text(at(found, "check")), *_in_brackets(at(found, "dtype"))])
    yield "example", settings(found)
    if at(found, "problem"):
        yield "problem", text(at(found, "problem"))
        return
    worst = at(found, "worst")
    if worst:
        yield "worst", _worst(part, found, worst)
        why = "" if at(found, "factor") is None else f" ({number(at(found, 'factor'))} x rounding noise of the reference)"
        yield "apart", f"{number(at(worst, 'apart'), 2)}, allowed {number(at(worst, 'allowed'), 2)}{why}"
    if at(found, "elements") is not None:
        yield "elements", f"{number(at(found, 'outside'))} of {number(at(found, 'elements'))} outside"
    pattern = at(found, "pattern") or (at(part, "specimen", "pattern") if found is at(part, "counterexample") else "")
    if pattern:
        yield "pattern", text(pattern)


def block(part: Any, found: Any) -> str:
    """A disagreement as lines of plain text."""
    lines = [*measures(part, found), *([("replay", text(at(part, "reproduce")))] if at(part, "reproduce") else [])]
    return "\n".join([headline(part, found), *(f"  {name:<9} {said}" for name, said in lines)])


def settings(found: Any) -> str:
    """The arguments of an example as they would be written."""
    given = at(found, "settings")
    said = [f"{name}={value}" for name, value in given.items()] if isinstance(given, Mapping) else []
    return ", ".join([*said, *(["in training"] if at(found, "training") else [])]) or "default arguments"


def without_example(part: Any, check: Mapping[str, Any]) -> str:
    """A check that failed without an example to show: it raised, or has shown nothing."""
    name = " ".join([text(at(check, "name"), otherwise="a check"), *_in_brackets(at(check, "dtype"))])
    vacuous = at(check, "vacuous")
    why = (
        f"{vacuous}: this check has shown nothing" if vacuous else text(at(check, "error"), otherwise="it failed, and no example was kept")
    )
    return f"{text(at(part, 'name'), otherwise='a part')}, {name}: {why}"


def _worst(part: Any, found: Any, worst: Any) -> str:
    element = listed(worst, "element")
    where = f"{element}: " if element else ""
    third = at(worst, "arbiter")
    arbiter = "" if third is None else f", arbiter {number(third, 9)}"
    return f"{where}{who(part)} {number(at(worst, 'candidate'), 9)}, {other(found)} {number(at(worst, 'reference'), 9)}{arbiter}"


def _in_brackets(value: Any) -> list[str]:
    return [f"({value})"] if value else []


def _finite(value: Any) -> bool:
    found = real(value)
    return found is not None and abs(found) < 1e300


def _seed(result: Mapping[str, Any]) -> list[str]:
    seed = at(result, "environment", "seed")
    return [] if seed is None else [f"seed {text(seed)}"]
