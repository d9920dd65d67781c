"""Sizes of examples of layers that take (batch, width), and perhaps images as well."""

from __future__ import annotations

from hypothesis import strategies as st

from comparisons.pairs.pair import BATCHES, WIDTHS

Sizes = tuple[int, ...]
SMALLEST: tuple[Sizes, ...] = ((1, 1), (2, 1), (2, 2), (2, 3))


def drawn_sizes(also: tuple[Sizes, ...]) -> st.SearchStrategy[Sizes]:
    """Batches and widths; as often as those, what it takes besides."""
    flat = st.tuples(st.sampled_from(BATCHES), st.sampled_from(WIDTHS))
    return st.one_of(flat, st.sampled_from(also)) if also else flat


def smallest_sizes(also: tuple[Sizes, ...]) -> tuple[Sizes, ...]:
    """Where the smallest counterexample is looked for; empty for the usual ones."""
    return (*SMALLEST, *also) if also else ()
