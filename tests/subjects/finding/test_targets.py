"""From what a user names to the text that is executed."""

from __future__ import annotations

import json

import pytest

from comparisons.errors import InputError
from comparisons.subjects.finding.load import load_targets
from tests.subjects.looking import SAMPLES, target_of

SCRIPT = """import numpy as np
import matplotlib.pyplot as plt
import sys; sys.path.append("..")
from keras.datasets import mnist
try:
    import cupy as xp
except ImportError:
    import numpy as xp

(x_train, y_train), _ = mnist.load_data()
EPS = 1e-7
table = {}
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
table["sigmoid"] = sigmoid
relu = lambda x: np.maximum(0, x); plt.plot(x_train); print(3)
def loss(y, p):
    return -np.mean(y * np.log(p + EPS)) + len(table)
W = np.random.randn(3, 2)
for epoch in range(10**9):
    W -= 0.1 * sigmoid(x_train @ W)
def predict(x):
    return sigmoid(x @ W)
accuracy = np.mean(predict(x_train) == y_train)
if __name__ == "__main__":
    while True: pass
"""


def kept(target):
    return [line for line in target.source.text.split("\n") if line.strip()]


def test_definitions_stay_and_the_rest_goes(tmp_path):
    target = target_of(tmp_path, SCRIPT)
    lines = target.source.text.split("\n")
    assert lines[12:14] == SCRIPT.split("\n")[12:14]
    assert "W = np.random.randn(3, 2)" in lines  # predict reads it
    assert 'table["sigmoid"] = sigmoid' in lines  # loss reads what it adds to
    for gone in ("mnist", "plt", "epoch", "accuracy", "__main__"):
        assert gone not in target.source.text


def test_line_numbers_stay(tmp_path):
    target = target_of(tmp_path, SCRIPT)
    assert len(target.source.text.split("\n")) == len(SCRIPT.split("\n"))
    assert target.line(14) == "    return 1 / (1 + np.exp(-x))"


def test_what_was_left_out_is_said(tmp_path):
    assert target_of(tmp_path, SCRIPT).source.left_out == (
        "line 10: loads data",
        "line 16: draws",
        "lines 20 to 21: a loop",
        "line 24: statements that no definition needs",
    )


def test_what_is_left_compiles_and_runs(tmp_path):
    namespace = {"__name__": "subject"}
    exec(compile(target_of(tmp_path, SCRIPT).source.text, "net.py", "exec"), namespace)
    assert namespace["predict"]([[1, 2, 3]]).shape == (1, 2)
    assert namespace["relu"](-1) == 0


def test_an_assignment_whose_data_was_left_out_goes_too(tmp_path):
    target = target_of(tmp_path, "import pandas as pd\ndata = pd.read_csv('x')\nmean = data.mean()\ndef f(x):\n    return x - mean\n")
    assert kept(target) == ["def f(x):", "    return x - mean"]


def test_a_training_that_a_definition_needs_is_not_run(tmp_path):
    target = target_of(tmp_path, "def train():\n    pass\nweights = train()\ndef predict(x):\n    return x @ weights\n")
    assert "weights = train()" not in target.source.text
    assert target.source.left_out == ("line 3: trains",)


MADE = """from functools import partial
def make(slope):
    def f(x): return x * slope
    def back(x): return slope
    return f, back
def several(n):
    total = make(n)
    return total
def line(x, slope): return x * slope
double, double_prime = make(2)
half = partial(line, slope=0.5)
count = several(3)
trained = train(make(3))
"""


def test_functions_that_others_make_are_kept(tmp_path):
    assert [line.partition(" = ")[0] for line in kept(target_of(tmp_path, MADE))[9:]] == ["double, double_prime", "half"]


def test_methods_added_later_are_kept(tmp_path):
    text = "class Tensor:\n    pass\ndef add(a, b):\n    return a\nTensor.__add__ = add\nsetattr(Tensor, 'mul', add)\n"
    assert target_of(tmp_path, text).source.text == text


def test_a_notebook_without_magics_shell_and_training():
    target = load_targets(str(SAMPLES / "course.ipynb"))[0]
    compile(target.source.text, "course", "exec")
    for gone in ("wget", "%", "rm -rf", "while True", "plt", "read_csv", "mnist", "predictions"):
        assert gone not in target.source.text
    assert "EPSILON = 1e-7" in target.source.text
    assert any("rm -rf" in said or "%%bash" in said for said in target.source.left_out)


def test_a_place_in_a_notebook_is_its_cell():
    target = load_targets(str(SAMPLES / "course.ipynb"))[0]
    line = next(n for n, text in enumerate(target.lines, start=1) if "0.5" in text)
    assert target.place(line) == "cell 9, line 6"
    assert "np.where(Z > 0, 1.0, 0.5)" in target.line(line)


def test_a_cell_that_is_no_python_is_left_out_alone(tmp_path):
    cells = [{"cell_type": "code", "source": text} for text in ("def f(x:\n", "def g(x):\n    return x\n")]
    file = tmp_path / "a.ipynb"
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    target = load_targets(str(file))[0]
    assert kept(target) == ["def g(x):", "    return x"]
    assert target.source.left_out[0].startswith("cell 1: no Python")


def test_a_member_of_a_file(tmp_path):
    (tmp_path / "net.py").write_text("def f(x):\n    return x\n", encoding="utf-8")
    target = load_targets(f"{tmp_path / 'net.py'}:f")[0]
    assert (target.member, target.source.name) == ("f", str(tmp_path / "net.py"))


def test_a_module_is_found_without_importing_it(tmp_path, monkeypatch):
    package = tmp_path / "mypackage"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    (package / "layers.py").write_text("from . import other\ndef f(x):\n    return other\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (target,) = load_targets("mypackage.layers:f")
    assert target.source.module == "mypackage.layers"
    assert target.source.folder == str(tmp_path)
    assert target.member == "f"


def test_a_folder_and_a_package_are_all_their_files(tmp_path, monkeypatch):
    for name in ("a.py", "sub/b.py", "tests/test_a.py", ".hidden/c.py", "test_d.py", "c.ipynb"):
        (tmp_path / "box" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "box" / name).write_text("x = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [target.source.name.rpartition("box")[2].replace("\\", "/") for target in load_targets("box")] == [
        "/a.py",
        "/c.ipynb",
        "/sub/b.py",
    ]


def test_a_file_that_is_no_python_is_executed_to_say_so_itself(tmp_path):
    target = target_of(tmp_path, "def f(x:\n")
    assert target.source.text == "def f(x:\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing_here.py", "no such file"),
        ("no.such.module", "none of them"),
        ("math", "built in or compiled"),
        ("binary.py", "nobody wrote by hand"),
        ("text.ipynb", "a notebook"),
        ("r.ipynb", "Python code"),
        ("latin.py", "Python text"),
    ],
)
def test_unusable_targets_are_one_clear_line(tmp_path, monkeypatch, name, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "binary.py").write_bytes(b"a = 1\0")
    (tmp_path / "latin.py").write_bytes(b"# \xe9\n")
    (tmp_path / "text.ipynb").write_text("not json", encoding="utf-8")
    (tmp_path / "r.ipynb").write_text(json.dumps({"cells": [], "metadata": {"kernelspec": {"language": "R"}}}), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_targets(name)
    assert says in str(raised.value)
    assert str(raised.value).count("\n") == 0
    assert str(raised.value).endswith(".")
