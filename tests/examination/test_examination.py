"""The examination: the right code is named for the planted mistakes, in the styles people write them in, and never a wrong one.

Quickly for a few samples of every kind; for all of them with the thorough profile. `python -m tests.examination` shows the table.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.examination.grading import answer_for
from tests.examination.samples import UNNAMED, samples

pytestmark = pytest.mark.keras

THOROUGH = settings().max_examples >= 1000
ALL = {sample.name: sample for sample in samples()}
FEW = (
    "relu-mask-wrong/layer-attributes",
    "bias-gradient-all-axes/columns",
    "missing-transpose/function-cache",
    "stale-weights/self-updating",
    "half-mse/loss_value",
    "log-of-zero/loss_binary",
    "softmax-wrong-axis/layer-object",
    "overflow/activation-derivative",
    "sign-flipped/optimizer",
    "mutates-input/function",
)
"""One or two of every convention, with different ways of being found."""

MOST_UNNAMED = 0.05


@pytest.mark.parametrize("name", ALL if THOROUGH else FEW)
def test_the_right_code_and_no_other_is_named(name):
    answer = answer_for(ALL[name])
    assert answer.grade == ("unknown" if name in UNNAMED else "named"), answer
    wanted = ALL[name].convention
    assert answer.conventions in ((), (wanted,)), answer  # none where the file cannot even be imported


def test_few_remain_without_a_name():
    assert len(UNNAMED) < MOST_UNNAMED * len(ALL)
