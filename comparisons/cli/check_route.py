"""Which of the two jobs `parity check` does: the built-in library, or somebody else's code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comparisons.cli.subject_options import refuse_without_target, taken_from

BUILT_IN_EXAMPLES = 100


def run(targets: tuple[str, ...], asked: dict[str, Any]) -> int:
    """Do it; returns the exit status."""
    own = taken_from(asked)
    if targets or _is_configured():
        return _targets(targets, asked, own)
    refuse_without_target(own)
    from comparisons.cli.check_library import run_job

    return run_job(**{**asked, "examples": BUILT_IN_EXAMPLES if asked["examples"] is None else asked["examples"]})


def _is_configured() -> bool:
    """Whether there is a parity.toml here that names targets."""
    from comparisons.subjects.configuration import read_configuration

    return bool(read_configuration(Path()).targets)


def _targets(targets: tuple[str, ...], asked: dict[str, Any], own: dict[str, Any]) -> int:
    from comparisons.cli.check_file import Asked
    from comparisons.cli.check_outputs import Outputs
    from comparisons.cli.check_targets import run_job

    outputs = Outputs.taken_from(asked, some=any(":" in Path(target).name for target in targets))
    chosen = {name: asked[name] for name in ("only", "examples", "seed", "dtype", "jobs")}
    return run_job(Asked(targets=targets, quiet=outputs.quiet, **chosen, **own), outputs.deliver)
