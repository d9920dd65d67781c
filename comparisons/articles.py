"""Nouns with their article."""

from __future__ import annotations


def with_article(noun: str) -> str:
    """`'a layer'`, `'an activation'`."""
    return f"{'an' if noun[:1] in tuple('aeiou') else 'a'} {noun}"
