"""Pages that are made from something else are up to date, and what conventions.md shows is understood as it says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comparisons.diagnosis.catalogue import CATALOGUE
from tests.docs.examples import DOCS, ROOT
from tests.quickly import some

SECTION = re.compile(r"^## ([a-z-]+)\n.*?```python\n(.*?)```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
SHOWN = dict(SECTION.findall((DOCS / "conventions.md").read_text(encoding="utf-8")))


@pytest.fixture
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("make_deviations_page", ROOT / "tools/make_deviations_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_of_deviations_is_the_catalogue_s(tool: Any) -> None:
    assert (DOCS / "deviations.md").read_text(encoding="utf-8") == tool.page(), "run python tools/make_deviations_page.py"


def test_every_deviation_has_a_section_and_an_example(tool: Any) -> None:
    found = re.findall(r"^### (.+)$", tool.page(), re.MULTILINE)
    assert sorted(found) == sorted(CATALOGUE)
    assert [code for code in CATALOGUE if not tool.sample(code)] == []


def test_every_convention_is_shown() -> None:
    """The names are those that results use: a reader looks them up here."""
    assert set(SHOWN) >= {"function", "layer-object", "layer-attributes", "self-updating", "function-cache", "columns"}
    assert set(SHOWN) >= {"activation-derivative", "loss", "fused-loss", "optimizer", "program", "tape"}


@pytest.mark.keras
@pytest.mark.parametrize("convention", some([name for name in SHOWN if name != "program"], 2))
def test_conventions_are_understood_as_the_page_says(convention: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comparisons.notebook import check

    (tmp_path / "net.py").write_text(SHOWN[convention], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (part,) = check("net.py", examples=1).result["components"]
    assert (part["convention"], part["verdict"]) == (convention, "match")


@pytest.mark.keras
def test_the_program_trains_like_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comparisons.notebook import compare

    (tmp_path / "net.py").write_text(SHOWN["program"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert compare("mlp-784-50-10", candidate="net.py:train_step", optimizer="sgd", epochs=1, limit=256).verdict == "match"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        assert ":" in target or (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


def test_options_that_pages_name_are_in_the_help_of_check() -> None:
    from comparisons.cli.check import check

    said = CliRunner().invoke(check, ["--help"], standalone_mode=False).output
    pages = "".join((DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("check", "regression", "report", "teach"))
    for option in set(re.findall(r"`(--[a-z-]+)", pages)) - {"--candidate"}:
        assert re.search(rf"{option}(?![a-z-])", said), f"docs speak of {option}, which parity check does not have"


def test_every_blind_spot_is_explained():
    text = (DOCS / "blind-spots.md").read_text(encoding="utf-8")
    worst = text.partition("## The worst, and why")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in worst.splitlines() if line.startswith("| ")][2:]
    assert rows
    assert all(len(row) == 5 and row[-1] for row in rows)
