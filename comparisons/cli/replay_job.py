"""What `parity replay` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comparisons.cli.check_library import check_dtypes
from comparisons.cli.check_outputs import Outputs
from comparisons.cli.parts import in_dtypes, recorded_named
from comparisons.cli.subject_options import refuse_without_target, taken_from
from comparisons.errors import InputError
from comparisons.golden.bundle import BUILT_IN, Bundle, read
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt

CODE = (".py", ".ipynb")


def run(targets: Sequence[str], bundle: Path | None, asked: dict[str, Any]) -> int:
    """Do it; returns the exit status."""
    own = taken_from(asked)
    outputs = Outputs.taken_from(asked)
    if targets and _is_bundle(targets[0]):
        if bundle is not None:
            raise InputError(f"--bundle: expected one bundle, got {str(bundle)!r} beside {targets[0]!r}; give one of them.")
        bundle, targets = Path(targets[0]), targets[1:]
    recorded = read(BUILT_IN if bundle is None else bundle)
    return _targets(recorded, targets, outputs, asked, own) if targets else _built_in(recorded, outputs, asked, own)


def _is_bundle(name: str) -> bool:
    """Whether an argument names a bundle: by its ending, or since it is a file of no kind that holds code."""
    path = Path(name)
    return path.suffix in (".npz", ".zip") or (path.is_file() and path.suffix not in CODE)


def _built_in(bundle: Bundle, outputs: Outputs, asked: dict[str, Any], own: dict[str, Any]) -> int:
    refuse_without_target(own, examples=asked["examples"] is not None)
    check_dtypes(asked["dtype"])
    named, trainings = recorded_named(asked["only"])
    pairs = in_dtypes(bundle.pairs(named, asked_for=bool(asked["only"])), asked["dtype"])
    from comparisons.checks.result import result_of_rows
    from comparisons.golden.replay import done, jobs, versions

    todo = jobs(bundle, pairs, trainings, dtypes=asked["dtype"] or None)
    if not todo:
        raise bundle.without(trainings)
    with stop_on_interrupt() as stopped:
        rows = done(todo, stopped)
    result = result_of_rows(rows, seed=bundle.environment["seed"], versions=versions(bundle))
    for row in rows:
        file = "" if bundle.path == BUILT_IN else f" {bundle.path}"
        row["reproduce"] = f"parity replay{file} --only {row['name']}"
    finished = len(rows) == len(todo)
    status = outputs.deliver({**result, "interrupted": not finished})
    return status if finished else EXIT_INTERRUPTED


def _targets(bundle: Bundle, targets: Sequence[str], outputs: Outputs, asked: dict[str, Any], own: dict[str, Any]) -> int:
    from comparisons.cli.check_file import Asked
    from comparisons.cli.check_targets import run_job
    from comparisons.golden.replay import versions
    from comparisons.golden.stand_in import StandIns

    stand_ins = StandIns(bundle)

    def deliver(result: dict[str, Any]) -> int:
        if stand_ins.disagreeing:
            names = ", ".join(stand_ins.disagreeing)
            raise InputError(
                f"bundle {bundle.name}: expected the numbers of the parts that scratch has, got others in {names}; "
                f"parity replay --only {stand_ins.disagreeing[0]} shows where."
            )
        status = outputs.deliver(result)
        if not outputs.quiet:
            said = " and ".join(f"{count:,} by {who}" for who, count in sorted(stand_ins.tally.items()))
            print(f"Compared with Keras {bundle.environment['keras']} as it was recorded: answers {said}, which agrees with that record.")
        return status

    chosen = {name: asked[name] for name in ("only", "examples", "seed", "dtype")}
    command = "replay" if bundle.path == BUILT_IN else f"replay {bundle.path}"
    job = Asked(targets=targets, quiet=outputs.quiet, command=command, **chosen, **own)
    with stand_ins.answering():
        return run_job(job, deliver, versions=versions(bundle))
