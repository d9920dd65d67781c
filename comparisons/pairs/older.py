"""What an older Keras does otherwise than the one that `scratch` follows: Python 3.10 gets none after 3.12.

Each line was found with Keras 3.12.4 beside 3.15.1.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from comparisons.pairs.pair import Pair

NEWER = (3, 13)
"""The first Keras that none of this is stated for."""


@dataclass(frozen=True)
class Otherwise:
    """How a pair differs with an older Keras.

    Args:
        lacks: arguments that it does not have.
        settings: the values of arguments that it can be asked for.
    """

    lacks: tuple[str, ...] = ()
    settings: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def of(self, pair: Pair) -> Pair:
        """The pair as it is compared with that Keras."""
        settings = {name: self.settings.get(name, values) for name, values in pair.settings.items() if name not in self.lacks}
        return replace(pair, settings=settings, lacks=self.lacks)


AXES_OF_FANS = Otherwise(lacks=("input_axes", "output_axes"))
NO_THRESHOLD = Otherwise(settings={"threshold": (0.0,)})  # below another one NaN stays NaN
LAST_ONLY = Otherwise(settings={"data_format": ("channels_last",)})  # its depthwise convolutions know no other on a CPU

OTHERWISE = {
    "keras.activations": {"relu": NO_THRESHOLD},
    "keras.initializers": dict.fromkeys(
        ("GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "VarianceScaling"), AXES_OF_FANS
    ),
    "keras.layers": {
        **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"), LAST_ONLY),
        "ReLU": NO_THRESHOLD,
    },
    "keras.losses": {  # a mean over the samples that count is divided by their number and 1e-7
        "SparseCategoricalCrossentropy": Otherwise(settings={"ignore_class": (None,)})
    },
    "keras.metrics": {"SparseCategoricalCrossentropy": Otherwise(lacks=("ignore_class",))},
}


def with_keras(pair: Pair, version: str) -> Pair:
    """`pair`, as the registry has it, as it can be compared with that Keras, such as `'3.12.4'`; `''` for none."""
    module, _, name = pair.reference_name.rpartition(".")
    otherwise = OTHERWISE.get(module, {}).get(name)
    return pair if otherwise is None or not is_before(NEWER, version) else otherwise.of(pair)


def is_before(first: tuple[int, int], version: str) -> bool:
    """Whether `version` is one, and older than `first`."""
    found = re.match(r"(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) < first


def installed() -> str:
    """The version of Keras that is installed; `''` if none is."""
    try:
        return importlib.metadata.version("keras")
    except importlib.metadata.PackageNotFoundError:
        return ""
