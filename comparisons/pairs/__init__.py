"""The registry: which part of scratch is paired with which part of Keras, a line each."""

from comparisons.pairs.activations import ACTIVATIONS
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.losses import LOSSES
from comparisons.pairs.pair import Pair

PAIRS: list[Pair] = [*ACTIVATIONS, *LOSSES, *LAYERS]
