"""Tests of what the newest Keras does; Python 3.10 gets none after 3.12."""

from __future__ import annotations

import pytest

from comparisons.pairs.older import NEWER, installed, is_before

OLD = is_before(NEWER, installed())
"""Whether an older Keras is installed than the one that scratch follows."""


def newer(why: str) -> pytest.MarkDecorator:
    """Skip a test with an older Keras: `why` says what that does otherwise."""
    return pytest.mark.skipif(OLD, reason=f"Keras {installed()} {why}")
