"""A slope s (1 - s) next to 1 is all rounding of the 1; whatever it is multiplied by makes that rounding larger."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks import CHECKS
from comparisons.checks.engine import check_cases
from comparisons.pairs import PAIRS

pytestmark = pytest.mark.keras

GLU = next(pair for pair in PAIRS if pair.name == "glu")
GRADIENTS = next(check for check in CHECKS if check.name == "gradients")
X = np.array([[-406.0, 165.0, 34.0, 33.0], [165.0, 85.0, 33.0, 34.0]])


def gradients_of(pair):
    (result,) = check_cases(pair, [GRADIENTS], "float64", [pair.specimen("float64", {}, training=False).with_x(X)])
    return result


def test_the_gradient_of_a_gate_that_is_nearly_open_is_no_alarm():
    assert gradients_of(GLU).passed


def test_a_gradient_that_is_a_little_wrong_is_seen_all_the_same(monkeypatch):
    right = type(GLU).candidate

    def wrong(self, case):
        return {what: a * (1 + 1e-11) if what.startswith("gradient ") else a for what, a in right(self, case).items()}

    monkeypatch.setattr(type(GLU), "candidate", wrong)
    assert not gradients_of(replace(GLU)).passed
