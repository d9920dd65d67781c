"""Keras is asked once about equal examples, and what it said stays what it said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.pairs.case import Case, OfOnes, Values
from comparisons.subjects.recall import Recall
from tests.judging.part import Part, case_of


class Asked:
    """A reference that counts."""

    def __init__(self, size=4):
        self.cases: list[Case] = []
        self.size = size

    def __call__(self, case):
        self.cases.append(case)
        return {"output": case.x * 2 + np.zeros(self.size)[:, None, None]}


class OfKind(Part):
    def __init__(self, kind, name="part"):
        super().__init__(name)
        object.__setattr__(self, "of", kind)

    @property
    def kind(self):
        return self.of


CASE = case_of([[1.0, 2.0]])
CHANGES = {
    "x": lambda case: case.with_x(case.x + 1),
    "a setting": lambda case: case.with_settings(alpha=0.5),
    "the type": lambda case: case.in_dtype("float32"),
    "rounded before": lambda case: replace(case, rounded="float32"),
    "training": lambda case: replace(case, training=True),
    "built for": lambda case: replace(case, built_for=(3,)),
    "noise": lambda case: replace(case, noise=1),
    "the upstream gradient": lambda case: replace(case, values=Values(seed=case.values.seed + 1)),
    "digits of the upstream gradient": lambda case: replace(case, values=replace(case.values, decimals=1)),
    "given": lambda case: replace(case, given={"mask": np.ones(2, dtype=bool)}),
    "an upstream gradient of ones": OfOnes.of,
    "the shape": lambda case: case.with_x(case.x.T),
}


class Recorded(OfKind):
    live = False


def test_a_record_is_asked_itself_and_answers_for_no_keras():
    recall, recorded, asked = Recall(), Asked(), Asked()
    for _ in range(2):
        recall(Recorded("layer"), CASE, recorded)
    recall(OfKind("layer"), CASE, asked)
    assert (len(recorded.cases), len(asked.cases), recall.taken) == (2, 1, 8 * 8)


def test_an_equal_example_in_other_arrays_is_not_asked_again():
    recall, asked = Recall(), Asked()
    first = recall(OfKind("layer"), CASE, asked)
    again = recall(OfKind("layer"), CASE.copied(), asked)
    assert len(asked.cases) == 1
    assert (first["output"] == again["output"]).all()


@pytest.mark.parametrize("change", CHANGES)
def test_another_example_is(change):
    recall, asked = Recall(), Asked()
    recall(OfKind("layer"), CASE, asked)
    recall(OfKind("layer"), CHANGES[change](CASE), asked)
    assert len(asked.cases) == 2


def test_so_is_another_part_and_what_is_no_plain_part_always():
    recall, asked = Recall(), Asked()
    for pair in (OfKind("layer"), OfKind("loss"), OfKind("layer", "other"), OfKind("tape"), OfKind("tape")):
        recall(pair, CASE, asked)
    assert len(asked.cases) == 5


def test_nobody_can_write_into_it():
    recall, asked = Recall(), Asked()
    found = recall(OfKind("loss"), CASE, asked)
    with pytest.raises(ValueError, match="read-only"):
        found["output"][...] = 0
    found.clear()
    assert recall(OfKind("loss"), CASE, asked)["output"].any()


def test_those_asked_for_longest_ago_go_when_there_is_no_room():
    size = Asked()(CASE)["output"].nbytes
    recall, asked = Recall(room=2 * size), Asked()
    others = [CASE.with_x(CASE.x + n) for n in range(3)]
    for case in (others[0], others[1], others[0], others[2]):
        recall(OfKind("layer"), case, asked)
    assert recall.taken == 2 * size
    asked.cases.clear()
    for case in (others[0], others[2]):
        recall(OfKind("layer"), case, asked)
    assert not asked.cases
    recall(OfKind("layer"), others[1], asked)
    assert len(asked.cases) == 1


def test_what_is_larger_than_all_the_room_is_kept_until_the_next():
    recall, asked = Recall(room=1), Asked()
    for _ in range(2):
        assert recall(OfKind("layer"), CASE, asked)["output"].size
    assert len(asked.cases) == 1
    recall(OfKind("layer"), CASE.with_x(CASE.x + 1), asked)
    assert recall.taken == asked(CASE)["output"].nbytes


def test_what_raises_is_asked_again():
    recall, calls = Recall(), []

    def failing(case):
        calls.append(case)
        raise RuntimeError("no")

    for _ in range(2):
        with pytest.raises(RuntimeError):
            recall(OfKind("layer"), CASE, failing)
    assert len(calls) == 2
