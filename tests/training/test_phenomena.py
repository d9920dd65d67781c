"""The pages about phenomena say what a run says now; the two that take minutes are left to `docs/phenomena/make.py --check`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.quickly import some

FOLDER = Path(__file__).parents[2] / "docs" / "phenomena"


@pytest.fixture
def make(monkeypatch):
    """The script that writes the pages."""
    if not FOLDER.exists():
        pytest.skip("the docs are not part of an installed package")
    monkeypatch.syspath_prepend(str(FOLDER))
    import make

    yield make
    for name in ("make", "page", *make.PAGES):
        sys.modules.pop(name, None)


@pytest.mark.keras
@pytest.mark.parametrize("page", some(["optimizer_paths", "vanishing_gradients"], 1))
def test_pages_are_up_to_date(make, page, capsys):
    assert make.main(["--check", page]) == 0, capsys.readouterr().out


def test_every_page_has_its_script_and_its_picture(make):
    assert sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "README") == sorted(make.PAGES)
    for name in make.PAGES:
        assert f"({name}.svg)" in (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("new", "stale"),
    [
        ("a 1.00 b 2e-7", 0),
        ("a 1.005 b 2e-7", 0),
        ("a 1.02 b 2e-7", 1),
        ("a -1.00 b 2e-7", 1),
        ("a 1.00 c 2e-7", 1),
        ("a 1.00 b 2e-7\nmore", 1),
    ],
)
def test_what_counts_as_up_to_date(make, new, stale):
    assert len(make.differences("a 1.00 b 2e-7", new, 0.01)) == stale
