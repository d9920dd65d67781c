"""Writes docs/parts.md and the table in README.md from the registry: `python tools/make_parts_page.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from comparisons.pairs.catalogue import parts_page, summary  # noqa: E402  # from this folder, installed or not

BEGIN, END = "<!-- parts: made by tools/make_parts_page.py -->\n", "<!-- /parts -->\n"


def with_table(readme: str) -> str:
    """README with the table between its two marks made anew."""
    before, _, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"README.md: expected the marks {BEGIN.strip()} and {END.strip()}, got none or one; put both back.")
    return f"{before}{BEGIN}{summary()}\n{end}{after}"


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")
    (ROOT / "docs/parts.md").write_text(parts_page(), encoding="utf-8")
    print("README.md and docs/parts.md are made anew.")


if __name__ == "__main__":
    main()
