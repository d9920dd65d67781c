"""What an explanation changes: scratch, rules, or Keras, in the form that the candidate has."""

from __future__ import annotations

import numpy as np

from comparisons.diagnosis import bases, evidence, rules
from comparisons.pairs.activations import ACTIVATIONS
from comparisons.pairs.optimizers import OPTIMIZERS
from scratch import optimizers
from tests.judging.observing import SGD, X, halved, updates_of
from tests.judging.part import Part, case_of


def test_the_base_of_an_activation_is_scratch_in_the_form_it_is_seen_in():
    elu = next(pair for pair in ACTIVATIONS if pair.name == "elu")
    (base,) = bases.by_hand(elu)
    case = elu.specimen("float64", {"alpha": 0.5})
    np.testing.assert_array_equal(base.model(case)["output"], elu.candidate(case)["output"])
    assert not base.near
    assert base.case(case) is case
    (keras,) = bases.keras(Part())
    assert keras.model.__self__.name == "square"
    assert list(bases.keras(SGD)) == []
    assert bases.whole(elu) is elu


def test_the_bases_of_an_optimizer_are_rules_with_settings_written_into_the_code():
    adam = next(pair for pair in OPTIMIZERS if pair.name == "Adam")
    found = list(bases.by_hand(adam))
    assert [base.near for base in found] == [False] + [True] * 7
    case = updates_of(adam, adam.variants[0])
    given = case.settings
    read = [base.case(case).settings for base in found]
    assert [base.case(case) is base.case(case) for base in found] == [True] * 8
    assert read[0] == given
    assert given["beta_2"] != 0.999
    assert read[1] == {**given, "learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
    changed_in = [{name for name in given if settings[name] != given[name]} for settings in read]
    rate, shares, others = {"learning_rate"}, {"beta_1", "beta_2"}, {"epsilon"}
    assert changed_in == [set(), rate | shares | others, rate | shares, rate | others, shares | others, rate, shares, others]
    np.testing.assert_allclose(found[0].model(case)["kernel"], adam.candidate(case)["kernel"], rtol=1e-9)
    lion = next(pair for pair in OPTIMIZERS if pair.name == "Lion")
    assert len(list(bases.by_hand(lion))) == 1


def test_numbers_are_read_as_they_were_written():
    assert bases.as_written(float(np.float32(0.999))) == 0.999
    assert bases.as_written(0.999) == 0.999
    assert bases.as_written(0.5) == 0.5
    read = bases.decimal(("rate", "count"))(case_of(X).with_settings(rate=float(np.float32(0.1)), count=3, other=float(np.float32(0.1))))
    assert read.settings == {"rate": 0.1, "count": 3, "other": float(np.float32(0.1))}


class Manner:
    """How somebody's own code is compared: only values, twice as large."""

    def __init__(self, base):
        self.base, self.offers, self.adapter = base, frozenset({"output"}), self

    def seen(self, pair, case, outcome, *, mine):
        assert mine is False
        offers = pair.manner.offers
        return {what: a * 2 for what, a in outcome.items() if not offers or what in offers}


def test_a_formula_is_seen_as_the_candidate_is():
    pair = Part(mine=halved)
    own = Part()
    object.__setattr__(own, "manner", Manner(pair))
    case = case_of(X)
    (base,) = bases.by_hand(own)
    assert base.model(case).keys() == {"output"}
    np.testing.assert_array_equal(base.model(case)["output"], 2 * case.x**2)
    assert bases.seen(pair, case, {"output": case.x})["output"] is case.x
    everything = bases.whole(own)
    assert everything is not own
    assert everything.manner.offers == frozenset()
    assert own.manner.offers == {"output"}
    np.testing.assert_array_equal(bases.scratch(everything)(case)["gradient of x"], 2 * halved(case)["gradient of x"])
    assert evidence.FAR == 1e-4


def test_names_of_optimizers_with_rules():
    assert set(rules.RULES) <= set(optimizers.__all__)
