"""Normalization and dropout."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "batchnorm-ddof": Entry(
        "D", "batch normalization", "the unbiased variance", "divide by the number of samples N, not by N - 1: np.var without ddof=1"
    ),
    "batchnorm-momentum-swapped": Entry(
        "C", "batch normalization", "momentum means its complement", "moving = momentum * moving + (1 - momentum) * batch"
    ),
    "batchnorm-epsilon-value": Entry("C", "batch normalization", "another epsilon", "epsilon={expected}, or accept the convention"),
    "batchnorm-gradient-partial": Entry(
        "D",
        "batch normalization",
        "the gradient passes mean and variance by",
        "dx = (dxhat - mean(dxhat) - xhat * mean(dxhat * xhat)) / std",
    ),
    "batchnorm-axes": Entry(
        "D",
        "batch normalization",
        "statistics for every position, or for what a reshape makes a column, instead of every channel",
        "mean and variance over all axes but the channels: axis=(0, 1, 2)",
    ),
    "dropout-not-inverted": Entry(
        "C",
        "dropout",
        "what is kept is not scaled in training",
        "divide by 1 - rate in training and leave inference alone",
        probe="share of entries kept",
    ),
    "dropout-keep-rate-swapped": Entry(
        "C",
        "dropout",
        "rate means the share that is kept",
        "keep where the random number is >= rate, or pass 1 - rate",
        probe="share of entries kept",
    ),
    "dropout-backward-scale": Entry(
        "D",
        "dropout",
        "the backward pass is scaled otherwise than the forward pass",
        "{input gradient} = {upstream} * mask / (1 - rate)",
        probe="share of entries kept",
    ),
    "dropout-normal-mask": Entry(
        "D",
        "dropout",
        "the mask is drawn from the normal distribution",
        "use uniform numbers: random(x.shape) >= rate",
        probe="share of entries kept",
    ),
    "gamma-forgotten": Entry(
        "D", "normalization", "the gradient of x leaves gamma out", "dxhat = {upstream} * gamma, before anything else"
    ),
    "normalization-axis": Entry(
        "D",
        "batch and layer normalization",
        "mean and variance along the other axis",
        "axis=0 in a batch normalization, axis=-1 with keepdims=True in a layer normalization",
    ),
    "batch-statistics-kept": Entry(
        "D", "batch normalization", "inference takes the statistics of the batch", "in inference use the moving mean and variance"
    ),
    "dropout-scale": Entry(
        "D",
        "dropout",
        "training and inference do not belong together, or what is kept has another factor than 1 / (1 - rate)",
        "divide by 1 - rate in training and leave inference alone",
        probe="share of entries kept",
    ),
}
