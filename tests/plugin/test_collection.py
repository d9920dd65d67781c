"""What the plugin makes of a suite before anything is checked: ids, wrong usage, and no weight."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.running import ROOT, run, run_pytest

NET = """
def sigmoid(x):
    return x

class Dense:
    def __init__(self, *sizes):
        self.sizes = sizes

    def forward(self, x):
        return x
"""
SUITE = "import net, pytest\n\n{mark}\ndef test_like_keras({argument}):\n    pass\n"


def collected(folder: Path, mark: str, argument: str = "parity") -> str:
    (folder / "net.py").write_text(NET, encoding="utf-8")
    (folder / "test_net.py").write_text(SUITE.format(mark=mark, argument=argument), encoding="utf-8")
    done = run_pytest(folder, "--collect-only")
    return done.stdout + done.stderr


def test_each_subject_is_a_test_of_its_name_and_markers_add_up(tmp_path: Path) -> None:
    mark = "@pytest.mark.parity([net.sigmoid, net.Dense])\n@pytest.mark.parity(['net.py:sigmoid', net.sigmoid], accept=['half-mse'])"
    said = collected(tmp_path, mark)
    found = [line.partition("[")[2].rstrip("]") for line in said.splitlines() if line.startswith("test_net.py::")]
    assert found == ["sigmoid-0", "Dense", "net.py:sigmoid", "sigmoid-3"]


@pytest.mark.parametrize(
    ("mark", "argument", "word"),
    [
        ("@pytest.mark.parity([net.sigmoid], exampels=3)", "parity", "got exampels; check the spelling"),
        ("@pytest.mark.parity([net.sigmoid])", "", "expected the fixture parity as an argument"),
        ("@pytest.mark.parity(net.sigmoid)", "parity", "got sigmoid alone; add the brackets"),
        ("@pytest.mark.parity(net.Dense)", "parity", "got Dense alone; add the brackets"),
    ],
)
def test_wrong_usage_is_said(tmp_path: Path, mark: str, argument: str, word: str) -> None:
    assert word in collected(tmp_path, mark, argument)


def test_a_suite_that_does_not_use_it_pays_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nimport comparisons.pytest_plugin\nprint(sorted({'numpy', 'keras', 'tensorflow', 'rich', 'altair'} & set(sys.modules)))"
    )
    (tmp_path / "probe.py").write_text(code, encoding="utf-8")
    assert run("probe", [], tmp_path).stdout.strip() == "[]"


def test_the_entry_point_names_the_plugin() -> None:
    assert '[project.entry-points.pytest11]\nparity = "comparisons.pytest_plugin"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
