"""Functions that give nothing that could be compared are left alone, and do not keep the others from being checked or listed."""

from __future__ import annotations

import pytest

from comparisons.__main__ import _status
from comparisons.subjects import understanding
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
def relu(x):
    return np.maximum(x, 0)
def outliers(values):
    return [v for v in values if np.all(v > 100)]
def keep_large(x):
    return x[x > 100]
def tokens(x):
    return []
def nothing(x):
    return np.zeros((0,))
def doubled(x):
    return np.array([x, x])
"""


def test_they_are_left_alone(tmp_path):
    assert {name: one.verdict for name, one in examined(target_of(tmp_path, TEXT)).items()} == {"relu": "match"}


def _raises(usual):
    def understand(sighting, session):
        if sighting.name in ("tokens", "tanh"):
            raise ValueError("cannot reshape")
        return usual(sighting, session)

    return understand


@pytest.fixture
def surprised(monkeypatch):
    """Nobody has thought of what `tokens` and `tanh` compute."""
    wrong = _raises(understanding.understand)
    for module in ("subjects.examine", "reports.check_listing"):
        monkeypatch.setattr(f"comparisons.{module}.understand", wrong)


def test_a_surprise_is_an_error_of_a_part_alone(tmp_path, surprised):
    found = examined(target_of(tmp_path, TEXT + "def tanh(x):\n    return np.tanh(x)\n"))
    assert {name: one.verdict for name, one in found.items()} == {"relu": "match", "tanh": "error"}
    assert "could not make sense" in found["tanh"].problem.message


def test_the_list_goes_on_after_a_surprise(tmp_path, capsys, surprised):
    file = tmp_path / "net.py"
    file.write_text(TEXT + "def tanh(x):\n    return np.tanh(x)\n", encoding="utf-8")
    assert _status(["check", str(file), "--list", "--quiet"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "relu line 3 keras.activations.relu" in said
    assert "unrecognised: parity could not make sense of what it computes: ValueError: cannot reshape" in said
    assert "left alone: tokens: parity could not make sense" in said
