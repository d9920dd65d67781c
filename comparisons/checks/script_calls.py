"""How scratch is called on an example, in Python: the body of a function of the example's arrays that returns every quantity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comparisons.pairs.case import Case
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.pair import Pair

Lines = list[str]


def body(pair: Pair, case: Case) -> Lines:
    """The lines that compute the outcome of `case`, the last of which returns it; empty if nobody wrote any for such a part."""
    if isinstance(pair, LayerPair):
        return pair.written(case)
    write = {
        "activation": _activation, "loss": _loss, "metric": _metric, "optimizer": _optimizer, "schedule": _schedule,
        "initializer": _initializer,
    }.get(pair.kind)  # fmt: skip
    return [] if write is None else write(pair, case)


def in_words(settings: Mapping[str, Any]) -> str:
    """Settings as they stand in a call."""
    return ", ".join(f"{name}={value!r}" for name, value in settings.items())


def _activation(pair: Pair, case: Case) -> Lines:
    settings = "".join(f", {name}={value!r}" for name, value in case.settings.items())
    return [
        f"function = scratch.activations.{pair.name}",
        f"y = function(x{settings})",
        f'return {{"output": y, "gradient of x": function.vjp(dy, x, y{settings})}}',
    ]


def _loss(pair: Pair, case: Case) -> Lines:
    weight = "sample_weight" if "sample_weight" in case.given else "None"
    return [
        f"loss = scratch.losses.{pair.name}({in_words({**case.settings, 'dtype': case.dtype})})",
        f"value = loss(y_true, y_pred, {weight})",
        f"gradient = loss.value_and_gradient(y_true, y_pred, {weight}, dy)[1]",
        'return {"output": np.asarray(value), "gradient of y_pred": gradient}',
    ]


def _metric(pair: Pair, case: Case) -> Lines:
    arrays = [*case.inputs, *case.given]
    names = [[f"{name}_{n}" for name in ("y_true", "y_pred", "sample_weight")] for n in range(len(case.inputs))]
    batches = [[name for name in batch if name in arrays] for batch in names]
    dtype = {"dtype": "float64"} if case.dtype == "float64" else {}
    return [
        f"metric = scratch.metrics.{pair.name}({in_words({**case.settings, **dtype})})",
        "moments = []",
        "",
        "def moment(*batch):",
        "    if batch:",
        "        metric.update_state(*batch)",
        "    moments.append((metric.result(), *metric.variables))",
        "",
        *(f"moment({', '.join(batch)})" for batch in batches),
        "metric.reset_state()",
        "moment()",
        f"moment({', '.join(batches[0])})",
        'names = ["output", *(f"state {name}" for name in metric.state_names)]',
        "return {name: np.asarray(values) for name, values in zip(names, zip(*moments))}",
    ]


def _optimizer(pair: Pair, case: Case) -> Lines:
    settings = dict(case.settings)
    exclude, rate = settings.pop("exclude", None), settings.get("learning_rate")
    names = [name for name in case.inputs if not name.endswith("_gradients")]
    words = in_words({name: value for name, value in settings.items() if not (name == "learning_rate" and isinstance(rate, tuple))})
    if isinstance(rate, tuple):
        words = f"scratch.optimizers.schedules.{rate[0]}({in_words(dict(rate[1]))}){', ' if words else ''}{words}"
    return [
        f"optimizer = scratch.optimizers.{pair.name}({words})",
        *([f"optimizer.exclude_from_weight_decay(var_names={exclude!r})"] if exclude else []),
        f"names, variables = {names!r}, [{', '.join(f'{name}.copy()' for name in names)}]",
        "optimizer.build(variables, names)",
        "rows = []",
        "",
        "def look():",
        '    row = {"iterations": optimizer.iterations, "learning_rate": optimizer.learning_rate, **optimizer.scalars}',
        "    for name, variable, slots in zip(names, optimizer.variables_built, optimizer.slots):",
        '        row |= {name: variable.copy()} | {f"{what} of {name}": slot.copy() for what, slot in slots.items()}',
        "    rows.append(row)",
        "",
        "look()",
        f"for gradients in zip({', '.join(f'{name}_gradients' for name in names)}):",
        "    optimizer.apply(list(gradients), variables)",
        "    look()",
        "return {what: np.stack([row[what] for row in rows]) for what in rows[0]}",
    ]


def _schedule(pair: Pair, case: Case) -> Lines:
    return [
        f"schedule = scratch.optimizers.schedules.{pair.name}({in_words(case.settings)})",
        'return {"output": np.asarray([schedule(int(step)) for step in steps], dtype="float32")}',
    ]


def _initializer(pair: Pair, case: Case) -> Lines:
    settings = pair.seeded(case) if hasattr(pair, "seeded") else case.settings
    made = f"scratch.initializers.{pair.name}({in_words({k: v for k, v in settings.items() if k != 'seed'})}"
    seed = f"{', ' if len(settings) > 1 else ''}seed=int(seed)" if "seed" in settings else ""
    return [f'return {{"output": np.asarray({made}{seed})(tuple(shape), dtype={case.dtype!r}))}}']
