"""Training in Keras as pure functions of an explicit state, so that one compiled step serves every track."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from reference.as_written import made_optimizer
from reference.backend import load

Tensor = Any
EVALUATED_AT_ONCE = 1000  # samples


class KerasState(NamedTuple):
    """Everything a training step starts from, as tensors.

    Args:
        values: weights, other variables and optimizer slots, one after the other in one 1-D tensor: a call with two
            tensors is several times cheaper than one with twenty.
        iterations: finished optimizer steps.
    """

    values: Tensor
    iterations: Tensor


class KerasStep(NamedTuple):
    """What one step found on the way, before the update: loss, metric, gradients one after the other."""

    loss: Tensor
    metric: Tensor
    gradients: Tensor


class KerasTraining:
    """A Keras model, loss and optimizer, compiled once.

    Args:
        input_shape: shape of one sample.
        layers: (class name in `keras.layers`, its settings) in order.
        loss: (class name in `keras.losses`, its settings).
        optimizer: (class name in `keras.optimizers`, its settings).
        metric: `'accuracy'`, or a function in `keras.metrics`.
        dtype: `'float32'` or `'float64'`; must be Keras's default float type while this lives.
    """

    def __init__(
        self,
        *,
        input_shape: tuple[int, ...],
        layers: Sequence[tuple[str, dict[str, Any]]],
        loss: tuple[str, dict[str, Any]],
        optimizer: tuple[str, dict[str, Any]],
        dtype: str,
        metric: str = "accuracy",
    ) -> None:
        keras, self._tf = load()
        self.dtype = dtype
        made = [getattr(keras.layers, name)(**settings, dtype=dtype) for name, settings in layers]
        self.model = keras.Sequential([keras.Input(input_shape, dtype=dtype), *made])
        self.loss = getattr(keras.losses, loss[0])(**loss[1], dtype=dtype)
        self.optimizer = made_optimizer(keras, *optimizer)
        self.optimizer.build(self.model.trainable_variables)
        self._metric = _metric_function(keras, metric, loss[0], self.model.output_shape)
        self.slots = _slots(self.optimizer)
        self._fixed = [v for v in self.model.non_trainable_variables if _is_float(v)]  # others are seeds, of dropout in recurrent layers
        self._variables = [*self.model.trainable_variables, *self._fixed, *(v for slot in self.slots.values() for v in slot)]
        self._untouched = self._read()
        self._compile()

    def _compile(self) -> None:
        def function(method: Any) -> Any:
            return self._tf.function(method, autograph=False)

        self._step = function(self._eager_step)
        self._noisy_step = function(self._eager_noisy_step)
        self._gradients = function(self._eager_gradients)
        self._update = function(self._eager_update)
        self._evaluate = function(self._eager_evaluate)

    @property
    def tensor_names(self) -> list[tuple[str, str]]:
        """(layer, tensor) of every trainable weight, in order."""
        return [(layer.name, variable.name) for layer in self.model.layers for variable in layer.trainable_variables]

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """Shapes of everything in `KerasState.values`, in order."""
        return [tuple(variable.shape) for variable in self._variables]

    @property
    def weight_count(self) -> int:
        """How many of `shapes` are trainable weights; they come first."""
        return len(self.model.trainable_variables)

    @property
    def fixed_count(self) -> int:
        """How many of `shapes` are variables that are not trained; they come second, slots third."""
        return len(self._fixed)

    def layer_table(self) -> list[dict[str, Any]]:
        """Name, class, output shape and number of parameters of every layer."""
        return [
            {
                "name": layer.name,
                "type": type(layer).__name__,
                "output_shape": list(layer.output.shape[1:]),
                "parameters": layer.count_params(),
            }
            for layer in self.model.layers
        ]

    def start(self, weights: Sequence[np.ndarray]) -> KerasState:
        """The state before the first step, with these weights (all of them, in Keras's order)."""
        self._write(self._untouched)
        self.model.set_weights(list(weights))
        return self._read()

    def state(self, values: np.ndarray, iterations: int) -> KerasState:
        """A state from outside: everything one after the other, and the number of finished steps."""
        return KerasState(self._tf.constant(values), self._tf.constant(iterations, self.optimizer.iterations.dtype))

    def tensor(self, array: np.ndarray) -> Tensor:
        """Hand an array over once, to be used by many calls."""
        return self._tf.constant(array)

    def step(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[KerasStep, KerasState]:
        """One training step: what it found, and the state after it."""
        found, after = self._step(state, x, y)
        return found, after

    def noisy_step(self, state: KerasState, x: Tensor, y: Tensor, *, seed: tuple[int, int], ulps: float = 1) -> tuple[Tensor, KerasState]:
        """(loss, state after) of a step that starts with noise on every weight: `ulps` units in the last place up or down."""
        noise = self._tf.constant(ulps * np.finfo(self.dtype).eps, self.dtype)
        loss, after = self._noisy_step(state, x, y, self._tf.constant(seed, self._tf.int32), noise)
        return loss, after

    def gradients(self, state: KerasState, x: Tensor, y: Tensor) -> KerasStep:
        """The first half of a step."""
        found: KerasStep = self._gradients(state, x, y)
        return found

    def update(self, state: KerasState, gradients: Tensor) -> KerasState:
        """The second half: the optimizer, with anybody's gradients, one after the other."""
        after: KerasState = self._update(state, gradients)
        return after

    def evaluate(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[float, float]:
        """(loss, metric) on a data set, outside training; in parts, so that memory stays bounded, as `Model.evaluate` does."""
        starts = range(0, len(x), EVALUATED_AT_ONCE)
        parts = [slice(start, start + EVALUATED_AT_ONCE) for start in starts]
        found = np.array([[float(value) for value in self._evaluate(state, x[part], y[part])] for part in parts])
        loss, metric = np.average(found, axis=0, weights=[min(EVALUATED_AT_ONCE, len(x) - start) for start in starts])
        return float(loss), float(metric)

    def hold(self, state: KerasState) -> None:
        """Give the model and its optimizer this state, for whoever looks at them."""
        self._write(state)

    def held(self) -> KerasState:
        """The state that model and optimizer have now."""
        return self._read()

    def _eager_gradients(self, state: KerasState, x: Tensor, y: Tensor) -> KerasStep:
        weights, fixed = self._model_variables(state)
        with self._tf.GradientTape() as tape:
            tape.watch(weights)
            outputs, _ = self.model.stateless_call(weights, fixed, x, training=True)
            loss = self.loss(y, outputs)
        return KerasStep(loss, self._measured(y, outputs), self._joined(tape.gradient(loss, weights)))

    def _eager_update(self, state: KerasState, gradients: Tensor) -> KerasState:
        """Through the variables, since `stateless_apply` does not exist on the TensorFlow backend."""
        self._write(state)
        self.optimizer.apply(self._split(gradients, self.weight_count), self.model.trainable_variables)
        return self._read()

    def _eager_step(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[KerasStep, KerasState]:
        found = self._eager_gradients(state, x, y)
        return found, self._eager_update(state, found.gradients)

    def _eager_noisy_step(self, state: KerasState, x: Tensor, y: Tensor, seed: Tensor, noise: Tensor) -> tuple[Tensor, KerasState]:
        found, after = self._eager_step(state._replace(values=self._with_noise(state.values, seed, noise)), x, y)
        return found.loss, after

    def _with_noise(self, values: Tensor, seed: Tensor, noise: Tensor) -> Tensor:
        """w (1 + noise r) for every weight, r = -1 or 1 at random. Slots stay."""
        tf = self._tf
        count = sum(int(np.prod(shape)) for shape in self.shapes[: self.weight_count])
        sign = tf.cast(tf.random.stateless_uniform([count], seed, maxval=2, dtype=tf.int32), values.dtype) * 2 - 1
        return tf.concat([values[:count] * (1 + noise * sign), values[count:]], 0)

    def _eager_evaluate(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        weights, fixed = self._model_variables(state)
        outputs, _ = self.model.stateless_call(weights, fixed, x, training=False)
        return self.loss(y, outputs), self._measured(y, outputs)

    def _model_variables(self, state: KerasState) -> tuple[list[Tensor], list[Tensor]]:
        """Trainable and other variables of the model, as `stateless_call` takes them."""
        parts = self._split(state.values, len(self._variables))
        fixed = iter(parts[self.weight_count :])
        return parts[: self.weight_count], [next(fixed) if _is_float(v) else v.value for v in self.model.non_trainable_variables]

    def _measured(self, y: Tensor, outputs: Tensor) -> Tensor:
        return self._tf.reduce_mean(self._tf.cast(self._metric(y, outputs), self.dtype))

    def _joined(self, tensors: Sequence[Tensor]) -> Tensor:
        return self._tf.concat([self._tf.reshape(t, [-1]) for t in tensors], 0)

    def _split(self, values: Tensor, count: int) -> list[Tensor]:
        """The first `count` tensors of a joined one."""
        shapes = self.shapes[:count]
        parts = self._tf.split(values, [int(np.prod(shape)) for shape in shapes])
        return [self._tf.reshape(part, shape) for part, shape in zip(parts, shapes, strict=True)]

    def _read(self) -> KerasState:
        return KerasState(self._joined([v.value for v in self._variables]), self._tf.identity(self.optimizer.iterations.value))

    def _write(self, state: KerasState) -> None:
        for variable, value in zip(self._variables, self._split(state.values, len(self._variables)), strict=True):
            variable.assign(value)
        self.optimizer.iterations.assign(state.iterations)


def _is_float(variable: Any) -> bool:
    return "float" in str(variable.dtype)


def _slots(optimizer: Any) -> dict[str, list[Any]]:
    """Variables of every slot by the name of the optimizer's attribute: a list with one for each weight, or a scalar's alone."""
    own = {id(v) for v in optimizer.variables} - {id(optimizer.iterations), id(optimizer._learning_rate)}
    slots = {}
    for name, value in vars(optimizer).items():
        entries = list(value) if isinstance(value, list | tuple) else [value]
        if entries and all(id(entry) in own for entry in entries):
            slots[name.strip("_")] = entries
    return slots


def _metric_function(keras: Any, name: str, loss: str, output_shape: tuple[int | None, ...]) -> Any:
    """The function behind a metric's name; what Keras means by 'accuracy' depends on the loss and the outputs."""
    if name != "accuracy":
        return getattr(keras.metrics, name)
    if output_shape[-1] == 1:
        return keras.metrics.binary_accuracy
    if loss.startswith("Sparse"):
        return keras.metrics.sparse_categorical_accuracy
    return keras.metrics.categorical_accuracy
