"""Mistakes in optimizers that a function makes are seen, and pointed at inside it."""

from __future__ import annotations

import pytest

from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras
RIGHT = (SAMPLES / "closures.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "right", "wrong", "verdict", "code"),
    [
        ("sgd", "- lr * grads[k]", "- (1 - momentum) * lr * grads[k]", "convention", "momentum-ema"),
        ("make_adam", "alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)", "alpha = lr", "deviation", "adam-no-bias-correction"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(part, right, wrong, verdict, code, tmp_path):
    assert right in RIGHT
    one = examined(target_of(tmp_path, RIGHT.replace(right, wrong)), only=(part,))[part]
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == (verdict, [code])
