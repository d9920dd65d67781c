"""What `parity check` prints: a row a part, then every disagreement with its smallest example."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from comparisons.checks.counterexample import Counterexample
from comparisons.checks.engine import CheckResult
from comparisons.checks.verdicts import Component
from comparisons.diagnosis.patterns import constant_ratio, describe_ratio
from comparisons.reports.script import script
from comparisons.tolerance import K

TELLING = 3  # elements: a ratio of fewer is no pattern
NEARLY = 1e-3  # a ratio this near to 1 says nothing that "apart" does not


def print_check(components: Sequence[Component], *, console: Console | None = None) -> None:
    """Print the table, the disagreements, and the count of verdicts."""
    console = console or Console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("part", "Keras", "verdict"):
        table.add_column(heading)
    for heading in ("examples", "elements", "headroom"):
        table.add_column(heading, justify="right")
    for component in components:
        table.add_row(*_row(component))
    console.print(table)
    for component in components:
        for check in component.checks:
            if not check.passed and check.name not in component.expected_failures:
                console.print("\n" + escape(disagreement(component, check)), highlight=False, soft_wrap=True)
    for component in components:
        for note in component.notes:
            console.print(escape(f"\n{component.pair.name}, {note}"), highlight=False)
    matching = sum(component.verdict == "match" for component in components)
    console.print(f"\n{matching} of {len(components)} parts match.", highlight=False)


def _row(component: Component) -> tuple[str, ...]:
    verdict = component.verdict
    colour = "green" if verdict == "match" else "red"
    examples, elements = sum(check.examples for check in component.checks), sum(check.elements for check in component.checks)
    shown = (f"[{colour}]{verdict}[/]", f"{examples:,}", f"{elements:,}", f"{component.headroom:.1%}")
    return component.pair.name, component.pair.reference_name, *shown


def disagreement(component: Component, check: CheckResult) -> str:
    """What, where, how far, how far is allowed and why: on the smallest example and on a richer one. Then the script that shows it."""
    pair, found = component.pair, check.counterexample
    lines = [f"{pair.name}, {check.name} ({check.dtype}): scratch and Keras disagree"]
    if found is None:
        lines.append(f"  {check.error or f'{check.vacuous}: this check has shown nothing'}")
    else:
        lines += [f"  {name:<9} {words}" for name, words in measures(found)]
    if check.specimen is not None:
        lines += ["on a richer example:", *(f"  {name:<9} {words}" for name, words in measures(check.specimen))]
    lines.append(f"  replay    {replay(component, check)}")
    shown = [] if found is None else ["", *(f"    {line}".rstrip() for line in script(pair, found).splitlines())]
    return "\n".join([*lines, *shown])


def replay(component: Component, check: CheckResult) -> str:
    """The command that finds the same again."""
    asked = f"--examples {component.examples} --seed {component.seed}"
    return f"parity check --only {component.pair.name} --dtype {check.dtype} {asked}"


def measures(found: Counterexample) -> list[tuple[str, str]]:
    """The lines of one example, as (name, words)."""
    case, compared = found.case, found.compared
    settings = ", ".join(f"{name}={value!r}" for name, value in case.settings.items())
    shape = f"{next(iter(case.inputs))} of shape {tuple(case.x.shape)}"
    lines = [("what", compared.what), ("example", ", ".join(part for part in (settings, shape) if part))]
    if compared.problem:
        return [*lines, ("problem", compared.problem)]
    shares = compared.shares
    worst = np.unravel_index(int(shares.argmax()), shares.shape)
    place = f"{[int(i) for i in worst]}: " if worst else ""
    allowed = np.broadcast_to(compared.allowed, shares.shape)[worst]
    lines += [
        ("worst", f"{place}scratch {compared.candidate[worst]:.9g}, Keras {compared.reference[worst]:.9g}"),
        ("apart", f"{compared.apart[worst]:.2g}, allowed {allowed:.2g} ({K} x rounding noise of the reference)"),
        ("elements", f"{int((shares > 1).sum())} of {shares.size} outside"),
    ]
    ratio = constant_ratio(compared.candidate, compared.reference) if shares.size >= TELLING else None
    if ratio is not None and abs(ratio - 1) > NEARLY:
        lines.append(("pattern", describe_ratio(ratio, batch_size=case.x.shape[0] if case.x.ndim else 1)))
    return lines
