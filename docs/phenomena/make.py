"""Write the pages of this folder and their pictures anew, or see whether they are still true.

    python docs/phenomena/make.py [--check] [PAGE ...]

A page is true if its words are what a run gives now, and its numbers nearly so: other processors round otherwise.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PAGES = ("vanishing_gradients", "dying_relu", "float_precision", "optimizer_paths")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def differences(old: str, new: str, within: float) -> list[str]:
    """Lines of `new` that are not in `old`, numbers compared with a tolerance."""
    before, after = old.splitlines(), new.splitlines()
    if len(before) != len(after):
        return [f"{len(before)} lines, now {len(after)}"]
    return [line for line, was in zip(after, before, strict=True) if not _alike(was, line, within)]


def _alike(was: str, line: str, within: float) -> bool:
    if NUMBER.sub("#", was) != NUMBER.sub("#", line):
        return False
    pairs = zip(map(float, NUMBER.findall(was)), map(float, NUMBER.findall(line)), strict=True)
    return all(abs(a - b) <= within * max(abs(a), abs(b)) for a, b in pairs)


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, say which lines are out of date")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"some of {', '.join(PAGES)}; all unless given")
    asked = parser.parse_args(arguments)
    stale = 0
    for name in asked.pages or PAGES:
        page = importlib.import_module(name).page()
        if not asked.check:
            page.write(FOLDER)
            continue
        for line in differences((FOLDER / f"{name}.md").read_text(encoding="utf-8"), page.text, page.within):
            stale += 1
            print(f"{name}.md: out of date, now: {line}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
