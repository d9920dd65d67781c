"""`parity compare` without its command line: settings in, result and weights out."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

import reference
import scratch
from comparisons.data import Dataset
from comparisons.training.batches import Batch, batches
from comparisons.training.candidate import Candidate
from comparisons.training.comparison import Comparison
from comparisons.training.result import result_of
from comparisons.training.samples import prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.settings import Settings
from comparisons.training.sides import keras_training

Weights = dict[str, list[np.ndarray]]


class Outcome(NamedTuple):
    """The result, and the weights of both sides before and after."""

    result: dict[str, Any]
    initial: Weights
    final: Weights


def run_comparison(
    settings: Settings,
    data: Dataset,
    *,
    on_step: Callable[[Batch, float], None],
    stopped: Callable[[], bool],
    make_candidate: Callable[[], Candidate] | None = None,
) -> Outcome:
    """Train both sides and judge them.

    Args:
        settings: what to train.
        data: on what.
        on_step: told of every finished step and Keras's loss in it.
        stopped: asked before every step; True ends the training there.
        make_candidate: makes the side under test; the scratch model of the plan unless given.
    """
    began = time.perf_counter()
    prepared = prepare(data, settings.plan, settings.dtype)
    with settled(settings.dtype):
        keras = keras_training(settings.plan, settings.dtype)
        start = initial_weights(settings)
        make = make_candidate or (lambda: ScratchSide(settings.plan, settings.dtype))
        comparison = Comparison(
            keras, make, start, batch_size=settings.batch_size, seed=settings.seed,
            validation=prepared.validation, early_stopping=settings.plan.early_stopping,
        )  # fmt: skip  # what both sides start from, then what watches them
        initial = _weights(comparison)
        stream = batches(*prepared.train, epochs=settings.epochs, batch_size=settings.batch_size, seed=settings.seed)
        finished = comparison.run(stream, on_step=on_step, stopped=stopped)
        tests = comparison.evaluate(prepared.test) if comparison.losses and not comparison.failure else None
        seconds = time.perf_counter() - began
        result = result_of(comparison, settings, data, tests, finished=finished, seconds=seconds)
        return Outcome(result, initial, _weights(comparison))


def initial_weights(settings: Settings) -> list[np.ndarray]:
    """The weights both sides start from: drawn by scratch's initializers, from the seed alone."""
    scratch.config.set_random_seed(settings.seed)
    return ScratchSide(settings.plan, settings.dtype).model.get_weights()


def _weights(comparison: Comparison) -> Weights:
    return {
        "scratch": [w.copy() for w in comparison.free.candidate.state().weights],
        "reference": comparison.states.read(comparison.now).weights,
    }


@contextlib.contextmanager
def settled(dtype: str) -> Any:
    """Both sides' default float type; and one thread for NumPy's matrix products, which are too small to be shared out.

    With two threads a step waits for both, and on a busy machine that takes milliseconds instead of microseconds.
    """
    with scratch.config.default_float(dtype), reference.floatx(dtype), threadpool_limits(limits=1, user_api="blas"):
        yield
