"""Files: all or nothing, readable by others, and JSON that is strict and stable."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.reports.files import json_ready, write_bytes, write_json, write_text
from tests.reports.example_result import matching

plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = write_text(tmp_path / "deep" / "a.txt", "one\ntwo é\n")
    assert path.read_bytes() == "one\ntwo é\n".encode()
    assert os.listdir(path.parent) == ["a.txt"]


def test_a_failed_replacement_keeps_the_old_file_and_leaves_no_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_text(tmp_path / "a.txt", "old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_interrupt_while_writing_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(tmp_path / "a.bin", b"1")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="file modes and links as POSIX has them")
def test_others_may_read_the_file_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = write_text(tmp_path / "a.txt", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.skipif(os.name != "posix", reason="file modes and links as POSIX has them")
def test_a_link_is_written_through_and_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no /dev/null")
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_text("/dev/null", "gone")
    assert not Path("/dev/null").is_file()


def test_a_name_as_long_as_names_can_be_is_fine(tmp_path: Path) -> None:
    assert write_text(tmp_path / ("n" * 250), "x").is_file()


def test_numpy_values_become_pythons_own_and_what_is_not_finite_becomes_text() -> None:
    value = {
        "scalar": np.float32(0.5), "count": np.int64(3), "yes": np.bool_(True), "array": np.array([[1.0, np.nan], [np.inf, -np.inf]]),
        "pair": (1, float("nan")), "where": Path("a") / "b", 7: np.array([], dtype=np.float32),
    }  # fmt: skip
    assert json_ready(value) == {
        "scalar": 0.5, "count": 3, "yes": True, "array": [[1.0, "nan"], ["inf", "-inf"]], "pair": [1, "nan"],
        "where": str(Path("a") / "b"), "7": [],
    }  # fmt: skip


def test_what_json_has_no_form_for_is_refused_with_its_type() -> None:
    with pytest.raises(TypeError, match="got complex"):
        json_ready({"a": [1 + 2j]})


@given(plain)
def test_json_reads_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = write_json(tmp_path_factory.getbasetemp() / "value.json", {"value": value})
    assert json.loads(path.read_text(encoding="utf-8")) == {"value": value}


def test_json_is_stable_and_a_list_of_numbers_takes_one_line(tmp_path: Path) -> None:
    first = write_json(tmp_path / "a.json", matching(500)).read_text(encoding="utf-8")
    assert write_json(tmp_path / "a.json", matching(500)).read_text(encoding="utf-8") == first
    lines = first.splitlines()
    assert len(lines) < 300
    assert sum(line.lstrip().startswith('"step_loss": [') and line.rstrip(",").endswith("]") for line in lines) == 2
    assert list(json.loads(first)) == list(matching(500))


def test_a_lone_surrogate_survives_as_its_escape(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", {"name": "\ud800"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"name": "\ud800"}
