"""The examples of the documentation run: the suite, alone and in two processes, and the commands written for CI."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.plugin.running import ROOT, run, run_pytest

EXAMPLES = ROOT / "docs" / "examples"
RIGHT, WRONG = "return sigmoid(x) * (1 - sigmoid(x))", "return sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x)))"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLES / "pytest", folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return folder


def plant(folder: Path) -> None:
    """A wrong derivative: that of the sigmoid at its own result."""
    net = folder / "net.py"
    source = net.read_text(encoding="utf-8")
    assert source.count(RIGHT) == 1
    net.write_text(source.replace(RIGHT, WRONG), encoding="utf-8")


def actions() -> dict[str, Any]:
    return yaml.safe_load((EXAMPLES / "ci" / "github-actions.yml").read_text(encoding="utf-8"))


def hook() -> dict[str, Any]:
    content = yaml.safe_load((EXAMPLES / "ci" / "pre-commit-config.yaml").read_text(encoding="utf-8"))
    return content["repos"][0]["hooks"][0]


def parity_commands(job: dict[str, Any]) -> list[list[str]]:
    """What the steps run of parity, as arguments."""
    lines = [shlex.split(line) for step in job["steps"] for line in step.get("run", "").splitlines()]
    return [words[1:] for words in lines if words and words[0] == "parity"]


def test_the_workflow_is_yaml_of_the_form_that_github_takes() -> None:
    content = actions()
    assert set(content) == {"name", True, "permissions", "jobs"}  # YAML reads the key `on` as a truth value
    job = content["jobs"]["parity"]
    assert job["runs-on"]
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    assert len(parity_commands(job)) == 1


def test_the_hook_has_what_pre_commit_needs() -> None:
    assert {"id", "name", "entry", "language", "files"} <= set(hook())


@pytest.mark.keras
@pytest.mark.thorough
def test_the_suite_passes_in_two_processes(project: Path) -> None:
    done = run_pytest(project, "-n", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


@pytest.mark.keras
@pytest.mark.thorough
def test_a_mistake_fails_its_own_test_in_our_words(project: Path) -> None:
    plant(project)
    done = run_pytest(project)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 3 passed" in done.stdout
    assert "FAILED test_net.py::test_like_keras[sigmoid]" in done.stdout
    assert "Deviation (derivative-of-output)" in done.stdout
    assert "you wrote    return sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x)))   <- line 11" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.keras
@pytest.mark.thorough
def test_the_workflow_passes_on_what_was_known_and_fails_on_what_became_worse(project: Path) -> None:
    (command,) = parity_commands(actions()["jobs"]["parity"])
    first = run("comparisons", ["check", "net.py", "--json", "parity-baseline.json", "--quiet"], project)
    assert first.returncode == 1, first.stderr  # the half of the loss is no match
    same = run("comparisons", command, project)
    assert same.returncode == 0, same.stdout + same.stderr
    assert "Since the baseline: nothing changed." in same.stdout
    assert (project / "parity-report" / "report.html").is_file()
    plant(project)
    after = run("comparisons", command, project)
    assert after.returncode == 1, after.stdout + after.stderr
    assert "Since the baseline: 1 part became worse." in after.stdout


@pytest.mark.keras
@pytest.mark.thorough
def test_the_hook_passes_and_fails_on_the_files_it_is_given(project: Path) -> None:
    arguments = [*shlex.split(hook()["entry"])[1:], "net.py"]
    assert run("comparisons", arguments, project).returncode == 0
    plant(project)
    assert run("comparisons", arguments, project).returncode == 1
