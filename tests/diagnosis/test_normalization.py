"""Each mistake in a normalization is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, pair_of
from tests.quickly import some

pytestmark = pytest.mark.keras

BATCH = pair_of("layer", "BatchNormalization", axis=-1, momentum=0.9375, epsilon=1e-3, center=True, scale=True)
LAYER = pair_of("layer", "LayerNormalization", epsilon=1e-3, center=True, scale=True)


def batch(*, ddof=0, moving_ddof=0, epsilon=None, swapped=False, partial=False, first_axis=False, outside=False):
    def candidate(case):
        x, gamma, beta = (case.inputs[name] for name in ("x", "gamma", "beta"))
        others = tuple(range(x.ndim - 1))
        axes = (0,) if first_axis else others
        mean, variance = case.given["moving_mean"], case.given["moving_variance"]
        states = mean, variance
        if case.training:
            kept = 1 - case.settings["momentum"] if swapped else case.settings["momentum"]
            states = kept * mean + (1 - kept) * x.mean(axis=others), kept * variance + (1 - kept) * x.var(axis=others, ddof=moving_ddof)
            mean, variance = x.mean(axis=axes), x.var(axis=axes, ddof=ddof)
        e = case.settings["epsilon"] if epsilon is None else epsilon
        deviation = np.sqrt(variance) + e if outside else np.sqrt(variance + e)
        hat = (x - mean) / deviation
        dy = case.upstream(x.shape)
        dhat = dy * gamma
        if case.training and not partial:
            share = deviation / np.sqrt(variance) if outside else 1
            dhat = dhat - dhat.mean(axis=axes) - hat * share * (dy * gamma * hat).mean(axis=axes)
        return {
            "output": gamma * hat + beta,
            "gradient of x": dhat / deviation,
            "gradient of gamma": (dy * hat).sum(axis=others),
            "gradient of beta": dy.sum(axis=others),
            "state moving_mean": states[0],
            "state moving_variance": states[1],
        }

    return candidate


def rows(epsilon, outside=False):
    """Layer normalization, forward only."""

    def candidate(case):
        x = case.x
        deviation = np.sqrt(x.var(axis=-1, keepdims=True) + (0 if outside else epsilon)) + (epsilon if outside else 0)
        return {"output": case.inputs["gamma"] * (x - x.mean(axis=-1, keepdims=True)) / deviation + case.inputs["beta"]}

    return candidate


PLANTED = [
    Planted("", BATCH, batch()),
    Planted("batchnorm-ddof", BATCH, batch(ddof=1), "N - 1"),
    Planted("batchnorm-ddof", BATCH, batch(ddof=1, moving_ddof=1), "N - 1"),
    Planted("batchnorm-ddof", BATCH, batch(moving_ddof=1), "remembered"),
    Planted("batchnorm-momentum-swapped", BATCH, batch(swapped=True), "share of the new batch", "C"),
    Planted("batchnorm-epsilon-value", BATCH, batch(epsilon=1e-5), "epsilon is 1e-05", "C"),
    Planted("batchnorm-epsilon-value", BATCH, batch(epsilon=2e-4), "epsilon is 0.0002", "C"),
    Planted("epsilon-outside-root", BATCH, batch(epsilon=1e-5, outside=True), "1e-05", "C"),
    Planted("batchnorm-gradient-partial", BATCH, batch(partial=True), "mean and variance"),
    Planted("batchnorm-axes", BATCH, batch(first_axis=True)),
    Planted("epsilon-value", LAYER, rows(1e-5), "epsilon is 1e-05", "C"),
    Planted("epsilon-outside-root", LAYER, rows(1e-6, outside=True), "1e-06", "C"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 2), ids=str)
def test_it_is_named(planted):
    planted.check()
