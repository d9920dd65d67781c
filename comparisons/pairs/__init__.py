"""The registry: which part of scratch is paired with which part of Keras, a line each."""

from comparisons.pairs.activations import ACTIVATIONS
from comparisons.pairs.initializers import INITIALIZERS
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.losses import LOSSES
from comparisons.pairs.metrics import METRICS
from comparisons.pairs.optimizers import OPTIMIZERS
from comparisons.pairs.pair import Pair
from comparisons.pairs.schedules import SCHEDULES

PAIRS: list[Pair] = [*ACTIVATIONS, *LOSSES, *LAYERS, *METRICS, *INITIALIZERS, *OPTIMIZERS, *SCHEDULES]
