"""Forward and backward of one layer: scratch, Keras as it is called (eager), and Keras compiled (`tf.function`)."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.timing import in_turn, ratio

SECONDS = 0.2  # that one round of a job lasts, about


class Size(NamedTuple):
    """One line of the table.

    Args:
        layer: class in `layers`.
        settings: its arguments.
        shape: of x, the batch first.
    """

    layer: str
    settings: dict[str, Any]
    shape: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.layer}({', '.join(f'{name}={value}' for name, value in self.settings.items())}) on {self.shape}"


SIZES = [
    Size("Conv2D", {"filters": 32, "kernel_size": 3}, (32, 28, 28, 1)),
    Size("Conv2D", {"filters": 64, "kernel_size": 3}, (32, 13, 13, 32)),
    Size("Conv2D", {"filters": 64, "kernel_size": 3}, (32, 32, 32, 32)),
    Size("LSTM", {"units": 32}, (32, 10, 8)),
    Size("LSTM", {"units": 32}, (32, 28, 28)),
    Size("LSTM", {"units": 128}, (32, 50, 64)),
]


@threadpool_limits.wrap(limits=1, user_api="blas")  # as the tests and `compare` have it; Keras takes the threads it likes
def run(rounds: int) -> None:
    """Print the ratios, all jobs of a size in turn in every round."""
    print(f"forward and backward (gradients of x and of all weights), float32; median (least - most) of {rounds} rounds")
    for size in SIZES:
        jobs = _jobs(size)
        calls = {name: _calls(job) for name, job in jobs.items()}
        seconds = in_turn({name: _repeated(job, calls[name]) for name, job in jobs.items()}, rounds)
        each = {name: [s / calls[name] for s in values] for name, values in seconds.items()}
        print(f"  {size}: {', '.join(f'{name} {1e3 * statistics.median(values):.2f} ms' for name, values in each.items())}")
        print(f"    scratch / Keras compiled {ratio(each['scratch'], each['compiled'])}")
        print(f"    scratch / Keras eager    {ratio(each['scratch'], each['eager'])}")


def _jobs(size: Size) -> dict[str, Callable[[], object]]:
    import keras  # not through `reference`, which takes threads and speed from it for results that repeat
    import tensorflow as tf

    import scratch

    x = np.random.default_rng(0).standard_normal(size.shape).astype("float32")
    theirs, mine = (getattr(library.layers, size.layer)(**size.settings, dtype="float32") for library in (keras, scratch))
    tensor = tf.constant(x)
    theirs(tensor)
    mine.ensure_built(size.shape)
    mine.set_weights(theirs.get_weights())
    upstream = np.random.default_rng(1).standard_normal(mine(x).shape).astype("float32")
    dy = tf.constant(upstream)

    def step(x: Any, dy: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = theirs(x, training=True)
        return tape.gradient(y, [x, *(v.value for v in theirs.trainable_variables)], output_gradients=dy)

    def by_hand() -> object:
        mine(x, training=True)
        return mine.backward(upstream)

    compiled = tf.function(step, jit_compile=False)
    _agree(step(tensor, dy), [by_hand(), *mine.grads.values()])
    return {"scratch": by_hand, "eager": lambda: step(tensor, dy), "compiled": lambda: compiled(tensor, dy)}


def _agree(theirs: list[Any], mine: list[np.ndarray]) -> None:
    """What computes something else is not faster."""
    for a, b in zip(theirs, mine, strict=True):
        assert np.allclose(a, b, rtol=1e-3, atol=1e-3 * np.abs(b).max())


def _calls(job: Callable[[], object]) -> int:
    """How many calls a round has, from what one takes after the first."""
    job()
    once = in_turn({"job": job}, 1)["job"][0]
    return max(1, round(SECONDS / once))


def _repeated(job: Callable[[], object], calls: int) -> Callable[[], object]:
    def repeated() -> None:
        for _ in range(calls):
            job()

    return repeated
