"""A short script that shows one disagreement: NumPy, the part of scratch, and Keras's numbers written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from comparisons.checks.directional import STEPS, direction
from comparisons.checks.failure import Counterexample
from comparisons.checks.script_calls import body
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

DIRECTIONAL = "derivative along a random direction of "
SAMPLE = "output for sample "


def script(pair: Pair, found: Counterexample) -> str:
    """The script: the example's numbers, scratch called on them, and what is wrong with its answer."""
    case, arrays = found.case, _arrays(pair, found.case)
    lines = ["import numpy as np", "import scratch", ""]
    lines += [f"# {pair.reference_name}, {found.compared.what}, {case.dtype}", *_explained(found.compared.problem)]
    lines += [f"{name} = {_literal(a)}" for name, a in arrays.items()]
    called = body(pair, case)
    if called:
        lines += ["", f"def call({', '.join(arrays)}):", *(f"    {line}".rstrip() for line in called), ""]
        warnings = "raise" if "FloatingPointError" in found.compared.problem else "ignore"
        lines += [f"np.seterr(over={warnings!r}, divide={warnings!r}, invalid={warnings!r})", *_shown(pair, found, arrays)]
    return "\n".join(lines)


def _arrays(pair: Pair, case: Case) -> dict[str, Any]:
    """Everything that a call takes."""
    arrays = {**case.inputs, **case.given}
    if not pair.differentiable:
        return arrays
    with np.errstate(all="ignore"):
        shapes = (_output_shape(side, case) for side in (pair.candidate, pair.reference))
        shape = next((shape for shape in shapes if shape is not None), None)
    return {**arrays, "dy": None if shape is None else case.upstream(shape)}


def _output_shape(side: Callable[[Case], Outcome], case: Case) -> tuple[int, ...] | None:
    try:
        return side(case)["output"].shape
    except Exception:  # what it raises is what the script is to show
        return None


def _explained(problem: str) -> list[str]:
    return [f"# {line}" for line in problem.splitlines()]


def _shown(pair: Pair, found: Counterexample, arrays: Mapping[str, Any]) -> list[str]:
    """The last lines: the same comparison again."""
    what, quantity, call = found.compared.what, found.compared.quantity, f"call({', '.join(arrays)})"
    if quantity and found.compared.apart.size:
        return _beside_keras(found, f"{call}[{quantity!r}]")
    if what.startswith(DIRECTIONAL):
        return _beside_differences(pair, found.case, what.removeprefix(DIRECTIONAL), arrays)
    if what.startswith(SAMPLE):
        return _beside_the_batch(pair, found.case, int(what.removeprefix(SAMPLE).split()[0]), arrays)
    return [
        f"before, first, second = [np.array(a) for a in ({', '.join(arrays)},)], {call}, {call}",
        f"for name, a, b in zip({list(arrays)!r}, before, ({', '.join(arrays)},)):",
        "    print(name, 'as before' if a.tobytes() == np.asarray(b).tobytes() else 'changed by the call', b)",
        "for name in first:",
        "    print(name, first[name].dtype, first[name].shape, first[name], 'at a second call', second[name])",
    ]


def _beside_keras(found: Counterexample, scratch: str) -> list[str]:
    compared = found.compared
    allowed = np.unique(compared.allowed)
    return [
        f"scratch_says = {scratch}",
        f"keras_says = {_literal(compared.reference)}",
        f"allowed = {_literal(allowed[0] if allowed.size == 1 else compared.allowed)}",
        "print('scratch', scratch_says)",
        "print('Keras  ', keras_says)",
        "same = (scratch_says == keras_says) | (np.isnan(scratch_says) & np.isnan(keras_says))",
        "outside = ~(same | (np.abs(scratch_says - keras_says) <= allowed))",
        "print(outside.sum(), 'of', outside.size, 'elements outside the allowance')",
    ]


def _beside_differences(pair: Pair, case: Case, name: str, arrays: Mapping[str, Any]) -> list[str]:
    ahead, behind = (", ".join(f"x {sign} h * v" if each == name else each for each in arrays).replace("x ", f"{name} ") for sign in "+-")
    return [
        f"v, h = {_literal(direction(case, name, STEPS[0], pair.kinks))}, {STEPS[0]!r}",
        f"ahead, behind = call({ahead})['output'], call({behind})['output']",
        f"print('by the gradient  ', np.vdot(call({', '.join(arrays)})['gradient of {name}'], v))",
        "print('by a small step  ', np.vdot(dy, ahead - behind) / (2 * h))",
    ]


def _beside_the_batch(pair: Pair, case: Case, row: int, arrays: Mapping[str, Any]) -> list[str]:
    single = pair.one_sample(case, row)
    assert single is not None, "the check of samples compares single samples only"
    cut = {name for name, a in {**single.inputs, **single.given}.items() if a.shape != np.shape(arrays[name])} | {"dy"}
    alone = ", ".join(f"{name}[{row}:{row + 1}]" if name in cut else name for name in arrays)
    return [
        f"print('alone      ', call({alone})['output'])",
        f"print('in the batch', call({', '.join(arrays)})['output'][{row}:{row + 1}])",
    ]


def _literal(a: Any) -> str:
    if a is None:
        return "None"
    a = np.asarray(a)
    with np.printoptions(threshold=10**6, floatmode="unique", nanstr="np.nan", infstr="np.inf"):
        text = np.array2string(a, separator=", ").replace("\n", "")
    return f"np.array({text}, dtype={str(a.dtype)!r})" + (f".reshape({a.shape})" if a.size == 0 else "")
