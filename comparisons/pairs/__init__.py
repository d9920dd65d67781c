"""The registry: which part of scratch is paired with which part of Keras, a line each."""

from comparisons.pairs.activations import ACTIVATIONS
from comparisons.pairs.initializers import INITIALIZERS
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.losses import LOSSES
from comparisons.pairs.metrics import METRICS
from comparisons.pairs.older import NEWER, installed, is_before, with_keras
from comparisons.pairs.optimizers import OPTIMIZERS
from comparisons.pairs.pair import Pair
from comparisons.pairs.schedules import SCHEDULES

REGISTRY: list[Pair] = [*ACTIVATIONS, *LOSSES, *LAYERS, *METRICS, *INITIALIZERS, *OPTIMIZERS, *SCHEDULES]
"""As compared with the newest Keras."""

PAIRS: list[Pair] = [with_keras(pair, installed()) for pair in REGISTRY]
"""As compared with the Keras that is installed."""


def with_keras_of(version: str, pair: Pair) -> Pair:
    """`pair`, of `PAIRS`, as compared with another Keras than the one installed; what is in no line stays as it is."""
    if is_before(NEWER, version) == is_before(NEWER, installed()):
        return pair
    line = next((line for line in REGISTRY if (line.kind, line.name) == (pair.kind, pair.name)), None)
    return pair if line is None else with_keras(line, version)
