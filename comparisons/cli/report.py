"""`parity report`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("results", nargs=-1, required=True, metavar="RESULT.json [RESULT.json ...]")
@click.option("--html", "html_file", type=Path, metavar="FILE", help="Write a web page that needs nothing else.")
@click.option("--markdown", "markdown_file", type=Path, metavar="FILE", help="Write Markdown that fits a pull request's comment.")
@click.option("--junit", "junit_file", type=Path, metavar="FILE", help="Write JUnit XML; of the newest result if there are several.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def report(results: tuple[str, ...], html_file: Path | None, markdown_file: Path | None, junit_file: Path | None, quiet: bool) -> int:
    """Show a stored result of parity check or parity compare again, in any form.

    Several results of one command, the oldest first, are compared over time. Needs neither TensorFlow nor the code
    that was checked. The exit status is that of the command that made the newest result.
    """
    from comparisons.cli.report_job import run_job

    return run_job(results, html_file=html_file, markdown_file=markdown_file, junit_file=junit_file, quiet=quiet)
