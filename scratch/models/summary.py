"""The table that `model.summary()` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratch.layers.layer import Layer
    from scratch.models.sequential import Sequential

HEADINGS = ("Layer (type)", "Output Shape", "Param #")


def summary_text(model: Sequential) -> str:
    """Layers with output shapes and parameter counts, and the totals, as one string."""
    rows = _rows(model)
    widths = [max(len(row[i]) for row in [HEADINGS, *rows]) for i in range(3)]
    lines = [f'Model: "{model.name}"', _rule("┏", "━", "┳", "┓", widths), _row("┃", HEADINGS, widths), _rule("┡", "━", "╇", "┩", widths)]
    separator = _rule("├", "─", "┼", "┤", widths)
    for number, row in enumerate(rows):
        lines += [separator] if number else []
        lines.append(_row("│", row, widths))
    lines.append(_rule("└", "─", "┴", "┘", widths))
    trainable = sum(w.size for w in model.trainable_weights) if model.built else 0
    total = model.count_params()
    lines += [f" Total params: {total:,}", f" Trainable params: {trainable:,}", f" Non-trainable params: {total - trainable:,}"]
    return "\n".join(lines)


def _rows(model: Sequential) -> list[tuple[str, str, str]]:
    shape = model.input_shape
    rows = []
    for layer in model.layers:
        shape = None if shape is None else layer.compute_output_shape(shape)
        rows.append((f"{layer.name} ({type(layer).__name__})", _shape_text(layer, shape), f"{layer.count_params():,}"))
    return rows


def _shape_text(layer: Layer, shape: tuple[int | None, ...] | None) -> str:
    return "?" if shape is None else str(shape)


def _rule(left: str, line: str, cross: str, right: str, widths: list[int]) -> str:
    return left + cross.join(line * (width + 2) for width in widths) + right


def _row(bar: str, cells: tuple[str, ...], widths: list[int]) -> str:
    name, shape, count = cells
    return f"{bar} {name:<{widths[0]}} {bar} {shape:<{widths[1]}} {bar} {count:>{widths[2]}} {bar}"
