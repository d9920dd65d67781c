"""Convolution, pooling and flatten."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "kernel-flipped": Entry("D", "convolution", "true convolution: the kernel is flipped", "drop the flip: Keras computes a correlation"),
    "same-padding": Entry(
        "D",
        "convolution, pooling",
        "symmetric padding where 'same' pads one more at the end, or padding that stays in the gradient",
        "pad total // 2 before and total - total // 2 after",
    ),
    "pool-ties": Entry(
        "D",
        "pooling",
        "the gradient goes to all of several largest entries, overwrites or meets padding",
        "give {upstream} to the first largest entry of each window, with +=",
    ),
    "conv-bias-multiplied": Entry("D", "convolution", "the bias is inside the sum over the window", "add the bias once, after the sum"),
    "layout-flatten": Entry("D", "flatten", "flattened channels first", "flatten (rows, columns, channels) in that order"),
    "weight-layout": Entry(
        "C", "dense, convolution, recurrent", "weights are stored transposed", "agrees after transposing the weights: nothing to change"
    ),
    "not-accumulated": Entry(
        "D",
        "convolution, recurrent, Adagrad, RMSprop, AMSGrad, momentum",
        "= for +=: of several contributions the last one alone is kept; or an average that lacks the newest, or is not used",
        "{what} += ... for every window or step",
    ),
    "stride-forgotten": Entry(
        "D",
        "convolution, pooling",
        "windows are taken at their number, without the stride",
        "the window starts at i * stride, forward and backward",
    ),
    "window-left-out": Entry(
        "D",
        "convolution, pooling",
        "the output is one smaller than it should be: the last window of every row and column is left out",
        "take (length - window) // stride + 1 windows in every direction",
    ),
    "pool-gradient-share": Entry(
        "D",
        "pooling",
        "an entry of a window gets another share of the gradient than it has in the output",
        "give {upstream} to the largest entry alone, at {input gradient}[window]",
    ),
}
