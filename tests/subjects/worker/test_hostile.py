"""Broken and hostile candidates: whatever they do, we finish, the next program runs, nothing is left and nothing changed."""

from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Get, Keep, Kept, Limits, Opaque, Ref, Worker, Write

ROOT = Path(__file__).parents[3]
HOME = Path.home()

LIBC = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"


def assert_failed(outcome, kind, words=""):
    assert isinstance(outcome, CandidateError), f"expected {kind}, got {outcome!r}"
    assert outcome.kind == kind, outcome
    assert words in outcome.message


@pytest.mark.parametrize("body", ["while True: pass", "while True:\n        try:\n            x = 1\n        except BaseException: pass"])
def test_endless_loop(examine, body):
    outcome = examine(f"def bad():\n    {body}\n", limits=Limits(seconds_per_call=0.5))
    assert_failed(outcome, "timeout", "0.5 seconds")
    assert outcome.line in (2, 3, 4, 5)


def test_endless_loop_in_machine_code(examine):
    assert_failed(examine("def bad():\n    return 3 ** 10 ** 9\n", limits=Limits(seconds_per_call=0.5)), "timeout")


def test_endless_loop_at_import(examine):
    outcome = examine("def bad(): pass\nwhile True: pass\n", limits=Limits(seconds_to_load=0.5))
    assert_failed(outcome, "timeout", "0.5 seconds")
    assert outcome.line == 2


def test_sleeping_through_the_total(examine):
    outcome = examine("import time\ndef bad():\n    time.sleep(30)\n", limits=Limits(seconds_per_call=20, seconds=1.0))
    assert_failed(outcome, "timeout", "in total")


def test_stopping_itself(examine):
    text = "import os, signal\ndef bad():\n    os.kill(os.getpid(), signal.SIGSTOP)\n"
    assert_failed(examine(text, limits=Limits(seconds_per_call=0.5)), "timeout")


def test_endless_recursion(examine):
    assert_failed(examine("def bad():\n    return bad()\n"), "raised", "RecursionError")


def test_endless_recursion_without_a_limit(examine):
    text = "import sys\nsys.setrecursionlimit(10**9)\ndef bad(x=None):\n    return sorted([1, 2], key=bad)\n"
    outcome = examine(text, limits=Limits(seconds_per_call=30.0, memory_mib=1024))
    assert isinstance(outcome, CandidateError)
    assert outcome.kind in ("died", "memory", "raised")


def test_allocating_50_gb(examine):
    assert_failed(examine("import numpy as np\ndef bad():\n    return np.ones(50 * 2**30 // 8)\n"), "memory", "Unable to allocate 50.0 GiB")


def test_allocating_without_numpy(examine):
    assert_failed(
        examine("def bad():\n    x = []\n    while True: x.append(bytearray(2**24))\n", limits=Limits(30, memory_mib=1024)), "memory"
    )


def test_allocating_shared_memory(examine):
    outcome = examine("import mmap\ndef bad():\n    return mmap.mmap(-1, 50 * 2**30)\n")
    assert_failed(outcome, "raised", "Cannot allocate memory")


@pytest.mark.parametrize("code", ["ctypes.string_at(0)", "faulthandler._sigsegv()"])
def test_segfault(examine, code):
    outcome = examine(f"import ctypes, faulthandler\ndef bad():\n    {code}\n")
    assert_failed(outcome, "died", "SIGSEGV")
    assert outcome.line == 3


@pytest.mark.parametrize(
    "code", ["sys.exit()", "sys.exit(3)", "exit()", "raise SystemExit", "raise KeyboardInterrupt", "raise GeneratorExit"]
)
def test_ending_the_program(examine, code):
    prefix = "import sys\nexit = sys.exit\n"
    assert_failed(examine(f"{prefix}def bad():\n    {code}\n"), "raised")
    assert_failed(examine(f"{prefix}{code}\ndef bad(): pass\n"), "raised")


def test_ending_the_process(examine):
    assert_failed(examine("import os\ndef bad():\n    os._exit(0)\n"), "died", "exit status 0")
    assert_failed(examine("import os\nos._exit(0)\ndef bad(): pass\n"), "died", "exit status 0")


KILLERS = {
    "parent": "os.kill(os.getppid(), 9)",
    "parent, by the C library": "libc.kill(os.getppid(), 9)",
    "parent, by its group": "os.killpg(os.getpgid(os.getppid()), 9)",
    "everybody, by the C library": "libc.kill(-1, 15)",
    "parent's threads, by number": "libc.syscall(200, os.getppid(), 9)",
    "its own group": "os.killpg(0, 9)",
    "its own group, by the C library": "libc.kill(0, 9)",
}


def skip_other_machines(code):
    if "libc.syscall" in code and os.uname().machine != "x86_64":
        pytest.skip("numbers of system calls are x86_64's")


@pytest.mark.parametrize("code", KILLERS.values(), ids=KILLERS)
def test_killing(examine, code):
    skip_other_machines(code)
    outcome = examine(f"{LIBC}import os\ndef bad():\n    if {code} != 0: raise PermissionError(ctypes.get_errno())\n")
    assert_failed(outcome, "raised", "PermissionError")


FORKERS = {
    "fork": "os.fork()",
    "fork, by the C library": "libc.fork()",
    "vfork, by number": "libc.syscall(58)",
    "clone, by number": "libc.syscall(56, 17, 0, 0, 0, 0)",
    "clone3, by number": "libc.syscall(435, ctypes.create_string_buffer(88), 88)",
    "subprocess": "subprocess.Popen(['sleep', '60'])",
    "system": "os.system('sleep 60 &')",
    "multiprocessing": "multiprocessing.get_context('spawn').Process(target=print).start()",
    "exec": "os.execv('/bin/sh', ['sh', '-c', 'sleep 60'])",
}


@pytest.mark.parametrize("code", FORKERS.values(), ids=FORKERS)
def test_starting_processes(examine, code):
    skip_other_machines(code)
    text = f"{LIBC}import os, subprocess, multiprocessing\ndef bad():\n    if {code} == -1: raise PermissionError(ctypes.get_errno())\n"
    outcome = examine(text)
    assert_failed(outcome, "raised", "PermissionError")


def test_fork_bomb(examine):
    text = f"{LIBC}def bad():\n    made = 0\n    for _ in range(200):\n        made += libc.fork() >= 0\n    return made\n"
    assert examine(text) == 0


def test_daemon_thread_that_outlives_it(examine):
    text = "import threading, time\ndef bad():\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n    return 1\n"
    assert examine(text) == 1


def test_thread_that_is_no_daemon(examine):
    text = "import threading, time\ndef bad():\n    threading.Thread(target=time.sleep, args=(60,)).start()\n    return 1\n"
    assert examine(text) == 1


@pytest.mark.parametrize("where", ["def bad():\n    ", ""], ids=["call", "import"])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_printing_a_gigabyte(examine, where, stream):
    line = f"for _ in range(1024): sys.{stream}.write('x' * 2**20)"
    outcome = examine(f"import sys\n{where}{line}\n{'def bad(): pass' if not where else ''}\n", limits=Limits(seconds_per_call=60))
    assert outcome is None


def test_printing_a_gigabyte_past_python(examine):
    text = "import os\ndef bad():\n    for n in (1, 2):\n        for _ in range(512): os.write(n, b'x' * 2**20)\n    return 1\n"
    assert examine(text, limits=Limits(seconds_per_call=60)) == 1


def test_prints_are_kept_up_to_a_bound(isolation):
    with Worker(Source("def talk(): print('hello', 'x' * 10**6)\n", "bad.py"), isolation=isolation) as worker:
        worker.run([Call("talk")])
        assert worker.printed.startswith("hello xxx")
        assert len(worker.printed) == 20_000


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
    "symbolic link, by the C library": "libc.symlink(path.encode(), b'mine'); failed(libc.open(b'mine', os.O_WRONLY))",
    "mkdir": "os.mkdir(path + '.folder')",
    "numpy": "np.save(path, np.zeros(3))",
    "shutil": "shutil.rmtree(os.path.dirname(path))",
}
FAILED = "def failed(result):\n    if result < 0: raise PermissionError(ctypes.get_errno())\n"


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
    made = [place / f".parity-target-{os.getpid()}" for place in (tmp_path / "results", tmp_path / "subject", ROOT / "tests", HOME)]
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


PATCHES = {
    "numpy": "np.exp = np.asarray = np.array = np.ndarray = np.frombuffer = lambda *a, **k: 7",
    "numpy's insides": "np._core.multiarray.array = np._core.numeric.asarray = None",
    "builtins": "builtins.len = builtins.isinstance = builtins.type = builtins.list = builtins.getattr = lambda *a: 7",
    "more builtins": "builtins.__import__ = builtins.BaseException = builtins.open = builtins.print = None",
    "json": "json.dumps = json.loads = json.JSONEncoder.encode = json.decoder.JSONDecoder.decode = None",
    "json's parts": "json.encoder.JSONEncoder.iterencode = json.encoder.c_make_encoder = json.scanner.c_make_scanner = None",
    "os": "os.read = os.write = os.readv = os.writev = os.path.realpath = None",
    "struct": "struct.pack = struct.Struct = struct.unpack = None",
    "everything of sys": "sys.stdout = sys.stderr = sys.meta_path = sys.path = sys.path_hooks = None",
    "inspect": "inspect.signature = inspect.getsourcelines = None",
    "warnings": "warnings.showwarning = warnings.simplefilter = None",
    "sys.modules": "sys.modules.clear()",
}
MODULES = "import builtins, inspect, json, os, struct, sys, warnings\nimport numpy as np\n"
HONEST = "def honest(x):\n    return np.exp(x) * len([1, 2])\n"


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES)
def test_patching_in_a_call_changes_nothing_for_the_others(isolation, code):
    x = np.linspace(0, 1, 5)
    with Worker(Source(f"{MODULES}{HONEST}def bad():\n    {code}\n    return 5\n", "bad.py"), isolation=isolation) as worker:
        assert worker.run([Call("bad")]) == [5]
        (result,) = worker.run([Call("honest", (x,))])
        np.testing.assert_array_equal(result, np.exp(x) * 2)
        assert worker.generation == 1
        if "np." in code or "builtins" in code:
            assert worker.touched, "the change goes unnoticed"


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES)
def test_patching_at_import(isolation, code):
    with Worker(Source(f"{MODULES}def f(x):\n    return x + 1\n{code}\n", "bad.py"), isolation=isolation) as worker:
        assert [member.path for member in worker.inventory()] == ["f"]
        assert worker.run([Call("f", (np.ones(2),))])[0].tolist() == [2.0, 2.0]


LIAR = """
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return True
    def __array_ufunc__(self, *a, **k): return np.zeros(self.shape)
    def __array__(self, *a, **k): return np.zeros(1)
    def __getattribute__(self, name): return {"shape": (9,), "dtype": np.dtype("int8"), "tobytes": lambda: b""}.get(name, 3)
    def __reduce__(self): raise RuntimeError
    def view(self, *a): return np.zeros(2)
def bad(x):
    return x.view(Liar)
"""


def test_lying_arrays_come_back_as_what_they_are(examine):
    x = np.arange(6.0).reshape(2, 3)
    result = examine(LIAR, x)
    assert type(result) is np.ndarray
    np.testing.assert_array_equal(result, x)


ODD_RESULTS = {
    "object array": ("np.array([1, None], dtype=object)", "ndarray"),
    "array of text": ("np.array(['a'])", "ndarray"),
    "structured array": ("np.zeros(2, dtype=[('a', 'f4')])", "ndarray"),
    "dates": ("np.array(['2020-01-01'], dtype='M8[D]')", "ndarray"),
    "function": ("(lambda: 1)", "function"),
    "generator": ("(i for i in [1])", "generator"),
    "module": ("np", "module"),
    "set": ("{1, 2}", "set"),
    "bytes": ("b'abc'", "bytes"),
    "huge number": ("10**5000", "int"),
    "an object that lies about its class": ("Pretender()", "Pretender"),
}
PRETENDER = "import numpy as np\nclass Pretender:\n    __class__ = property(lambda self: np.ndarray)\n"


@pytest.mark.parametrize(("code", "type_name"), ODD_RESULTS.values(), ids=ODD_RESULTS)
def test_odd_results_stay_there(examine, code, type_name):
    result = examine(f"{PRETENDER}def bad():\n    return {code}\n")
    assert isinstance(result, Opaque)
    assert result.type_name == type_name


def test_subclasses_of_plain_types_come_back_plain(examine):
    text = """
class I(int):
    __add__ = __int__ = __index__ = __repr__ = None
class F(float):
    __add__ = __float__ = __repr__ = None
class S(str):
    __getitem__ = __str__ = __len__ = __iter__ = None
class L(list):
    def __iter__(self): raise RuntimeError
    __len__ = None
class D(dict):
    items = keys = __iter__ = None
def bad():
    return I(3), F(2.5), S("abc"), L([1, 2]), D(a=1)
"""
    result = examine(text)
    assert result == (3, 2.5, "abc", [1, 2], {"a": 1})
    assert [type(part) for part in result] == [int, float, str, list, dict]


def test_endless_nesting(examine):
    text = "def bad():\n    x = []\n    x.append(x)\n    return x\n"
    result = examine(text)
    while type(result) is list:
        (result,) = result
    assert isinstance(result, Opaque)


def test_a_list_without_end(examine):
    result = examine("def bad():\n    return list(range(10**6))\n")
    assert isinstance(result, Opaque)


def test_an_answer_that_is_too_large(examine):
    outcome = examine(
        "import numpy as np\ndef bad():\n    return [np.ones(2**27)] * 2\n", limits=Limits(seconds_per_call=30, memory_mib=8192)
    )
    assert_failed(outcome, "protocol", "too large")


FORGED = """
import os, stat
def bad():
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode): os.write(number, {data})
        except OSError: pass
    return 1
"""


@pytest.mark.parametrize(
    "data",
    [
        "b'x' * 100",
        "b'PRTY' + b'\\xff' * 12",
        "b'PRTY' + (2).to_bytes(4, 'little') + (0).to_bytes(8, 'little') + b'{}'",
        "b'PRTY' + (4).to_bytes(4, 'little') + (0).to_bytes(8, 'little') + b'1e99'",
        "b'PRTY' + (20000).to_bytes(4, 'little') + (0).to_bytes(8, 'little') + b'[' * 20000",
    ],
)
def test_forged_answers(examine, data):
    assert_failed(examine(FORGED.format(data=data)), "protocol")


def test_closing_all_files(examine):
    assert_failed(examine("import os\ndef bad():\n    os.closerange(0, 256)\n"), "died")


def test_flooding_every_pipe(examine):
    text = FORGED.format(data="b'x' * 2**26")
    outcome = examine(text, limits=Limits(seconds_per_call=2))
    assert isinstance(outcome, CandidateError)
    assert outcome.kind in ("protocol", "timeout")


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


def test_syntax_error(examine):
    outcome = examine("def bad(:\n    pass\n")
    assert_failed(outcome, "syntax", "SyntaxError: ")
    assert outcome.line == 1


@pytest.mark.parametrize(("module", "package"), [("sklearn_not_there", "sklearn_not_there"), ("skimage.io", "scikit-image")])
def test_missing_import(examine, module, package):
    outcome = examine(f"import numpy\nimport {module}\ndef bad():\n    return {module}.open()\n")
    assert_failed(outcome, "import", f"pip install {package}")
    assert outcome.line == 4  # where it is used: the good function beside it, which does not use it, can be called


@pytest.mark.parametrize("statement", ["from sklearn_not_there import *", "if True: import sklearn_not_there"])
def test_missing_import_that_cannot_wait(examine, statement):
    outcome = examine(f"import numpy\n{statement}\ndef bad(): pass\n")
    assert_failed(outcome, "import", "pip install sklearn_not_there")
    assert outcome.line == 2


def test_an_argument_nobody_can_guess(examine):
    assert_failed(examine("def bad(x, configuration): pass\n", 1), "raised", "configuration")


def test_an_error_with_an_endless_message(examine):
    outcome = examine("def bad():\n    raise ValueError('x' * 10**8 + '\\n')\n")
    assert_failed(outcome, "raised", "ValueError: xxx")
    assert len(outcome.message) < 1000


def test_an_error_that_raises_when_it_is_read(examine):
    text = "class E(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\ndef bad():\n    raise E\n"
    assert_failed(examine(text), "raised", "E: ")


def test_an_error_that_hangs_when_it_is_read(examine):
    text = "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef bad():\n    raise E\n"
    assert_failed(examine(text, limits=Limits(seconds_per_call=0.5)), "timeout")


def test_a_class_that_lies_about_everything(isolation):
    text = """
class Meta(type):
    def __getattribute__(cls, name): raise RuntimeError(name)
    def __instancecheck__(cls, other): raise RuntimeError
    def __subclasscheck__(cls, other): raise RuntimeError
class Bad(metaclass=Meta):
    def forward(self, x): return x
def good(x): return x
"""
    with Worker(Source(text, "bad.py"), isolation=isolation) as worker:
        assert {"Bad", "good"} <= {member.path for member in worker.inventory()}


def test_raising_more_memory(examine):
    text = "import resource\ndef bad():\n    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)\n"
    assert_failed(examine(text), "raised", "PermissionError")


def test_raising_more_memory_by_the_c_library(examine):
    text = f"{LIBC}{FAILED}import struct\ndef bad():\n    failed(libc.prlimit(0, 9, struct.pack('QQ', 2**60, 2**60), None))\n"
    assert_failed(examine(text), "raised", "PermissionError")


def test_what_was_kept_is_gone_after_a_death_and_says_so(isolation):
    text = "import os\nimport numpy as np\nclass Net:\n    def __init__(self): self.W = np.zeros(2)\ndef die(): os._exit(7)\n"
    with Worker(Source(text, "bad.py"), isolation=isolation) as worker:
        worker.run([Call("Net"), Keep("net", Ref(0)), Write(Ref(0), "W", np.ones(2))])
        with pytest.raises(CandidateError, match="exit status 7"):
            worker.run([Call("die")])
        assert worker.generation == 1
        with pytest.raises(CandidateError, match="nothing is kept as 'net'"):
            worker.run([Get(Kept("net"), "W")])
        assert worker.generation == 2


def test_each_call_has_its_own_time(isolation):
    """Five calls of 0.4 s each are fine within 1 s a call."""
    text = "import time\ndef nap():\n    time.sleep(0.4)\n    return 1\n"
    with Worker(Source(text, "bad.py"), limits=Limits(seconds_per_call=1.0), isolation=isolation) as worker:
        assert worker.run([Call("nap")] * 5) == [1] * 5


def test_ctrl_c_leaves_nothing(isolation):
    import _thread
    import threading

    worker = Worker(Source("def f():\n    while True: pass\n", "bad.py"), limits=Limits(seconds_per_call=60), isolation=isolation)
    worker.inventory()
    folder = worker._process.folder
    threading.Timer(0.5, _thread.interrupt_main).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        worker.run([Call("f")])
    assert time.monotonic() - began < 30
    assert not Path(folder).exists()
