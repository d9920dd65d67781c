"""Whether samples are columns in a file: what a softmax, or a cross-entropy, computes does not say so by itself.

One over the first axis is right for columns and wrong for rows. Where weights stand in matrix products tells: W x or x W.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from comparisons.subjects.worker import Member

_NAMES = r"[Ww]\d?|W[a-z]{1,2}\d?|[Ww]eights?|[Tt]heta|[Oo]mega\w*|W_\w+|weights?_\w+"
_KEY = r"""(?:["']\s*(?:\+[^\]]*)?\])?(?:\[[^\]]*\])?(?:\.T)?"""
_WEIGHTS = rf"""(?:self\.)?(?:\w+\[["'])?(?:{_NAMES})\b{_KEY}"""
_ANYTHING = r"[^,()@\n]+"
LEFT = re.compile(rf"(?:dot|matmul)\(\s*{_WEIGHTS}\s*,|(?<![\w.\]\)@]){_WEIGHTS}\s*@|{_WEIGHTS}\.dot\(")
RIGHT = re.compile(rf"(?:dot|matmul)\({_ANYTHING},\s*{_WEIGHTS}\s*\)|@\s*{_WEIGHTS}|\.dot\(\s*{_WEIGHTS}\s*\)")


def columns_used(members: Iterable[Member]) -> frozenset[bool]:
    """What samples may be: {True} for columns, {False} for rows, both where a file does both. Rows if nothing tells."""
    sources = [member.source for member in members]
    left, right = (any(pattern.search(source) for source in sources) for pattern in (LEFT, RIGHT))
    return frozenset({True, False}) if left and right else frozenset({left})
