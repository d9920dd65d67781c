"""A short NumPy script that shows one disagreement, needing neither parity nor Keras's answer computed again."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.checks.engine import Counterexample
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.pair import Pair


def script(pair: Pair, found: Counterexample) -> str:
    """The script: the example's numbers written out, scratch called on them, Keras's result beside it."""
    case, compared = found.case, found.compared
    lines = ["import numpy as np", "import scratch", "", f"# {pair.reference_name}, {compared.what}, {case.dtype}"]
    lines += [f"{name} = {_literal(a)}" for name, a in {**case.inputs, **case.given}.items()]
    lines += [*_call(pair, found), f"print('scratch', {_literal(compared.candidate)})", f"print('Keras  ', {_literal(compared.reference)})"]
    return "\n".join(lines)


def _call(pair: Pair, found: Counterexample) -> list[str]:
    settings = "".join(f", {name}={value!r}" for name, value in found.case.settings.items())
    dtype = f"dtype={found.case.dtype!r}"
    if pair.kind == "activation":
        return [f"print('output ', scratch.activations.{pair.name}(x{settings}))"]
    if pair.kind == "loss":
        weight = ", sample_weight" if "sample_weight" in found.case.given else ""
        return [f"print('output ', scratch.losses.{pair.name}({settings[2:]}{', ' if settings else ''}{dtype})(y_true, y_pred{weight}))"]
    if isinstance(pair, LayerPair):
        return pair.written(found.case)
    return []


def _literal(a: Any) -> str:
    a = np.asarray(a)
    text = np.array2string(a, separator=", ", threshold=1000, floatmode="unique").replace("\n", "")
    return f"np.array({text}, dtype={str(a.dtype)!r})".replace("nan", "np.nan").replace("inf", "np.inf")
