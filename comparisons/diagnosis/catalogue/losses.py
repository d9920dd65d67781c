"""Losses and cross-entropy: sums for means, halves, signs, and what becomes of the logarithm."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "sum-not-mean": Entry(
        "D",
        "loss, gradient",
        "not divided by the batch size, but by nothing or the classes",
        "divide {what} by the number of samples, {prediction}.shape[0]",
    ),
    "divided-twice": Entry(
        "D", "loss, layer", "divided by the batch size once too often", "divide by the batch size once, in the loss; remove it from {what}"
    ),
    "half-mse": Entry(
        "C",
        "loss",
        "half of the squared error",
        "drop the factor 1/2 from {loss value}, and write 2 in {loss gradient}, or accept the convention",
    ),
    "per-sample-sum": Entry(
        "C",
        "loss",
        "summed over the features of a sample",
        "take the mean over the last axis in {loss value} and {loss gradient}, or accept the convention",
    ),
    "averaged-over-classes": Entry("C", "loss", "averaged over the classes, too", "sum over the classes before the mean over the samples"),
    "loss-gradient-inconsistent": Entry(
        "D",
        "loss",
        "value and gradient follow different conventions",
        "let {loss gradient} be the derivative of {loss value}: the same sum or mean, the same factor",
    ),
    "sign-flipped": Entry("D", "gradient, update", "the opposite sign", "flip the sign of {what}"),
    "log-of-zero": Entry(
        "C",
        "cross-entropy",
        "no clipping before the logarithm, or at another epsilon",
        "clip {prediction} to [1e-7, 1 - 1e-7] before the logarithm",
    ),
    "epsilon-in-log": Entry(
        "C",
        "cross-entropy",
        "a small number is added inside the logarithm",
        "clip {prediction} to [1e-7, 1 - 1e-7] instead of adding to it",
    ),
    "log-missing": Entry("D", "cross-entropy", "the value lacks the logarithm", "take np.log of {prediction} in {loss value}"),
    "log-base": Entry("D", "cross-entropy", "the logarithm to base 10 or 2", "take np.log, the natural logarithm, in {loss value}"),
    "second-term-missing": Entry(
        "D",
        "binary cross-entropy",
        "only what is 1 counts",
        "add (1 - {target}) * np.log(1 - {prediction}) to {target} * np.log({prediction})",
    ),
    "labels-broadcast": Entry(
        "D",
        "loss, metric",
        "(N,) met (N, 1) and became (N, N)",
        "give {target} and {prediction} the same shape: {target}.reshape({prediction}.shape)",
    ),
    "arguments-swapped": Entry(
        "D",
        "cross-entropy, divergence",
        "predictions and targets have changed places",
        "let the logarithm be that of {prediction}, and multiply it by {target}",
    ),
}
