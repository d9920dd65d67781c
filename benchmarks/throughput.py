"""Examples a second of the checks: Dense forward and all gradients, beside a new Keras model for each, and beside the bare minimum."""

from __future__ import annotations

import functools
import statistics
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.timing import in_turn, ratio
from comparisons.checks import CHECKS
from comparisons.checks.engine import explore, run_checks
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair
from reference.backend import load

EXAMPLES = 300  # of a round
NAIVE = 5  # examples of a round of the naive way, which takes a tenth of a second each
COMPARED = ("forward", "gradients")


def run(rounds: int) -> None:
    """Print the two ratios."""
    dense = next(pair for pair in PAIRS if pair.name == "Dense")
    checks = [check for check in CHECKS if check.name in COMPARED]
    cases: list[Case] = []
    explore(dense, "float32", cases.append, NAIVE, 0, shrink=False)
    jobs: dict[str, Callable[[], object]] = {
        "checks": lambda: run_checks(dense, checks, "float32", examples=EXAMPLES, seed=0),
        "minimum": lambda: _minimum(dense),
        "naive": lambda: [_naive(case) for case in cases],
    }
    seconds = in_turn(jobs, rounds)
    each = {name: [s / (NAIVE if name == "naive" else EXAMPLES) for s in values] for name, values in seconds.items()}
    print(
        "Dense, forward and all gradients, an example: " + ", ".join(f"{k} {1000 * statistics.median(v):.2f} ms" for k, v in each.items())
    )
    print(f"  new Sequential, set_weights, predict / checks           {ratio(each['naive'], each['checks'])}  (at least 40)")
    print(f"  checks / drawing and one cached forward-and-tape call   {ratio(each['checks'], each['minimum'])}  (at most 2)")


def _minimum(pair: Pair) -> None:
    """The same examples drawn, and Keras asked once by the shortest way there is."""
    explore(pair, "float32", _tape_call, EXAMPLES, 0, shrink=False)


def _tape_call(case: Case) -> None:
    tf = load().tensorflow
    layer = _cached(tuple(sorted(case.settings.items())), case.x.shape[1:])
    x = tf.constant(case.x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
    dy = tf.constant(case.upstream(tuple(y.shape)))
    for gradient in tape.gradient(y, [x, *layer.trainable_variables], output_gradients=dy):
        gradient.numpy()
    y.numpy()


@functools.cache
def _cached(settings: tuple[tuple[str, Any], ...], shape: tuple[int, ...]) -> Any:
    layer = load().keras.layers.Dense(**dict(settings))
    layer.build((None, *shape))
    return layer


def _naive(case: Case) -> np.ndarray:
    """What a first attempt does: a model of its own for every example, its output alone."""
    keras = load().keras
    model = keras.Sequential([keras.Input(case.x.shape[1:]), keras.layers.Dense(**case.settings)])
    model.set_weights([case.inputs[name] for name in ("kernel", "bias") if name in case.inputs])
    found: np.ndarray = model.predict(case.x, verbose=0)
    return found


def memory() -> None:
    """Print the ratio of peak memory after 10,000 examples of a part to that after 1,000, each in a process of its own."""
    peaks = {examples: _peak(examples) for examples in (1_000, 10_000)}
    few, many = peaks.values()
    print(
        f"peak memory of the checks of Dense: 1,000 examples {few:,.0f} MiB, 10,000 {many:,.0f} MiB, ratio {many / few:.3f}  (at most 1.1)"
    )


def _peak(examples: int) -> float:
    code = (
        "import resource\n"
        "from comparisons.checks.verdicts import check_pair\n"
        "from comparisons.pairs import PAIRS\n"
        "dense = next(pair for pair in PAIRS if pair.name == 'Dense')\n"
        f"assert check_pair(dense, examples={examples}, seed=0, dtypes=['float32']).verdict == 'match'\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return float(done.stdout)
