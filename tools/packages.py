"""Makes the table in docs/packages.md anew: `python tools/packages.py FOLDER`.

FOLDER holds a result of `parity check` for every package, called NAME-VERSION.json. To make those, a package index is needed:

    python -m pip download --no-deps NAME==VERSION && python -m zipfile -e NAME-VERSION-*.whl NAME-VERSION
    cd NAME-VERSION && parity check PACKAGE --json FOLDER/NAME-VERSION.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "packages.md"
BEGIN, END = "<!-- packages: made by tools/packages.py -->\n", "<!-- /packages -->\n"
VERDICTS = ("match", "convention", "deviation", "mismatch", "error", "unrecognised")
HEAD = ("package", "version", "parts", "recognised", *VERDICTS, "files that cannot be executed")


def row(name: str, version: str, result: dict[str, Any]) -> list[str]:
    """One package: how many parts there are, for which share a counterpart in Keras was found, and what was said of them."""
    broken = [part for part in result["components"] if any(finding["where"] == "import" for finding in part["findings"])]
    parts = [part for part in result["components"] if part not in broken]
    recognised = sum(part["reference"] is not None for part in parts)
    counts = [sum(part["verdict"] == verdict for part in parts) for verdict in VERDICTS]
    share = f"{recognised / len(parts):.0%}".replace("%", " %") if parts else "-"
    return [name, version, str(len(parts)), share, *map(str, counts), str(len(broken))]


def table(results: dict[tuple[str, str], dict[str, Any]]) -> str:
    """Markdown, with the sums in the last row."""
    rows = [row(*key, result) for key, result in sorted(results.items())]
    everything = {"components": [part for result in results.values() for part in result["components"]]}
    rows.append(row("all", "", everything))
    lines = [HEAD, ["---"] * 2 + ["---:"] * (len(HEAD) - 2), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def read(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Results by name and version."""
    found = {}
    for file in sorted(folder.glob("*.json")):
        name, _, version = file.stem.rpartition("-")
        found[name, version] = json.loads(file.read_text(encoding="utf-8"))
    if not found:
        raise SystemExit(f"{folder}: expected results NAME-VERSION.json, got none; see {Path(__file__).name}, first lines.")
    return found


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit("packages.py: expected one FOLDER with results; see its first lines.")
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE.name}: expected the marks {BEGIN.strip()} and {END.strip()}; put both back.")
    PAGE.write_text(f"{before}{BEGIN}{table(read(Path(arguments[0])))}{END}{after}", encoding="utf-8")
    print(f"{PAGE.name} is made anew.")


if __name__ == "__main__":
    main(sys.argv[1:])
