"""`python -m benchmarks [--data mnist-5k|mnist|PATH] [--rounds N] [NAME ...]`: all of them, or some by name."""

from __future__ import annotations

import argparse

from benchmarks import compare_cost, fit, layers, throughput, worker
from comparisons.data import load

ALL = ["fit", "compare", "memory", "worker", "layers", "checks", "checks-memory"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], help="default: all")
    parser.add_argument("--data", default="mnist-5k")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    names = asked.names or ALL
    data = load(asked.data)
    if "fit" in names:
        fit.run(data, asked.rounds)
    if "compare" in names:
        compare_cost.run(data, asked.rounds)
    if "memory" in names:
        compare_cost.memory(asked.data)
    if "worker" in names:
        worker.run()
    if "layers" in names:
        layers.run(asked.rounds)
    if "checks" in names:
        throughput.run(asked.rounds)
    if "checks-memory" in names:
        throughput.memory()


if __name__ == "__main__":
    main()
