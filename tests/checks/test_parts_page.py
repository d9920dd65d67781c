"""What README and docs/parts.md say of the parts is what the registry has."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from comparisons.cli.list import list_pairs
from comparisons.pairs import PAIRS
from comparisons.pairs.catalogue import catalogue, parts_page, table

ROOT = Path(__file__).parents[2]
AGAIN = "made from the registry: run python tools/make_parts_page.py"


@pytest.fixture
def tool():
    spec = importlib.util.spec_from_file_location("make_parts_page", ROOT / "tools/make_parts_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_has_the_registry_s_table(tool):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert tool.with_table(readme) == readme, f"README's table is {AGAIN}"


def test_page_of_parts_is_the_registry_s():
    assert (ROOT / "docs/parts.md").read_text(encoding="utf-8") == parts_page(), f"docs/parts.md is {AGAIN}"


def test_a_readme_without_marks_is_refused(tool):
    with pytest.raises(SystemExit, match="expected the marks"):
        tool.with_table("# parity\n")


def test_every_check_of_a_part_applies_or_has_a_reason():
    for entry in catalogue():
        assert entry["checks"], f"{entry['name']} is checked for nothing"
        assert all(entry["left_out"].values()), f"{entry['name']} leaves out a check without a reason"


def test_list_prints_a_row_for_every_part():
    lines = CliRunner().invoke(list_pairs, [], standalone_mode=False).output.splitlines()
    for pair in PAIRS:
        assert any(line.startswith(f"| {pair.kind} | {pair.name} | {pair.reference_name} |") for line in lines), pair.name


def test_list_as_json_has_the_same_parts():
    found = json.loads(CliRunner().invoke(list_pairs, ["--json"], standalone_mode=False).output)
    assert [(row["kind"], row["name"]) for row in found["pairs"]] == [(pair.kind, pair.name) for pair in PAIRS]
    assert found["pairs"] == catalogue()


def test_a_bar_in_a_cell_does_not_end_it():
    assert table([("a", "b"), ("x|y", "z")]).splitlines()[2] == "| x\\|y | z |"
