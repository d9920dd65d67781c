"""However the harness ends, its workers end too."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.subjects.worker.conftest import processes_in

ROOT = Path(__file__).parents[3]
HARNESS = """
import sys
from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, Limits, Worker
worker = Worker(Source("def loop():\\n    while True: pass\\n", "a.py"), limits=Limits(seconds_per_call=300), isolation=sys.argv[1])
worker.inventory()
print(worker._process.folder, flush=True)
sys.stdin.readline()
{then}
"""


def harness(isolation, then):
    """A process of the harness, and the folder of its worker."""
    command = [sys.executable, "-c", HARNESS.format(then=then), isolation]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    folder = process.stdout.readline().strip()
    assert processes_in(folder)
    process.stdin.write("go on\n")
    process.stdin.flush()
    return process, folder


def assert_gone(folder):
    deadline = time.monotonic() + 10
    while processes_in(folder):
        assert time.monotonic() < deadline, "a worker outlives the harness"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_the_middle_of_a_call(isolation, number):
    process, folder = harness(isolation, "worker.run([Call('loop')])")
    time.sleep(0.3)
    os.kill(process.pid, number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert_gone(folder)
    shutil.rmtree(folder, ignore_errors=True)  # nobody was left to remove it


@pytest.mark.parametrize("then", ["", "del worker", "raise SystemExit(3)"])
def test_a_worker_that_nobody_closed(isolation, then):
    process, folder = harness(isolation, then)
    process.communicate(timeout=60)
    assert_gone(folder)
    assert not Path(folder).exists()


@pytest.mark.keras
@pytest.mark.thorough
def test_ctrl_c_while_a_program_trains(tmp_path):
    from tests.subjects.programs.objects import TEXTBOOK

    (tmp_path / "net.py").write_text(TEXTBOOK, encoding="utf-8")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "comparisons", "compare", "--epochs", "1000", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(
        [*command, "--candidate", f"{tmp_path}/net.py:TwoLayerNet"], cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    for line in process.stderr:
        if line.startswith("Training side by side"):
            break
    folders = list(temporary.glob("parity-worker-*"))
    assert len([folder for folder in folders if processes_in(folder)]) == 5
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode == 130
    assert '"interrupted": true' in (tmp_path / "out" / "result.json").read_text(encoding="utf-8")
    for folder in folders:
        assert_gone(folder)
        assert not folder.exists()
