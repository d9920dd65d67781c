"""The table that `model.summary()` prints."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from scratch.arrays import to_numpy
from scratch.differentiable import Array
from scratch.saving.optimizer_state import optimizer_variables

if TYPE_CHECKING:
    from scratch.models.sequential import Sequential

HEADINGS = ("Layer (type)", "Output Shape", "Param #")
POSITIONS = (0.45, 0.8, 1.0)  # where the columns end, as a share of the line
LONGEST_LINE = 88  # characters
FRAME = (3, 4, 3)  # characters of the line that bars and blanks take from each column

Row = tuple[str, str, str]


def summary_text(model: Sequential, line_length: int | None = None, positions: Sequence[float] | None = None) -> str:
    """Layers with output shapes and parameter counts, and the totals, as one string.

    Args:
        model: the model.
        line_length: characters of a line; as many as the terminal has, at most 88, unless given.
        positions: where the three columns end, as a share of the line.

    Raises:
        ValueError: a line too short for a table.

    Source: `keras.Model.summary`, whose layout (by the library rich) this is.
    """
    length = line_length or min(LONGEST_LINE, shutil.get_terminal_size().columns - 4)
    ends = [int(length * position) for position in positions or POSITIONS]
    widths = [end - start - frame for start, end, frame in zip([0, *ends], ends, FRAME)]
    if len(widths) != 3 or min(widths) < 1:
        raise ValueError(f"summary: expected room for three columns, got line_length={length} and positions={positions or POSITIONS}.")
    return "\n".join([f'Model: "{model.name}"', *_table(_rows(model), widths), *_totals(model)])


def _rows(model: Sequential) -> list[Row]:
    shape = model.input_shape
    rows = []
    for layer in model.layers:
        shape = None if shape is None else layer.compute_output_shape(shape)
        count = f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"
        rows.append((f"{layer.name} ({type(layer).__name__})", "?" if shape is None else str(shape), count))
    return rows


def _totals(model: Sequential) -> list[str]:
    trainable = [w for layer in model.layers if layer.trainable for w in layer.params.values()]
    trained = {id(w) for w in trainable}
    others = [w for w in model.weights if id(w) not in trained]
    begun = model.optimizer is not None and bool(model.optimizer.variables_built)
    optimizer = optimizer_variables(model) if begun else []
    kinds = {"Total": [*trainable, *others, *optimizer], "Trainable": trainable, "Non-trainable": others}
    if begun:
        kinds["Optimizer"] = optimizer
    return [f" {kind} params: {sum(int(a.size) for a in arrays):,} ({_memory(arrays)})" for kind, arrays in kinds.items()]


def _memory(arrays: Iterable[Array]) -> str:
    amount, units = float(sum(to_numpy(a).nbytes for a in arrays)), ["B", "KB", "MB", "GB"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        del units[0]
    return f"{amount:.2f} {units[0]}"


def _table(rows: Sequence[Row], widths: Sequence[int]) -> list[str]:
    lines = [_rule("┏━┳┓", widths), *_lines("┃", HEADINGS, widths), _rule("┡━╇┩", widths)]
    for number, row in enumerate(rows):
        lines += [_rule("├─┼┤", widths)] if number else []
        lines += _lines("│", row, widths)
    return [*lines, _rule("└─┴┘", widths)]


def _rule(signs: str, widths: Sequence[int]) -> str:
    left, line, cross, right = tuple(signs)
    return left + cross.join(line * (width + 2) for width in widths) + right


def _lines(bar: str, cells: Row, widths: Sequence[int]) -> list[str]:
    """A row of the table, as many lines as its fullest cell needs."""
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths)]
    return [
        f"{bar} {name:<{widths[0]}} {bar} {shape:<{widths[1]}} {bar} {count:>{widths[2]}} {bar}"
        for name, shape, count in zip_longest(*columns, fillvalue="")
    ]


def _wrapped(text: str, width: int) -> list[str]:
    """Broken between words; a word that is too long is cut."""
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [line if len(line) <= width else f"{line[: width - 1]}…" for line in lines]
