"""A data set as a network takes it: scaled, shaped, and its last part held back for validation."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from comparisons.data import Dataset, scaled, standardized
from comparisons.errors import InputError
from comparisons.training.plan import ModelPlan
from comparisons.training.targets import as_targets, check_targets


class Samples(NamedTuple):
    """Inputs and targets."""

    x: np.ndarray
    y: np.ndarray


class Prepared(NamedTuple):
    """What is trained on, what validates after every epoch (if anything does), and what tests at the end."""

    train: Samples
    validation: Samples | None
    test: Samples


def prepare(data: Dataset, plan: ModelPlan, dtype: str) -> Prepared:
    """Everything both sides are fed.

    Keras's `validation_split` takes the *last* part of the data, before any shuffle; so does this.

    Raises:
        InputError: the data do not fit the network, or are too few to be split.
    """
    check_fits(data, plan)
    train, test = _inputs(data, plan, dtype)
    y_train, y_test = (as_targets(y, plan.targets, outputs=plan.outputs, dtype=dtype) for y in (data.y_train, data.y_test))
    if not plan.validation_split:
        return Prepared(Samples(train, y_train), None, Samples(test, y_test))
    kept = trained_on(data, plan)
    return Prepared(Samples(train[:kept], y_train[:kept]), Samples(train[kept:], y_train[kept:]), Samples(test, y_test))


def trained_on(data: Dataset, plan: ModelPlan) -> int:
    """How many of the training samples are not held back for validation.

    Raises:
        InputError: one part would be empty.
    """
    count = len(data.x_train)
    kept = math.floor(count * (1 - plan.validation_split))
    if kept == 0 or (plan.validation_split and kept == count):
        raise InputError(f"{plan.name}: expected samples enough to hold {plan.validation_split:.0%} back, got {count}; use more.")
    return kept


def check_fits(data: Dataset, plan: ModelPlan) -> None:
    """See that `prepare` will work, before anything dear is begun.

    Raises:
        InputError: the data do not fit the network, or are too few to be split.
    """
    for x in (data.x_train, data.x_test):
        if math.prod(x.shape[1:]) != math.prod(plan.input_shape):
            raise InputError(
                f"{plan.name}: expected samples of shape {plan.input_shape}, got {x.shape[1:]}; use --data {plan.data} or another model."
            )
    for y in (data.y_train, data.y_test):
        check_targets(y, plan.targets, outputs=plan.outputs)
    trained_on(data, plan)


def _inputs(data: Dataset, plan: ModelPlan, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    if plan.standardized:
        train, test = standardized(data.x_train, data.x_test, dtype)
    else:
        train, test = scaled(data.x_train, dtype), scaled(data.x_test, dtype)
    return train.reshape(len(train), *plan.input_shape), test.reshape(len(test), *plan.input_shape)
