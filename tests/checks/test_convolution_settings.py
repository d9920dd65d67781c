"""Settings of convolutions that the pairs leave out, on a single example each.

Keras compiles a convolution in groups anew at every call, which takes two seconds. With strides and dilation both above 1
its depthwise convolutions compute more places than asked for, which is no matter but for NaN. TensorFlow's own kernels for
CPUs refuse transposed convolutions with dilation; what Keras computes then comes from a larger kernel with zeros in between.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks.example import Example
from comparisons.judging import judge
from comparisons.pairs import shaping
from tests.checks.saboteurs import pair_of
from tests.older import newer

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


@pytest.mark.parametrize(
    ("name", "settings"),
    [*IN_GROUPS, *(pytest.param(*layer, marks=newer("refuses strides and dilation together")) for layer in STRIDED_AND_DILATED)],
)
def test_layer_matches(name, settings):
    pair = replace(pair_of(name), adapted=shaping.any_settings)
    example = Example(pair, pair.specimen("float32", {**PLAIN, **settings}))
    assert example.case.settings["strides"] == settings.get("strides", 1)
    assert example.case.x.shape[-1] == 3 * settings.get("groups", 1)
    assert {"output", "gradient of x"} < example.reference.keys()
    for what in example.reference:
        compared = example.judge(what)
        assert compared.passed, f"{what}: {compared.problem or compared.headroom}"


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("name", "axes"), [("Conv1DTranspose", 1), ("Conv2DTranspose", 2)])
def test_a_dilated_transposed_kernel_is_a_larger_one_with_zeros(name, axes, padding):
    pair = replace(pair_of(name), adapted=shaping.any_settings)
    case = pair.specimen(
        "float64", {**PLAIN, "filters": 2, "use_bias": True, "output_padding": None, "padding": padding, "dilation_rate": 2}
    )
    every_other = (slice(None, None, 2),) * axes
    kernel = np.zeros((3,) * axes + case.inputs["kernel"].shape[axes:])
    kernel[every_other] = case.inputs["kernel"]
    mine = pair.candidate(case)
    theirs = pair.reference(case.with_inputs(kernel=kernel).with_settings(kernel_size=3, dilation_rate=1))
    theirs["gradient of kernel"] = theirs["gradient of kernel"][every_other]
    assert {"output", "gradient of x", "gradient of kernel", "gradient of bias"} <= mine.keys()
    for what, array in mine.items():
        assert np.ptp(array) > 0
        compared = judge(what, array, theirs[what], dtype="float64")
        assert compared.passed, f"{what}: {compared.problem or compared.headroom}"
