"""Which pairs or tests are asked about a mutant, and in which order; lines that each comes to are kept in a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from tools.mutation.mutants import Mutant
from tools.mutation.reach import Lines
from tools.mutation.record import digest_of

MORE = 4  # times as many are asked about what is run while a module is imported: nobody knows who would notice


class Reach:
    """Lines by pair or test. What is stored holds as long as no file that it comes to has changed.

    Args:
        root: of the project.
        path: where it is kept.
        find: finds it out.
    """

    def __init__(self, root: Path, path: Path, find: Callable[[str], Lines]) -> None:
        self.root, self.path, self.find = root, path, find
        self._stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self._found: dict[str, Lines] = {}

    def has(self, name: str) -> bool:
        """Whether that is known already."""
        return name in self._found or self._known(name) is not None

    def of(self, name: str) -> Lines:
        """Files and lines of one pair or test."""
        if name not in self._found:
            self._found[name] = self._known(name) or self._find(name)
        return self._found[name]

    def _known(self, name: str) -> Lines | None:
        stored = self._stored.get(name)
        if stored is None or any(self._digest(file) != found["digest"] for file, found in stored.items()):
            return None
        return {file: set(found["lines"]) for file, found in stored.items()}

    def _digest(self, file: str) -> str:
        path = self.root / file
        return digest_of([path]) if path.exists() else ""

    def _find(self, name: str) -> Lines:
        lines = self.find(name)
        self._stored = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        self._stored[name] = {file: {"digest": self._digest(file), "lines": sorted(found)} for file, found in lines.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(self._stored), encoding="utf-8")
        unfinished.replace(self.path)
        return lines

    def killers(self, mutant: Mutant, names: Iterable[str], most: int) -> tuple[list[str], bool]:
        """At most so many that come to the mutated line, those first that come to the fewest other lines, and True.

        If none does, those that come to its file, and False: the line is run while the module is imported, or not at all. A file
        without functions nobody comes to; then those are asked whose names are most like the file's.
        """
        reach = {name: self.of(name) for name in names}
        at_line = [name for name, lines in reach.items() if mutant.line in lines.get(mutant.file, ())]
        there = at_line or [name for name, lines in reach.items() if mutant.file in lines]
        if not there:
            stem = Path(mutant.file).stem.replace("_", "")
            return sorted(reach, key=lambda name: (-SequenceMatcher(None, stem, name.lower()).ratio(), name))[:most], False
        own = {name: len(reach[name].get(mutant.file, ())) for name in there}
        ordered = sorted(there, key=lambda name: (sum(map(len, reach[name].values())) - own[name], name))
        return one_of_each_first(ordered)[: most if at_line else MORE * most], bool(at_line)


def one_of_each_first(names: Sequence[str]) -> list[str]:
    """The same names, but of tests with parameters the second only after the first of all: many cases may say the same."""
    seen: Counter[str] = Counter()
    turns: dict[str, int] = {}
    for name in names:
        test = name.partition("[")[0]
        turns[name] = seen[test]
        seen[test] += 1
    return sorted(names, key=turns.__getitem__)
