"""What the tests of subjects share: everything found in a target, examined with few examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import examine, find
from comparisons.subjects.examined import Examined, Wishes
from comparisons.subjects.finding.load import Target, load_targets
from comparisons.subjects.looking import look_at
from comparisons.subjects.worker import Limits, Worker

SAMPLES = Path(__file__).parent / "samples"
FEW = Wishes(examples=12)


def target_of(tmp_path: Path, text: str, name: str = "net.py") -> Target:
    """The target of a text."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return load_targets(str(file))[0]


def examined(target: Target, wishes: Wishes = FEW, *, only: Sequence[str] = ()) -> dict[str, Examined]:
    """Every part by name, without what turned out to be nothing."""
    with Worker(target.source, limits=Limits(seconds_per_call=5)) as worker:
        session = Session(worker)
        found, _ = find(target, session)
        picked = [sighting for sighting in found if not only or sighting.name in only]
        return {one.name: one for one in examine(target, session, picked, wishes, lambda: False) if not one.is_nothing}


def examined_at_seeds(target: Target, seeds: Sequence[int], wishes: Wishes = FEW) -> Iterator[dict[str, Examined]]:
    """The same at one seed after the other; how each part is called is found out once."""
    with Worker(target.source, limits=Limits(seconds_per_call=5, seconds=3600)) as worker:
        session = Session(worker)
        found, _ = find(target, session)
        first = {one.name: one for one in examine(target, session, found, replace(wishes, seed=seeds[0]), lambda: False)}
        first = {name: one for name, one in first.items() if not one.is_nothing}
        yield first
        for seed in seeds[1:]:
            again = {name: Examined(one.subject, target, one.understood, worker=worker) for name, one in first.items()}
            for one in again.values():
                look_at(one, replace(wishes, seed=seed))
            yield again
