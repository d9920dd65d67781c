"""Candidates without end: loops, recursion, memory, prints. Each is stopped, and the next program runs."""

from __future__ import annotations

import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Limits, Worker
from tests.subjects.worker.failing import FAILED, LIBC, assert_failed


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


def test_raising_more_memory(examine):
    text = "import resource\ndef bad():\n    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)\n"
    assert_failed(examine(text), "raised", "PermissionError")


def test_raising_more_memory_by_the_c_library(examine):
    text = f"{LIBC}{FAILED}import struct\ndef bad():\n    failed(libc.prlimit(0, 9, struct.pack('QQ', 2**60, 2**60), None))\n"
    assert_failed(examine(text), "raised", "PermissionError")


def test_each_call_has_its_own_time(isolation):
    """Five calls of 0.4 s each are fine within 1 s a call."""
    text = "import time\ndef nap():\n    time.sleep(0.4)\n    return 1\n"
    with Worker(Source(text, "bad.py"), limits=Limits(seconds_per_call=1.0), isolation=isolation) as worker:
        assert worker.run([Call("nap")] * 5) == [1] * 5


def test_each_part_has_its_own_time_and_all_together_have_an_end(isolation):
    text = "import time\ndef slow():\n    time.sleep(0.5)\n"
    limits = Limits(seconds=0.8, seconds_in_all=2.0)
    with Worker(Source(text, "slow.py"), limits=limits, isolation=isolation) as worker:
        worker.inventory()
        for _ in range(2):
            worker.turn_to_next()
            worker.run([Call("slow", ())])
        with pytest.raises(CandidateError, match=r"0\.8 seconds in total"):
            worker.run([Call("slow", ())])
        worker.turn_to_next()
        with pytest.raises(CandidateError, match="2 seconds, which all parts of this file share"):
            _run_each(worker, ["slow"] * 4)


def _run_each(worker, parts):
    for part in parts:
        worker.turn_to_next()
        worker.run([Call(part, ())])
