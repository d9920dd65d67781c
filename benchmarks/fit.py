"""One epoch of 784-50-10: scratch's fit, Keras's fit, and the bare matrix products of the same training."""

from __future__ import annotations

import statistics

import numpy as np
from threadpoolctl import threadpool_limits

import scratch
from benchmarks.timing import in_turn, ratio
from comparisons.data import Dataset, scaled

SAMPLES = 60_000  # an epoch of the full MNIST; a smaller set is repeated up to that


def run(data: Dataset, rounds: int) -> None:
    """Print the ratios for batches of 32 and 128."""
    repeat = np.resize(np.arange(len(data.x_train)), SAMPLES)
    x = scaled(data.x_train, "float32").reshape(-1, 784)[repeat]
    y = data.y_train.astype("int32")[repeat]
    print(f"one epoch of {SAMPLES:,} samples ({data.name}), 784-50-10, float32, Adam, accuracy; median of {rounds} rounds")
    for batch_size in (32, 128):
        with threadpool_limits(limits=1, user_api="blas"):  # NumPy's products; Keras has threads of its own, and keeps them
            seconds = in_turn(_jobs(x, y, batch_size), rounds)
        each = ", ".join(f"{name} {statistics.median(values):.2f} s" for name, values in seconds.items())
        print(f"  batch {batch_size}: {each}")
        print(f"    keras.fit / scratch fit       {ratio(seconds['keras'], seconds['scratch'])}")
        print(f"    scratch fit / matrix products {ratio(seconds['scratch'], seconds['products'])}")


def _jobs(x: np.ndarray, y: np.ndarray, batch_size: int) -> dict[str, object]:
    import keras  # not through `reference`, which takes threads and speed from it for results that repeat

    models = {}
    for name, library in (("keras", keras), ("scratch", scratch)):
        layers = [library.Input((784,)), library.layers.Dense(50, "sigmoid"), library.layers.Dense(10, "softmax")]
        models[name] = library.Sequential(layers)
        models[name].compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return {
        "keras": lambda: models["keras"].fit(x, y, batch_size=batch_size, verbose=0),
        "scratch": lambda: models["scratch"].fit(x, y, batch_size=batch_size, verbose=0),
        "products": lambda: _matrix_products(x, batch_size),
    }


def _matrix_products(x: np.ndarray, batch_size: int) -> None:
    """The five products of every step and nothing else: forward, and backward without dL/dx."""
    generator = np.random.default_rng(0)
    w1, w2, hidden, upstream = (
        generator.standard_normal(shape).astype("float32") for shape in ((784, 50), (50, 10), (batch_size, 50), (batch_size, 10))
    )
    for start in range(0, len(x), batch_size):
        rows = x[start : start + batch_size]
        h, dy = hidden[: len(rows)], upstream[: len(rows)]
        _ = rows @ w1, h @ w2, dy @ w2.T, rows.T @ h, h.T @ dy
