"""Writes docs/deviations.md from the catalogue and the samples of the examination: `python tools/make_deviations_page.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from comparisons.diagnosis.catalogue import CATALOGUE, Entry  # noqa: E402  # from this folder, installed or not

SAMPLES = ROOT / "tests/examination/samples"
PAGE = ROOT / "docs/deviations.md"
KINDS = {
    "C": ("Conventions", "Under some stated setting both agree. The verdict is `convention`, and `--accept CODE` makes it a match."),
    "D": ("Mistakes", "Mistakes. The verdict is `deviation`."),
    "P": ("Purity and robustness", "What a part does besides computing. The verdict is `deviation`, or a note where it harms nobody."),
}
HEAD = """# Deviations

What people write otherwise than Keras, and parity knows by name. A convention or mistake is named only where its formula reproduces the
candidate's numbers within [the allowance](allowance.md), and Keras's does not; the rest is probed. The examples are some of those that
parity is tested on.

<!-- made by tools/make_deviations_page.py from comparisons/diagnosis/catalogue and tests/examination/samples -->
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_overview(), *(line for kind in KINDS for line in _section(kind))]).rstrip() + "\n"


def sample(code: str) -> str:
    """The shortest example of a code; empty if it has none."""
    files = sorted((SAMPLES / code).glob("*.py"), key=lambda file: (file.stat().st_size, file.name))
    return files[0].read_text(encoding="utf-8").strip() if files else ""


def _overview() -> Iterator[str]:
    for kind, (title, _) in KINDS.items():
        yield f"- [{title}](#{title.lower().replace(' ', '-')}): " + ", ".join(f"[{code}](#{code})" for code, _ in _of(kind))
    yield ""


def _section(kind: str) -> Iterator[str]:
    title, says = KINDS[kind]
    yield f"## {title}\n\n{says}\n"
    for code, entry in _of(kind):
        yield f"### {code}\n\n{entry.part[0].upper()}{entry.part[1:]}: {entry.meaning}.\n"
        shown = sample(code)
        yield f"```python\n{shown}\n```\n" if shown else "No example yet.\n"
        yield f"Instead: {_plain(entry.fix)}.\n"


def _of(kind: str) -> list[tuple[str, Entry]]:
    return [(code, entry) for code, entry in CATALOGUE.items() if entry.kind == kind]


def _plain(fix: str) -> str:
    """A remedy with roles in words: reports put the names of the code under examination there. What would be markup is escaped."""
    return fix.replace("{", "").replace("}", "").replace("*", r"\*").replace("_", r"\_")


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is made anew.")


if __name__ == "__main__":
    main()
