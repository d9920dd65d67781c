"""Who may import whom: numpy -> scratch; numpy, keras -> reference; scratch, reference -> comparisons -> tests."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("scratch", "reference", "comparisons")
ALLOWED = {"scratch": {"scratch"}, "reference": {"reference"}, "comparisons": set(ROOMS)}
FRAMEWORKS = {"keras", "tensorflow", "torch", "jax"}
KERAS_FILE = ROOT / "reference" / "backend.py"
H5_FILE = ROOT / "scratch" / "saving" / "h5_file.py"


def imported(file: Path) -> set[str]:
    """Top-level names of everything a file imports, at any depth of it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.relative_to(ROOT)}:{node.lineno}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


def files_of(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"no Python files in {room}/"
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_what_lies_below_them(room):
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files_of(room)
        for name in imported(file) & set(ROOMS) - ALLOWED[room]
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_one_file_imports_keras(room):
    files = [file for file in files_of(room) if file != KERAS_FILE]
    wrong = [f"{file.relative_to(ROOT)} imports {name}" for file in files for name in imported(file) & FRAMEWORKS]
    assert wrong == []


def test_the_one_file_does():
    assert {"keras", "tensorflow"} <= imported(KERAS_FILE)


def test_scratch_needs_numpy_alone():
    names = {name for file in files_of("scratch") if file != H5_FILE for name in imported(file)}
    assert {name for name in names if name not in sys.stdlib_module_names} == {"numpy", "scratch"}


def test_one_file_of_scratch_imports_h5py_and_only_when_asked():
    assert {name for name in imported(H5_FILE) if name not in sys.stdlib_module_names} == {"h5py", "numpy", "scratch"}
    code = "import sys, scratch.saving.h5_file\nassert 'h5py' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    "job",
    [
        "import scratch",
        "import reference, comparisons",
        "from comparisons.__main__ import _status; assert _status(['--help']) == 0",
        "from comparisons.__main__ import _status; assert _status(['list']) == 0",
        "from comparisons.__main__ import _status; assert _status(['list', '--json']) == 0",
    ],
)
def test_keras_is_not_loaded_by(job):
    code = f"import sys\n{job}\nloaded = sorted(set(sys.modules) & {FRAMEWORKS!r})\nassert not loaded, loaded"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_no_global_random_numbers_in_the_library():
    """`np.random.*` calls share state with everybody; only making generators is allowed."""
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}: np.random.{node.attr}"
        for room in ROOMS
        for file in files_of(room)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "random"
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id in ("np", "numpy")
        and node.attr not in ("default_rng", "Generator", "SeedSequence", "BitGenerator", "get_state")  # reading it is no use of it
    ]  # fmt: skip
    assert wrong == []
