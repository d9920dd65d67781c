"""Mutants are planted and noticed: those known to be wrong are killed, equivalent ones live, what is no program is neither."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

pytest.importorskip("cosmic_ray", reason="its operators make the mutants; `tox run -e mutation` installs it and runs these tests")

from tools.mutation.killers import one_of_each_first
from tools.mutation.limits import Overdue, at_most
from tools.mutation.mutants import Source
from tools.mutation.rooms import Room
from tools.mutation.run import stages_of
from tools.mutation.worker import Killing


class Jury:
    """Asks the toy questions with known answers, as it is imported now."""

    most = 3
    questions = (
        ("scaled", lambda toy: (toy.scaled(1.0), toy.scaled(2.5), toy.scaled(4.0)) == (2.0, 5.0, 6.0)),
        ("more", lambda toy: toy.more(1) == 3),
        ("squared", lambda toy: toy.squared(3) == 9),
        ("endless", lambda toy: toy.endless(3) == 0),
    )

    def __init__(self):
        self.fresh = []
        self.held = sys.modules["toy"]

    def names(self):
        return [name for name, _ in self.questions]

    def reach(self, name):
        return {}

    def prepare(self, names):
        assert all(right(self.held) for _, right in self.questions), "no mutant is there yet"

    def noticed(self, names, *, afresh):
        self.fresh.append(afresh)
        toy = sys.modules["toy"] if afresh else self.held
        for name, right in self.questions:
            with at_most(1.0):
                if name in names and not right(toy):
                    return name
        return ""


def mutant_of(toy, before, after):
    return next(mutant for mutant in Source(toy, "toy.py").mutants() if (mutant.before, mutant.after) == (before, after))


def outcome(toy, before, after):
    jury = Jury()
    found = Killing(toy, jury).outcome(mutant_of(toy, before, after), jury.names())
    assert all(right(sys.modules["toy"]) for _, right in jury.questions), "the mutant is gone afterwards"
    assert sys.modules["toy"] is jury.held
    return found, jury


def test_a_wrong_number_is_noticed(toy):
    found, jury = outcome(toy, "return x * by", "return x / by")
    assert (found["status"], found["by"], jury.fresh) == ("killed", "scaled", [False])


def test_a_function_in_a_wrapper_is_reached(toy):
    found, _ = outcome(toy, "return x + 1", "return x - 1")
    assert (found["status"], found["by"]) == ("killed", "more")


def test_a_wrapper_that_lives_is_reached_itself(toy):
    found, jury = outcome(toy, "return function(function(x)) + 0", "return function(function(x)) + 1")
    assert (found["status"], found["by"], jury.fresh) == ("killed", "more", [False])


def test_what_a_cache_holds_hides_no_mutant_and_outlives_none(toy):
    found, _ = outcome(toy, "return x * x", "return x / x")
    assert (found["status"], found["by"]) == ("killed", "squared")


def test_a_wrong_constant_of_the_module_is_noticed(toy):
    found, jury = outcome(toy, "LIMIT = 3.0", "LIMIT = 3.003")
    assert (found["status"], found["by"], jury.fresh) == ("killed", "scaled", [True])


def test_a_wrong_default_is_noticed(toy):
    found, _ = outcome(toy, "def scaled(x: float, *, by: float = 2.0) -> float:", "def scaled(x: float, *, by: float = 2.002) -> float:")
    assert (found["status"], found["by"]) == ("killed", "scaled")


def test_a_decorator_that_is_gone_is_noticed(toy):
    found, _ = outcome(toy, "@twice", "")
    assert (found["status"], found["by"]) == ("killed", "more")


def test_what_runs_while_the_module_is_imported_is_planted_before(toy):
    jury = Jury()
    mutant = mutant_of(toy, "return x + 1", "return x - 1")
    found = Killing(toy, jury).outcome(mutant, jury.names(), called=False)
    assert (found["status"], jury.fresh) == ("killed", [True])


def test_the_right_program_loaded_afresh_is_noticed_by_nobody_or_nothing_is_tried(toy):
    jury = Jury()
    Killing(toy, jury).control("toy.py", jury.names())
    assert jury.fresh == [True]
    jury.questions = (("impossible", lambda toy: toy is jury.held),)
    with pytest.raises(RuntimeError, match=r"expected the right toy.py to pass, got a failure of impossible"):
        Killing(toy, jury).control("toy.py", ["impossible"])


def test_an_equivalent_mutant_lives(toy):
    found, _ = outcome(toy, "if x > LIMIT:", "if x >= LIMIT:")
    assert found["status"] == "survived"


def test_what_nobody_asks_about_lives(toy):
    found, _ = outcome(toy, "return x - 1", "return x + 1")
    assert found["status"] == "survived"


def test_a_mutant_that_never_ends_is_stopped(toy):
    found, _ = outcome(toy, "x -= 1", "pass")
    assert found["status"] == "timeout"


def test_what_is_no_program_is_incompetent(toy):
    mutant = mutant_of(toy, "return x + 1", "return x - 1")
    killing = Killing(toy, Jury())
    source = killing._source("toy.py")
    source.mutated = lambda *change: source.text.replace("return x + 1", "return x +")
    assert killing.outcome(mutant, ["more"])["status"] == "incompetent"
    source.mutated = lambda *change: source.text.replace("@twice", "@thrice")
    assert killing.outcome(replace(mutant, line=0), ["more"])["status"] == "incompetent"


def test_overdue_is_past_whoever_catches_every_exception():
    def stubborn():
        try:
            while True:
                sum(range(1000))
        except Exception:  # as code under test may
            return

    with pytest.raises(Overdue), at_most(0.2):
        stubborn()


@pytest.mark.parametrize(
    ("asked", "stages"),
    [
        ({"kinds": ("layer",), "tests": ("tests",)}, ["a few examples", "tests", "all examples"]),
        ({"kinds": ("layer",)}, ["a few examples", "all examples"]),
        ({"tests": ("tests",)}, ["tests"]),
    ],
)
def test_what_costs_most_is_asked_last(asked, stages):
    names = {(False, False): "a few examples", (True, False): "tests", (False, True): "all examples"}
    found = stages_of(Room("toy", (), **asked), tests_first=False)
    assert [names[stage] for stage in found] == stages
    again = stages_of(Room("toy", (), **asked), tests_first=True)
    assert sorted(again) == sorted(found)
    assert [again[0]] == [stage for stage in found if names[stage] == "tests"] or "tests" not in asked


def test_cases_of_one_test_do_not_keep_others_from_being_asked():
    assert one_of_each_first(["a[1]", "a[2]", "a[3]", "b", "c[x]", "c[y]"]) == ["a[1]", "b", "c[x]", "a[2]", "c[y]", "a[3]"]
