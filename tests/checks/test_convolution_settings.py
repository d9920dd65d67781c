"""Settings of convolutions that the pairs leave out, on a single example each.

Keras compiles a convolution in groups anew at every call, which takes two seconds. With strides and dilation both above 1
its depthwise convolutions compute more places than asked for, which is no matter but for NaN.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from comparisons.checks.example import Example
from comparisons.pairs import shaping
from tests.checks.saboteurs import pair_of

pytestmark = pytest.mark.keras

PLAIN = {"kernel_size": 2, "strides": 1, "padding": "valid", "data_format": "channels_last"}
IN_GROUPS = [
    ("Conv1D", {"filters": 4, "groups": 2}),
    ("Conv2D", {"filters": 4, "groups": 2, "strides": 2, "padding": "same"}),
    ("Conv2D", {"filters": 6, "groups": 3, "dilation_rate": 2, "use_bias": False}),
]
STRIDED_AND_DILATED = [
    (name, {**more, "strides": 2, "dilation_rate": 2, "padding": padding})
    for name, more in [
        ("DepthwiseConv1D", {"depth_multiplier": 2}),
        ("DepthwiseConv2D", {"depth_multiplier": 2}),
        ("SeparableConv1D", {"filters": 2, "depth_multiplier": 2}),
        ("SeparableConv2D", {"filters": 2, "depth_multiplier": 2}),
    ]
    for padding in ("valid", "same")
]


@pytest.mark.parametrize(("name", "settings"), [*IN_GROUPS, *STRIDED_AND_DILATED])
def test_layer_matches(name, settings):
    pair = replace(pair_of(name), adapted=shaping.any_settings)
    example = Example(pair, pair.specimen("float32", {**PLAIN, **settings}))
    assert example.case.settings["strides"] == settings.get("strides", 1)
    assert example.case.x.shape[-1] == 3 * settings.get("groups", 1)
    assert {"output", "gradient of x"} < example.reference.keys()
    for what in example.reference:
        compared = example.judge(what)
        assert compared.passed, f"{what}: {compared.problem or compared.headroom}"
