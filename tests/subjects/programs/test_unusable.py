"""Programs that cannot be used, and targets that are none: one line says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparisons.errors import InputError
from comparisons.subjects.programs.prepare import prepared_candidate
from comparisons.training.settings import Settings
from tests.subjects.programs.functions import TRAIN_STEP
from tests.subjects.programs.objects import TEXTBOOK
from tests.subjects.programs.understood import DIGITS, understood

WRONG = {
    "no colon": ("net.py", "expected FILE:NAME"),
    "no name": ("net.py:", "expected FILE:NAME"),
    "not a name": ("net.py:a-b", "expected FILE:NAME"),
    "no such file": ("nowhere/net.py:Net", "no such file"),
    "no Python": ("README.md:Net", "expected README.md:Net to run, got syntax"),
    "no such module": ("nowhere:Net", "none of them"),
    "a folder": ("tests:Net", "a folder, which has no members"),
}


@pytest.mark.parametrize(("target", "message"), WRONG.values(), ids=WRONG)
def test_bad_targets(target, message, monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[3])  # where the file and the folder are
    with pytest.raises(InputError, match=message) as caught, prepared_candidate(target, Settings.of(DIGITS)):
        pass
    assert str(caught.value).startswith("--candidate")
    assert "\n" not in str(caught.value)


BROKEN = {
    "no such name": ("class Net: pass\n", "Other", r"expected a name in net.py \(Net\), got 'Other'"),
    "syntax": ("class Net(:\n", "Net", "syntax: SyntaxError: .* \\(line 1\\)"),
    "missing import": ("import nowhere\nclass Net:\n    it = nowhere.thing()\n", "Net", "pip install nowhere"),
    "framework": ("import torch\nclass Net(torch.nn.Module): pass\n", "Net", "framework: it uses torch itself"),
    "raises at import": ("class Net:\n    it = 1 / 0\n", "Net", "ZeroDivisionError"),
    "dies": ("import os\nclass Net:\n    def __init__(self): os._exit(1)\n", "Net", "died: it ended its process"),
    "no weights": ("class Net:\n    def gradient(self, x, t): pass\n", "Net", "expected weights of shapes"),
    "other sizes": (
        TEXTBOOK.replace("randn(input_size, hidden_size)", "randn(3, 4)"), "TwoLayerNet", r"got params\['W1'\] \(3, 4\)",
    ),
    "a parameter nobody can guess": (
        "class Net:\n    def __init__(self, flavour): pass\n", "Net", "got 'flavour'; make the object in the file",
    ),
    "no methods": (
        TEXTBOOK.replace("def gradient", "def hidden_part"), "TwoLayerNet", "expected a network object or training step",
    ),
    "wrong number of weights": ("def train_step(X, Y, W1, lr): return W1\n", "train_step", "expected 2 kernels and 2 biases"),
    "step with a parameter nobody can guess": (
        TRAIN_STEP.replace("W2, b2, lr):", "W2, b2, lr, flavour):"), "train_step", "a parameter nobody can guess: flavour",
    ),
    "step that raises": (TRAIN_STEP.replace("n = len(X)", "n = missing"), "train_step", "NameError: name 'missing'"),
}  # fmt: skip  # a table


@pytest.mark.parametrize(("text", "name", "message"), BROKEN.values(), ids=BROKEN)
def test_programs_that_cannot_be_used(program, text, name, message):
    with pytest.raises(InputError, match=message) as caught:
        understood(program, text, name)
    assert str(caught.value).startswith("--candidate: ")
    assert "\n" not in str(caught.value)


def test_hanging_ends_the_search(program):
    text = TRAIN_STEP.replace("n = len(X)", "while True: pass")
    from comparisons.subjects.worker import Limits

    with (
        pytest.raises(InputError, match=r"timeout: it had not finished after 0\.5 seconds"),
        prepared_candidate(program(text, "train_step"), Settings.of(DIGITS), limits=Limits(seconds_per_call=0.5), isolation="process"),
    ):
        pass
