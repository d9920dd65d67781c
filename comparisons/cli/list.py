"""`parity list`."""

from __future__ import annotations

import click


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def list_pairs(as_json: bool) -> int:
    """Show what is paired with what, which checks apply, and the models that `parity compare` knows."""
    import json

    from comparisons.pairs.catalogue import catalogue, markdown_table
    from comparisons.training.presets import PRESETS

    if as_json:
        models = [{"name": plan.name, "about": plan.about, "parameters": plan.parameters, "data": plan.data} for plan in PRESETS.values()]
        click.echo(json.dumps({"pairs": catalogue(), "models": models}, indent=2))
        return 0
    click.echo(markdown_table())
    click.echo("\nModels for parity compare:")
    width = max(map(len, PRESETS))
    for plan in PRESETS.values():
        click.echo(f"  {plan.name:<{width}}  {plan.parameters:>7,} parameters, {plan.data}; {plan.about}")
    return 0
