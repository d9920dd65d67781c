"""`parity replay`: right code matches, planted bugs are caught, and neither needs TensorFlow."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comparisons.__main__ import _status
from comparisons.golden import bundle
from comparisons.golden.book import Answer
from comparisons.golden.bundle import BUILT_IN
from comparisons.golden.expressions import expression
from comparisons.golden.replay import replayed
from comparisons.golden.training import TRAININGS
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Values
from comparisons.reports.schema import first_mistake
from comparisons.subjects.conventions.tape.expressions import EXPRESSIONS
from comparisons.subjects.conventions.tape.pair import TAPE
from tests.checks.saboteurs import pair_of, sabotaged

ROOT = Path(__file__).parents[2]
READ = bundle.read(BUILT_IN)
SOME = ("sigmoid", "MeanSquaredError", "Dense", "BatchNormalization", "LSTM", "Adam", "Accuracy", "GlorotUniform", "CosineDecay")

RIGHT = """import numpy as np


def relu(x):
    return np.maximum(x, 0)


class Dense:
    def __init__(self, W, b):
        self.params = [W, b]
        self.grads = [np.zeros_like(W), np.zeros_like(b)]

    def forward(self, x):
        self.x = x
        return x @ self.params[0] + self.params[1]

    def backward(self, dout):
        self.grads[0][...] = self.x.T @ dout
        self.grads[1][...] = dout.sum(axis=0)
        return dout @ self.params[0].T
"""
WRONG = RIGHT.replace("dout.sum(axis=0)", "dout.mean(axis=0)")


def book_of(pair):
    return READ.book(pair.kind, pair.name)


def test_the_whole_catalogue_matches_and_has_the_result_of_a_check(tmp_path, capsys):
    assert _status(["replay", "--json", str(tmp_path / "result.json")]) == 0
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert first_mistake(result, "check") == ""
    parts = [part["name"] for part in result["components"]]
    assert parts == [*(pair.name for pair in PAIRS), *dict.fromkeys(training.name for training in TRAININGS)]
    assert result["summary"]["match"] == len(parts)
    assert result["environment"]["keras"] == READ.environment["keras"]
    assert result["environment"]["bundle"] == READ.sha256
    assert all(check["elements"] > 0 for part in result["components"] for check in part["checks"])
    assert f"{len(parts)} of {len(parts)} parts match Keras" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--only", "sigmoid", "--only", "LSTM"], ["{net}", "--examples", "3"]])
def test_tensorflow_is_not_imported(arguments, tmp_path):
    (tmp_path / "net.py").write_text(RIGHT, encoding="utf-8")
    arguments = [argument.format(net=tmp_path / "net.py") for argument in arguments]
    code = (
        "import sys\nfrom comparisons.__main__ import _status\n"
        f"if __name__ == '__main__':\n    assert _status(['replay', '--quiet', *{arguments!r}]) == 0\n"
        "    assert not set(sys.modules) & {'tensorflow', 'keras'}"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def off(what, factor):
    return lambda right, case: {**right(case), what: right(case)[what] * np.asarray(factor, dtype=right(case)[what].dtype)}


BUGS = {
    "sigmoid": off("gradient of x", 1 + 1e-9),
    "relu": lambda right, case: {**right(case), "gradient of x": case.upstream(case.x.shape) * (case.x >= 0)},
    "softmax": lambda right, case: {**right(case), "gradient of x": right(case)["output"] * case.upstream(case.x.shape)},
    "MeanSquaredError": off("output", 0.5),
    "BinaryCrossentropy": off("gradient of y_pred", -1),
    "Dense": off("gradient of kernel", 2),
    "Conv2D": lambda right, case: right(case.with_inputs(kernel=case.inputs["kernel"][::-1, ::-1].copy())),
    "MaxPooling2D": off("gradient of x", 0.5),
    "Embedding": off("output", 1 + 1e-7),
    "BatchNormalization": lambda right, case: right(case.with_settings(epsilon=1e-5)),
    "LayerNormalization": lambda right, case: right(case.with_settings(epsilon=1.001e-3)),
    "LSTM": off("gradient of recurrent_kernel", 0.999),
    "Dropout": off("output", 0.5),
    "Adam": lambda right, case: {**right(case), "momentums of kernel": right(case)["momentums of kernel"] * 1.0001},
    "SGD": lambda right, case: right(case.with_settings(learning_rate=0.0101)),
    "Precision": off("output", 1.01),
    "Zeros": lambda right, case: {"output": right(case)["output"] + np.asarray(1e-3, case.dtype)},
    "CosineDecay": off("output", 1.001),
}


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_caught(name):
    wrong = sabotaged(name, BUGS[name])
    component = replayed(wrong, book_of(wrong))
    assert component.verdict == "mismatch"
    assert replayed(pair_of(name, wrong.kind), book_of(wrong)).verdict == "match"


def test_a_part_of_scratch_that_was_tampered_with_is_caught(monkeypatch, capsys):
    from scratch.layers import Dense

    right = Dense.vjp
    monkeypatch.setattr(Dense, "vjp", lambda self, dy, *rest: right(self, 1.001 * dy, *rest))
    assert _status(["replay", "--only", "Dense", "--only", "sigmoid"]) == 1
    out = capsys.readouterr().out
    assert "1 of 2 parts match" in out
    assert "gradient of" in out


@pytest.fixture
def tampered(tmp_path):
    """The built-in bundle with every output of some parts changed by a hundredth of it and a hundredth more, and a hash that fits."""
    books = [READ.book(row["kind"], row["name"]) for row in READ.rows if row["name"] in SOME or row["name"] == "relu"]
    for book in books:
        book.answers = {key: _shifted(answer) for key, answer in book.answers.items()}
    file = tmp_path / "tampered.npz"
    file.write_bytes(bundle.packed(books, READ.environment))
    return file


def _shifted(answer: Answer) -> Answer:
    outcome = {what: (a * 1.01 + 0.01).astype(a.dtype) if a.dtype.kind == "f" else a for what, a in answer.outcome.items()}
    return replace(answer, outcome=outcome)


def test_numbers_that_are_not_keras_s_match_nothing(tampered, tmp_path):
    assert _status(["replay", str(tampered), "--quiet", "--json", str(tmp_path / "r.json")]) == 1
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    verdicts = {part["name"]: part["verdict"] for part in result["components"]}
    assert {name for name, verdict in verdicts.items() if verdict == "match"} <= {"GlorotUniform"}  # of which only laws are compared


def test_somebody_s_code_is_not_judged_by_them(tampered, tmp_path, capsys):
    (tmp_path / "net.py").write_text(RIGHT, encoding="utf-8")
    assert _status(["replay", "--bundle", str(tampered), str(tmp_path / "net.py"), "--examples", "3"]) == 2
    err = capsys.readouterr().err
    assert "relu" in err
    assert "parity replay --only" in err


def test_somebody_s_right_code_matches(tmp_path, capsys):
    (tmp_path / "net.py").write_text(RIGHT, encoding="utf-8")
    assert _status(["replay", str(tmp_path / "net.py"), "--examples", "6"]) == 0
    out = capsys.readouterr().out
    assert "2 of 2 parts match" in out
    assert "Keras's record" in out


def test_somebody_s_wrong_code_gets_its_cause(tmp_path):
    (tmp_path / "net.py").write_text(WRONG, encoding="utf-8")
    assert _status(["replay", f"{tmp_path / 'net.py'}:Dense", "--examples", "6", "--quiet", "--json", str(tmp_path / "r.json")]) == 1
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert first_mistake(result, "check") == ""
    (part,) = result["components"]
    assert part["verdict"] == "deviation"
    assert [finding["code"] for finding in part["findings"]] == ["bias-gradient-mean"]
    assert part["reproduce"].startswith("parity replay ")


def test_what_a_bundle_does_not_have_is_refused_by_name(tampered, capsys):
    assert _status(["replay", str(tampered), "--only", "tanh"]) == 2
    assert "tanh" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--as", "relu"], ["--examples", "3"], ["--accept", "half-mse"], ["--dtype", "int8"]])
def test_options_that_make_no_sense_are_refused(arguments, capsys):
    assert _status(["replay", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_have_the_gradients_that_small_steps_show(name):
    case = TAPE.make_case({"expression": name}, (4, 3), Values(seed=5), "float64", True)
    found = expression(EXPRESSIONS[name], case.inputs, case.upstream)
    for variable, a in case.inputs.items():
        v = np.random.default_rng(1).standard_normal(a.shape)
        ahead, behind = (
            expression(EXPRESSIONS[name], {**case.inputs, variable: a + h * v}, case.upstream)["output"] for h in (1e-6, -1e-6)
        )
        slope = np.vdot(case.upstream(np.shape(found["output"])), ahead - behind) / 2e-6
        assert np.vdot(found[f"gradient of {variable}"], v) == pytest.approx(slope, rel=1e-6, abs=1e-8)
