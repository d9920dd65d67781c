"""The examples of README and docs do what the pages show."""

from __future__ import annotations

import doctest
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import comparisons
from comparisons.subjects.configuration import read_configuration
from tests.docs.examples import BLOCKS, DOCS, ROOT, Block
from tests.reports import example_check

SHOWN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def of(*languages: str) -> list[object]:
    """The examples in these languages, as parameters."""
    return [
        pytest.param(block, id=block.name, marks=[getattr(pytest.mark, word) for word in ("keras", "thorough") if word in block.words])
        for block in BLOCKS
        if block.language in languages and not block.value("file")
    ]


@pytest.fixture
def folder(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the files that the example starts from."""
    given = block.value("in")
    if given:
        shutil.copytree(DOCS / "examples" / given, tmp_path, dirs_exist_ok=True)
    if block.value("after"):
        BEFORE[block.value("after")](tmp_path, monkeypatch)
    return tmp_path


def _checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `parity check submissions --accept half-mse --out all` leaves, with fewer examples."""
    monkeypatch.chdir(folder)
    comparisons.check("submissions", accept=["half-mse"], examples=2).save(folder / "all")


def _stored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "result.json").write_text(json.dumps(example_check.one_of_each("match")), encoding="utf-8")


BEFORE = {"check": _checked, "stored": _stored}


def commands(text: str) -> Iterator[tuple[str, str]]:
    """(command, what it prints) of a console block."""
    for piece in f"\n{text}".split("\n$ ")[1:]:
        command, _, output = piece.partition("\n")
        yield command, output


@pytest.mark.parametrize("block", of("console"))
def test_commands_print_what_is_shown(block: Block, folder: Path) -> None:
    """In one shell, so that `$?` means what it says; each command's output ends with a mark."""
    end = "--- end of a command ---"
    asked = list(commands(block.text))
    script = "\n".join(
        [f'parity() {{ "{sys.executable}" -m comparisons "$@"; }}', *(f'{command}\ns=$?; echo "{end}"; (exit $s)' for command, _ in asked)]
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    printed = done.stdout.split(f"{end}\n")
    assert len(printed) == len(asked) + 1, done.stderr
    for (command, shown), got in zip(asked, printed):
        same(command, shown, got, done.stderr)


@pytest.mark.parametrize("block", of("python"))
def test_code_gives_what_is_shown(block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    if "run" in block.words:
        exec(compile(block.text, block.name, "exec"), {})  # what a reader would run
        return
    test = doctest.DocTestParser().get_doctest(block.text, {}, block.name, str(block.page), block.line)
    assert test.examples, f"{block.name} has nothing to run: write it as a Python prompt shows it"
    said: list[str] = []
    doctest.DocTestRunner(optionflags=SHOWN, verbose=False).run(test, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize("block", of("toml"))
def test_settings_are_understood(block: Block, folder: Path) -> None:
    (folder / "parity.toml").write_text(block.text, encoding="utf-8")
    found = read_configuration(folder)
    assert (found.targets, found.accept) == (("net.py", "layers.ipynb"), {"half-mse"})
    (subject,) = found.subjects.values()
    assert (subject.part, subject.words, subject.accept) == ("silu", {"columns"}, {"kink-at-zero"})


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.value("file")], ids=lambda block: block.name)
def test_quoted_files_are_the_files(block: Block) -> None:
    assert block.text == (DOCS / block.value("file")).read_text(encoding="utf-8")


def test_every_language_is_run() -> None:
    assert {block.language for block in BLOCKS} <= {"console", "python", "toml"}
    assert len(BLOCKS) >= 12


def same(command: str, shown: str, got: str, errors: str) -> None:
    """Fail unless the output is what is shown; `...` stands for anything."""
    example = doctest.Example(f"$ {command}\n", shown)
    assert doctest.OutputChecker().check_output(shown.strip() + "\n", got.strip() + "\n", SHOWN), (
        doctest.OutputChecker().output_difference(example, got, SHOWN) + errors[-2000:]
    )
