"""Candidates that crash, end, kill, fork or start threads: nothing else ends with them, and nothing is left of them."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Get, Keep, Kept, Limits, Ref, Worker, Write
from tests.subjects.worker.failing import LIBC, assert_failed, skip_other_machines


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


OUTLIVING = {
    "a message queue": "libc.msgget(0x5A5A5A, 0o1600)",
    "a semaphore": "libc.semget(0x5A5A5A, 1, 0o1600)",
    "shared memory": "libc.shmget(0x5A5A5A, 4096, 0o1600)",
    "a named queue, by number": "libc.syscall(240, b'parity', 0o101, 0o600, None)",
    "a key, by number": "libc.syscall(248, b'user', b'parity', b'1', 1, -4)",
}


@pytest.mark.parametrize("code", OUTLIVING.values(), ids=OUTLIVING)
def test_making_what_would_outlive_it(examine, code):
    skip_other_machines(code)
    outcome = examine(f"{LIBC}def bad():\n    if {code} < 0: raise PermissionError(ctypes.get_errno())\n")
    assert_failed(outcome, "raised", "PermissionError")
