"""Whether numbers are about those that the notes on Keras tell."""

from __future__ import annotations

from typing import Any

import numpy as np

ABOUT = {"rtol": 1e-3, "atol": 1e-12}


def near(found: Any, expected: Any, **more: float) -> bool:
    return bool(np.allclose(np.asarray(found), expected, **{**ABOUT, **more}, equal_nan=True))
