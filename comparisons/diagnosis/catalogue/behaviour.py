"""Purity and robustness, kind P: found by calling, not by a formula."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "int-truncation": Entry(
        "P", "any", "integer arrays are taken as buffers", "make buffers with dtype=float: np.zeros_like(x, dtype=float)", probe="integers"
    ),
    "mutates-input": Entry("P", "any", "an argument is overwritten", "work on a copy: x = x.copy()", probe="purity"),
    "mutates-cache": Entry(
        "P",
        "softmax with cross-entropy",
        "a stored output is overwritten by backward",
        "delta = probs.copy() before delta[...] -= 1",
        probe="purity",
    ),
    "accumulates-gradient": Entry(
        "P", "layer", "gradients add up from one backward to the next", "assign the gradient, or set it to 0 first", probe="purity"
    ),
    "aliases-output": Entry("P", "any", "the result is the function's own buffer or its argument", "return a new array", probe="purity"),
    "nondeterministic": Entry(
        "P", "any", "the same input gives another result", "draw random numbers from a generator that is passed in", probe="purity"
    ),
    "global-state": Entry(
        "P", "any", "the global random state, or NumPy itself, is changed", "use np.random.default_rng(seed) of its own", probe="purity"
    ),
    "batch-of-one": Entry(
        "P", "any", "one sample alone fails or comes out differently", "keep the batch axis: no squeeze, keepdims=True", probe="samples"
    ),
    "dtype-drift": Entry(
        "P", "any", "float32 goes in, float64 comes out, or the reverse", "make constants and buffers of x.dtype", probe="dtype"
    ),
    "uses-framework": Entry(
        "P", "any", "calls Keras, TensorFlow, PyTorch or JAX itself", "write it in NumPy, or do not compare it", probe="worker"
    ),
}
