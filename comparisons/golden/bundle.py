"""The file: one .npz with JSON in it. Nothing in it is trusted: no pickle, no size it only claims, no content but what its hash says."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from comparisons.errors import InputError, in_short, input_error
from comparisons.golden.array_pool import Pool, Pooled
from comparisons.golden.book import Book, unpacked_book
from comparisons.golden.training import Trained, unpacked_training
from comparisons.pairs.pair import Pair

FORMAT = "keras-parity golden bundle"
VERSION = 1
BUILT_IN = Path(__file__).with_name("catalogue.npz")
HEAD, PARTS = "manifest.json", "parts.json"
LARGEST = 2**28  # bytes unpacked; the built-in catalogue has a tenth
ENVIRONMENT = {"keras": str, "tensorflow": str, "seed": int}
EPOCH = (1980, 1, 1, 0, 0, 0)
WHO = "parity record FILE"


@dataclass(frozen=True)
class Bundle:
    """What was read.

    Args:
        path: of the file.
        environment: versions of everything that took part, and the seed.
        sha256: of the content.
        rows: one a part.
        pool: their arrays.
        training_rows: one a training.
    """

    path: Path
    environment: Mapping[str, Any]
    sha256: str
    rows: Sequence[Mapping[str, Any]]
    pool: Pooled
    training_rows: Sequence[Mapping[str, Any]] = ()

    @property
    def name(self) -> str:
        """Of the file, in quotes."""
        return repr(str(self.path))

    @cached_property
    def _by_part(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        return {(row["kind"], row["name"]): row for row in self.rows}

    def has(self, kind: str, name: str) -> bool:
        """Whether it has a part."""
        return (kind, name) in self._by_part

    def pairs(self, pairs: Sequence[Pair], *, asked_for: bool) -> list[Pair]:
        """Those that it has.

        Raises:
            InputError: it has none of them, or, if they were asked for by name, not all.
        """
        found = [pair for pair in pairs if self.has(pair.kind, pair.name)]
        lacking = [pair.name for pair in pairs if not self.has(pair.kind, pair.name)]
        if lacking and (asked_for or not (found or self.training_rows)):
            raise self.without(lacking)
        return found

    def without(self, names: Sequence[str]) -> InputError:
        """The error about parts that it does not have."""
        return _unusable(self.name, f"one without {', '.join(names[:3])}", f"record them: {WHO}")

    def book(self, kind: str, name: str) -> Book:
        """What it has about a part.

        Raises:
            InputError: what it has cannot be understood.
        """
        try:
            return unpacked_book(self._by_part[kind, name], self.pool)
        except (LookupError, TypeError, ValueError, AttributeError) as problem:
            raise self.damaged(problem, f"{kind} {name}: ") from problem

    def trainings(self) -> list[Trained]:
        """The trainings that it has.

        Raises:
            InputError: they cannot be understood.
        """
        try:
            return [unpacked_training(row, self.pool) for row in self.training_rows]
        except (LookupError, TypeError, ValueError, AttributeError) as problem:
            raise self.damaged(problem, "trainings: ") from problem

    def damaged(self, problem: Exception, where: str = "") -> InputError:
        """The error about content that makes no sense."""
        return _unusable(self.name, f"a damaged one ({where}{in_short(problem)})", "record it again")


def packed(books: Sequence[Book], environment: Mapping[str, Any], trainings: Sequence[Trained] = ()) -> bytes:
    """The file's bytes: the same for the same content."""
    pool = Pool()
    rows, more = [book.packed(pool) for book in books], [trained.packed(pool) for trained in trainings]
    parts = {"tables": pool.tables, "parts": rows} | ({"trainings": more} if more else {})
    members = {PARTS: _json(parts)} | {f"{name}.npy": _npy(a) for name, a in sorted(pool.arrays.items())}
    head = {"format": FORMAT, "schema_version": VERSION, "environment": dict(environment)}
    head["sha256"] = _hash(head, members)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in {HEAD: _json(head, indent=1), **members}.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, data, compresslevel=9)
    return whole.getvalue()


def read(path: Path) -> Bundle:
    """A bundle.

    Raises:
        InputError: it is none, is broken, was tampered with, or is of a newer form.
    """
    name = repr(str(path))
    if path.is_dir() or not path.exists():
        raise _unusable(name, "a folder" if path.is_dir() else "no such file", f"write one with {WHO}")
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path)
    except InputError:
        raise
    except Exception as problem:  # of a broken file, zipfile, json and NumPy raise a dozen types, from struct.error to TokenError
        raise _unusable(name, f"a broken file or none of ours ({in_short(problem)})", f"copy it again or write one with {WHO}") from problem


def _read(archive: zipfile.ZipFile, path: Path) -> Bundle:
    infos, name = archive.infolist(), repr(str(path))
    if HEAD not in archive.namelist():
        raise _unusable(name, f"an archive without {HEAD}", f"write one with {WHO}")
    if sum(info.file_size for info in infos) > LARGEST:
        raise _unusable(name, f"more than {LARGEST:,} bytes unpacked", f"write one with {WHO}")
    head = json.loads(archive.read(HEAD))
    _check_head(head, name)
    members = {info.filename: archive.read(info) for info in infos if info.filename != HEAD}
    claimed = head.pop("sha256")
    if _hash(head, members) != claimed:
        raise _unusable(name, "one whose content is not what its hash says", "copy it again or record it anew")
    parts = json.loads(members.pop(PARTS))
    arrays = {member.removesuffix(".npy"): np.load(io.BytesIO(data), allow_pickle=False) for member, data in members.items()}
    return Bundle(path, head["environment"], claimed, parts["parts"], Pooled(arrays, parts["tables"]), parts.get("trainings", ()))


def _check_head(head: Any, name: str) -> None:
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _unusable(name, "another format", f"write one with {WHO}")
    version = head.get("schema_version")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        step = "update parity: pip install --upgrade keras-parity" if newer else "record it again"
        raise _unusable(name, f"schema_version {version!r}, this parity reads {VERSION}", step)
    known = head.get("environment")
    if not isinstance(known, dict) or not all(isinstance(known.get(key), kind) for key, kind in ENVIRONMENT.items()):
        raise _unusable(name, "one that does not say which Keras it was recorded from", f"write one with {WHO}")


def _hash(head: Mapping[str, Any], members: Mapping[str, bytes]) -> str:
    digest = sha256(_json({key: head[key] for key in sorted(head)}))
    for name in sorted(members):
        digest.update(f"\n{name} {len(members[name])}\n".encode())
        digest.update(members[name])
    return digest.hexdigest()


def _json(value: Any, indent: int | None = None) -> bytes:
    separators = (",", ": ") if indent else (",", ":")
    return json.dumps(value, indent=indent, separators=separators, allow_nan=False).encode()


def _npy(a: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, a, allow_pickle=False)
    return stream.getvalue()


def _unusable(name: str, got: str, step: str) -> InputError:
    return input_error(f"bundle {name}", expected="a golden bundle", source=f"{WHO} writes them", got=got, next_step=step)
