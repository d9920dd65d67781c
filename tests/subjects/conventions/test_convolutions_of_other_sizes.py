"""Convolutions that always pad, take a window too few or several biases: found by one word of their names, and called by their mistake."""

from __future__ import annotations

import pytest

from tests.quickly import some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

CONV = """
import numpy as np
class Conv{word}:
    def __init__(self, cin, cout, k=3{stride}):
        self.W = np.random.randn(k, k, cin, cout) * 0.1
        self.b = np.zeros(cout)
        self.s = {s}
    def forward(self, x):
        k, s, p = self.W.shape[0], self.s, {pad}
        x = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        oh, ow = (x.shape[1] - k) // s + {one}, (x.shape[2] - k) // s + {one}
        y = np.zeros((len(x), oh, ow, self.b.size))
        for i in range(oh):
            for j in range(ow):
                y[:, i, j] = {sum}
        return y
"""
RIGHT = {"stride": "", "s": "1", "pad": "0", "one": "1"}
PATCH = "x[:, i * s:i * s + k, j * s:j * s + k]"
RIGHT["sum"] = f"np.tensordot({PATCH}, self.W, 3) + self.b"
PADDED = {**RIGHT, "stride": ", stride=2", "s": "stride", "pad": "k // 2"}
WRONG = {
    "OffByOne": ({**RIGHT, "one": "0"}, "window-left-out"),
    "Same": (PADDED, "same-padding"),
    "Bias": (
        {**RIGHT, "sum": f"sum({PATCH}[:, a, b] @ self.W[a, b] + self.b for a in range(k) for b in range(k))"},
        "conv-bias-multiplied",
    ),
    "Turned": ({**RIGHT, "sum": f"np.tensordot({PATCH}.swapaxes(1, 2), self.W, 3) + self.b"}, "missing-transpose"),
}  # fmt: skip


@pytest.mark.parametrize("word", some(WRONG, 2))
def test_a_mistake_is_named(word, tmp_path):
    parts, code = WRONG[word]
    (one,) = examined(target_of(tmp_path, CONV.format(word=word, **parts))).values()
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("deviation", [code])
    assert one.understood.pair.reference_name == "keras.layers.Conv2D"


@pytest.mark.parametrize("parts", some([RIGHT, {**PADDED, "stride": "", "s": "1"}], 1), ids=["valid", "same"])
def test_right_ones_match(parts, tmp_path):
    (one,) = examined(target_of(tmp_path, CONV.format(word="Own", **parts))).values()
    assert one.verdict == "match"


def test_what_takes_a_number_nobody_knows_may_be_meant_so(tmp_path):
    text = CONV.format(word="2D", **{**RIGHT, "stride": ", skipped=1", "one": "1 - skipped"}).replace(
        "self.s =", "self.skipped = skipped\n        self.s ="
    )
    (one,) = examined(target_of(tmp_path, text.replace("- skipped", "- self.skipped"))).values()
    assert one.verdict == "unrecognised"
