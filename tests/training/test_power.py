"""Planted faults are caught, and blamed on the right track, step and tensor."""

from __future__ import annotations

from functools import partial

import pytest

from tests.quickly import quickly
from tests.training import faults
from tests.training.run import compare

pytestmark = pytest.mark.keras

DTYPES = quickly(["float32", "float64"], ["float32"])


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_honest_side_stays_inside_every_allowance(keras_side, plan, digits, dtype):
    tracks, findings = compare(keras_side(dtype), plan, digits, dtype=dtype)
    assert findings == []
    for name in ("free", "locked", "swapped"):
        assert 0 < tracks[name]["headroom"] <= 1
    assert tracks["free"]["compared"] > 100 * 39_760


@pytest.mark.parametrize("dtype", DTYPES)
def test_gradient_of_one_bias_scaled(keras_side, plan, digits, dtype):
    tracks, findings = compare(
        keras_side(dtype), plan, digits, make_candidate=lambda: faults.BiasGradientScaled(plan, dtype), dtype=dtype, steps=20
    )
    outside = tracks["locked"]["first_outside"]
    assert (outside["step"], outside["kind"], outside["layer"], outside["tensor"]) == (1, "gradient", "dense_1", "bias")
    assert "0.999 x Keras" in outside["pattern"]
    assert tracks["swapped"]["gradient"]["first_outside"] is not None
    assert tracks["swapped"]["update"]["first_outside"] is None
    assert "backward pass" in findings[0]["summary"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("fault", [faults.OtherEpsilon, faults.WithoutBiasCorrection])
def test_wrong_update_rule(keras_side, plan, digits, dtype, fault):
    tracks, findings = compare(keras_side(dtype), plan, digits, make_candidate=lambda: fault(plan, dtype), dtype=dtype, steps=20)
    outside = tracks["locked"]["first_outside"]
    assert (outside["step"], outside["kind"], outside["tensor"]) == (1, "weight", "kernel")
    assert tracks["swapped"]["gradient"]["first_outside"] is None
    assert tracks["swapped"]["update"]["first_outside"] is not None
    assert "optimizer" in findings[0]["summary"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_loss_summed_over_the_batch(keras_side, plan, digits, dtype):
    tracks, findings = compare(keras_side(dtype), plan, digits, make_candidate=lambda: faults.LossSummed(plan, dtype), dtype=dtype, steps=5)
    outside = tracks["locked"]["first_outside"]
    assert (outside["step"], outside["kind"]) == (1, "loss")
    assert outside["scratch"] / outside["reference"] == pytest.approx(16)
    assert findings[0]["code"] == "sum-not-mean"


@pytest.mark.parametrize("dtype", DTYPES)
def test_two_batches_swapped_at_step_100(keras_side, plan, digits, dtype):
    other = digits[0][:16].astype(dtype), digits[1][:16]
    make = partial(faults.BatchesSwapped, plan, dtype, at=100, other=other)
    tracks, findings = compare(keras_side(dtype), plan, digits, make_candidate=make, dtype=dtype, steps=101)
    outside = tracks["locked"]["first_outside"]
    assert (outside["step"], outside["kind"]) == (100, "loss")
    assert tracks["free"]["first_outside"]["step"] == 100
    assert "first time at step 100" in findings[0]["summary"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_one_weight_off_at_the_start(keras_side, plan, digits, dtype):
    tracks, findings = compare(
        keras_side(dtype), plan, digits, make_candidate=lambda: faults.OneWeightOff(plan, dtype), dtype=dtype, steps=5
    )
    outside = tracks["free"]["first_outside"]
    assert (outside["step"], outside["kind"], outside["layer"], outside["tensor"]) == (0, "weight", "dense", "kernel")
    assert outside["element"] == [300, 7]
    assert outside["outside"] == 1
    assert findings[0]["code"] == "start"


@pytest.mark.parametrize("dtype", DTYPES)
def test_momentum_slot_reset_at_step_50(keras_side, plan, digits, dtype):
    make = partial(faults.MomentumReset, plan, dtype, at=50)
    tracks, findings = compare(keras_side(dtype), plan, digits, make_candidate=make, dtype=dtype, steps=55)
    outside = tracks["locked"]["first_outside"]
    assert (outside["step"], outside["kind"], outside["tensor"]) == (50, "slot", "momentums of kernel")
    assert tracks["free"]["first_outside"]["step"] == 50
    assert tracks["swapped"]["gradient"]["first_outside"] is None
    assert "optimizer" in findings[0]["summary"]
