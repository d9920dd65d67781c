"""What a round trip to the process that somebody else's code runs in costs."""

from __future__ import annotations

import statistics
import time

import numpy as np

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, Worker
from comparisons.subjects.worker.bubblewrap import problem

TEXT = "import numpy as np\n\n\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
CALLS = 1000
SIZES = {"small array (4, 3)": (4, 3), "batch of digits (32, 784)": (32, 784)}


def run() -> None:
    """Print medians and 95th percentiles, and how long a process takes to be ready."""
    for isolation in ["process"] if problem() else ["process", "bubblewrap"]:
        began = time.perf_counter()
        with Worker(Source(TEXT, "sigmoid.py"), isolation=isolation) as worker:
            worker.inventory()
            print(f"worker, {isolation}: ready after {time.perf_counter() - began:.2f} s")
            for name, shape in SIZES.items():
                x = np.linspace(-3, 3, int(np.prod(shape)), dtype="float32").reshape(shape)
                seconds = sorted(_seconds(worker, x) for _ in range(CALLS))
                median, late = statistics.median(seconds), seconds[int(0.95 * CALLS)]
                print(f"worker, {isolation}: {name} there and back: median {median * 1e3:.3f} ms, 95 % within {late * 1e3:.3f} ms")


def _seconds(worker: Worker, x: np.ndarray) -> float:
    began = time.perf_counter()
    worker.run([Call("sigmoid", (x,))])
    return time.perf_counter() - began
