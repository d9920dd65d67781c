"""Planted mistakes get their names by the record alone, as they do with Keras (`tests/examination`).

Quickly for a few samples of every kind; for all of them with the thorough profile. `python -m tests.examination --replay`
shows the table, and holds it against that of Keras.
"""

from __future__ import annotations

import pytest

from comparisons.golden.bundle import BUILT_IN, read
from comparisons.golden.stand_in import StandIns
from tests.examination.grading import answer_for
from tests.examination.samples import UNNAMED
from tests.examination.test_examination import ALL, FEW, THOROUGH


@pytest.fixture(scope="module")
def stand_ins():
    return StandIns(read(BUILT_IN))


@pytest.mark.parametrize("name", ALL if THOROUGH else FEW)
def test_the_right_code_and_no_other_is_named(name, stand_ins):
    with stand_ins.answering():
        answer = answer_for(ALL[name])
    assert answer.grade == ("unknown" if name in UNNAMED else "named"), answer
    assert stand_ins.disagreeing == []
