"""What the moving averages of a batch normalization take up, and what inference makes of them, is told by its name."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted
from tests.diagnosis.test_course_layers import BATCH, IMAGES
from tests.quickly import some

pytestmark = pytest.mark.keras

VALUE = "value-formula"


def moving(taken, pair=BATCH):
    """All right but for what is taken up: (x, axes) -> a number for each feature, by the average's name."""

    def candidate(case):
        found = dict(pair.candidate(case))
        axes, kept = tuple(range(case.x.ndim - 1)), case.settings["momentum"]
        for name, of_batch in taken.items() if case.training else ():
            found[f"state moving_{name}"] = kept * case.given[f"moving_{name}"] + (1 - kept) * of_batch(case.x, axes)
        return found

    return candidate


def inferring(hat):
    """All right but for what inference normalises to: (x, moving mean, moving variance, epsilon)."""

    def candidate(case):
        found = dict(BATCH.candidate(case))
        if not case.training:
            moved = (case.given[f"moving_{name}"] for name in ("mean", "variance"))
            found["output"] = case.inputs["gamma"] * hat(case.x, *moved, case.settings["epsilon"]) + case.inputs["beta"]
        return found

    return candidate


def at_least_one(x, axes):
    n = np.prod([x.shape[axis] for axis in axes])
    return x.var(axes) * n / max(n - 1, 1)


def last_alone(case):
    found = moving({})(case)
    return {**found, "state moving_mean": case.x.mean(axis=0)} if case.training else found


PLANTED = [
    Planted("", BATCH, moving({"variance": np.var, "mean": np.mean})),
    Planted(VALUE, BATCH, moving({"variance": np.mean}), "takes up the mean"),
    Planted(VALUE, IMAGES, moving({"variance": np.mean}, IMAGES), "takes up the mean"),
    Planted(VALUE, BATCH, moving({"mean": np.var}), "takes up the variance"),
    Planted(VALUE, BATCH, moving({"mean": np.var, "variance": np.mean}), "and the moving variance the mean"),
    Planted(VALUE, BATCH, moving({"variance": lambda x, axes: (x * x).mean(axes)}), "mean of the squares"),
    Planted("batchnorm-ddof", BATCH, moving({"variance": at_least_one}), "that is remembered"),
    Planted("not-accumulated", BATCH, last_alone, "of the last batch alone"),
    Planted("", BATCH, inferring(lambda x, m, v, e: (x - m) / np.sqrt(v + e))),
    Planted(VALUE, BATCH, inferring(lambda x, m, v, e: x / np.sqrt(v + e)), "does not subtract"),
    Planted(VALUE, BATCH, inferring(lambda x, m, v, e: (x + m) / np.sqrt(v + e)), "adds the moving mean"),
    Planted(VALUE, BATCH, inferring(lambda x, m, v, e: (x - m) / (v + e)), "not by its root"),
    Planted(VALUE, BATCH, inferring(lambda x, m, v, e: (x - v) / np.sqrt(m + e)), "the moving variance for the mean"),
    Planted(VALUE, BATCH, inferring(lambda x, m, v, e: (x - m) / np.sqrt(v)), "leaves epsilon out"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 3), ids=str)
def test_it_is_named(planted):
    planted.check()
