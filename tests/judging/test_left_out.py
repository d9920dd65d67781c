"""Why a check is left out is said in words."""

from __future__ import annotations

import pytest

from comparisons.checks import CHECKS
from tests.judging.part import Part


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gradients", "an optimizer has no gradients"), ("directional", "an optimizer has no gradients"),
        ("mode", "an optimizer has no training mode"), ("shapes", "an optimizer takes no batches"),
    ],
)  # fmt: skip
def test_why_a_check_is_left_out(name, expected):
    class Optimizer(Part):
        differentiable = False

        def shapes(self):
            return ()

    check = next(check for check in CHECKS if check.name == name)
    assert check.reason_against(Optimizer(what="optimizer")) == expected
    assert check.reason_against(Optimizer(what="metric")) == expected.replace("an optimizer", "a metric")
    assert check.reason_against(Part()) is None


def test_other_reasons_against():
    reasons = {check.name: check.reason_against for check in CHECKS}
    assert reasons["kinks"](Part()) == "smooth: no point needs a convention"
    assert reasons["kinks"](Part(kinks=(0.0,))) is None
    assert reasons["samples"](Part(samples_meet="they meet")) == "they meet"
    assert reasons["samples"](Part()) is None
    assert reasons["bad input"](Part()) == "there is nothing that both sides refuse"
    assert reasons["bad input"](Part(refused=({"units": 0},))) is None
    assert [reasons["special values"](Part(what=kind)) is None for kind in ("layer", "loss", "optimizer", "schedule", "initializer")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    for name, kind in (("updates", "optimizer"), ("special gradients", "optimizer"), ("streaming", "metric")):
        assert reasons[name](Part(what=kind)) is None
        assert reasons[name](Part()).startswith("only ")
    assert reasons["forward"](Part(skips={"forward": "elsewhere"})) == "elsewhere"
