"""Examples that a hundred draws come upon and twenty do not: each once was a false alarm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks.example import Example
from tests.checks.saboteurs import pair_of

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("name", ["Add", "Average"])
def test_keras_is_overruled_where_it_takes_a_broadcast_input_for_a_bias(name):
    """As many samples as rows: Keras adds x_2[i] to row i instead of to sample i."""
    pair = replace(pair_of(name), counts=(3,))
    example = Example(pair, pair.make_case({}, (3, 3, 1), pair.specimen("float64", {}).values, "float64", False))
    inputs = example.case.inputs.values()
    assert [x.shape for x in inputs] == [(3, 3, 1), (3, 3, 1), (3, 1, 1)]
    right = sum(inputs) / (3 if name == "Average" else 1)
    np.testing.assert_allclose(example.candidate["output"], right, rtol=1e-14)
    assert np.abs(example.reference["output"] - right).max() > 0.1
    for what in example.reference:
        assert example.judge(what).passed
    assert example.judge("output").overruled
    assert not example.judge("output", mine=example.reference["output"]).overruled


def test_the_gradient_of_a_normalized_single_number_is_zero_but_for_rounding():
    pair = pair_of("Dot")
    case = pair.specimen("float64", {"axes": -1, "normalize": True})
    case = case.with_inputs(x=np.array([[[0.126]]]), x_1=np.array([[[0.103], [-0.981]]]))
    example = Example(pair, case)
    what = "gradient of x_1"
    assert np.all(np.abs(example.reference[what]) < 1e-14)
    assert example.judge(what, mine=np.full((1, 2, 1), 1e-15)).passed
    assert not example.judge(what, mine=np.full((1, 2, 1), 1e-12)).passed


def test_the_log_of_a_sum_near_one_is_rounding_of_that_one():
    """Keras takes the log of clipped probabilities for logits: 1 - 1e-7 and three times 1e-7 are summed before the next log."""
    pair = pair_of("SparseCategoricalCrossentropy")
    case = pair.specimen("float64", {"from_logits": False, "ignore_class": None, "reduction": "sum_over_batch_size"})
    case = replace(case.with_x(np.array([[8.75e-27, 8.19e-40, 8.75e-27, 1.0]])), given={"y_true": np.array([3], "int32")})
    example = Example(pair, case)
    value = example.reference["output"]
    assert 2.9e-7 < value < 3.1e-7
    assert example.judge("output", mine=value + 2.3e-16).passed
    assert not example.judge("output", mine=value + 1e-14).passed
