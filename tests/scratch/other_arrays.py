"""Arrays of another library, which mixes with NumPy by nothing that the standard does not promise."""

from __future__ import annotations

import array_api_strict as xp
import numpy as np

from scratch.arrays import to_numpy


def foreign(x):
    """The same numbers in an array of that library."""
    return xp.asarray(x)


def assert_same(mine, numpys, what=""):
    """Its array, with the numbers of NumPy's."""
    assert isinstance(mine, type(xp.zeros(1))), f"{what}: {type(mine)}"
    np.testing.assert_allclose(to_numpy(mine), numpys, rtol=1e-12, atol=1e-12, err_msg=what)
