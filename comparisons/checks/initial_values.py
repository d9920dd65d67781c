"""Initializers: exact values, orthogonal matrices, and what a seed repeats."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import CandidateError, Example
from comparisons.judging import Compared, alike, distance, unlike
from comparisons.pairs.initializers import InitializerPair, repeats
from comparisons.pairs.pair import Pair
from comparisons.tolerance import allowance

SEEDS = 40  # all first entries have one sign once in 2^39 times


def exact_values(example: Example) -> Iterator[Compared]:
    """What is not random is Keras's to the last bit."""
    mine, theirs = example.candidate["output"], example.reference["output"]
    yield (kind := kind_of(pair_of(example).shape(example.case), example.case.dtype, "scratch", mine))
    if kind.passed:
        least = np.full(theirs.shape, np.finfo(theirs.dtype).tiny)
        yield Compared("values", mine, theirs, distance(mine, theirs), least, settled=True, quantity="output")


def orthogonality(example: Example) -> Iterator[Compared]:
    """Q^T Q = gain^2 I, with Q^T for Q if it is wide; over many seeds the first entry takes both signs."""
    gain, dtype = example.case.settings["gain"], example.case.dtype
    for who, values in sides(example):
        q = values.astype("float64").reshape(-1, values.shape[-1]) / gain
        product = q.T @ q if len(q) >= q.shape[1] else q @ q.T
        apart, room = np.abs(product - np.eye(len(product))), allowance(spread=0.0, scale=1.0, dtype=dtype)
        yield Compared(f"Q^T Q of {who}", product, np.eye(len(product)), apart, np.full_like(apart, room))
    small = [example.case.with_inputs(shape=np.asarray((2, 2)), seed=np.asarray(seed)) for seed in range(SEEDS)]
    for who, call in (("scratch", example.call), ("Keras", example.ask_keras))[: 2 if example.pair.live else 1]:
        positive = sum(call(case)["output"][0, 0] > 0 for case in small) / SEEDS
        yield at_most(f"share of first entries of {who} of one sign", max(positive, 1 - positive), 1 - 0.5 / SEEDS)


def repeatability(example: Example) -> Iterator[Compared]:
    """A seed repeats the values, in one object and in two; another seed, or none, does not. As in Keras."""
    pair = pair_of(example)
    settings, dtype = pair.seeded(example.case), example.case.dtype
    theirs = pair.reference_repeats(settings, dtype)
    try:
        mine = repeats(pair.make, settings, dtype)
    except Exception as problem:  # as in Example.call
        raise CandidateError(example.case, problem) from problem
    for what, expected in theirs.items():
        apart = np.asarray(float(mine[what] != expected))
        yield Compared(what, np.asarray(mine[what]), np.asarray(expected), apart, np.asarray(0.5), settled=True)


def pair_of(example: Example) -> InitializerPair:
    """The example's pair, which these checks know to be one of initializers."""
    assert isinstance(example.pair, InitializerPair)
    return example.pair


def sides(example: Example) -> Iterator[tuple[str, np.ndarray]]:
    """(who, values): Keras is tested like the candidate, so that a failure says who is wrong."""
    yield "scratch", example.candidate["output"]
    if example.pair.live:
        yield "Keras", example.reference["output"]


def kind_of(shape: tuple[int, ...], dtype: str, who: str, values: np.ndarray) -> Compared:
    """Shape and dtype are those that were asked for."""
    if values.shape == shape and values.dtype == dtype:
        return alike(f"shape and dtype of {who}")
    problem = f"{values.dtype} of shape {values.shape}, asked for {dtype} of shape {shape}"
    return unlike(f"values of {who}", values, np.zeros(shape), problem)


def at_most(what: str, found: float, allowed: float) -> Compared:
    """A number that right values keep below `allowed`."""
    return Compared(what, np.asarray(found), np.zeros(()), np.asarray(found), np.asarray(allowed), settled=True)


def initializer(pair: Pair, *, having: str = "chance", otherwise: str = "nothing is random") -> str | None:
    """A reason against checks of initializers."""
    if not isinstance(pair, InitializerPair):
        return "only initializers draw weights"
    return None if getattr(pair, having) else otherwise


CHECKS = [
    Check(
        "exact values", "What is not random equals Keras's to the last bit.", exact_values,
        lambda pair: initializer(pair, having="fixed", otherwise="random numbers differ"),
    ),
    Check(
        "orthogonality", "Columns, or rows if there are fewer, are orthonormal, and turned in all directions.", orthogonality,
        lambda pair: initializer(pair, having="orthogonal", otherwise="not orthogonal"), examples=3,
    ),
    Check("repeatability", "Seeds repeat values where they do in Keras, and nowhere else.", repeatability, initializer, examples=3),
]  # fmt: skip
