"""Dense layers and the order of backpropagation."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "bias-gradient-all-axes": Entry(
        "D", "dense", "the bias gradient is summed over all axes", "{bias gradient} = np.sum({upstream}, {over the batch})"
    ),
    "bias-gradient-mean": Entry(
        "D",
        "dense",
        "the bias gradient is a mean over the batch where the kernel's is a sum",
        "{bias gradient} = np.sum({upstream}, {over the batch})",
    ),
    "bias-gradient-not-summed": Entry(
        "D", "dense", "the bias gradient is not summed over the batch", "{bias gradient} = np.sum({upstream}, {over the batch})"
    ),
    "missing-transpose": Entry(
        "D", "dense, convolution, pooling", "something for its transpose, or reshaped without it", "transpose the weights in {what}"
    ),
    "stale-weights": Entry(
        "D",
        "order of backpropagation",
        "weights are updated before the gradient of the layer below is taken through them",
        "compute all gradients first, then update",
    ),
    "bias-omitted": Entry("D", "dense, convolution", "the bias is not added", "{output} = {input} @ {kernel} + {bias}"),
    "gradient-not-summed": Entry(
        "D",
        "PReLU, normalization",
        "the gradient of a weight has a row for every sample",
        "sum over the batch: np.sum(..., axis=0)",
    ),
}
