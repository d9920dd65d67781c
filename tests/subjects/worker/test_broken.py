"""Candidates that are broken: what is wrong is said in one line."""

from __future__ import annotations

import pytest

from comparisons.subjects.worker import Limits
from tests.subjects.worker.failing import assert_failed


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
