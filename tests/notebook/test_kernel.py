"""In a real Jupyter kernel: what is typed into cells is checked, and the verdict is shown."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

pytestmark = [pytest.mark.keras, pytest.mark.thorough]

nbformat = pytest.importorskip("nbformat", reason="no Jupyter found; pip install nbclient ipykernel")
nbclient = pytest.importorskip("nbclient", reason="no Jupyter found; pip install nbclient ipykernel")

CELLS = (
    "import numpy as np\nimport comparisons",
    "def my_sigmoid(x):\n    return 1 / (1 + np.exp(-x))",
    "def my_sigmoid_derivative(x):\n    return my_sigmoid(x) * (1 - my_sigmoid(x)) * 0.5",
    "comparisons.check(my_sigmoid)",
    "print(comparisons.check(only=['relu'], examples=20))",
    "comparisons.compare(epochs=1, limit=96)",
    "comparisons.check(len)",
)


@pytest.fixture(scope="module")
def outputs() -> list[list[Any]]:
    """What every cell showed."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    cells[-1].metadata["tags"] = ["raises-exception"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the client's own, about event loops and encryption
        nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    return [[output for output in cell.outputs if output.output_type != "stream" or output.name == "stdout"] for cell in notebook.cells]


def test_a_function_from_a_cell_is_checked_with_its_derivative(outputs: list[list[Any]]) -> None:
    (shown,) = outputs[3]
    html, text = shown.data["text/html"], shown.data["text/plain"]
    assert "my_sigmoid" in html
    assert '<div class="parity-report">' in html
    assert "X " in text
    assert "gradient of x" in text
    assert "notebook:my_sigmoid" in html
    assert "/tmp" not in html


def test_the_library_reads_as_text(outputs: list[list[Any]]) -> None:
    (shown,) = outputs[4]
    assert "OK Match: 1 of 1 part matches Keras." in shown.text


def test_a_training_is_shown_too(outputs: list[list[Any]]) -> None:
    (shown,) = outputs[5]
    assert "scratch and Keras train alike" in shown.data["text/html"]
    assert "OK Match: scratch and Keras train alike" in shown.data["text/plain"]


def test_a_mistake_of_the_user_ends_in_one_clear_line(outputs: list[list[Any]]) -> None:
    (shown,) = outputs[6]
    assert shown.ename == "InputError"
    assert shown.evalue.startswith("check(len): expected a function or class from a file")
