"""Convolutions in groups, on a single example each: Keras compiles them anew at every call, which takes two seconds."""

from __future__ import annotations

import pytest

from comparisons.checks.example import Example
from tests.checks.saboteurs import pair_of

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("name", ["Conv1D", "Conv2D"])
def test_groups_match(name):
    pair = pair_of(name)
    settings = {"filters": 4, "kernel_size": 2, "groups": 2, "strides": 1, "padding": "valid", "data_format": "channels_last"}
    example = Example(pair, pair.specimen("float32", settings))
    assert example.case.x.shape[-1] == 6
    for what in example.reference:
        compared = example.judge(what)
        assert compared.passed, f"{what}: {compared.problem or compared.headroom}"
