"""`parity list`."""

from __future__ import annotations

import click


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def list_pairs(as_json: bool) -> int:
    """Show the models that `parity compare` knows."""
    import json

    from comparisons.training.presets import PRESETS

    if as_json:
        click.echo(json.dumps({"models": [{"name": plan.name, "about": plan.about} for plan in PRESETS.values()]}, indent=2))
    else:
        for plan in PRESETS.values():
            click.echo(f"{plan.name}  {plan.about}")
    return 0
