"""Candidates that write elsewhere, look for answers, ask a framework or the network: they get nowhere."""

from __future__ import annotations

import os
import shutil
import socket
import time

import numpy as np
import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Limits, Worker
from tests.subjects.worker.failing import FAILED, HOME, LIBC, ROOT, assert_failed

A_DAY = 86_400.0
WRITERS = {
    "open": "open(path, 'w').write('changed')",
    "append": "open(path, 'a').write('changed')",
    "os.open": "os.close(os.open(path, os.O_WRONLY | os.O_CREAT))",
    "C library": "failed(libc.open(path.encode(), os.O_WRONLY | os.O_CREAT, 0o644))",
    "remove": "os.remove(path)",
    "remove, by the C library": "failed(libc.unlink(path.encode()))",
    "rename": "os.rename(path, path + '.old')",
    "rename in, by the C library": "open('mine', 'w').close(); failed(libc.rename(b'mine', path.encode()))",
    "truncate": "os.truncate(path, 0)",
    "truncate, by the C library": "failed(libc.truncate(path.encode(), 0))",
    "chmod": "os.chmod(path, 0o777)",
    "chmod, by the C library": "failed(libc.chmod(path.encode(), 0o777))",
    "utime": "os.utime(path, (0, 0))",
    "hard link": "os.link(path, 'mine'); open('mine', 'w').write('changed')",
    "symbolic link": "os.symlink(path, 'mine'); open('mine', 'w').write('changed')",
    "symbolic link, by the C library": "n = str(len(errors)).encode(); libc.symlink(path.encode(), n); failed(libc.open(n, os.O_WRONLY))",
    "mkdir": "os.mkdir(path + '.folder')",
    "numpy": "np.save(path, np.zeros(3))",
    "shutil": "shutil.rmtree(os.path.dirname(path))",
}


TRIES = """
def bad(paths):
    errors = []
    for path in paths:
        try:
            {code}
        except Exception as problem:
            errors.append(type(problem).__name__)
        else:
            errors.append("it worked")
    return errors
"""


@pytest.fixture
def targets(tmp_path):
    """A precious file in each of: results, the subject's folder, the repository, the home folder."""
    places = (tmp_path / "results", tmp_path / "subject", ROOT / "tests", HOME)
    for left in (folder for place in places for folder in place.glob(".parity-target-*") if time.time() - folder.stat().st_mtime > A_DAY):
        shutil.rmtree(left)  # by a run that was killed
    made = [place / f".parity-target-{os.getpid()}" for place in places]
    for folder in made:
        folder.mkdir(parents=True)
        (folder / "file").write_text("precious", encoding="utf-8")
        os.utime(folder / "file", (1e9, 1e9))
    yield [folder / "file" for folder in made]
    for folder in made:
        shutil.rmtree(folder)


@pytest.mark.parametrize("code", WRITERS.values(), ids=WRITERS)
def test_writing_elsewhere(examine, tmp_path, targets, code):
    before = [(target.stat().st_mode, target.stat().st_mtime) for target in targets]
    text = f"{LIBC}import os, shutil\nimport numpy as np\n{FAILED}{TRIES.format(code=code)}"
    errors = examine(text, [str(target) for target in targets], folder=str(tmp_path / "subject"))
    assert set(errors) <= {"PermissionError", "FileNotFoundError", "OSError"}, errors
    assert [target.read_text(encoding="utf-8") for target in targets] == ["precious"] * 4
    assert [(target.stat().st_mode, target.stat().st_mtime) for target in targets] == before
    assert [[path.name for path in target.parent.iterdir()] for target in targets] == [["file"]] * 4


def test_writing_in_the_working_folder_is_allowed(examine):
    text = """
import os
import numpy as np
def bad():
    before = os.listdir()
    os.makedirs("a/b")
    np.save("a/b/w.npy", np.ones(3))
    os.rename("a/b/w.npy", "w.npy")
    open(os.devnull, "w").write("x")
    return before, np.load("w.npy")
"""
    before, array = examine(text)
    assert before == []
    np.testing.assert_array_equal(array, np.ones(3))


def test_filling_the_disk(examine):
    text = "def bad():\n    with open('big', 'wb') as file:\n        for _ in range(4096): file.write(bytes(2**20))\n"
    outcome = examine(text, limits=Limits(seconds_per_call=30))
    assert isinstance(outcome, CandidateError)
    assert outcome.kind in ("raised", "died")


def test_our_files_cannot_be_read(examine):
    outcome = examine("def bad(path):\n    return open(path).read()\n", str(ROOT / "comparisons" / "tolerance.py"))
    assert_failed(outcome, "raised", "Error")


@pytest.mark.parametrize("name", ["comparisons", "reference", "scratch", "comparisons.subjects.worker.runtime.wire"])
def test_our_packages_cannot_be_imported(examine, name):
    outcome = examine(f"import importlib\ndef bad():\n    return importlib.import_module({name!r})\n", folder=str(ROOT))
    assert_failed(outcome, "import", "is not installed")


def test_our_package_can_be_what_is_examined(isolation):
    text = (ROOT / "scratch" / "activations" / "sigmoid.py").read_text(encoding="utf-8")
    source = Source(text, "sigmoid.py", str(ROOT), module="scratch.activations.sigmoid")
    with Worker(source, isolation=isolation) as worker:
        assert "sigmoid" in {member.path for member in worker.inventory()}
        assert worker.run([Call("sigmoid", (np.zeros(1),))]) == [0.5]


def test_a_module_of_the_candidate_may_have_the_name_of_ours(isolation, tmp_path):
    (tmp_path / "scratch.py").write_text("answer = 42\n", encoding="utf-8")
    with Worker(Source("import scratch\ndef f(): return scratch.answer\n", "net.py", str(tmp_path)), isolation=isolation) as worker:
        assert worker.run([Call("f")]) == [42]


def test_nothing_to_read_on_the_stack_or_by_gc(examine):
    text = """
import gc, sys
def bad(x):
    words = set()
    frame = sys._getframe()
    while frame:
        words |= set(frame.f_globals) | set(frame.f_locals)
        frame = frame.f_back
    for thing in gc.get_objects():
        if isinstance(thing, dict): words |= {key for key in thing if isinstance(key, str)}
        if isinstance(thing, type(gc)): words.add(thing.__name__)
    return sorted(word for word in words if word in {"reference", "comparisons", "keras", "tensorflow", "tolerance", "Pair", "allowance"})
"""
    assert examine(text, np.ones(3)) == []


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow",
        "import keras.layers",
        "from tensorflow import keras",
        "import torch",
        "import importlib; importlib.import_module('keras')",
        "import sys; sys.meta_path[:] = sys.meta_path[-1:]; import keras",
        "__import__('jax')",
    ],
)
def test_calling_a_framework(examine, code):
    outcome = examine(f"def bad():\n    {code}\n")
    assert_failed(outcome, "framework", "uses")
    assert outcome.line == 2


def test_calling_a_framework_at_import(examine):
    assert_failed(examine("import numpy as np\nimport tensorflow as tf\ndef bad(): return tf\n"), "framework", "tensorflow")


def test_a_framework_that_is_optional(examine):
    assert examine("try:\n    import torch\nexcept ImportError:\n    torch = None\ndef bad(): return torch\n") is None


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', PORT))",
        "urllib.request.urlopen('http://127.0.0.1:PORT/')",
        "failed(libc.socket(2, 1, 0))",
    ],
)
def test_opening_a_socket(examine, code):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        code = code.replace("PORT", str(server.getsockname()[1]))
        outcome = examine(f"{LIBC}import socket, urllib.request\n{FAILED}def bad():\n    {code}\n")
        assert_failed(outcome, "raised")
        assert "PermissionError" in outcome.message or "URLError" in outcome.message
        with pytest.raises(BlockingIOError):
            server.accept()
