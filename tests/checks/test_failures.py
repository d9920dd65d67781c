"""What a failure says: the smallest example, a richer one with its pattern, a script that runs by itself, and how to replay it."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

import scratch
from comparisons.__main__ import main
from comparisons.checks import CHECKS
from comparisons.checks.engine import run_checks
from comparisons.checks.result import component_of
from comparisons.checks.script import script
from comparisons.checks.verdicts import Component
from comparisons.reports.check_terminal import disagreement
from tests.checks.saboteurs import pair_of, sabotaged
from tests.checks.test_saboteurs import batch_mean_leaks, bias_mean, gradient_changed, half_zero, mutates_input
from tests.quickly import some

pytestmark = pytest.mark.keras

EXAMPLES = 20


@dataclass(frozen=True)
class Fault:
    """A bug planted in scratch itself, as source text, so that it can be planted in another process as well."""

    kind: str
    name: str
    check: str
    dtype: str
    owner: str
    attribute: str
    source: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.name}-{self.attribute}"

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = {"np": np, "scratch": scratch}
        monkeypatch.setattr(eval(self.owner, names), self.attribute, eval(self.source, names))

    @property
    def prelude(self) -> str:
        return f"import numpy as np\nimport scratch\n{self.owner}.{self.attribute} = {self.source}\n"


FAULTS = [
    Fault("activation", "tanh", "gradients", "float64", "scratch.activations.tanh", "vjp", "lambda dy, x, y: dy * y"),
    Fault("activation", "relu", "special values", "float32", "scratch.activations.relu", "vjp",
          "lambda dy, x, y, **settings: np.where(np.abs(x) > 1e30, dy * 0 + 3, dy * (x > 0))"),
    Fault("loss", "MeanSquaredError", "gradients", "float32", "scratch.losses.MeanSquaredError", "value_and_gradient",
          "lambda self, y_true, y_pred, sample_weight, dy: (np.float32(0), 2 * (y_pred - y_true))"),
    Fault("layer", "Dense", "forward", "float64", "scratch.layers.Dense", "call",
          "lambda self, x, training: (x @ self.params['kernel'] / 2, x)"),
    Fault("layer", "LSTM", "forward", "float64", "scratch.layers.LSTM", "input_bias", "lambda self: self.params['bias'] + 1"),
    Fault("layer", "Add", "forward", "float64", "scratch.layers.Add", "merge", "lambda self, xs: sum(xs) + 1"),
    Fault("metric", "Mean", "streaming", "float32", "scratch.metrics.Mean", "result", "lambda self: self.total"),
    Fault("optimizer", "SGD", "updates", "float32", "scratch.optimizers.SGD", "update_step",
          "lambda self, gradient, variable, slots: np.add(variable, gradient, out=variable)"),
    Fault("schedule", "ExponentialDecay", "forward", "float32", "scratch.optimizers.schedules.ExponentialDecay", "rate_at",
          "lambda self, step: np.float32(0.125)"),
    Fault("initializer", "Constant", "exact values", "float64", "scratch.initializers.Constant", "values",
          "lambda self, shape: np.full(shape, 7.0)"),
]  # fmt: skip


def failing(pair, check, dtype):
    """The component with its failing check, and no other."""
    checks = [one for one in CHECKS if one.name == check]
    (result,) = run_checks(pair, checks, dtype, examples=EXAMPLES, seed=0)
    assert result.counterexample is not None, f"{check} caught nothing"
    return Component(pair, [result], {}, 0, EXAMPLES), result


def run(source):
    """What a script prints in a process of its own, which must not need Keras."""
    guard = "import sys\nsys.modules['keras'] = sys.modules['tensorflow'] = None\n"
    done = subprocess.run([sys.executable, "-c", guard + source], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def outside(printed):
    """(elements outside, elements) by the script's last line."""
    found = re.fullmatch(r"(\d+) of (\d+) elements outside the allowance", printed.splitlines()[-1])
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("fault", some(FAULTS, 2), ids=str)
def test_script_shows_the_disagreement_by_itself(fault, monkeypatch):
    with monkeypatch.context() as patched:
        fault.plant(patched)
        _, result = failing(pair_of(fault.name, fault.kind), fault.check, fault.dtype)
        text = script(pair_of(fault.name, fault.kind), result.counterexample)
    wrong, elements = outside(run(fault.prelude + text))
    assert wrong == int((result.counterexample.compared.shares > 1).sum())
    assert elements == result.counterexample.compared.apart.size
    assert outside(run(text))[0] == 0, "scratch as it is disagrees too: the script shows something else than the planted bug"


@pytest.mark.parametrize(
    ("check", "pair", "words"),
    [
        ("directional", sabotaged("tanh", gradient_changed(half_zero)), ("by the gradient", "by a small step")),
        ("samples", sabotaged("sigmoid", batch_mean_leaks), ("alone", "in the batch")),
        ("purity", sabotaged("relu", mutates_input), ("x as before", "dy as before")),
    ],
    ids=["directional", "samples", "purity"],
)
def test_scripts_of_other_checks_run_on_their_own(check, pair, words):
    _, result = failing(pair, check, "float64")
    printed = run(script(pair, result.counterexample))
    assert all(word in printed for word in words)


def test_script_of_what_raised_raises(monkeypatch):
    fault = Fault("activation", "elu", "forward", "float64", "scratch.activations.elu", "function", "lambda x, alpha: np.zeros(3)[9]")
    with monkeypatch.context() as patched:
        fault.plant(patched)
        component, result = failing(pair_of("elu", "activation"), "forward", "float64")
    assert component.verdict == "error"
    with pytest.raises(AssertionError, match="IndexError"):
        run(fault.prelude + script(pair_of("elu", "activation"), result.counterexample))


def test_a_richer_example_shows_the_pattern():
    """On the smallest example, a batch of two with one unit, a mean of the bias's gradient is half of the sum: no telling why."""
    component, result = failing(sabotaged("Dense", bias_mean), "gradients", "float64")
    assert result.counterexample.case.x.size < result.specimen.case.x.size
    assert result.specimen.compared.what == result.counterexample.compared.what == "gradient of bias"
    said = disagreement(component_of(component))
    rich = said[said.index("on a richer example") :]
    assert "0.25 x Keras throughout: 1 / batch size" in rich
    assert "5 of 5 outside" in rich


def test_a_richer_example_that_passes_is_not_shown():
    """Wrong for batches of two only."""

    def twos(right, case):
        outcome = right(case)
        return {**outcome, "output": outcome["output"] + (len(case.x) == 2)}

    component, result = failing(sabotaged("tanh", twos), "forward", "float64")
    assert result.specimen is None
    assert "richer" not in disagreement(component_of(component))


@pytest.mark.thorough  # another process starts Keras
def test_the_command_that_is_printed_finds_the_same_again(monkeypatch):
    FAULTS[0].plant(monkeypatch)
    component, _ = failing(pair_of("tanh", "activation"), "gradients", "float64")
    said = disagreement(component_of(component))
    command = shlex.split(re.search(r"replay +parity (.*)", said)[1])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pytest.raises(SystemExit) as left:
        main([*command, "--dtype", "float64"])
    assert left.value.code == 1
    assert said[: said.index("  replay")] in printed.getvalue()
