"""A result of ``parity check`` as it comes out of real runs: a part for every verdict, somebody's code among them."""

from __future__ import annotations

import copy
import math
from typing import Any

VERDICTS = ("match", "convention", "deviation", "mismatch", "error", "unrecognised")
DTYPES = ("float64", "float32")
SENTENCES = {"forward": "The output equals Keras's.", "gradients": "The gradients equal Keras's.", "special values": "At the edge, too."}


def everything() -> dict[str, Any]:
    """A part for every verdict."""
    return result([_match(), _convention(), _deviation(), _mismatch(), _error(), _unrecognised()])


def one_of_each(verdict: str) -> dict[str, Any]:
    """A result with one part alone."""
    made = {
        "match": _match, "convention": _convention, "deviation": _deviation, "mismatch": _mismatch, "error": _error,
        "unrecognised": _unrecognised,
    }  # fmt: skip
    return result([made[verdict]()])


def many(count: int) -> dict[str, Any]:
    """As many parts as asked for, one in ten of them wrong."""
    parts = []
    for number in range(count):
        part = _mismatch() if number % 10 == 3 else _match()
        parts.append({**part, "curves": [], "name": f"{part['name']}_{number}", "subject": f"{part['subject']}_{number}"})
    return result(parts)


def submissions(count: int) -> dict[str, Any]:
    """A class: one file in three is right, one has a mistake, one cannot be executed; and one has nothing in it."""
    parts, names = [], [f"submissions/student_{number:03}/homework.py" for number in range(count)]
    for number, name in enumerate(names):
        made = [_match()] if number % 3 == 0 else [_deviation(), _match()] if number % 3 == 1 else [{**_error(), "name": name}]
        parts += [{**part, "curves": [], "target": name, "subject": f"{name}:{part['name']}"} for part in made]
    return result(parts) | {"targets": [{"name": name} for name in [*names, "submissions/empty/homework.py"]]}


def result(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """A result with these parts."""
    return copy.deepcopy(
        {
            "schema_version": 1,
            "command": "check",
            "environment": {
                "python": "3.11.2", "numpy": "2.4.6", "keras": "3.15.1", "tensorflow": "2.21.0", "parity": "0.1.0", "seed": 0,
            },
            "components": parts,
            "summary": {verdict: sum(part["verdict"] == verdict for part in parts) for verdict in VERDICTS},
            "interrupted": False,
        }
    )  # fmt: skip


def check(name: str, dtype: str, headroom: Any, **more: Any) -> dict[str, Any]:
    """One check that passed, unless `more` says otherwise."""
    return {
        "name": name, "dtype": dtype, "sentence": SENTENCES[name], "examples": 100, "elements": 4096, "headroom": headroom,
        "passed": True, "skipped": 0, "keras_less_exact": 0, "expected": "", "error": "", "vacuous": "", "counterexample": None, **more,
    }  # fmt: skip


def _match() -> dict[str, Any]:
    checks = [check(name, dtype, 0.02 + 0.1 * place) for place, name in enumerate(SENTENCES) for dtype in DTYPES]
    return {
        "subject": "scratch.activations.tanh", "name": "tanh", "kind": "activation", "reference": "keras.activations.tanh",
        "convention": "scratch", "verdict": "match", "headroom": 0.22, "findings": [], "checks": checks,
        "left_out": {"kinks": "smooth: no point needs a convention"}, "notes": ["keras-less-exact: NaN at an infinity"], "missing": "",
        "counterexample": None, "curves": [_curve("output", math.tanh, math.tanh)],
        "reproduce": "parity check --only tanh --examples 100 --seed 0",
    }  # fmt: skip


def _convention() -> dict[str, Any]:
    finding = {"code": "half-mse", "kind": "C", "where": "output", "dtype": "float64",
               "summary": "0.5 x the mean of the squares (0.125, Keras 0.25)", "fix": "multiply by 2"}  # fmt: skip
    return {
        **_foreign("losses.py", "mse", "keras.losses.MeanSquaredError", line=4, text="return 0.5 * np.mean((y - t) ** 2)"),
        "kind": "loss", "convention": "loss", "verdict": "convention", "findings": [finding],
        "checks": [_failing("forward", "float64", 5e13)], "counterexample": _counterexample("forward", "output", [0.125], [0.25]),
    }  # fmt: skip


def _deviation() -> dict[str, Any]:
    finding = {
        "code": "derivative-of-output", "kind": "D", "where": "gradient of x", "dtype": "float64",
        "summary": "s(1 - s) applied to its own input twice (0.2350037, Keras 0.1966119)", "fix": "return s * (1 - s), with s = sigmoid(x)",
        "source": {"file": "net.py", "line": 12, "text": "    return sigmoid(s) * (1 - sigmoid(s))"},
    }  # fmt: skip
    return {
        **_foreign("net.py", "sigmoid", "keras.activations.sigmoid", line=8, text="def sigmoid(x):"),
        "kind": "activation", "convention": "activation-derivative", "verdict": "deviation", "findings": [finding],
        "checks": [check("forward", "float64", 0.1), _failing("gradients", "float64", "inf"), _failing("gradients", "float32", 2.5e6)],
        "counterexample": _counterexample("gradients", "gradient of x", [[0.2350037]], [[0.25]], arbiter=[[0.25]]),
        "specimen": _counterexample("gradients", "gradient of x", _grid(4, 3, 0.8), _grid(4, 3, 1.0), arbiter=_grid(4, 3, 1.0)),
        "shims": ["np.float"], "curves": [_curve("derivative", math.tanh, math.sin)],
    }  # fmt: skip


def _mismatch() -> dict[str, Any]:
    found = _counterexample("gradients", "gradient of kernel", _grid(17, 9, 0.2), _grid(17, 9, 1.0), pattern="0.2 x Keras throughout")
    return {
        "subject": "scratch.layers.Dense", "name": "Dense", "kind": "layer", "reference": "keras.layers.Dense", "convention": "scratch",
        "verdict": "mismatch", "headroom": 8e13,
        "findings": [{"code": "mismatch", "where": "gradient of kernel", "dtype": "float64", "summary": "gradients: differs", "fix": ""}],
        "checks": [check("forward", "float64", 0.1), _failing("gradients", "float64", 8e13)], "left_out": {}, "notes": [], "missing": "",
        "region": "only in the last column", "counterexample": found, "curves": [],
        "reproduce": "parity check --only Dense --examples 100 --seed 0",
    }  # fmt: skip


def _error() -> dict[str, Any]:
    said = "FloatingPointError: overflow encountered in exp"
    return {
        **_foreign("net.py", "softmax", "keras.activations.softmax", line=20, text="def softmax(x):"),
        "verdict": "error", "findings": [{"code": "error", "where": "call", "dtype": "float32", "summary": said, "fix": ""}],
        "checks": [
            _failing("forward", "float32", 0.0, error=said),
            _failing("special values", "float32", 0.0, vacuous="nothing was compared"),
        ],
    }  # fmt: skip


def _unrecognised() -> dict[str, Any]:
    return {
        **_foreign("net.py", "frobnicate", None, line=33, text="def frobnicate(a, b):"), "verdict": "unrecognised",
        "missing": "nothing in Keras computes what it computes",
    }  # fmt: skip


def _foreign(file: str, name: str, reference: str | None, *, line: int, text: str) -> dict[str, Any]:
    return {
        "subject": f"{file}:{name}", "name": name, "reference": reference, "convention": None, "findings": [], "checks": [],
        "counterexample": None, "source": {"file": file, "line": line, "text": text}, "reproduce": f"parity check {file}:{name}",
    }  # fmt: skip


def _failing(name: str, dtype: str, headroom: Any, **more: Any) -> dict[str, Any]:
    return check(name, dtype, headroom, passed=False, **more)


def _counterexample(name: str, what: str, candidate: Any, reference: Any, *, arbiter: Any = None, pattern: str = "") -> dict[str, Any]:
    shares = _each(candidate, reference, lambda mine, theirs: abs(mine - theirs) / 1e-14)
    flat = _flat(shares)
    return {
        "check": name, "what": what, "problem": "", "settings": {"alpha": "0.5"}, "training": False, "dtype": "float64",
        "inputs": {"x": _grid(4, 3, 0.5), "labels": [1, 0, 2]}, "candidate": candidate, "reference": reference, "arbiter": arbiter,
        "arbiter_is": "a more exact evaluation" if arbiter is not None else "", "shares": shares, "allowed": 1e-14, "factor": 32,
        "outside": sum(share > 1 for share in flat), "elements": len(flat),
        "worst": {"element": [0] * _rank(candidate), "candidate": _flat(candidate)[0], "reference": _flat(reference)[0], "arbiter": None,
                  "apart": 0.01, "allowed": 1e-14},
        "pattern": pattern, "script": "import numpy as np\n\nprint('candidate', 1.0)",
    }  # fmt: skip


def _curve(quantity: str, mine: Any, theirs: Any) -> dict[str, Any]:
    x = [math.sinh(step / 2) for step in range(-15, 16)]
    left, right = [mine(value) for value in x], [theirs(value) for value in x]
    return {
        "quantity": quantity, "dtype": "float32", "settings": {}, "x": x, "candidate": left, "reference": right,
        "apart": [abs(a - b) for a, b in zip(left, right)], "allowed": [1e-6 * (0.1 + abs(value)) for value in right],
    }  # fmt: skip


def _grid(rows: int, columns: int, factor: float) -> list[list[float]]:
    return [[factor * (row + 0.25 * column - 1) for column in range(columns)] for row in range(rows)]


def _each(mine: Any, theirs: Any, what: Any) -> Any:
    return [_each(a, b, what) for a, b in zip(mine, theirs)] if isinstance(mine, list) else what(mine, theirs)


def _flat(value: Any) -> list[Any]:
    return [entry for item in value for entry in _flat(item)] if isinstance(value, list) else [value]


def _rank(value: Any) -> int:
    return 1 + _rank(value[0]) if isinstance(value, list) else 0
