"""Layers that Keras has, and that nobody else's code is compared with: called so, something is left alone by name."""

from __future__ import annotations

import re

KINDS = "depth_?wise|separable|transposed?"
BEYOND = {
    "attention": r"\w*attention\w*|\w*attn\w*",
    "a convolution of another kind": rf"\w*({KINDS})\w*conv\w*|\w*conv\w*({KINDS})\w*|deconv\w*",
    "a layer that runs both ways": r"bi_?(directional|lstm|gru|rnn)\w*",
    "noise": r"(gaussian|additive|white)_?(noise|dropout)\w*|alpha_?dropout|spatial_?dropout\w*",
}
BEYOND_AS_CLASSES = {
    "a layer of several inputs": r"add|subtract|multiply|average|maximum|minimum|concatenate",
    "a wrapper around a layer": r"time_?distributed",
}
"""As functions they may be anything."""
WHY = "{}: Keras has that, and parity does not check it in code of others"


def beyond(name: str, *, is_class: bool = False) -> str:
    """Why something of this name is left alone; empty for whatever else."""
    bare, known = name.rpartition(".")[2].strip("_"), {**BEYOND, **(BEYOND_AS_CLASSES if is_class else {})}
    what = next((what for what, pattern in known.items() if re.fullmatch(pattern, bare, re.IGNORECASE)), "")
    return WHY.format(what) if what else ""
