"""Two results of ``parity compare`` as they come out of a real run: one that matches, one that does not."""

from __future__ import annotations

import random
import struct
from typing import Any

STEPS, EPOCH = 1250, 125
WRONG_FROM = 100


def matching(steps: int = STEPS) -> dict[str, Any]:
    """784-50-10 on 4,000 digits; the losses part by rounding noise only."""
    return _result(steps, wrong=False)


def mismatching(steps: int = STEPS) -> dict[str, Any]:
    """The same, with a gradient that is 0.2 of the right one from step 100 on."""
    result = _result(steps, wrong=True)
    gradient = {
        "step": WRONG_FROM, "epoch": 1, "layer": "dense", "tensor": "kernel", "kind": "gradient", "element": [0, 5],
        "scratch": -16.691366, "reference": -83.456828, "apart": 66.765462, "allowed": 8.3e-13, "outside": 18, "elements": 18,
        "pattern": "scratch is 0.2 x Keras throughout: 1 / batch size; a sum was replaced by a mean",
    }  # fmt: skip
    loss = {
        "step": WRONG_FROM + 1, "epoch": 1, "layer": None, "tensor": "loss", "kind": "loss", "element": [], "scratch": 0.61234567,
        "reference": 0.60912345, "apart": 0.00322222, "allowed": 2.4e-6, "outside": 1, "elements": 1, "pattern": None,
    }  # fmt: skip
    tracks = result["tracks"]
    tracks["locked"].update(headroom=8.0e13, max_gap=66.8, first_outside=gradient)
    tracks["free"].update(headroom=1342.5, first_outside=loss)
    tracks["swapped"].update(headroom=8.0e13, max_gap=66.8, first_outside=gradient)
    tracks["swapped"]["gradient"] = {"headroom": 8.0e13, "first_outside": gradient}
    result.update(
        verdict="deviation",
        sentence="scratch stops training like Keras at step 100: the gradient of dense's kernel is 0.2 times what it should be.",
        findings=[
            {"track": "locked", "code": "mean-for-sum", "summary": "The gradient of the kernel is averaged over the batch twice.",
             "fix": "Divide by the batch size once: in the loss, or in the layer, not in both."}
        ],
    )  # fmt: skip
    return result


def _result(steps: int, *, wrong: bool) -> dict[str, Any]:
    reference, scratch, gap, allowed = _curves(random.Random(7), steps, wrong=wrong)
    epochs = -(-steps // EPOCH)
    histories = {"scratch": _history(scratch), "reference": _history(reference)}
    quantities = [
        {"layer": layer, "tensor": tensor, "kind": kind, "headroom": 0.004 * (place + 1), "step": 17 * (place + 1)}
        for place, (layer, tensor, kind) in enumerate(
            (layer, tensor, kind)
            for layer in ("dense", "dense_1")
            for tensor in ("kernel", "bias")
            for kind in ("gradient", "weight", "slot")
        )
    ]
    quiet = {"max_gap": 2.4e-7, "headroom": 0.048, "first_outside": None, "quantities": quantities}
    return {
        "schema_version": 1,
        "command": "compare",
        "environment": {
            "python": "3.11.2", "numpy": "2.4.6", "keras": "3.15.1", "tensorflow": "2.21.0",
            "platform": "Linux x86_64", "parity": "0.1.0", "seed": 0,
        },
        "model": "mlp-784-50-10",
        "dtype": "float32",
        "verdict": "match",
        "sentence": f"scratch and Keras trained alike for all {steps:,} steps; at most 21 % of the allowance was used.",
        "reproduce": f"parity compare mlp-784-50-10 --data mnist-5k --epochs {epochs} --batch-size 32 --optimizer adam --seed 0",
        "settings": {
            "optimizer": "adam", "loss": "sparse_categorical_crossentropy", "epochs": epochs, "batch_size": 32, "steps": steps,
            "steps_done": steps, "steps_per_epoch": EPOCH, "allowance_factor": 32, "interrupted": False,
        },
        "parameters": {
            "scratch": 39760,
            "reference": 39760,
            "layers": [
                {"name": "dense", "type": "Dense", "output_shape": [None, 50], "scratch": 39250, "reference": 39250},
                {"name": "dense_1", "type": "Dense", "output_shape": [None, 10], "scratch": 510, "reference": 510},
            ],
        },
        "data": {"name": "mnist-5k", "train": 4000, "test": 1000, "sha256": "9c1f" * 16},
        "history": histories,
        "test": {
            "scratch": {"loss": 0.2871 if wrong else 0.21468534, "accuracy": 0.919 if wrong else 0.938},
            "reference": {"loss": 0.21468531, "accuracy": 0.938},
        },
        "tracks": {
            "free": {
                "max_gap": max(gap), "headroom": 0.2113, "first_outside": None, "quantities": [],
                "curves": {"gap": gap, "envelope": [value / 32 for value in allowed], "allowed": allowed},
            },
            "locked": {**quiet, "curves": {"headroom": [0.03 + 0.01 * (step % 3) for step in range(steps)]}},
            "swapped": {
                "max_gap": 1.9e-7, "headroom": 0.0312, "first_outside": None,
                "gradient": {"headroom": 0.0312, "first_outside": None}, "update": {"headroom": 0.0007, "first_outside": None},
            },
        },
        "findings": [],
        "seconds": {"scratch": 0.41, "reference": 1.93, "total": 14.2},
    }  # fmt: skip


def _curves(source: random.Random, steps: int, *, wrong: bool) -> tuple[list[float], list[float], list[float], list[float]]:
    """Keras's and scratch's step losses, their gap and its envelope."""
    reference, scratch, envelope, reach = [], [], [], 0.0
    for step in range(steps):
        level = 0.12 + 2.2 / (1 + step / 45)
        loss = level * source.lognormvariate(0, 0.22 if step > 20 else 0.05)
        reach += source.random() ** 2 * 4e-9
        drift = source.choice((0.0, source.gauss(0, 0.2))) * (reach + 3e-8)
        if wrong and step >= WRONG_FROM:
            drift = loss * 0.35 * (1 - 1 / (1 + (step - WRONG_FROM) / 60)) * source.uniform(0.6, 1.2)
        reference.append(_single(loss))
        scratch.append(_single(loss + drift))
        envelope.append(1e-6 + reach)
    return reference, scratch, [abs(left - right) for left, right in zip(scratch, reference, strict=True)], envelope


def _single(value: float) -> float:
    """As float32 holds it, so that most gaps are zero or a few ulps, as they are in life."""
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _history(step_loss: list[float]) -> dict[str, list[float]]:
    epochs = [step_loss[start : start + EPOCH] for start in range(0, len(step_loss), EPOCH)]
    loss = [sum(epoch) / len(epoch) for epoch in epochs]
    return {"loss": loss, "accuracy": [1 - value / 3.2 for value in loss], "step_loss": step_loss}
