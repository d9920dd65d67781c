"""Bundles that are broken, foreign, tampered with or too new: one clear line, exit status 2."""

from __future__ import annotations

import io
import json
import os
import zipfile

import numpy as np
import pytest

from comparisons.__main__ import _status
from comparisons.golden import bundle
from comparisons.golden.bundle import BUILT_IN, HEAD, PARTS

SMALL = 5_000_000


def members_of(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(members):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return whole.getvalue()


def changed(*, hashed=True, head=None, parts=None, arrays=None):
    """The built-in bundle with something else in it, and with a hash that fits if `hashed`."""
    members = members_of(BUILT_IN)
    whole = {**json.loads(members.pop(HEAD)), **(head or {})}
    if parts is not None:
        members[PARTS] = json.dumps(parts(json.loads(members[PARTS]))).encode()
    members |= arrays or {}
    if hashed:
        whole["sha256"] = bundle._hash({key: value for key, value in whole.items() if key != "sha256"}, members)
    return archive_of({HEAD: json.dumps(whole).encode(), **members})


class Harmful:
    """Makes a folder where it is unpickled."""

    def __reduce__(self):
        return os.mkdir, ("harm",)


def pickled():
    stream = io.BytesIO()
    np.save(stream, np.array([Harmful()], dtype=object), allow_pickle=True)
    return stream.getvalue()


def foreign_arrays():
    stream = io.BytesIO()
    np.savez(stream, x_train=np.zeros(3))
    return stream.getvalue()


def without_arrays(parts):
    parts["tables"]["shapes"] = parts["tables"]["shapes"][:1]
    return parts


def out_of_range(parts):
    for row in parts["parts"]:
        row["answers"] = {key: [{"output": 10**9}] for key in row["answers"]}
    return parts


def nonsense(parts):
    return {**parts, "parts": [{"kind": row["kind"], "name": row["name"]} for row in parts["parts"]]}


BAD = {
    "empty": lambda: b"",
    "no zip": lambda: b"\x93NUMPY not a bundle" * 50,
    "text": lambda: b"{}",
    "truncated": lambda: BUILT_IN.read_bytes()[: BUILT_IN.stat().st_size // 2],
    "cut at the end": lambda: BUILT_IN.read_bytes()[:-1000],
    "a flipped byte": lambda: (
        (whole := bytearray(BUILT_IN.read_bytes())).__setitem__(len(whole) // 2, whole[len(whole) // 2] ^ 255) or bytes(whole)
    ),
    "arrays of something else": foreign_arrays,
    "another format": lambda: changed(head={"format": "golden retriever"}),
    "newer": lambda: changed(head={"schema_version": bundle.VERSION + 1}),
    "older": lambda: changed(head={"schema_version": 0}),
    "no version": lambda: changed(head={"schema_version": None}),
    "head is a list": lambda: archive_of({HEAD: b"[]"}),
    "head is no JSON": lambda: archive_of({HEAD: b"{"}),
    "head alone": lambda: archive_of({HEAD: members_of(BUILT_IN)[HEAD]}),
    "tampered with": lambda: changed(hashed=False, arrays={"float64.npy": members_of(BUILT_IN)["float64.npy"][:-8] + bytes(8)}),
    "other versions": lambda: changed(hashed=False, head={"environment": {"keras": "9", "tensorflow": "9", "seed": 0}}),
    "no versions": lambda: changed(head={"environment": {"keras": "9"}}),
    "pickle": lambda: changed(arrays={"float64.npy": pickled()}),
    "shapes left out": lambda: changed(parts=without_arrays),
    "numbers of no array": lambda: changed(parts=out_of_range),
    "parts without content": lambda: changed(parts=nonsense),
}


@pytest.mark.parametrize("how", BAD)
def test_what_is_no_bundle_gets_one_line(how, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "golden.npz"
    file.write_bytes(BAD[how]())
    for arguments in (["replay", str(file), "--only", "sigmoid"], ["record", "--check", str(file), "--only", "sigmoid", "--quiet"]):
        assert _status(arguments) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert len(shown.err.splitlines()) == 1, shown.err
        assert "golden.npz" in shown.err
        assert "expected a golden bundle" in shown.err
    assert [path.name for path in tmp_path.iterdir()] == ["golden.npz"]


def test_a_newer_bundle_says_what_to_do(tmp_path, capsys):
    file = tmp_path / "golden.npz"
    file.write_bytes(BAD["newer"]())
    assert _status(["replay", str(file)]) == 2
    assert "update parity" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere.npz", "folder.npz"])
def test_what_is_not_there_gets_one_line(name, tmp_path, capsys):
    (tmp_path / "folder.npz").mkdir()
    assert _status(["replay", str(tmp_path / name)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_archive_that_claims_too_much_is_not_unpacked(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST", 1000)
    assert _status(["replay", str(BUILT_IN)]) == 2
    assert "unpacked" in capsys.readouterr().err


def test_a_bundle_written_anew_has_the_same_content_and_always_the_same_bytes():
    read = bundle.read(BUILT_IN)
    books = [read.book(row["kind"], row["name"]) for row in read.rows]
    once, twice = (bundle.packed(books, read.environment, read.trainings()) for _ in range(2))
    assert once == twice
    assert members_of(io.BytesIO(once)) == members_of(BUILT_IN)  # another zlib packs the same into other bytes


def test_the_built_in_bundle_is_small_and_holds_no_pickle():
    assert BUILT_IN.stat().st_size <= SMALL
    with np.load(BUILT_IN, allow_pickle=False) as arrays:
        assert {"float64", "float32", "float16", "index"} <= set(arrays.files)
        assert all(arrays[name].dtype.kind in "fiub" for name in arrays.files if not name.endswith(".json"))
