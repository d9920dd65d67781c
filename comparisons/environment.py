"""What took part in a comparison, as every result says it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import Any

import numpy as np

import comparisons
import reference


def environment(seed: int, versions: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Versions of everything, and the seed.

    Args:
        seed: of the examples, or of the training.
        versions: of Keras and TensorFlow; None for those that are installed.
    """
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        **(reference.versions() if versions is None else versions),
        "platform": f"{platform.system()} {platform.machine()}",
        "parity": comparisons.__version__,
        "seed": seed,
    }
