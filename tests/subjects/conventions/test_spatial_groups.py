"""Group normalization as a pair of functions, channels first: `G` beside a gamma is the number of groups; a gamma may be (1, C, 1, 1)."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

FLAT = """import numpy as np
def groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    groups = x.reshape(N, G, C // G, H, W)
    mean = groups.mean(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(groups.var(axis=(2, 3, 4), keepdims=True) + eps)
    x_hat = ((groups - mean) / std).reshape(x.shape)
    return gamma * x_hat + beta, (x_hat, std, gamma, G)
def groupnorm_backward(dout, cache):
    x_hat, std, gamma, G = cache
    N, C, H, W = dout.shape
    dgamma = np.sum(dout * x_hat, axis=(0, 2, 3), keepdims=True)
    dbeta = np.sum(dout, axis=(0, 2, 3), keepdims=True)
    d = (dout * gamma).reshape(N, G, C // G, H, W)
    x_hat = x_hat.reshape(d.shape)
    m = C // G * H * W
    axes = (2, 3, 4)
    dx = (d - d.sum(axis=axes, keepdims=True) / m - x_hat * (d * x_hat).sum(axis=axes, keepdims=True) / m) / std
    return dx.reshape(dout.shape), dgamma, dbeta
"""
SPATIAL = FLAT.replace("groupnorm_", "spatial_groupnorm_")
IN_ROWS = SPATIAL.replace("gamma * x_hat + beta", "gamma[:, None, None] * x_hat + beta[:, None, None]")
IN_ROWS = IN_ROWS.replace("dout * gamma)", "dout * gamma[:, None, None])").replace("axis=(0, 2, 3), keepdims=True", "axis=(0, 2, 3)")
RIGHT = {"spatial": SPATIAL, "by its own name": FLAT, "gamma is a vector": IN_ROWS}
WRONG = {
    "the size of a group": ("m = C // G * H * W", "m = C // G"),
    "over the image alone": ("mean = groups.mean(axis=(2, 3, 4)", "mean = groups.mean(axis=(3, 4)"),
    "beta's gradient over samples": ("dbeta = np.sum(dout, axis=(0, 2, 3)", "dbeta = np.mean(dout, axis=(0, 2, 3)"),
    "always one group": ("reshape(N, G, C // G, H, W)", "reshape(N, 1, C, H, W)"),
}


@pytest.mark.parametrize("name", quickly(RIGHT, ("spatial",)))
def test_right_ones_match(name, tmp_path):
    (one,) = examined(target_of(tmp_path, RIGHT[name])).values()
    assert (one.verdict, one.understood.pair.name) == ("match", "GroupNormalization"), (one.findings, one.region, one.problem)
    assert {"gradient of x", "gradient of gamma", "gradient of beta"} <= one.understood.reading.grades.keys()
    assert one.understood.reading.adapter.layout.name == "channels first"


@pytest.mark.parametrize("name", quickly(WRONG, ("the size of a group",)))
def test_wrong_ones_are_found(name, tmp_path):
    right, wrong = WRONG[name]
    assert right in SPATIAL
    (one,) = examined(target_of(tmp_path, SPATIAL.replace(right, wrong))).values()
    assert one.verdict in ("mismatch", "deviation"), (one.findings, one.region, one.problem)
