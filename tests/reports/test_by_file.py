"""A check of several files has a row for each, in every face."""

from __future__ import annotations

import io

from rich.console import Console

from comparisons.reports import check_markdown, check_page
from comparisons.reports.by_file import MOST_NAMED, files
from comparisons.reports.check_terminal import print_check
from comparisons.reports.parts import parts
from tests.reports.example_check import everything, submissions


def rows(result):
    return files(result, parts(result, most=10**9).rows)


def test_one_file_has_no_table():
    assert rows(everything()) == []
    assert "What does not match" not in check_page.compose(everything())
    assert "what does not match" not in check_markdown.compose(everything())


def test_each_file_has_the_verdict_of_its_worst_part():
    right, mistaken, broken, empty = rows(submissions(3))
    assert (right.verdict.word, right.share, right.named) == ("Match", "1 of 1", "")
    assert (mistaken.verdict.word, mistaken.share) == ("Deviation", "1 of 2")
    assert mistaken.named.startswith(f"{mistaken.wrong[0].name} (")
    assert (broken.verdict.word, broken.share) == ("Error", "0 of 1")
    assert broken.name not in broken.named
    assert (empty.name, empty.verdict.word, empty.share) == ("submissions/empty/homework.py", "Nothing found", "-")


def test_the_folder_that_all_share_is_left_out_of_the_rows():
    assert [file.short for file in rows(submissions(2))] == ["student_000/homework.py", "student_001/homework.py", "empty/homework.py"]
    apart = {"targets": [{"name": "net.py"}, {"name": "other/net.py"}], "components": []}
    assert [file.short for file in rows(apart)] == ["net.py", "other/net.py"]


def test_a_file_with_many_mistakes_names_some():
    result = submissions(2)
    wrong = next(part for part in result["components"] if part["verdict"] == "deviation")
    result["components"] += [{**wrong, "name": f"again_{number}"} for number in range(MOST_NAMED + 1)]
    assert rows(result)[1].named.endswith("and 2 more")


def test_terminal_names_the_file_of_every_part_that_does_not_match():
    out = io.StringIO()
    print_check(submissions(3), console=Console(file=out, width=200))
    text = out.getvalue()
    table, _, _ = text.partition("submissions/student_001/homework.py, ")
    assert "student_001" in table.split("because")[0]
    last = text[text.rindex("what does not match") :].splitlines()
    folders = ["student_000", "student_001", "student_002", "empty"]
    assert [line.split()[0] for line in last[1:5]] == [f"{folder}/homework.py" for folder in folders]
    assert last[1].split()[1:5] == ["Match", "1", "of", "1"]


def test_markdown_has_a_row_for_every_file():
    text = check_markdown.compose(submissions(300))
    assert all(f"| student_{number:03}/homework.py | " in text for number in range(300))
    assert len(text) <= check_markdown.LONGEST
