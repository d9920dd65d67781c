"""Examples of the documentation: fenced blocks below a comment `<!-- example: WORDS -->`.

Words: `keras` (needs it), `in FOLDER` (of docs/examples, copied to work in), `after WHAT` (was done before),
`thorough` (left out of the quick profile), `file PATH` (is that file of docs), `toml` (a parity.toml), `run` (code that shows nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MARK = re.compile(r"<!-- example(?:: (?P<words>.*))? -->")
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


@dataclass(frozen=True)
class Block:
    """One example.

    Args:
        page, line: where it stands.
        language: of the fence.
        text: what is in it.
        words: of its mark, each with what follows it.
    """

    page: Path
    line: int
    language: str
    text: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.page.name}:{self.line}"

    def value(self, word: str) -> str:
        """What follows a word such as `in`; empty if it is not there."""
        found = [each.partition(" ")[2] for each in self.words if each.partition(" ")[0] == word]
        return found[0] if found else ""


def blocks(page: Path) -> Iterator[Block]:
    """The marked blocks of a page."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    for before, token in pairwise(tokens):
        mark = MARK.fullmatch(before.content.strip()) if before.type == "html_block" else None
        if mark:
            words = tuple(word.strip() for word in (mark["words"] or "").split(",") if word.strip())
            assert token.type == "fence", f"{page.name}: the mark {mark[0]} stands before no block"
            yield Block(page, token.map[0] + 1 if token.map else 0, token.info.strip(), token.content, words)


BLOCKS = [block for page in PAGES for block in blocks(page)]
