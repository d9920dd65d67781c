"""`parity soak`, and `parity check --jobs`: lines that say what was found, a soak that goes on, and parts shared out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comparisons.__main__ import _status
from tests.cli.test_bad_input import complaint

SHORT = ["--only", "linear", "--examples", "5", "--jobs", "1", "--minutes", "1"]
Capture, Patch = pytest.CaptureFixture[str], pytest.MonkeyPatch
HEAD = {"soak": 1, "python": "3", "numpy": "2", "keras": "3", "tensorflow": "2", "seed": 0, "examples": 1}


def line(
    name: str = "relu", *, dtype: str = "float64", seed: int = 0, headroom: float = 0.5, alarms: tuple[str, ...] = ()
) -> dict[str, Any]:
    counted = {"examples": 10, "elements": 100, "headroom_min": headroom, "headroom_max": headroom, "headroom": {"forward": headroom}}
    return {"kind": "activation", "name": name, "dtype": dtype, "seed": 0, **counted, "alarms": list(alarms)}


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def one_round(monkeypatch: Patch) -> None:
    """A soak of one seed, in this process: Keras starts once for all tests."""
    from comparisons.checks import pool

    def run_tasks(tasks: Any, *, jobs: int, stopped: Any) -> Any:
        task = next(iter(tasks))
        yield task, task.run()

    monkeypatch.setattr(pool, "run_tasks", run_tasks)


@pytest.mark.keras
def test_a_soak_writes_a_line_for_every_floating_type_and_goes_on(tmp_path: Path, one_round: None, capsys: Capture) -> None:
    out = tmp_path / "soak.jsonl"
    for _ in range(2):
        assert _status(["soak", *SHORT, "--out", str(out)]) == 0
    head, *found = lines_of(out)
    assert (head["seed"], head["examples"]) == (0, 5)
    assert [(each["seed"], each["dtype"]) for each in found] == [(n, dtype) for n in (0, 1) for dtype in ("float64", "float32", "float16")]
    assert all(each["elements"] > 0 and each["alarms"] == [] for each in found)
    assert f"{sum(each['examples'] for each in found)} examples, 0 false alarms." in capsys.readouterr().out


SIGMOID = "import numpy as np\n\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x)){}\n"


@pytest.fixture
def four_files(tmp_path: Path, monkeypatch: Patch) -> Path:
    """A folder with one that is right, a wrong one, an empty one and one that raises; soaked in this process, by one seed a run."""
    from comparisons.checks import pool

    def shared_out(tasks: Any, work: Any, *, jobs: int, stopped: Any) -> Any:
        for task, _ in zip(tasks, range(4)):
            yield task, work(task)

    monkeypatch.setattr(pool, "shared_out", shared_out)
    folder = tmp_path / "nets"
    folder.mkdir()
    for name, text in {
        "a": SIGMOID.format(""),
        "b": SIGMOID.format(" + 1e-3"),
        "c": "import numpy as np\n",
        "d": "class A(nothing): pass\n",
    }.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.keras
def test_files_are_soaked_part_by_part_and_what_is_wrong_in_them_is_an_alarm(tmp_path: Path, four_files: Path, capsys: Capture) -> None:
    out = tmp_path / "soak.jsonl"
    asked = ["soak", str(four_files), "--examples", "4", "--minutes", "1", "--out", str(out)]
    assert _status(asked) == 1
    found = [(Path(each["name"]).name, each["dtype"], each["seed"], each["alarms"]) for each in lines_of(out)[1:]]
    assert found == [
        ("a.py:sigmoid", "float64", 0, []),
        ("a.py:sigmoid", "float32", 0, []),
        ("b.py:sigmoid", "float64", 0, ["mismatch: forward"]),
        ("b.py:sigmoid", "float32", 0, []),
        ("c.py", "", 0, ["no part was found in it"]),
        ("d.py", "", 0, ["cannot be executed: NameError: name 'nothing' is not defined (line 1)"]),
    ]
    assert "b.py:sigmoid, float64, seed 0: mismatch" in capsys.readouterr().err
    assert _status(asked) == 1
    assert {each["seed"] for each in lines_of(out)[7:]} == {1}, "gone on with"


def test_a_target_and_only_are_too_much(tmp_path: Path, capsys: Capture) -> None:
    said = complaint(capsys, ["soak", "net.py", "--only", "relu", "--out", str(tmp_path / "soak.jsonl")])
    assert said == "--only: expected it without a TARGET, got both; name the part in the TARGET, as in net.py:relu."
    assert "net.py" in complaint(capsys, ["soak", str(tmp_path / "net.py"), "--out", str(tmp_path / "soak.jsonl")])
    (tmp_path / "broken.py").write_bytes(b"\0")
    assert "broken.py" in complaint(capsys, ["soak", str(tmp_path / "broken.py"), "--out", str(tmp_path / "soak.jsonl")])
    assert not (tmp_path / "soak.jsonl").exists()


def test_an_alarm_is_told_written_and_the_status(tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> None:
    from comparisons.checks import pool, soak
    from comparisons.checks.engine import CheckResult
    from comparisons.checks.verdicts import Component

    def run_tasks(tasks: Any, *, jobs: int, stopped: Any) -> Any:
        task = next(iter(tasks))
        wrong = CheckResult("forward", "float64", examples=5, elements=9, headroom=3.0, error="it broke")
        yield task, Component(task.pair, [wrong], {}, seed=0, examples=5)

    monkeypatch.setattr(soak, "header", lambda **asked: HEAD)
    monkeypatch.setattr(pool, "run_tasks", run_tasks)
    out = tmp_path / "soak.jsonl"
    assert _status(["soak", *SHORT, "--out", str(out)]) == 1
    assert [each["alarms"] for each in lines_of(out)[1:]] == [["forward: it broke"]]
    assert "ALARM activation linear, float64, seed 0: forward: it broke" in capsys.readouterr().err


def test_no_minutes_show_what_a_file_has(tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> None:
    from comparisons.checks import soak

    monkeypatch.setattr(soak, "header", lambda **asked: HEAD)
    out = tmp_path / "soak.jsonl"
    written = [HEAD, line(headroom=0.25), line("tanh", headroom=0.5), line(dtype="float32", alarms=("forward: output",))]
    out.write_text("".join(json.dumps(each) + "\n" for each in written) + '{"cut sho', encoding="utf-8")
    assert _status(["soak", "--minutes", "0", "--out", str(out)]) == 1
    said = capsys.readouterr().out
    assert "30 examples, 1 false alarm." in said
    (row,) = [each.split() for each in said.splitlines() if "float64" in each]
    assert row == ["activation", "float64", "2", "1", "20", "200", "50.0%", "tanh", "0"]
    assert lines_of(out) == written, "a line that was cut short is cut off"


def test_a_soak_of_other_versions_is_not_gone_on_with(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    from comparisons.checks import soak

    monkeypatch.setattr(soak, "header", lambda **asked: HEAD)
    out = tmp_path / "soak.jsonl"
    out.write_text(json.dumps({**HEAD, "keras": "2"}) + "\n", encoding="utf-8")
    before = out.read_bytes()
    assert _status(["soak", "--minutes", "0", "--out", str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    "asked",
    [["--minutes", "-1"], ["--minutes", "nan"], ["--jobs", "0"], ["--seed", "-1"], ["--examples", "0"], ["--only", "nothing"]],
    ids=" ".join,
)
def test_impossible_numbers_are_refused_in_one_line(asked: list[str], tmp_path: Path, capsys: Capture) -> None:
    assert asked[0] in complaint(capsys, ["soak", "--out", str(tmp_path / "soak.jsonl"), *asked])
    assert not list(tmp_path.iterdir())


def test_what_is_done_is_not_done_again() -> None:
    from comparisons.checks.soak import done_by, endless_tasks
    from comparisons.pairs import PAIRS

    pairs = [pair for pair in PAIRS if pair.kind == "activation" and pair.name in ("relu", "tanh")]
    whole = [line("relu", dtype=dtype) for dtype in ("float64", "float32", "float16")]
    done = done_by([*whole, line("tanh")], pairs)
    assert done == {("activation", "relu", 0)}, "a part that lacks a floating type is not done"
    tasks = endless_tasks(pairs, seed=0, examples=1, done=done)
    assert [(task.name, task.seed) for task, _ in zip(tasks, range(3))] == [("tanh", 0), ("relu", 1), ("tanh", 1)]


@pytest.mark.keras
@pytest.mark.thorough  # two more processes start Keras
def test_parts_shared_out_among_processes_give_what_one_gives(tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2"):
        file = tmp_path / f"{jobs}.json"
        asked = ["check", "--only", "linear", "--only", "relu", "--only", "Hinge", "--dtype", "float64", "--examples", "5", "--quiet"]
        assert _status([*asked, "--jobs", jobs, "--json", str(file)]) == 0
        found.append(json.loads(file.read_text(encoding="utf-8"))["components"])
    assert [part["name"] for part in found[0]] == [part["name"] for part in found[1]]
    assert [[(c["name"], c["elements"], c["headroom"]) for c in part["checks"]] for part in found[0]] == [
        [(c["name"], c["elements"], c["headroom"]) for c in part["checks"]] for part in found[1]
    ]
