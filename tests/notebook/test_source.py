"""From a live function to its text: a file's, or that of the cells it was typed into."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from comparisons.errors import InputError
from comparisons.notebook_source import NOTEBOOK, target_of
from comparisons.subjects.finding.load import load_targets

TEXT = """import math

def sigmoid(x):
    return 1 / (1 + math.exp(-x))

class Dense:
    def forward(self, x):
        return x

alias = sigmoid
"""


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = tmp_path / "net.py"
    path.write_text(TEXT, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("net_of_test", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "net_of_test", module)
    spec.loader.exec_module(module)
    return module


def test_functions_classes_and_objects_of_a_file(net: Any, tmp_path: Path) -> None:
    for subject, name in ((net.sigmoid, "sigmoid"), (net.Dense, "Dense"), (net.Dense(), "Dense")):
        with target_of(subject) as found:
            assert found.name == f"{tmp_path / 'net.py'}:{name}"
            assert load_targets(found.name)[0].member == name


def test_a_text_or_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    with target_of("net.py:sigmoid") as found:
        assert found.name == "net.py:sigmoid"
    with target_of(tmp_path) as found:
        assert found.name == str(tmp_path)


def test_what_is_defined_inside_a_function_has_no_name_to_go_by() -> None:
    def inner(x: Any) -> Any:
        return x

    with pytest.raises(InputError, match=r"check\(inner\): expected a function or class from a file"), target_of(inner):
        pass


def typed(monkeypatch: pytest.MonkeyPatch, *cells: str) -> dict[str, Any]:
    """As if these cells had been run in a notebook."""
    module = ModuleType("cells_of_test")
    monkeypatch.setitem(sys.modules, "cells_of_test", module)
    for cell in cells:
        code = "\n".join("" if line.startswith("%") else line for line in cell.split("\n"))
        exec(compile(code, "/tmp/ipykernel_1/1.py", "exec"), module.__dict__)
    shell = SimpleNamespace(user_ns={"In": ["", *cells]})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))  # type: ignore[arg-type]
    return vars(module)


def test_cells_keep_definitions_and_what_those_need_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    defined = typed(
        monkeypatch,
        "import math\nunused = math.pi\nprint('loud')",
        "%time\nscale = 2.0\ndef helper(x):\n    return scale * x",
        "def mine(x):\n    return helper(x)\ndef mine_derivative(x):\n    return scale",
        "import comparisons.reports\nfound = mine(1.0)",
    )
    with target_of(defined["mine"]) as found:
        (target,) = load_targets(found.name)
        text = target.source.text
        assert [line for line in text.split("\n") if line] == [
            "scale = 2.0", "def helper(x):", "    return scale * x", "def mine(x):", "    return helper(x)",
            "def mine_derivative(x):", "    return scale",
        ]  # fmt: skip
        line = next(number for number, words in enumerate(target.lines, start=1) if words == "def mine(x):")
        assert target.place(line) == "cell 3, line 1"
        folder = Path(found.folder)
        assert found.told({"at": [f"{folder}:mine", 3]}) == {"at": [f"{NOTEBOOK}:mine", 3]}
    assert not folder.exists()


def test_the_last_definition_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    defined = typed(monkeypatch, "def mine(x):\n    return 1", "def mine(x):\n    return 2")
    with target_of(defined["mine"]) as found:
        names: dict[str, Any] = {}
        exec(load_targets(found.name)[0].source.text, names)
        assert names["mine"](0) == 2


def test_a_prompt_without_cells_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    defined = typed(monkeypatch, "def mine(x):\n    return 1")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="got code typed at a prompt; write it into a file"), target_of(defined["mine"]):
        pass
