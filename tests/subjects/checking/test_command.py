"""`parity check TARGET` from end to end: verdicts, exit statuses, the result, what is said."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from comparisons.__main__ import _status
from comparisons.reports.schema import first_mistake
from tests.quickly import quickly
from tests.subjects.looking import SAMPLES

pytestmark = pytest.mark.keras

ROOT = Path(__file__).parents[3]
NET = """import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def relu(x, slope, cap):
    return x


def show(x):
    return None
"""


@pytest.fixture
def net(tmp_path):
    file = tmp_path / "net.py"
    file.write_text(NET, encoding="utf-8")
    return file


def checked(*arguments, out):
    """(exit status, result)."""
    status = _status(["check", *map(str, arguments), "--examples", "6", "--jobs", "1", "--json", str(out), "--quiet"])
    result = json.loads(out.read_text(encoding="utf-8"))
    assert first_mistake(result, "check") == ""
    return status, result


def verdicts(result):
    return {part["name"]: part["verdict"] for part in result["components"]}


def test_a_file_gets_a_verdict_a_part(net, tmp_path):
    status, result = checked(net, out=tmp_path / "r.json")
    assert status == 1
    assert verdicts(result) == {"sigmoid": "match", "softmax": "deviation", "relu": "unrecognised"}
    assert result["summary"] == {"match": 1, "convention": 0, "deviation": 1, "mismatch": 0, "error": 0, "unrecognised": 1}
    softmax = result["components"][1]
    assert softmax["subject"] == f"{net}:softmax"
    assert [finding["code"] for finding in softmax["findings"]] == ["softmax-wrong-axis"]
    assert softmax["findings"][0]["source"]["line"] == 14
    assert softmax["findings"][0]["source"]["text"] == "    return e / e.sum()"


def test_the_script_of_a_counterexample_shows_both_numbers(net, tmp_path):
    _, result = checked(f"{net}:softmax", out=tmp_path / "r.json")
    shown = result["components"][0]["counterexample"]
    done = subprocess.run(
        [sys.executable, "-c", shown["script"]], capture_output=True, text=True, check=True, cwd=tmp_path, encoding="utf-8"
    )
    found = [float(number) for number in re.findall(r"[-\d.e]+", done.stdout)]
    assert found == pytest.approx(np.ravel([shown["candidate"], shown["reference"]]), rel=1e-5)


def test_one_member_that_matches_is_status_0(net, tmp_path):
    status, result = checked(f"{net}:sigmoid", out=tmp_path / "r.json")
    assert (status, verdicts(result)) == (0, {"sigmoid": "match"})


def test_only_chooses(net, tmp_path):
    status, result = checked(net, "--only", "softmax", out=tmp_path / "r.json")
    assert (status, verdicts(result)) == (1, {"softmax": "deviation"})


def test_an_accepted_code_does_not_count(net, tmp_path):
    status, result = checked(net, "--only", "softmax", "--accept", "softmax-wrong-axis", out=tmp_path / "r.json")
    assert (status, verdicts(result)) == (0, {"softmax": "match"})
    assert result["components"][0]["findings"][0]["accepted"] is True


def test_as_says_what_a_part_is(tmp_path):
    file = tmp_path / "net.py"
    file.write_text("import numpy as np\ndef activate(x):\n    return 1 / (1 + np.exp(-x))\n", encoding="utf-8")
    status, result = checked(f"{file}:activate", "--as", "tanh", out=tmp_path / "r.json")
    assert (status, verdicts(result)["activate"]) == (1, "mismatch")
    status, result = checked(f"{file}:activate", "--as", "sigmoid", out=tmp_path / "r.json")
    assert (status, verdicts(result)["activate"]) == (0, "match")


def test_parity_toml_names_targets_and_what_is_accepted(net, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parity.toml").write_text(
        'targets = ["net.py:softmax"]\n[[subject]]\nname = "net.py:softmax"\naccept = ["softmax-wrong-axis"]\n', encoding="utf-8"
    )
    assert _status(["check", "--examples", "6", "--quiet"]) == 0


def test_list_shows_what_was_found_and_left_alone(net, capsys):
    assert _status(["check", str(net), "--list", "--quiet"]) == 0
    said = capsys.readouterr().out
    for words in ("sigmoid", "activation-derivative", "left alone: show", "nobody can guess how (x, slope, cap)"):
        assert words in " ".join(said.split())


def test_a_file_that_cannot_be_executed_is_an_error_and_the_next_is_checked(net, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("def f(x:\n", encoding="utf-8")
    missing = tmp_path / "missing.py"
    missing.write_text("import nothing_of_this_name\ndef relu(x):\n    return nothing_of_this_name.relu(x)\n", encoding="utf-8")
    status, result = checked(broken, missing, f"{net}:sigmoid", out=tmp_path / "r.json")
    assert status == 1
    assert [part["verdict"] for part in result["components"]] == ["error", "error", "match"]
    assert result["components"][0]["source"]["line"] == 1
    assert "pip install nothing_of_this_name" in result["components"][1]["findings"][0]["summary"]


def test_a_hanging_part_is_an_error_and_the_others_are_checked(tmp_path):
    file = tmp_path / "net.py"
    file.write_text(
        "import numpy as np\ndef tanh(x):\n    while True:\n        pass\ndef relu(x):\n    return np.maximum(x, 0)\n", encoding="utf-8"
    )
    _, result = checked(file, "--timeout", "1", out=tmp_path / "r.json")
    assert verdicts(result) == {"tanh": "error", "relu": "match"}
    assert "1 seconds" in result["components"][0]["findings"][0]["summary"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no_such.py"], "no such file"),
        (["NET:nothing"], "no 'nothing' in it"),
        (["NET", "--only", "sigmoi"], "did you mean sigmoid"),
        (["NET:sigmoid", "--as", "sigmod"], "did you mean sigmoid"),
        (["NET", "--as", "sigmoid"], "expected one part"),
        (["NET", "--dtype", "float16"], "expected float64 or float32"),
        (["NET", "--examples", "0"], "at least 1"),
        (["NET", "--timeout", "0"], "above 0"),
        (["--accept", "half-mse"], "expected a TARGET"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(net, tmp_path, capsys, arguments, says):
    out = tmp_path / "r.json"
    assert _status(["check", *(a.replace("NET", str(net)) for a in arguments), "--json", str(out), "--quiet"]) == 2
    said = capsys.readouterr().err.strip()
    assert says in said
    assert "\n" not in said
    assert not out.exists()


def test_a_notebook_of_a_course_is_checked_without_its_training(tmp_path):
    status, result = checked(SAMPLES / "course.ipynb", out=tmp_path / "r.json")
    assert status == 1
    assert verdicts(result) == {"sigmoid": "match", "linear_forward": "match", "compute_cost": "match", "relu": "deviation"}
    assert any("a loop" in said for said in result["targets"][0]["left_out"])
    assert result["components"][3]["findings"][0]["source"]["place"] == "cell 9, line 6"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("jobs", quickly(["1", "2"], ["1"]))
def test_ctrl_c_leaves_a_partial_result_and_no_process(net, tmp_path, jobs):
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ndef tanh(x):\n    time.sleep(600)\n", encoding="utf-8")
    out = tmp_path / "r.json"
    command = [sys.executable, "-m", "comparisons", "check", f"{net}:sigmoid", str(slow), "--examples", "4", "--json", str(out)]
    command += ["--timeout", "300", "--jobs", jobs]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    try:
        assert process.stdout is not None
        while "1 of 2 steps" not in process.stdout.readline():  # the first file is done, the second takes longer than anybody waits
            assert process.poll() is None
        _wait_for(lambda: _children(process.pid), process)
        workers = _children(process.pid)
        assert workers or not Path("/proc").exists()
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, said
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["interrupted"] is True
    assert verdicts(result) == {"sigmoid": "match"}
    assert _left_of(workers) == []


def _left_of(processes):
    """Command lines of those that are still there after a moment: what multiprocessing starts for itself ends when it is alone."""
    last = time.monotonic() + 10
    while (left := [path for number in processes if (path := Path(f"/proc/{number}/cmdline")).exists()]) and time.monotonic() < last:
        time.sleep(0.05)
    return [path.read_bytes().decode() for path in left]


def _wait_for(there, process):
    """Until something is there, or the process has ended."""
    last = time.monotonic() + 240
    while not there() and process.poll() is None and time.monotonic() < last:
        time.sleep(0.1)


def _children(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]
    except OSError:
        return []
