"""What pages tell people to type: the commands, options, environments and files are there."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from comparisons.cli.group import parity
from comparisons.training.presets import PRESETS
from tests.docs.examples import BLOCKS, DOCS, PAGES, ROOT

COMMAND = re.compile(r"(?<![\w/-])parity (check|compare|list|record|replay|report|soak)\b([^\n`|;&]*)")
OPTION = re.compile(r"(?<![\w-])(--?[a-z][a-z-]*)")
TOX = re.compile(r"tox run -e ([a-z_]+)")
ALL = [*PAGES, *sorted((DOCS / "decisions").glob("*.md"))]


def commands(page: Path) -> Iterator[tuple[str, str]]:
    """(command, what follows) of everything that looks typed: in a block, or in backquotes."""
    text = page.read_text(encoding="utf-8")
    typed = re.findall(r"```.*?```", text, re.DOTALL) + re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for piece in typed:
        yield from COMMAND.findall(piece)


@pytest.mark.parametrize("page", ALL, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_have_the_options_that_pages_name(page: Path) -> None:
    for command, rest in commands(page):
        known = {option for parameter in parity.commands[command].params for option in parameter.opts} | {"--help", "-h"}
        asked = set(OPTION.findall(rest.partition(" -- ")[0]))
        assert asked <= known, f"{page.name}: parity {command}{rest}: {sorted(asked - known)}"


def test_they_are_found() -> None:
    found = {command for page in ALL for command, _ in commands(page)}
    assert found >= {"check", "compare", "list", "record", "replay", "report"}


def test_networks_that_are_named_are_there() -> None:
    for page in ALL:
        for command, rest in commands(page):
            first = rest.split()[0] if command == "compare" and rest.split() else "-"
            assert first.startswith("-") or first in PRESETS or not re.fullmatch(r"[a-z]+(-[0-9a-z]+)+", first), f"{page.name}: {first}"


def test_environments_of_tox_are_there() -> None:
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    for page in ALL:
        for name in TOX.findall(page.read_text(encoding="utf-8")):
            assert tox.has_section(f"testenv:{name}"), f"{page.name} speaks of tox run -e {name}"


def test_the_readme_shows_what_the_first_page_shows() -> None:
    """Which is run each time; the readme's own block only with the thorough profile, since it costs a start of Keras."""
    checks = {block.page.name: block.text.splitlines() for block in BLOCKS if block.text.startswith("$ parity check net.py\n")}
    shown = iter(checks["start.md"])
    assert [line for line in checks["README.md"] if line != "..." and line not in shown] == []
