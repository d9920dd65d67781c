"""Where TensorFlow is in use already, as in a notebook or a test run of one's own, a check works all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.keras, pytest.mark.thorough]  # a process with a Keras of its own

PROGRAM = """
import tensorflow
tensorflow.linalg.matmul(tensorflow.ones((2, 2)), tensorflow.ones((2, 2)))
import numpy as np
import comparisons

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

print(comparisons.check(sigmoid, examples=3).result["summary"]["match"])
"""


def test_a_check_after_tensorflow_was_used(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "1"
