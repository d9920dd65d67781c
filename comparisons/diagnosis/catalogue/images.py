"""Convolution, pooling and flatten."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "kernel-flipped": Entry("D", "convolution", "true convolution: the kernel is flipped", "drop the flip: Keras computes a correlation"),
    "same-padding": Entry(
        "D",
        "convolution, pooling",
        "symmetric padding where 'same' pads one more at the end",
        "pad total // 2 before and total - total // 2 after",
    ),
    "pool-ties": Entry(
        "D",
        "max pooling",
        "the gradient goes to all of several largest entries, overwrites or meets padding",
        "give {upstream} to the first largest entry of each window, with +=",
    ),
    "conv-bias-multiplied": Entry("D", "convolution", "the bias is inside the sum over the window", "add the bias once, after the sum"),
    "layout-flatten": Entry("D", "flatten", "flattened channels first", "flatten (rows, columns, channels) in that order"),
    "weight-layout": Entry(
        "C", "dense, convolution, recurrent", "weights are stored transposed", "agrees after transposing the weights: nothing to change"
    ),
}
