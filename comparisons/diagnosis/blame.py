"""Which part of a training is at fault, from which tracks left their allowance first."""

from __future__ import annotations

from typing import Any

Finding = dict[str, Any]


def blame(tracks: dict[str, Any], *, batch_size: int) -> list[Finding]:
    """Findings, the most telling first; empty if every track stayed inside.

    The locked track blames best, since each of its steps starts from Keras's state and its update from Keras's
    gradients. What only the other tracks see is a matter of the start, or of state kept from step to step.

    Args:
        tracks: the `tracks` of a result.
        batch_size: what a constant ratio may stand for.
    """
    free, locked, swapped = tracks["free"]["first_outside"], tracks["locked"]["first_outside"], tracks["swapped"]
    findings = []
    if free is not None and free["step"] == 0:
        findings.append(
            _finding("free", "start", f"{_place(free)} differs before the first step: the two did not start from the same weights")
        )
    if locked is not None:
        findings.append(_of_locked(locked, batch_size, whole_steps="not_available" in swapped))
    for half, what in (("gradient", "gradients"), ("update", "optimizer's update")):
        outside = swapped[half]["first_outside"] if half in swapped else None
        if outside is not None:
            text = f"with only the {what} taken from scratch, training leaves Keras's at step {outside['step']} ({_place(outside)})"
            findings.append(_finding("swapped", half, text))
    if free is not None and not findings:
        text = (
            f"no single step is wrong when it starts from Keras's state, yet {_place(free)} leaves the envelope at step {free['step']}:"
            " look for state that is kept from step to step"
        )
        findings.append(_finding("free", "hidden-state", text))
    return findings


def _of_locked(outside: dict[str, Any], batch_size: int, *, whole_steps: bool = False) -> Finding:
    update = "training step" if whole_steps else "optimizer"
    halves = {
        "loss": "forward pass or loss", "gradient": "backward pass", "slot": update, "weight": update,
        "stop": "decision of EarlyStopping", "restored": "choice of weights that EarlyStopping restores",
    }  # fmt: skip  # kinds of quantities
    since = "from the first step on" if outside["step"] == 1 else f"for the first time at step {outside['step']}; all steps before it agree"
    text = f"the {halves[outside['kind']]} differs, {since}: {_place(outside)}"
    code, fix = "locked-" + outside["kind"], ""
    ratio = outside["scratch"] / outside["reference"] if outside["reference"] else float("nan")
    if outside["pattern"] and outside["kind"] in ("loss", "gradient") and batch_size > 1:
        if abs(ratio - batch_size) < 1e-3 * batch_size:
            code, fix = "sum-not-mean", "divide the loss and its gradient by the number of samples in the batch"
        elif abs(ratio * batch_size - 1) < 1e-3:
            code, fix = "divided-twice", "divide by the batch size once, in the loss"
        elif abs(ratio + 1) < 1e-3:
            code, fix = "sign-flipped", "flip the sign of the gradient, or of the update"
    return _finding("locked", code, text, fix)


def _finding(track: str, code: str, summary: str, fix: str = "") -> Finding:
    return {"track": track, "code": code, "summary": summary, "fix": fix}


def _place(outside: dict[str, Any]) -> str:
    where = ", ".join(part for part in (outside["layer"], outside["tensor"]) if part)
    names = {
        "loss": "the loss", "test_loss": "the test loss", "validation_loss": "the validation loss", "gradient": "gradient of",
        "weight": "weight", "slot": "slot", "stop": "stop after this epoch or go on", "restored": "restored",
    }  # fmt: skip  # kinds of quantities
    return f"{names[outside['kind']]} {where}{outside['element'] or ''}".strip()
