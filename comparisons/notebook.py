"""`comparisons.check(my_sigmoid)` and `comparisons.compare(...)`: the command line's pipeline, for a notebook or a Python prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comparisons.reports.display import Report

LIBRARY_EXAMPLES = 100
ASKED = {"data": None, "epochs": None, "batch_size": None, "optimizer": None, "dtype": "float32", "seed": 0, "limit": None}


def check(
    subject: Any = None,
    *,
    only: Sequence[str] = (),
    as_name: str = "",
    examples: int | None = None,
    seed: int = 0,
    accept: Sequence[str] = (),
) -> Report:
    """Check hand-written code against Keras.

    Args:
        subject: a function or class of yours, or an object of one; a file, notebook or module as `parity check` takes it; a
            result that was computed before; or None for the parts of scratch.
        only: names of parts, where there are several.
        as_name: what the part is, such as `'silu'`, if its name does not say so.
        examples: of every check; None for as many as the command line takes.
        seed: of the examples.
        accept: codes of findings that do not count.

    Returns:
        What was found: a notebook shows it as a page, a prompt as text.

    Raises:
        InputError: there is no code to be found behind `subject`, or nothing of that name.
    """
    from comparisons.reports.display import Report

    if isinstance(subject, Mapping):
        return Report(subject)
    if subject is None:
        from comparisons.cli.subject_options import refuse_without_target

        refuse_without_target({}, as_name=bool(as_name), accept=bool(accept))
        return Report(_library(only, LIBRARY_EXAMPLES if examples is None else examples, seed))
    from comparisons.notebook_source import target_of

    with target_of(subject) as target:
        found = _examined(target.name, only=only, as_name=as_name, examples=examples, seed=seed, accept=accept)
        return Report(target.told(found))


def compare(model: str = "mlp-784-50-10", *, candidate: str | None = None, **asked: Any) -> Report:
    """Train a model by hand and in Keras, side by side.

    Args:
        model: a preset; `parity list` shows them.
        candidate: `FILE:NAME` of a training of yours; None for scratch.
        asked: options of `parity compare`: data, epochs, batch_size, optimizer, dtype, seed, limit.

    Returns:
        What was found: a notebook shows it as a page, a prompt as text.

    Raises:
        InputError: there is no such model, data or option, or one has a value that cannot be.
    """
    from comparisons.errors import InputError
    from comparisons.reports.display import Report

    for name in asked:
        if name not in ASKED:
            raise InputError(f"compare: expected one of {', '.join(ASKED)}, got {name}; see help(comparisons.compare).")
    return Report(_trained(model, candidate, {**ASKED, **asked}))


def _library(only: Sequence[str], examples: int, seed: int) -> dict[str, Any]:
    """The parts of scratch against their counterparts."""
    from comparisons.cli.keras import start_keras
    from comparisons.cli.parts import parts_named

    pairs = parts_named(only)
    start_keras(quiet=True)
    from comparisons.checks.result import result_of
    from comparisons.checks.verdicts import check_pair

    return result_of([check_pair(pair, examples=examples, seed=seed) for pair in pairs], seed=seed)


def _examined(target: str, **asked: Any) -> dict[str, Any]:
    """Somebody's code, as `parity check TARGET` examines it."""
    from comparisons.cli.check_file import Asked
    from comparisons.cli.check_targets import run_job

    found: list[dict[str, Any]] = []

    def keep(result: dict[str, Any]) -> int:
        found.append(result)
        return 0

    more: dict[str, Any] = {"list_only": False, "timeout": 10.0, "memory": 4096, "isolation": "auto", "dtype": (), "quiet": True}
    run_job(Asked(targets=[target], **more, **asked), keep)
    return found[0]


def _trained(model: str, candidate: str | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Both sides trained and judged."""
    from comparisons.cli.keras import start_keras
    from comparisons.data import load
    from comparisons.subjects.programs import candidate_for, with_candidate
    from comparisons.training.samples import check_fits
    from comparisons.training.settings import checked_settings

    settings = checked_settings(model, **asked)
    data = load(settings.data)
    data = data if settings.limit is None else data.limited(settings.limit)
    check_fits(data, settings.plan)
    start_keras(quiet=True)
    from comparisons.training.run import run_comparison

    with candidate_for(candidate, settings, "auto") as prepared:
        watched: dict[str, Any] = {"on_step": lambda batch, loss: None, "stopped": lambda: False}
        result = run_comparison(prepared.settings, data, **watched, make_candidate=prepared.make).result
        return result if prepared.described is None else with_candidate(result, prepared.described)
