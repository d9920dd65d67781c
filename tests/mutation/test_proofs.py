"""The lines that proofs of equivalence are about are still there: seen in every run, since it needs no mutants."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutation.equivalent import Proofs

pytestmark = pytest.mark.plain

ROOT = Path(__file__).resolve().parents[2]


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_no_proof_is_about_a_line_that_is_gone():
    about = {(file, where, before) for file, where, before, _ in Proofs.read()._why}
    sources = {file: (ROOT / file).read_text(encoding="utf-8") for file in {file for file, _, _ in about}}
    gone = [(file, before) for file, _, before in about if without_spaces(before) not in without_spaces(sources[file])]
    assert not gone, "remove it from tools/mutation/equivalent.toml"
    nowhere = [(file, where) for file, where, _ in about if where and f" {where.rpartition('.')[2]}" not in sources[file]]
    assert not nowhere, "the function has another name, or is gone: mend tools/mutation/equivalent.toml"
