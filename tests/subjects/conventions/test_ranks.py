"""Batch normalization that asks how many axes there are: tried on images too, channels last or first."""

from __future__ import annotations

import pytest

from tests.quickly import some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

NORM = """import numpy as np
class BatchNorm:
    def __init__(self, dim, eps=1e-3):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        {axes}
        std = np.sqrt(x.var(axes, keepdims=True) + self.eps)
        return {gamma} * (x - x.mean(axes, keepdims=True)) / std + {beta}
"""
FIRST = "shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1); axes = {} if x.ndim == 2 else {}"


def verdict(tmp_path, axes, gamma="self.gamma", beta="self.beta"):
    (one,) = examined(target_of(tmp_path, NORM.format(axes=axes, gamma=gamma, beta=beta))).values()
    shapes = {check.counterexample.case.x.ndim for check in one.checks if check.counterexample is not None}
    return one.verdict, shapes


@pytest.mark.parametrize(
    ("axes", "expected"),
    [
        ("axes = tuple(range(x.ndim - 1))", ("match", set())),
        ("axes = 0 if len(x.shape) == 2 else (0, 1)", ("mismatch", {4})),
        ("axes = 0", ("match", set())),  # nothing says that it is meant for images
    ],
)
def test_channels_last(tmp_path, axes, expected):
    assert verdict(tmp_path, axes) == expected


def test_channels_first(tmp_path):
    turned = "self.gamma.reshape(shape)", "self.beta.reshape(shape)"
    assert verdict(tmp_path, FIRST.format(0, (0, 2, 3)), *turned) == ("match", set())
    assert verdict(tmp_path, FIRST.format(0, (0, 2)), *turned) == ("mismatch", {4})


def test_who_refuses_images_is_right(tmp_path):
    assert verdict(tmp_path, "assert x.ndim == 2; axes = 0") == ("match", set())


@pytest.mark.parametrize("says", some(["of images, NHWC", "x: (N, H, W, C)"], 1))
def test_who_says_that_it_takes_images_is_given_some(says, tmp_path):
    text = NORM.replace("    def __init__", f'    """{says}"""\n    def __init__', 1)
    found = examined(target_of(tmp_path, text.format(axes="axes = 0", gamma="self.gamma", beta="self.beta")))
    assert [finding.code for finding in found["BatchNorm"].findings if finding.counts] == ["batchnorm-axes"]
