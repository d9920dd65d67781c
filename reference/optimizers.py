"""Keras's optimizers and learning-rate schedules, run on gradients that are given."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from reference.backend import load

Arrays = dict[str, np.ndarray]
Kind = tuple[str, tuple[int, ...], str]  # name, shape and dtype of a variable


def optimizer(name: str, settings: Mapping[str, Any], variables: Arrays, gradients: Sequence[np.ndarray]) -> Arrays:
    """What `keras.optimizers.NAME` makes of the variables, update by update.

    Args:
        name: of the class.
        settings: its arguments. `learning_rate` may be a (name, arguments) of a schedule, and `exclude` has patterns of
            variables that do not decay.
        variables: where they start, by name.
        gradients: for every variable, its gradients for all updates, stacked.

    Returns:
        Variables, slots and scalars, stacked: before the first update, and after every one.
    """
    kinds = tuple((label, a.shape, str(a.dtype)) for label, a in variables.items())
    shapes, run = _compiled(name, tuple(sorted(settings.items())), kinds)
    tf = load().tensorflow
    rows, rates = (a.numpy() for a in run([tf.constant(a) for a in variables.values()], [tf.constant(g) for g in gradients]))
    ends = np.cumsum([math.prod(shape) for shape in shapes.values()])
    found = {what: part.reshape(-1, *shape) for (what, shape), part in zip(shapes.items(), np.split(rows, ends[:-1], axis=1))}
    return {"iterations": rates[:, 0].astype("int64"), "learning_rate": rates[:, 1], **found}


def schedule(name: str, settings: Mapping[str, Any], steps: Sequence[int]) -> np.ndarray:
    """Learning rates of `keras.optimizers.schedules.NAME`, asked as optimizers ask: step by step, by an int64 tensor."""
    keras, tf = load()
    made = getattr(keras.optimizers.schedules, name)(**settings)
    return np.asarray([np.asarray(made(tf.constant(step, tf.int64))) for step in steps])


def _made(name: str, settings: dict[str, Any]) -> Any:
    keras = load().keras
    rate, exclude = settings.get("learning_rate"), settings.pop("exclude", None)
    if isinstance(rate, tuple):
        settings["learning_rate"] = getattr(keras.optimizers.schedules, rate[0])(**dict(rate[1]))
    made = getattr(keras.optimizers, name)(**settings)
    if exclude:
        made.exclude_from_weight_decay(var_names=list(exclude))
    return made


@lru_cache(maxsize=128)
def _compiled(name: str, settings: tuple[tuple[str, Any], ...], kinds: tuple[Kind, ...]) -> tuple[dict[str, tuple[int, ...]], Any]:
    """(shapes of what is watched, function of starts and gradients): all updates of an example in one call.

    Traced once for these settings and shapes, whatever the number of updates: 0.2 s, and 2 ms a call of 12 updates,
    which take 30 to 150 ms one by one. A row of the result is everything watched after an update.
    """
    keras, tf = load()
    variables = [keras.Variable(np.zeros(shape), dtype=dtype, name=label) for label, shape, dtype in kinds]
    made = _made(name, dict(settings))
    made.build(variables)
    restart = [(v.value, tf.identity(v.value)) for v in made.variables]
    watched = _watched(made, dict(zip([label for label, _, _ in kinds], variables)))

    def row() -> tuple[Any, Any]:
        rates = tf.stack([tf.cast(made.iterations, tf.float64), tf.cast(made.learning_rate, tf.float64)])
        return tf.concat([tf.reshape(v.value, [-1]) for v in watched.values()], axis=0), rates

    def run(starts: list[Any], gradients: list[Any]) -> list[Any]:
        for variable, value in [*restart, *((v.value, start) for v, start in zip(variables, starts))]:
            variable.assign(value)

        def update(t: Any, *rows: Any) -> tuple[Any, ...]:
            made.apply([g[t] for g in gradients], variables)
            return (t + 1, *(a.write(t + 1, value) for a, value in zip(rows, row())))

        updates = tf.shape(gradients[0])[0]
        rows = [tf.TensorArray(value.dtype, size=updates + 1, element_shape=value.shape).write(0, value) for value in row()]
        after = tf.while_loop(lambda t, *rows: t < updates, update, [0, *rows], parallel_iterations=1)
        return [a.stack() for a in after[1:]]

    signature = [
        [tf.TensorSpec(v.shape, v.dtype) for v in variables],
        [tf.TensorSpec((None, *v.shape), v.dtype) for v in variables],
    ]
    shapes = {what: tuple(v.shape) for what, v in watched.items()}
    return shapes, tf.function(run, autograph=False, input_signature=signature).get_concrete_function()


def _watched(made: Any, variables: dict[str, Any]) -> dict[str, Any]:
    """Variables, slots and scalars by name: slots are called as their attribute, without the underscore."""
    own = {id(v) for v in made.variables} - {id(made._iterations), id(made._learning_rate)}
    found = dict(variables)
    for attribute, value in vars(made).items():
        what = attribute.strip("_")
        if id(value) in own:
            found[what] = value
        elif isinstance(value, list) and value and all(id(v) in own for v in value):
            found |= {f"{what} of {label}": v for label, v in zip(variables, value, strict=True)}
    return found
