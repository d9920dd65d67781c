"""The worker's own side needs NumPy and the standard library alone, and finds itself where no candidate looks."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from comparisons.errors import InputError
from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, Worker
from comparisons.subjects.worker.bubblewrap import problem

RUNTIME = Path(__file__).parents[3] / "comparisons" / "subjects" / "worker" / "runtime"
PREFIX = "comparisons.subjects.worker.runtime."


def imported():
    for file in sorted(RUNTIME.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            yield from ((file.name, name) for name in [*names, *([node.module] if isinstance(node, ast.ImportFrom) else [])])


def test_it_imports_numpy_and_the_standard_library():
    wrong = [(file, name) for file, name in imported() if not name.startswith(PREFIX)]
    wrong = [(file, name) for file, name in wrong if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy"}]
    assert wrong == []
    assert any(name.startswith(PREFIX) for _, name in imported())


@pytest.mark.parametrize("file", ["start.py", "private.py", "confinement.py", "landlock.py", "seccomp.py", "libc.py"])
def test_what_runs_before_the_guards_does_not_import_numpy(file):
    assert not [name for of, name in imported() if of == file and name.split(".")[0] == "numpy"]


def test_nothing_of_ours_is_among_the_modules(isolation):
    text = "import sys\ndef f(): return [name for name in sys.modules if 'comparisons' in name or name == 'runtime' or name == 'wire']\n"
    with Worker(Source(text, "a.py"), isolation=isolation) as worker:
        assert worker.run([Call("f")]) == [[]]


def test_isolation_and_guards_are_reported(isolation):
    with Worker(Source("def f(): pass\n", "a.py"), isolation=isolation) as worker:
        worker.inventory()
        assert worker.isolation == isolation
        assert {"memory limit", "file size limit", "audit hook"} <= set(worker.guards)


def test_auto_is_the_strongest_there_is():
    with Worker(Source("def f(): pass\n", "a.py")) as worker:
        worker.inventory()
        assert worker.isolation == ("process" if problem() else "bubblewrap")


def test_auto_falls_back_where_bubblewrap_starts_but_our_python_does_not(monkeypatch):
    if problem():
        pytest.skip(problem())
    monkeypatch.setattr("comparisons.subjects.worker.bubblewrap.SYSTEM", ("/etc/localtime",))
    monkeypatch.setattr("comparisons.subjects.worker.bubblewrap.problem", lambda: "")
    with Worker(Source("def f(): return 1\n", "a.py")) as worker:
        assert worker.run([Call("f")]) == [1]
        assert worker.isolation == "process"


def test_an_isolation_that_does_not_exist():
    with pytest.raises(InputError, match="--isolation: expected auto, bubblewrap, process, got 'jail'"):
        Worker(Source("", "a.py"), isolation="jail")


def test_bubblewrap_that_is_not_there(monkeypatch):
    monkeypatch.setattr("comparisons.subjects.worker.bubblewrap.problem", lambda: "bwrap is not installed")
    with pytest.raises(InputError, match=r"--isolation bubblewrap: .* bwrap is not installed"):
        Worker(Source("", "a.py"), isolation="bubblewrap")


def test_bubblewrap_shows_neither_home_nor_repository(tmp_path):
    if problem():
        pytest.skip(problem())
    (tmp_path / "data.txt").write_text("mine", encoding="utf-8")
    text = """
import os
def f(repository, own):
    return os.listdir("/"), os.path.exists(repository), open(own).read(), os.getpid()
"""
    with Worker(Source(text, "a.py", str(tmp_path)), isolation="bubblewrap") as worker:
        (found,) = worker.run([Call("f", (str(RUNTIME.parents[3] / "README.md"), str(tmp_path / "data.txt")))])
    assert not {"home", "var", "srv"} & set(found[0])
    assert found[1:3] == (False, "mine")
    assert found[3] < 10
