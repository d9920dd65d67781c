"""Where a candidate differs, in words, if no explanation does: derived from the numbers, and held against fresh ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from comparisons.diagnosis.evidence import Evidence, Observation
from comparisons.diagnosis.patterns import constant_ratio
from comparisons.diagnosis.places import EVERYWHERE, Marked, Region, regions

MOST = 0.95  # of the numbers inside a region have to be wrong; some come out right by accident
MUTE = 1e3  # times the allowance: what is smaller itself cannot show an error of a thousandth
FEW = 6  # numbers on either side below which a region is a guess


def marked(evidence: Evidence, observations: Sequence[Observation], what: str) -> list[Marked]:
    """Every example on which the quantity could be compared, number by number."""
    found = []
    for observation in observations:
        if observation.mine is None or what not in observation.mine:
            continue
        compared = evidence.clearly(observation, what)
        if not compared.problem and compared.apart.size:
            wrong = compared.shares > 1
            right = ~wrong & ~(np.abs(compared.reference) < MUTE * compared.allowed)
            found.append(Marked(observation, wrong, right, compared.candidate, compared.reference))
    return found


def region_of(evidence: Evidence, seen: Sequence[Observation], what: str, fresh: Callable[[], Sequence[Observation]]) -> str:
    """In words, with the ratio if there is one throughout; the words hold on fresh examples, too."""
    known = marked(evidence, seen, what)
    problem = _problem(evidence, seen, what)
    if not known or problem:
        return problem or EVERYWHERE.words
    for _ in range(3):
        region = _best([region for region in regions(evidence.pair, known) if fits(region, known)], known)
        if region is None:
            return f"{_share(known)} of the numbers, at no place that can be named"
        more = marked(evidence, fresh(), what)
        if fits(region, more, both=False):
            return region.words + _ratio(region, known)
        known += more
    return f"{_share(known)} of the numbers, at no place that can be named"


def _best(fitting: Sequence[Region], known: Sequence[Marked]) -> Region | None:
    """The first; if that is everywhere although a few are right, one that leaves those out."""
    first = next(iter(fitting), None)
    if first is not EVERYWHERE:
        return first
    return next((region for region in fitting[1:] if fits(region, known, most=1.0)), first)


def fits(region: Region, known: Sequence[Marked], *, both: bool = True, most: float = MOST) -> bool:
    """Whether all that is wrong is inside, all outside is right, and most inside is wrong."""
    inside_wrong = inside_right = outside_wrong = outside_right = 0
    for mark in known:
        mask = np.broadcast_to(region.mask(mark.observation.case, mark.wrong.shape), mark.wrong.shape)
        inside_right, inside_wrong = inside_right + int((mask & mark.right).sum()), inside_wrong + int((mask & mark.wrong).sum())
        outside_right, outside_wrong = outside_right + int((~mask & mark.right).sum()), outside_wrong + int((~mask & mark.wrong).sum())
    everywhere = region is EVERYWHERE
    enough = inside_wrong > 0 and (everywhere or outside_right >= FEW) if both else True
    return enough and outside_wrong == 0 and inside_wrong >= most * (inside_wrong + inside_right)


def _problem(evidence: Evidence, seen: Sequence[Observation], what: str) -> str:
    for observation in seen:
        if observation.mine is not None and what in observation.mine:
            problem = evidence.clearly(observation, what).problem
            if problem:
                return problem
    return ""


def _share(known: Sequence[Marked]) -> str:
    wrong, all_of_them = sum(int(mark.wrong.sum()) for mark in known), sum(mark.wrong.size for mark in known)
    return f"{wrong} of {all_of_them}"


def _ratio(region: Region, known: Sequence[Marked]) -> str:
    """The factor, if one holds inside the region on all examples."""
    masks = [np.broadcast_to(region.mask(mark.observation.case, mark.wrong.shape), mark.wrong.shape) for mark in known]
    ratio = constant_ratio(
        np.concatenate([mark.candidate[mask] for mark, mask in zip(known, masks)]),
        np.concatenate([mark.reference[mask] for mark, mask in zip(known, masks)]),
        within=1e-6,
    )
    return "" if ratio is None else f", {ratio:.6g} x Keras"
