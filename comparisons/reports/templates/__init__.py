"""The page templates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["nobreak"] = lambda said: said.replace(" %", "\N{NO-BREAK SPACE}%")
    return environment


def template(name: str) -> jinja2.Template:
    """A template by its file name; whatever it is given is escaped."""
    return _environment().get_template(name)
