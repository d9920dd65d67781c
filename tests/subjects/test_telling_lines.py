"""Where all gradients are wrong by one line that makes none of them, that line is pointed at."""

from __future__ import annotations

import pytest

from comparisons.subjects.telling_lines import telling_line
from comparisons.subjects.worker import Member

pytestmark = pytest.mark.plain

THROUGH_TIME = """    def backward(self, dhs):
        dnext = np.zeros_like(self.Whh)
        for t in range(T)[::-1]:
            draw = (dhs[:, t] + dnext) * (1 - self.hs[t + 1] ** 2)
            self.dWhh += self.hs[t].T @ draw
            self.db += draw.sum(axis=0)
            dxs[:, t] = draw @ self.Wxh.T
            dnext = draw @ self.Whh
        return dxs
"""
WINDOWS = """    def backward(self, d):
        for i in range(n):
            g = d[:, i]
            dx[:, i * s : i * s + k] = g @ self.W
        dx = dx[:, p:-p]
        return dx
"""
GATES = """    def backward(self, dH):
        da = np.concatenate([dc * g * i * (1 - i),
                             dc * self.c[t + 1] * f * (1 - f)], axis=1)
        self.db += da.sum(0)
"""
ROLES = {"recurrent_kernel": "self.Whh", "upstream": "dhs"}
EVERYTHING = "gradient of bias, gradient of kernel, gradient of x"


@pytest.mark.parametrize(
    ("source", "code", "where", "line"),
    [
        (THROUGH_TIME, "missing-transpose", EVERYTHING, "            dnext = draw @ self.Whh"),
        (THROUGH_TIME, "bptt-missing", EVERYTHING, "            draw = (dhs[:, t] + dnext) * (1 - self.hs[t + 1] ** 2)"),
        (WINDOWS, "not-accumulated", "gradient of x", "            dx[:, i * s : i * s + k] = g @ self.W"),
        (GATES, "state-off-by-one", EVERYTHING, "                             dc * self.c[t + 1] * f * (1 - f)], axis=1)"),
        (THROUGH_TIME, "derivative-formula", EVERYTHING, None),
        (THROUGH_TIME.replace("dnext = draw @ self.Whh", "dnext = draw @ self.Whh.T"), "missing-transpose", EVERYTHING, None),
        (WINDOWS, "not-accumulated", "gradient of kernel", None),
    ],
)
def test_it_is_the_line_that_is_told(source, code, where, line):
    member = Member("Layer.backward", "method", (), source, 1, "", (), (), "net")
    found = telling_line(member, code, where, ROLES)
    assert (None if found is None else source.split("\n")[found]) == line
