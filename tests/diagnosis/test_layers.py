"""Each mistake in a layer is called by its name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.diagnosis.examples import fresh
from tests.diagnosis.planted import Planted, pair_of
from tests.quickly import some

pytestmark = pytest.mark.keras


def dense_pair(activation=None):
    return replace(pair_of("layer", "Dense", units=[1, 2, 3, 5], use_bias=True, activation=activation), ranks=(1,))


def dense(code, words="", activation=None, kind="", *, y=None, dz=None, dx=None, dw=None, db=None):
    """A dense layer with some of its formulas replaced."""
    value = np.tanh if activation == "tanh" else lambda z: z

    def candidate(case):
        x, w, b = (case.inputs[name] for name in ("x", "kernel", "bias"))
        z = x @ w + b if y is None else y(x, w, b)
        out = value(z)
        dy = case.upstream(out.shape)
        d = dz(dy, z, out) if dz is not None else dy if activation is None else dy * (1 - out * out)
        return {
            "output": out,
            "gradient of x": d @ w.T if dx is None else dx(d, w),
            "gradient of kernel": x.T @ d if dw is None else dw(x, d),
            "gradient of bias": d.sum(axis=0) if db is None else db(d),
        }

    return Planted(code, dense_pair(activation), candidate, words, kind)


CONV = pair_of(
    "layer", "Conv2D", filters=[1, 2, 4], kernel_size=[2, 3], use_bias=True, strides=[1, 2], padding=["valid", "same"],
    data_format="channels_last",
)  # fmt: skip
POOL = pair_of("layer", "MaxPooling2D", pool_size=[2, 3], strides=[1, 2], padding=["valid", "same"], data_format="channels_last")
FLATTEN = pair_of("layer", "Flatten", data_format=None)
EMBEDDING = pair_of("layer", "Embedding", input_dim=5, output_dim=[1, 2, 3])


def flipped(case):
    found = dict(CONV.candidate(case.with_inputs(kernel=case.inputs["kernel"][::-1, ::-1].copy())))
    return {**found, "gradient of kernel": found["gradient of kernel"][::-1, ::-1]}


def symmetric(case):
    """As many zeros before as after."""
    if case.settings["padding"] != "same":
        return CONV.candidate(case)
    p, (rows, columns) = (case.settings["kernel_size"] - 1) // 2, case.x.shape[1:3]
    wide = np.pad(case.x, ((0, 0), (p, p), (p, p), (0, 0)))
    found = dict(CONV.candidate(case.with_x(wide).with_settings(padding="valid")))
    return {**found, "gradient of x": found["gradient of x"][:, p : p + rows, p : p + columns]}


def bias_in_the_window(case):
    found, times = CONV.candidate(case), np.prod(case.inputs["kernel"].shape[:3])
    return {**found, "output": found["output"] + case.inputs["bias"] * (times - 1)}


def bias_gradient_of_all(case):
    found = CONV.candidate(case)
    return {**found, "gradient of bias": np.full_like(found["gradient of bias"], found["gradient of bias"].sum())}


def channels_first(case):
    turned = np.moveaxis(case.x, -1, 1)
    y = turned.reshape(len(turned), -1)
    return {"output": y, "gradient of x": np.moveaxis(case.upstream(y.shape).reshape(turned.shape), 1, -1)}


def last_wins(case):
    table = case.inputs["embeddings"]
    y = table[case.x]
    gradient = np.zeros_like(table)
    gradient[case.x] += case.upstream(y.shape)
    return {"output": y, "gradient of embeddings": gradient}


def pooling(*, ties="first", adds=True, fill=-np.inf):
    """Max pooling, window by window."""

    def candidate(case):
        k, s, (n, rows, columns, channels) = case.settings["pool_size"], case.settings["strides"], case.x.shape
        totals = [max((-(-size // s) - 1) * s + k - size, 0) if case.settings["padding"] == "same" else 0 for size in (rows, columns)]
        pads = [(total // 2, total - total // 2) for total in totals]
        wide = np.pad(case.x, ((0, 0), *pads, (0, 0)), constant_values=fill)
        y = np.zeros((n, (wide.shape[1] - k) // s + 1, (wide.shape[2] - k) // s + 1, channels))
        places = [(b, i, j, c) for b in range(n) for i in range(y.shape[1]) for j in range(y.shape[2]) for c in range(channels)]
        for b, i, j, c in places:
            y[b, i, j, c] = wide[b, i * s : i * s + k, j * s : j * s + k, c].max()
        dy, dwide = case.upstream(y.shape), np.zeros_like(wide)
        for b, i, j, c in places:
            window = wide[b, i * s : i * s + k, j * s : j * s + k, c]
            mask = window == window.max()
            if ties == "first":
                mask = np.arange(mask.size).reshape(mask.shape) == window.argmax()
            share = mask / mask.sum() if ties == "shared" else mask
            target = dwide[b, i * s : i * s + k, j * s : j * s + k, c]
            target[...] = share * dy[b, i, j, c] + (target if adds else 0)
        inside = dwide[:, pads[0][0] : pads[0][0] + rows, pads[1][0] : pads[1][0] + columns]
        return {"output": y, "gradient of x": inside}

    return candidate


def with_ties():
    """Ordinary examples, and some of whole numbers."""
    cases = fresh(POOL, "float64", number=77, count=4)
    return [*cases, *(tied for case in cases for tied in POOL.tied(case))]


PLANTED = [
    dense(""),
    dense("bias-gradient-all-axes", "one number", db=np.sum),
    dense("bias-gradient-all-axes", "the same for every unit", db=lambda d: np.full(d.shape[1], d.sum())),
    dense("bias-gradient-mean", db=lambda d: d.mean(axis=0)),
    dense("bias-gradient-not-summed", db=lambda d: d),
    dense("missing-transpose", "dx is dy @ W", dx=lambda d, w: d @ w),
    dense("missing-transpose", "x @ W.T", y=lambda x, w, b: x @ w.T + b),
    dense("missing-transpose", "dW is transposed", dw=lambda x, d: d.T @ x),
    dense("missing-transpose", "x @ dy", dw=lambda x, d: x @ d),
    dense("divided-twice", "1/N", dw=lambda x, d: x.T @ d / len(x), db=lambda d: d.mean(axis=0)),
    dense("sum-not-mean", "N x", dw=lambda x, d: x.T @ d * len(x), db=lambda d: d.sum(axis=0) * len(d)),
    dense("upstream-ignored", dz=lambda dy, z, a: np.ones_like(dy)),
    dense("", activation="tanh"),
    dense("derivative-omitted", activation="tanh", dz=lambda dy, z, a: dy),
    dense("derivative-of-output", activation="tanh", dz=lambda dy, z, a: dy * (1 - z * z)),
    dense("sign-flipped", dx=lambda d, w: -d @ w.T, dw=lambda x, d: -x.T @ d, db=lambda d: -d.sum(axis=0)),
    Planted("kernel-flipped", CONV, flipped),
    Planted("same-padding", CONV, symmetric),
    Planted("conv-bias-multiplied", CONV, bias_in_the_window),
    Planted("bias-gradient-all-axes", CONV, bias_gradient_of_all),
    Planted("", POOL, pooling()),
    Planted("pool-ties", POOL, pooling(adds=False), "overlap", "D"),
    Planted("pool-ties", POOL, pooling(fill=0.0), "zeros", "D"),
    Planted("", POOL, pooling(), cases=with_ties),
    Planted("pool-ties", POOL, pooling(ties="all"), "each gets dy", "C", cases=with_ties),
    Planted("pool-ties", POOL, pooling(ties="shared"), "its share", "C", cases=with_ties),
    Planted("layout-flatten", FLATTEN, channels_first, "(channels, rows, columns)"),
    Planted("embedding-last-wins", EMBEDDING, last_wins),
]


@pytest.mark.parametrize("planted", some(PLANTED, 8), ids=str)
def test_it_is_named(planted):
    planted.check()
