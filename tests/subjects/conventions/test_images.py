"""Layers of images: tried on images that are not square, and with windows that are not, where those can be asked for."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

POOLING = """import numpy as np
class MaxPool2D:
    def __init__(self, {arguments}, stride=2):
        self.h, self.w, self.s = {sides}, stride
    def forward(self, x):
        n, h, w, c = x.shape
        {counts}
        out = np.empty((n, rows, columns, c))
        for i in range(rows):
            for j in range(columns):
                out[:, i, j] = x[:, i * self.s:i * self.s + self.h, j * self.s:j * self.s + self.w].max(axis=(1, 2))
        return out
"""
RIGHT = "rows, columns = (h - self.h) // self.s + 1, (w - self.w) // self.s + 1"
SQUARE_IMAGES = "rows, columns = [(h - self.h) // self.s + 1] * 2"
SQUARE_WINDOWS = "rows, columns = (h - self.h) // self.s + 1, (w - self.h) // self.s + 1"
TOLD = {
    "pair": ("pool_size=(2, 2)", "*pool_size"),
    "number or pair": ("pool_size=2", "*np.broadcast_to(pool_size, 2)"),
    "sides": ("pool_h, pool_w", "pool_h, pool_w"),
}
CONVOLUTION = """import numpy as np
def conv_forward(x, w, b):
    {shape} = w.shape
    out = np.zeros((len(x), x.shape[1] - height + 1, x.shape[2] - width + 1, filters))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            out[:, i, j] = np.tensordot(x[:, i:i + height, j:j + width], w, ([1, 2, 3], [0, 1, 2])) + b
    return out
"""


def verdict(tmp_path, text, name):
    found = examined(target_of(tmp_path, text))[name]
    return found.verdict, "\n".join(found.understood.reading.adapter.details)


@pytest.mark.parametrize(("counts", "expected"), [(RIGHT, "match"), (SQUARE_IMAGES, "mismatch"), (SQUARE_WINDOWS, "mismatch")])
@pytest.mark.parametrize("told", TOLD)
def test_windows_that_can_be_told(tmp_path, told, counts, expected):
    arguments, sides = TOLD[told]
    text = POOLING.format(arguments=arguments, sides=sides, counts=counts)
    assert verdict(tmp_path, text, "MaxPool2D")[0] == expected


def test_who_takes_one_number_has_square_windows(tmp_path):
    """Told by a number alone, the height is the width: nothing else can be asked for."""
    text = POOLING.format(arguments="size=2", sides="int(size), size", counts=SQUARE_WINDOWS)
    assert verdict(tmp_path, text, "MaxPool2D")[0] == "match"


def test_a_kernel_that_is_handed(tmp_path):
    right = CONVOLUTION.format(shape="height, width, _, filters")
    assert verdict(tmp_path, right, "conv_forward") == ("match", "")
    told, said = verdict(tmp_path, right.replace("height, width, _", "height, _, _").replace("width", "height"), "conv_forward")
    assert told == "match"
    assert "square kernels only" in said
    wrong = right.replace("w, ([1, 2, 3]", "w[:, ::-1] if height < width else w, ([1, 2, 3]")
    assert verdict(tmp_path, wrong, "conv_forward")[0] == "mismatch"
