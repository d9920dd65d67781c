"""`parity compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("model", default="mlp-784-50-10")
@click.option(
    "--data",
    metavar="mnist-5k|mnist|PATH",
    help="5,000 real digits that come with parity; Keras's MNIST; or an mnist.npz or a folder with the four IDX files. Some models"
    " have data of their own.",
)
@click.option("--epochs", type=int, metavar="N", help="Passes over the training data, instead of the model's own number.")
@click.option("--batch-size", type=int, metavar="N", help="Samples a step, instead of the model's own number.")
@click.option("--optimizer", metavar="NAME", help="sgd, momentum, nesterov, adagrad, rmsprop or adam, instead of the model's own.")
@click.option("--dtype", default="float32", show_default=True, metavar="float32|float64", help="Floating type of both sides.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="Of initial weights, batch order and noise.")
@click.option("--limit", type=int, metavar="N", help="Use only the first N training samples.")
@click.option("--candidate", metavar="FILE:NAME", help="Train this network object or training step beside Keras instead of scratch.")
@click.option(
    "--isolation", default="auto", show_default=True, metavar="auto|bubblewrap|process", help="Of the process --candidate runs in."
)
@click.option("--out", type=Path, default=Path("parity-compare"), show_default=True, metavar="DIR", help="Folder for the report.")
@click.option("--json", "json_file", type=Path, metavar="FILE", help="Also write result.json to this file.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def compare(model: str, out: Path, json_file: Path | None, quiet: bool, **asked: Any) -> int:
    """Train MODEL by hand and in Keras, side by side, and say whether they are the same.

    MODEL is one of those that `parity list` shows, mlp-784-50-10 unless given.

    Both start from the same weights and see the same batches in the same order. Every step is judged three ways:
    each side on its own (free), every step from Keras's state (locked), and with gradients and optimizers
    exchanged (swapped). What counts as the same is measured: what rounding noise does to Keras itself.
    """
    from comparisons.cli.compare_job import run_job

    return run_job(model, out=out, json_file=json_file, quiet=quiet, **asked)
