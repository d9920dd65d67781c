"""What has a word for a part in its name and computes nothing known is told of, not passed over."""

from __future__ import annotations

import pytest

from comparisons.subjects.inventory.sighting import is_called_like_a_part


@pytest.mark.parametrize("name", ["gelu_tanh", "compute_cost", "loss", "DenseReLU", "my_softmax_2"])
def test_it_is(name):
    assert is_called_like_a_part(name)


@pytest.mark.parametrize("name", ["load_data", "plot", "one_hot", "im2col", "predict", "accuracy"])
def test_it_is_not(name):
    assert not is_called_like_a_part(name)
