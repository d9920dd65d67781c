"""What is mutated, and who is asked to notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Room:
    """Files that have the same killers.

    Args:
        name: short.
        files: patterns, from the root of the project.
        kinds: of the registry's pairs whose checks are asked.
        tests: folders and files of tests that are asked about what the checks did not notice, or about all if there are no pairs.
        without: names of files that compute nothing: they read, write, print or look names up.
        most: tests that are asked about a mutant, if there are no pairs.
    """

    name: str
    files: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    without: tuple[str, ...] = ("__init__.py",)
    most: int = 150

    def mutated(self, root: Path) -> Iterator[str]:
        """Files of the room, from the root."""
        found = sorted({path for pattern in self.files for path in root.glob(pattern) if path.name not in self.without})
        return (path.relative_to(root).as_posix() for path in found)


ARRAYS = tuple(f"tests/scratch/test_{name}.py" for name in ("array_libraries", "array_libraries_in_training", "arrays"))
ALONE = ("tests/scratch/test_refusals.py", *ARRAYS, "tests/scratch/saving/test_configs_like_keras.py")
TRAINED = (
    "tests/scratch/callbacks", "tests/scratch/test_fit_like_keras.py", "tests/scratch/test_networks.py", "tests/scratch/test_masks.py",
    *ARRAYS, "tests/scratch/models",
)  # fmt: skip

SCRATCH = (
    Room(
        "layers", ("scratch/layers/*.py",), ("layer",),
        tests=(
            *ALONE, "tests/scratch/test_layers_alone.py", "tests/scratch/test_layers_refuse.py", "tests/scratch/test_shapes_of_layers.py",
            "tests/scratch/test_weights_of_layers.py", "tests/scratch/test_merging_alone.py", "tests/scratch/test_normalizing_alone.py",
            "tests/scratch/test_convolutions_alone.py", "tests/scratch/test_recurrent_alone.py", "tests/scratch/test_random_layers.py",
            "tests/scratch/test_masks.py", "tests/scratch/test_networks.py", "tests/scratch/test_axes_like_keras.py",
        ),
        without=("__init__.py", "layer_config.py"),
    ),
    Room(
        "losses", ("scratch/losses/*.py",), ("loss",),
        tests=(
            *ALONE, "tests/scratch/test_losses_alone.py", "tests/scratch/test_loss_functions_alone.py",
            "tests/scratch/test_targets_and_weights.py",
        ),
    ),
    Room(
        "activations", ("scratch/activations/*.py", "scratch/differentiable.py", "scratch/erf.py"), ("activation",),
        tests=(*ALONE, "tests/scratch/test_erf.py", "tests/scratch/test_activations_alone.py"),
    ),
    Room(
        "optimizers", ("scratch/optimizers/*.py", "scratch/optimizers/schedules/*.py"), ("optimizer", "schedule"),
        tests=(*ALONE, "tests/scratch/test_optimizers_alone.py"),
    ),
    Room("metrics", ("scratch/metrics/*.py",), ("metric",), tests=(*ALONE, "tests/scratch/test_metrics_alone.py")),
    Room("initializers", ("scratch/initializers/*.py",), ("initializer",), tests=(*ALONE, "tests/scratch/test_initializers_alone.py")),
    Room(
        "training", ("scratch/models/*.py", "scratch/callbacks/*.py", "scratch/arrays.py"),
        tests=TRAINED, most=40,
        without=("__init__.py", "summary.py", "progbar_logger.py", "csv_logger.py", "model_checkpoint.py", "callback.py"),
    ),
    Room(
        "graph and utils", ("scratch/graph/*.py", "scratch/utils/*.py"),
        tests=("tests/scratch/graph", "tests/scratch/test_utils.py", *ALONE),
        without=("__init__.py", "examples.py"),
    ),
)  # fmt: skip
"""What a learner reads: noticed by the property checks, and what has no pair by tests that compare it with Keras."""

HARNESS = (
    Room(
        "judging", tests=("tests/judging",),
        files=(
            "comparisons/judging.py", "comparisons/tolerance.py", "comparisons/training/envelope.py", "comparisons/training/ledger.py",
            "comparisons/checks/verdicts.py", "comparisons/diagnosis/patterns.py",
        ),
    ),
    Room(
        "checks", ("comparisons/checks/*.py",), tests=("tests/judging", "tests/checks/test_rounds.py"),
        without=(
            "__init__.py", "check.py", "counterexample.py", "pool.py", "result.py", "script.py", "script_calls.py", "soak.py", "curve.py",
            "verdicts.py",
        ),
    ),
    Room("tracks", ("comparisons/training/moment.py", "comparisons/training/tracks/*.py"), tests=("tests/judging",)),
    Room(
        "diagnosis", tuple(f"comparisons/diagnosis/{name}.py" for name in ("bases", "evidence", "rules", "solving", "updating")),
        tests=("tests/judging",),
    ),
)  # fmt: skip
"""The harness's numeric core: a harness that has become blind must be noticed by our tests."""

ROOMS = (*SCRATCH, *HARNESS)
