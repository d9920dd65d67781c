"""Results are kept, proofs are held against them, and the score counts what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="its operators make the mutants; `tox run -e mutation` installs it and runs these tests")

from tools.mutation.equivalent import Proofs, StaleError
from tools.mutation.killers import Reach
from tools.mutation.mutants import Source
from tools.mutation.record import Record
from tools.mutation.report import score, survivors, table, tally
from tools.mutation.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]


def line(status, after="b", **more):
    return {
        "file": "f.py",
        "where": "g",
        "before": "a",
        "after": after,
        "number": 1,
        "line": 3,
        "status": status,
        "by": "",
        "seconds": 0.5,
        **more,
    }


def entry(**more):
    return {"file": "f.py", "where": "g", "before": "a", "after": ["b"], "why": "the same", **more}


def test_a_result_is_known_again_as_long_as_the_state_is_the_same(toy):
    mutant = next(Source(toy, "toy.py").mutants())
    Record(toy / "out/results.jsonl").add(mutant, "now", {"status": "killed", "by": "somebody", "seconds": 0.1})
    again = Record(toy / "out/results.jsonl")
    assert again.known(mutant, ["later", "now"])["by"] == "somebody"
    assert again.known(mutant, ["later"]) is None
    assert again.last(mutant)["status"] == "killed"


def test_a_line_that_was_cut_short_is_no_result(toy):
    first, second, *_ = Source(toy, "toy.py").mutants()
    path = toy / "results.jsonl"
    record = Record(path)
    for mutant in (first, second):
        record.add(mutant, "now", {"status": "killed", "by": "", "seconds": 0.1})
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    again = Record(path)
    assert again.known(first, ["now"]) is not None
    assert again.known(second, ["now"]) is None


def test_a_proof_takes_a_survivor_out_of_the_score():
    lines = [line("killed", "x"), line("timeout", "y"), line("survived"), line("survived", "c"), line("incompetent", "z")]
    counts = tally(lines, Proofs([entry()]))
    assert counts == {"killed": 1, "timeout": 1, "equivalent": 1, "survived": 1, "incompetent": 1}
    assert score(counts) == 2 / 3
    assert [said.split("  ")[1:3] for said in survivors(lines, Proofs([entry()]))] == [["->", "c"]]


def test_a_score_of_all_is_said_of_all_only():
    almost = [line("killed", str(number)) for number in range(100_000)] + [line("survived")]
    assert "99.9 %" in table({"toy": almost}, Proofs([]))
    assert "100 %" in table({"toy": almost}, Proofs([entry()]))


def test_every_room_has_a_row_and_so_have_all():
    rooms = {"toy": [line("killed", seconds=1.5), line("survived")], "other": [line("survived", "c", seconds=2000)]}
    assert table(rooms, Proofs([entry()])).splitlines()[2:] == [
        "| toy | 2 | 1 | 0 | 1 | 0 | 100 % | 2 |", "| other | 1 | 0 | 0 | 0 | 1 | 0.0 % | 2,000 |",
        "| all | 3 | 1 | 0 | 1 | 1 | 50.0 % | 2,002 |",
    ]  # fmt: skip


@pytest.mark.parametrize("lines", [[line("killed")], [line("survived", "c")], []])
def test_a_proof_of_what_was_killed_or_is_no_mutant_is_stale(lines):
    assert len(Proofs([entry()]).stale(lines, ["f.py"])) == 1
    assert not Proofs([entry()]).stale(lines, ["other.py"])


def test_a_proof_of_a_survivor_is_not_stale():
    assert not Proofs([entry()]).stale([line("survived")], ["f.py"])


@pytest.mark.parametrize("entries", [[entry(why=" ")], [{"file": "f.py"}], [entry(), entry()]])
def test_a_proof_says_everything_once(entries):
    with pytest.raises(StaleError):
        Proofs(entries)


def test_the_proofs_there_are_name_mutants_there_are():
    proofs, keys = Proofs.read(), set()
    files = {key[0] for key in proofs._why}
    assert files <= {file for room in ROOMS for file in room.mutated(ROOT)}
    for file in files:
        keys |= {mutant.key[:4] for mutant in Source(ROOT, file).mutants()}
    assert not set(proofs._why) - keys


def test_those_who_come_to_the_line_are_asked_and_the_most_special_first(toy):
    mutant = next(mutant for mutant in Source(toy, "toy.py").mutants() if mutant.before == "return x + 1")
    lines = {"wide": {"toy.py": {mutant.line}, "other.py": {1, 2, 3}}, "own": {"toy.py": {mutant.line, 2}}, "elsewhere": {"toy.py": {1}}}
    asked = []

    def find(name):
        asked.append(name)
        return lines[name]

    reach = Reach(toy, toy / "reach.json", find)
    assert reach.killers(mutant, list(lines), 5) == (["own", "wide"], True)
    assert reach.killers(mutant, list(lines), 1) == (["own"], True)
    assert reach.killers(mutant, ["elsewhere"], 5) == (["elsewhere"], False)
    assert Reach(toy, toy / "reach.json", find).killers(mutant, ["own"], 5) == (["own"], True)
    assert asked == list(lines)
    (toy / "toy.py").write_text("# changed\n", encoding="utf-8")
    Reach(toy, toy / "reach.json", find).of("own")
    assert asked == [*lines, "own"]


def test_rooms_have_files_and_no_file_is_in_two():
    files = [file for room in ROOMS for file in room.mutated(ROOT)]
    assert len(set(files)) == len(files)
    assert all(list(room.mutated(ROOT)) for room in ROOMS)
