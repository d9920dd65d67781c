"""Sphinx builds the pages of this folder into a site: `tox run -e docs`. Nothing is fetched when it is built or read."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import comparisons

project = "parity"
author = "the parity maintainers"
version = release = comparisons.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns: list[str] = []

myst_heading_anchors = 3  # as code hosts name them, so that links work there and here
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["toc.empty_glob"]  # pages that are there only once somebody has written them

autodoc_default_options = {"members": True, "show-inheritance": False, "member-order": "groupwise"}
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
default_role = "code"

html_theme = "furo"
html_title = "parity"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {"source_repository": "", "footer_icons": []}
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"

CODE = re.compile(r"(`+[^`]+`+)")
SPECIAL = re.compile(r"([*|_\\])")
IN_COLUMNS = re.compile(r"\S {2,}\S")
HEADING = "Shapes:"
ACCESSIBLE = {
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    'class="caption" role="heading"': 'class="caption" role="heading" aria-level="2"',
}


def as_rst(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings are plain text with `code` and tables in columns: what reStructuredText would take for markup is escaped."""
    paragraphs = "\n".join(lines).split("\n\n")
    lines[:] = "\n\n".join(_literal(text) if _in_columns(text) else _escaped(text) for text in paragraphs).split("\n")


def _in_columns(paragraph: str) -> bool:
    return any(IN_COLUMNS.search(line) for line in paragraph.split("\n"))


def _literal(paragraph: str) -> str:
    heading, block = (f"**{HEADING[:-1]}**\n\n", paragraph.partition("\n")[2]) if paragraph.strip().startswith(HEADING) else ("", paragraph)
    return f"{heading}::\n\n{textwrap.indent(textwrap.dedent(block), '    ')}"


def _escaped(paragraph: str) -> str:
    pieces = CODE.split(paragraph)
    return "".join(f"``{piece.strip('`')}``" if piece.startswith("`") else SPECIAL.sub(r"\\\1", piece) for piece in pieces)


def accessible(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """What scrolls sideways can be reached with the keyboard, and captions of the contents say how deep they stand."""
    for name in ("body", "furo_navigation_tree"):
        html = context.get(name, "")
        for before, after in ACCESSIBLE.items():
            html = html.replace(before, after)
        context[name] = html


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("html-page-context", accessible, priority=900)  # after the theme's
    app.connect("autodoc-process-docstring", as_rst, priority=100)  # before napoleon's, which adds markup of its own
