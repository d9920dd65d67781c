"""A training is held against the running envelope of its shadows, quantity by quantity, and the first difference is kept."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from comparisons.tolerance import allowance
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ask, Ledger, Quantity

LOSS, KERNEL = Quantity("loss"), Quantity("weight", "dense", "kernel")
U = 2.0**-52


def never():
    raise AssertionError("nobody was to be asked")


def test_the_envelope_is_the_largest_move_so_far_of_any_shadow_and_entry():
    envelope = Envelope("float64")
    envelope.widen(KERNEL, np.array([1.0, -2.0]), [np.array([1.0, -2.5]), np.array([1.25, -2.0])])
    assert envelope.spread[KERNEL] == 0.5
    envelope.widen(KERNEL, np.array([4.0, 0.0]), [np.array([4.0, 0.125])])
    assert envelope.spread[KERNEL] == 0.5
    assert envelope.noise(KERNEL) == 0.5 + U * 4
    assert envelope.allowed(KERNEL) == allowance(spread=0.5, scale=4.0, dtype="float64") == pytest.approx(16 + 128 * U, rel=1e-15)
    envelope.widen(KERNEL, np.array([-1.0]), [np.array([1.0])])
    assert envelope.spread[KERNEL] == 2
    assert envelope.noise(KERNEL) == 2 + U


def test_quantities_have_envelopes_of_their_own_in_the_training_s_type():
    envelope = Envelope("float32")
    envelope.widen(LOSS, 3.0, [3.5])
    envelope.widen(KERNEL, np.zeros(2), [np.zeros(2)])
    assert envelope.allowed(LOSS) == allowance(spread=0.5, scale=3.0, dtype="float32")
    assert envelope.allowed(KERNEL) == allowance(spread=0.0, scale=0.0, dtype="float32") > 0
    assert envelope.noise(KERNEL) == 0


def test_the_ledger_keeps_the_worst_share_of_every_quantity_and_its_step():
    ledger = Ledger(batch_size=4)
    assert (ledger.headroom, ledger.step, ledger.epoch) == (0, 0, 0)
    for step, apart in enumerate((0.25, 0.75, 0.5), start=1):
        ledger.at(step, epoch=1)
        found = ledger.compare(KERNEL, np.array([1.0 + apart, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]), floor=1.0)
        assert found == (apart, apart)
        ledger.compare(LOSS, 1.0, 1.0, floor=1.0)
    assert ledger.worst == {KERNEL: (0.75, 2), LOSS: (0.0, 1)}
    assert ledger.headroom == 0.75
    assert ledger.compared == 12
    assert ledger.first_outside is None
    assert ledger.as_dict() == {
        "headroom": 0.75, "first_outside": None, "compared": 12,
        "quantities": [
            {"kind": "weight", "layer": "dense", "tensor": "kernel", "headroom": 0.75, "step": 2},
            {"kind": "loss", "layer": "", "tensor": "", "headroom": 0.0, "step": 1},
        ],
    }  # fmt: skip


def test_all_of_an_allowance_is_inside_and_more_is_not():
    ledger = Ledger(batch_size=4)
    ledger.compare(LOSS, 2.0, 1.0, floor=1.0)
    assert ledger.first_outside is None
    ledger.at(7, 2)
    ledger.compare(KERNEL, np.array([[1.0, 2.0, 5.0], [4.0, 9.0, -2.5]]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), floor=2.0)
    ledger.at(8, 2)
    ledger.compare(LOSS, 9.0, 1.0, floor=1.0)
    found = ledger.first_outside
    assert (found.step, found.epoch, found.layer, found.tensor, found.kind) == (7, 2, "dense", "kernel", "weight")
    assert (found.element, found.scratch, found.reference, found.apart, found.allowed) == ([1, 2], -2.5, 6.0, 8.5, 2.0)
    assert (found.outside, found.elements, found.pattern) == (2, 6, None)
    assert ledger.as_dict()["first_outside"]["element"] == [1, 2]
    assert ledger.headroom == 8


def test_the_pattern_of_the_first_difference_is_told_by_the_batch_size():
    ledger = Ledger(batch_size=8)
    ledger.compare(KERNEL, np.array([8.0, 16.0]), np.array([1.0, 2.0]), floor=0.1)
    assert ledger.first_outside.pattern == "scratch is 8 x Keras throughout: the batch size; a mean was replaced by a sum"


def test_nan_and_another_shape_are_outside_whatever_is_allowed_and_nobody_is_asked():
    for mine in (np.array([1.0, np.nan]), np.array([1.0])):
        ledger = Ledger(batch_size=4)
        apart, share = ledger.compare(KERNEL, mine, np.array([1.0, 2.0]), 1e9, [Ask(0.0, never)])
        assert np.isnan(apart)
        assert share == np.inf
        assert ledger.first_outside.outside == (1 if mine.size == 2 else 2)
    assert ledger.first_outside.pattern == "scratch has shape (1,), Keras (2,)"


@pytest.mark.parametrize(("apart", "asked"), [(0.5, 0), (0.625, 1), (3.0, 1)])
def test_a_better_allowance_is_asked_for_where_more_is_used_than_is_said(apart, asked):
    ledger, calls = Ledger(batch_size=4), []
    better = Ask(0.5, lambda: calls.append(1) or np.array([10.0, 1e-3]))
    found = ledger.compare(KERNEL, np.array([8.0 + apart, 7.0]), np.array([8.0, 7.0]), 1.0, [better])
    assert len(calls) == asked
    assert found.share == pytest.approx(apart / (10 if asked else 1), rel=1e-15)


def test_whoever_is_asked_later_is_asked_only_if_it_is_still_too_much():
    ledger = Ledger(batch_size=4)
    assert ledger.compare(LOSS, 3.0, 0.0, 1.0, [Ask(1.0, lambda: 3.0), Ask(1.0, never)]).share == 1
    assert ledger.compare(LOSS, 3.0, 0.0, 1.0, [Ask(1.0, lambda: 2.0), Ask(1.0, lambda: 12.0)]).share == 0.25
    assert ledger.first_outside is None
    ledger.compare(KERNEL, np.array([3.0, 1.0]), np.zeros(2), 1.0, [Ask(1.0, lambda: np.array([4.0, 0.5]))])
    assert (ledger.first_outside.element, ledger.first_outside.allowed, ledger.first_outside.outside) == ([1], 0.5, 1)


def test_the_first_difference_stays_as_it_was():
    ledger = Ledger(batch_size=4)
    ledger.compare(LOSS, 3.0, 0.0, 1.0)
    with pytest.raises(FrozenInstanceError):
        ledger.first_outside.step = 5
