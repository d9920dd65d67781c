"""Reading the learning rate as Keras does."""

from __future__ import annotations

from typing import Any

import numpy as np

from scratch import config


def learning_rate_of(model: Any) -> float:
    """The optimizer's learning rate, rounded to the default float type: in Keras it is a variable of that type."""
    return float(np.asarray(model.optimizer.learning_rate, dtype=config.floatx()))
