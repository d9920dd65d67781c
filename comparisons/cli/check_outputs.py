"""Where the result of a check goes: its options, the files, what is printed, and the exit status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import click

from comparisons.cli.output import check_folder, check_writable
from comparisons.errors import InputError

Command = TypeVar("Command", bound=Callable[..., Any])
FILES = {"--json": "json_file", "--html": "html_file", "--markdown": "markdown_file", "--junit": "junit_file"}
OPTIONS = (
    click.option("--out", type=Path, metavar="DIR", help="Folder for the report, in every form."),
    click.option("--json", "json_file", type=Path, metavar="FILE", help="Write result.json to this file."),
    click.option("--html", "html_file", type=Path, metavar="FILE", help="Write a web page that needs nothing else."),
    click.option("--markdown", "markdown_file", type=Path, metavar="FILE", help="Write Markdown that fits a pull request's comment."),
    click.option("--junit", "junit_file", type=Path, metavar="FILE", help="Write JUnit XML."),
    click.option("--baseline", type=Path, metavar="RESULT.json", help="Say what became worse or better since this result."),
    click.option(
        "--fail-on", type=click.Choice(["any", "new"]), default="any", show_default=True,
        help="Status 1 if anything does not match, or only if something became worse or is gone since --baseline.",
    ),
    click.option("--quiet", is_flag=True, help="Print nothing but errors."),
)  # fmt: skip


def output_options(command: Command) -> Command:
    """Gives a command the options of `Outputs`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Outputs:
    """What was asked for.

    Args:
        out: folder for every form of the report; None for none.
        json_file, html_file, markdown_file, junit_file: one form each.
        baseline: an earlier result.
        fail_on: `'any'` or `'new'`.
        quiet: print nothing.
        some: parts were asked for by name, so that the others of the baseline are not gone.
    """

    out: Path | None = None
    json_file: Path | None = None
    html_file: Path | None = None
    markdown_file: Path | None = None
    junit_file: Path | None = None
    baseline: Path | None = None
    fail_on: str = "any"
    quiet: bool = False
    some: bool = False

    @classmethod
    def taken_from(cls, asked: dict[str, Any], *, some: bool = False) -> Outputs:
        """Take the options that are about output out of all that were given; what cannot be written or read is refused at once.

        Args:
            asked: all options.
            some: targets name parts; `--only` does as well.

        Raises:
            InputError: a place cannot be written to, or the baseline is no result of a check.
        """
        own = {field.name: asked.pop(field.name) for field in fields(cls) if field.name in asked}
        outputs = cls(**own, some=some or bool(asked.get("only")))
        outputs._refuse_unusable()
        return outputs

    def _refuse_unusable(self) -> None:
        if self.fail_on == "new" and self.baseline is None:
            raise InputError("--fail-on: expected --baseline RESULT.json beside new, got none; give the result to compare with.")
        self.earlier()  # before the work, so that hours of it do not end in a wrong path
        if self.out is not None:
            check_folder(self.out)
        options: dict[Path, str] = {}
        for option, name in FILES.items():
            file = getattr(self, name)
            if file is not None:
                check_writable(file, option=option)
                other = options.setdefault(file.resolve(), option)
                if other != option:
                    raise InputError(f"{option}: expected a file of its own, got that of {other}, {str(file)!r}; name another.")

    def earlier(self) -> Mapping[str, Any] | None:
        """The baseline, if one was given."""
        if self.baseline is None:
            return None
        from comparisons.reports.stored import load_result

        found = load_result(self.baseline)
        if found["command"] != "check":
            raise InputError(f"--baseline: expected a result of parity check, got one of parity {found['command']}; give another file.")
        return found

    def deliver(self, result: Mapping[str, Any]) -> int:
        """Write the files, print; returns the exit status."""
        from comparisons.reports import faces, write_check_report
        from comparisons.reports.files import write_json, write_text
        from comparisons.reports.overtime import Run

        before, runs = self.earlier(), [Run("result", result)]
        if self.json_file is not None:
            write_json(self.json_file, result)
        written = {} if self.out is None else write_check_report(result, self.out)
        for compose, file in ((faces.page, self.html_file), (faces.text, self.markdown_file), (faces.junit_file, self.junit_file)):
            if file is not None:
                write_text(file, compose(runs))
        return self._told(result, before, written.get("report.html") or self.html_file)

    def _told(self, result: Mapping[str, Any], before: Mapping[str, Any] | None, page: Path | None) -> int:
        from comparisons.reports import changes, faces, github
        from comparisons.reports.check_terminal import print_changes, print_check

        if not self.quiet:
            print_check(result, page)
            if before is not None:
                print_changes(changes.changes(before, result, some=self.some))
        for line in github.tell(result):
            print(line)
        if self.fail_on == "new" and before is not None:
            return 1 if changes.worse(before, result, some=self.some) else 0
        return 0 if faces.is_good(result) else 1
