"""Mistakes in batch normalization; those of layer normalization are the same along another axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.pairs.case import Case
from comparisons.pairs.layer_pair import STATE
from comparisons.pairs.pair import Outcome, Pair


@dataclass(frozen=True)
class Manner:
    """How a normalization is computed; the defaults are right.

    Args:
        ddof: subtracted from the count in the variance that normalises.
        moving_ddof: the same in the variance that is remembered.
        epsilon: None for that of the settings.
        outside: epsilon is added to the root.
        as_if_inside: going back it is not differentiated as such: what is divided by is Keras's root, and has its derivative.
        momentum: what is done to the settings' momentum.
        first_axis: statistics over the samples only.
        back: which of the two ways back through mean and variance are taken, and what their sums are divided by.
    """

    ddof: int = 0
    moving_ddof: int = 0
    epsilon: float | None = None
    outside: bool = False
    as_if_inside: bool = False
    momentum: Callable[[float], float] = lambda momentum: momentum
    first_axis: bool = False
    through_mean: bool = True
    through_variance: bool = True
    biased_back: bool = False


def is_batch(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "BatchNormalization"


def is_layer(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "LayerNormalization"


def is_either(pair: Pair) -> bool:
    return is_batch(pair) or is_layer(pair)


def normalized(pair: Pair, case: Case, manner: Manner) -> Outcome:
    """Outcome of a normalization that is computed that way."""
    x = case.x
    features = case.settings.get("axis", -1) % x.ndim
    axes = (0,) if manner.first_axis else tuple(i for i in range(x.ndim) if i != features)
    axes = axes if is_batch(pair) else (features,)
    shape = [n if i == features else 1 for i, n in enumerate(x.shape)]
    gamma = case.inputs.get("gamma", np.ones(x.shape[features], dtype=x.dtype)).reshape(shape)
    beta = case.inputs.get("beta", np.zeros(x.shape[features], dtype=x.dtype)).reshape(shape)
    learning = case.training or is_layer(pair)
    mean, variance = _statistics(case, axes, shape, manner, learning)
    epsilon = case.settings.get("epsilon", 1e-3) if manner.epsilon is None else manner.epsilon
    deviation = np.sqrt(variance) + epsilon if manner.outside else np.sqrt(variance + epsilon)
    hat = (x - mean) / deviation
    y = gamma * hat + beta
    dy = case.upstream(y.shape)
    found = {"output": y, "gradient of x": _back(dy * gamma, hat, deviation, variance, axes, manner, learning)}
    others = tuple(i for i in range(x.ndim) if i != features)
    found |= {"gradient of gamma": (dy * hat).sum(axis=others), "gradient of beta": dy.sum(axis=others)}
    return found | _states(case, axes, manner)


def _statistics(case: Case, axes: tuple[int, ...], shape: list[int], manner: Manner, learning: bool) -> tuple[np.ndarray, np.ndarray]:
    if learning:
        return case.x.mean(axis=axes, keepdims=True), _variance(case.x, axes, manner.ddof, keepdims=True)
    return case.given["moving_mean"].reshape(shape), case.given["moving_variance"].reshape(shape)


def _variance(x: np.ndarray, axes: tuple[int, ...], ddof: int, *, keepdims: bool = False) -> np.ndarray:
    """`np.var`, which warns where nothing is left to divide by: there this is not a number."""
    squares = (x - x.mean(axis=axes, keepdims=True)) ** 2
    count = int(np.prod([x.shape[i] for i in axes]))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = squares.sum(axis=axes, keepdims=keepdims) / np.asarray(count - ddof, dtype=x.dtype)
    return found


def _back(
    dhat: np.ndarray, hat: np.ndarray, deviation: np.ndarray, variance: np.ndarray, axes: tuple[int, ...], manner: Manner, learning: bool
) -> np.ndarray:
    count = int(np.prod([hat.shape[i] for i in axes]))
    dx = dhat
    if learning and manner.through_mean:
        dx = dx - dhat.mean(axis=axes, keepdims=True)
    if learning and manner.through_variance:
        share = deviation / np.sqrt(variance) if manner.outside and not manner.as_if_inside else np.ones_like(deviation)
        divisor = count if manner.biased_back else count - manner.ddof
        dx = dx - hat * share * (dhat * hat).sum(axis=axes, keepdims=True) / divisor
    return dx / deviation


def _states(case: Case, axes: tuple[int, ...], manner: Manner) -> Outcome:
    if "moving_mean" not in case.given:
        return {}
    if not case.training:
        return {f"state {name}": case.given[name] for name in STATE}
    kept = manner.momentum(case.settings.get("momentum", 0.99))
    batch = {"moving_mean": case.x.mean(axis=axes), "moving_variance": _variance(case.x, axes, manner.moving_ddof)}
    return {f"state {name}": kept * case.given[name] + (1 - kept) * value for name, value in batch.items()}


def computed(manner: Manner) -> Callable[[Pair, Model, Case], Outcome]:
    return lambda pair, model, case: normalized(pair, case, manner)


def with_epsilon(manner: Manner) -> Callable[[Pair, Model, Case, float], Outcome]:
    return lambda pair, model, case, epsilon: normalized(pair, case, replace(manner, epsilon=epsilon))


def with_momentum(pair: Pair, model: Model, case: Case, momentum: float) -> Outcome:
    return normalized(pair, case, Manner(momentum=lambda _: momentum))


EPSILONS = Parameter("epsilon", (1e-5, 1e-7, 1e-8, 1e-6, 1e-4, 1e-10, 1e-12, 1e-3, 1e-2, 1e-20, 0.0), 1e-14, 1.0, "epsilon")
MOMENTA = Parameter("momentum", (0.9, 0.99, 0.1, 0.95, 0.999, 0.5, 0.01), 1e-4, 1 - 1e-6, "momentum")
"""Of 1 nothing would ever be learned: averages that stay as they are are a mistake."""
AS_IF = ", and {input gradient} is as if it were in the root"
PARTIAL = "batchnorm-gradient-partial"

EXPLANATIONS = [
    Explanation("batchnorm-epsilon-value", "epsilon is {parameter}", with_epsilon(Manner()), is_batch, EPSILONS),
    Explanation("epsilon-value", "epsilon is {parameter}", with_epsilon(Manner()), is_layer, EPSILONS),
    Explanation(
        "epsilon-outside-root",
        "epsilon = {parameter} is added to the standard deviation",
        with_epsilon(Manner(outside=True)),
        is_either,
        EPSILONS,
        fix="np.sqrt(var + epsilon), or accept the convention",
    ),
    Explanation(
        "epsilon-outside-root",
        "epsilon = {parameter} is added to the standard deviation, and {input gradient} is as if it were in the root",
        with_epsilon(Manner(outside=True, as_if_inside=True)),
        is_either,
        EPSILONS,
        kind="D",
        fix="std = np.sqrt(var + epsilon), whose derivative this is",
    ),
    *(
        Explanation(
            "epsilon-outside-root", f"epsilon is added to the standard deviation{more}", computed(manner), is_either, kind=kind, fix=fix
        )
        for more, manner, kind, fix in (
            ("", Manner(outside=True), "C", "np.sqrt(var + epsilon), or accept the convention"),
            (AS_IF, Manner(outside=True, as_if_inside=True), "D", "std = np.sqrt(var + epsilon), whose derivative this is"),
        )
    ),
    Explanation(
        PARTIAL,
        "{input gradient} is {upstream} * gamma / std: nothing flows through mean and variance",
        computed(Manner(through_mean=False, through_variance=False)),
        is_either,
    ),
    Explanation(PARTIAL, "nothing flows back through the variance", computed(Manner(through_variance=False)), is_either),
    Explanation(PARTIAL, "nothing flows back through the mean", computed(Manner(through_mean=False)), is_either),
    Explanation("batchnorm-ddof", "the variance is divided by N - 1", computed(Manner(ddof=1, moving_ddof=1)), is_either),
    Explanation("batchnorm-ddof", "the variance is divided by N - 1", computed(Manner(ddof=1, moving_ddof=1, biased_back=True)), is_either),
    Explanation("batchnorm-ddof", "the variance that normalises is divided by N - 1", computed(Manner(ddof=1)), is_batch),
    Explanation("batchnorm-ddof", "the variance that is remembered is divided by N - 1", computed(Manner(moving_ddof=1)), is_batch),
    Explanation(
        "batchnorm-momentum-swapped", "momentum is the share of the new batch", computed(Manner(momentum=lambda m: 1 - m)), is_batch
    ),
    Explanation("coefficient-value", "momentum is {parameter}", with_momentum, is_batch, MOMENTA),
    Explanation(
        "batchnorm-axes", "statistics are taken over the samples only, for every place", computed(Manner(first_axis=True)), is_batch
    ),
]
