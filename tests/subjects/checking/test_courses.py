"""Code of well-known courses and books, word for word where it matters: right code is no mistake, and their misprints are found."""

from __future__ import annotations

import pytest

from comparisons.reports.check_learner import told
from comparisons.subjects.finding_row import Found
from comparisons.subjects.rows import row_of
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

POOL = """import numpy as np

def pool_forward(A_prev, hparameters, mode="max"):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H, n_W = int(1 + (n_H_prev - f) / stride), int(1 + (n_W_prev - f) / stride)
    A = np.zeros((m, n_H, n_W, n_C_prev))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C_prev):
                    a_slice = A_prev[i, h * stride:h * stride + f, w * stride:w * stride + f, c]
                    if mode == "max":
                        A[i, h, w, c] = np.max(a_slice)
                    elif mode == "average":
                        A[i, h, w, c] = np.mean(a_slice)
    return A, (A_prev, hparameters)
"""


def test_the_mode_of_a_pooling_is_not_that_of_training(tmp_path):
    (pool,) = examined(target_of(tmp_path, POOL)).values()
    assert (pool.verdict, pool.understood.pair.reference_name) == ("match", "keras.layers.MaxPooling2D")


ABSOLUTE = """import numpy as np

class Loss_MeanAbsoluteError:
    def forward(self, y_pred, y_true):
        return np.mean(np.mean(np.abs(y_true - y_pred), axis=-1))

    def backward(self, dvalues, y_true):
        self.dinputs = np.sign({}) / len(dvalues[0]) / len(dvalues)
"""


@pytest.mark.parametrize(("difference", "codes"), [("dvalues - y_true", []), ("y_true - dvalues", ["sign-flipped"])])
def test_a_named_target_is_the_target_whatever_the_other_is_called(difference, codes, tmp_path):
    (loss,) = examined(target_of(tmp_path, ABSOLUTE.format(difference))).values()
    assert [found.code for found in loss.findings if found.counts] == codes


BUFFER = """import numpy as np

def sigmoid(x):
    z = np.zeros_like(x)
    z[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    z[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return z
"""


def test_the_line_of_a_buffer_of_whole_numbers_is_the_one_that_makes_it(tmp_path):
    (one,) = examined(target_of(tmp_path, BUFFER)).values()
    (found,) = row_of(one, reproduce="")["findings"]
    assert (found["code"], found["source"]["line"]) == ("int-truncation", 4)


OTHER_SLOPE = """import numpy as np

def tanh(x):
    return np.tanh(x) + 0.1 * np.sin(3 * x)
"""


def test_the_headline_of_a_mismatch_says_that_it_is_not_explained(tmp_path):
    """Whatever else was found beside it must not look like the cause."""
    (one,) = examined(target_of(tmp_path, OTHER_SLOPE)).values()
    one.findings = [*one.findings, Found("kink-at-zero", "C", "gradient", "float64", "another slope", "use Keras's")]
    head = told(row_of(one, reproduce="")).split("\n")[0]
    assert one.verdict == "mismatch"
    assert head.endswith("Mismatch (not explained, besides kink-at-zero)")


COSTS = """import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))

class QuadraticCost(object):
    @staticmethod
    def fn(a, y):
        return 0.5 * np.linalg.norm(a - y) ** 2

    @staticmethod
    def delta(z, a, y):
        return (QUADRATIC) * sigmoid_prime(z)

class CrossEntropyCost(object):
    @staticmethod
    def fn(a, y):
        return np.sum(np.nan_to_num(-y * np.log(a) - (1 - y) * np.log(1 - a)))

    @staticmethod
    def delta(z, a, y):
        return (a - y)
"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("difference", "codes"),
    [("a - y", {"per-sample-sum"}), pytest.param("y - a", {"per-sample-sum", "sign-flipped"}, marks=pytest.mark.thorough)],
)
def test_costs_whose_delta_goes_through_a_sigmoid(difference, codes, tmp_path):
    found = examined(target_of(tmp_path, COSTS.replace("QUADRATIC", difference)), only=["QuadraticCost", "CrossEntropyCost"])
    assert {one.code for one in found["QuadraticCost"].findings if one.counts} == codes
    assert found["QuadraticCost"].region == ""
    assert {one.code for one in found["CrossEntropyCost"].findings if one.counts} == {"sum-not-mean", "log-of-zero"}


KAGGLE = """import numpy as np
import pandas as pd
data = pd.read_csv("/kaggle/input/digit-recognizer/train.csv")
data = np.array(data)
m, n = data.shape
def ReLU(Z):
    return np.maximum(Z, 0)
def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    return 1 / m * W2.T.dot(A2 - Y)
"""


def test_what_is_made_of_data_that_is_not_read_is_left_out(tmp_path):
    (relu,) = examined(target_of(tmp_path, KAGGLE)).values()
    assert (relu.name, relu.verdict) == ("ReLU", "match")


DENSE = """import numpy as np

class Dense:
    def __init__(self, input_units, output_units, learning_rate=0.1):
        self.learning_rate = learning_rate
        self.weights = np.random.normal(size=(input_units, output_units))
        self.biases = np.zeros(output_units)

    def forward(self, input):
        return np.dot(input, self.weights) + self.biases

    def backward(self, input, grad_output):
        self.weights = self.weights - self.learning_rate * np.dot(input.T, grad_output)
        self.biases = self.biases - self.learning_rate * grad_output.sum(axis=0)
        return np.dot(grad_output, self.weights.T)
"""


def test_advice_has_the_name_of_the_upstream_gradient_wherever_it_stands(tmp_path):
    (dense,) = examined(target_of(tmp_path, DENSE)).values()
    (found,) = [found for found in dense.findings if found.counts]
    assert (found.code, found.fix) == ("stale-weights", "compute dx = grad_output @ self.weights.T before self.weights is updated")
