"""Training in Keras as pure functions of an explicit state, so that one compiled step serves every track."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from reference.backend import load

Tensor = Any
FAR_APART = 1_000_003  # between the noise seeds of two weights: more than any training has steps


class KerasState(NamedTuple):
    """Everything a training step starts from; the fields hold tensors."""

    weights: list[Tensor]  # trainable
    fixed: list[Tensor]  # not trainable, such as moving averages
    optimizer: list[Tensor]  # `optimizer.variables`: iterations, learning rate, slots


class KerasStep(NamedTuple):
    """What one step found on the way."""

    loss: Tensor
    correct: Tensor  # share of right answers in the batch, before the update
    gradients: list[Tensor]


class KerasTraining:
    """A Keras model, loss and optimizer, compiled once.

    Args:
        input_shape: shape of one sample.
        layers: (class name in `keras.layers`, its settings) in order.
        loss: (class name in `keras.losses`, its settings).
        optimizer: (class name in `keras.optimizers`, its settings).
        dtype: `'float32'` or `'float64'`.
    """

    def __init__(
        self,
        *,
        input_shape: tuple[int, ...],
        layers: Sequence[tuple[str, dict[str, Any]]],
        loss: tuple[str, dict[str, Any]],
        optimizer: tuple[str, dict[str, Any]],
        dtype: str,
    ) -> None:
        keras, self._tf = load()
        self.dtype = dtype
        made = [getattr(keras.layers, name)(**settings, dtype=dtype) for name, settings in layers]
        self.model = keras.Sequential([keras.Input(input_shape, dtype=dtype), *made])
        self.loss = getattr(keras.losses, loss[0])(**loss[1], dtype=dtype)
        self.optimizer = getattr(keras.optimizers, optimizer[0])(**optimizer[1])
        self.optimizer.build(self.model.trainable_variables)
        self._untouched_optimizer = [self._copy(v) for v in self.optimizer.variables]
        self._accuracy = _accuracy_function(keras, loss[0], self.model.output_shape)
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
    def slot_positions(self) -> dict[str, list[int]]:
        """Where each slot of each weight (or a scalar of the optimizer) is in `optimizer.variables`."""
        order = {id(variable): number for number, variable in enumerate(self.optimizer.variables)}
        scalars = {id(self.optimizer.iterations), id(self.optimizer._learning_rate)}
        positions = {}
        for name, value in vars(self.optimizer).items():
            entries = list(value) if isinstance(value, list | tuple) else [value]
            if entries and all(id(entry) in order and id(entry) not in scalars for entry in entries):
                positions[name.strip("_")] = [order[id(entry)] for entry in entries]
        return positions

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
        self.model.set_weights(list(weights))
        return KerasState(
            [self._copy(v) for v in self.model.trainable_variables],
            [self._copy(v) for v in self.model.non_trainable_variables],
            list(self._untouched_optimizer),
        )

    def _copy(self, variable: Any) -> Tensor:
        return self._tf.identity(variable.value)

    def tensor(self, array: np.ndarray) -> Tensor:
        """Hand an array over once, to be used by many calls."""
        return self._tf.constant(array)

    def step(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[KerasStep, KerasState]:
        """One training step: what it found, and the state after it."""
        found, after = self._step(state, x, y)
        return found, after

    def noisy_step(self, state: KerasState, x: Tensor, y: Tensor, *, seed: tuple[int, int]) -> tuple[Tensor, KerasState]:
        """(loss, state after) of a step that starts with one-ulp noise on every weight."""
        loss, after = self._noisy_step(state, x, y, self._tf.constant(seed, self._tf.int32))
        return loss, after

    def gradients(self, state: KerasState, x: Tensor, y: Tensor) -> KerasStep:
        """The first half of a step."""
        found: KerasStep = self._gradients(state, x, y)
        return found

    def update(self, state: KerasState, gradients: Sequence[Tensor]) -> KerasState:
        """The second half: the optimizer, with anybody's gradients."""
        after: KerasState = self._update(state, list(gradients))
        return after

    def evaluate(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[float, float]:
        """(loss, accuracy) on a data set, outside training."""
        loss, correct = self._evaluate(state, x, y)
        return float(loss), float(correct)

    def _forward(self, state: KerasState, x: Tensor, *, training: bool) -> tuple[Tensor, list[Tensor]]:
        outputs, fixed = self.model.stateless_call(state.weights, state.fixed, x, training=training)
        return outputs, fixed

    def _eager_gradients(self, state: KerasState, x: Tensor, y: Tensor) -> KerasStep:
        with self._tf.GradientTape() as tape:
            tape.watch(state.weights)
            outputs, _ = self._forward(state, x, training=True)
            loss = self.loss(y, outputs)
        gradients = tape.gradient(loss, state.weights)
        return KerasStep(loss, self._share_right(y, outputs), gradients)

    def _eager_update(self, state: KerasState, gradients: list[Tensor]) -> KerasState:
        """Through the variables, since `stateless_apply` does not exist on the TensorFlow backend."""
        weights, slots = self.model.trainable_variables, self.optimizer.variables
        for variable, value in zip([*weights, *slots], [*state.weights, *state.optimizer], strict=True):
            variable.assign(value)
        self.optimizer.apply(gradients, weights)
        return KerasState([self._copy(v) for v in weights], state.fixed, [self._copy(v) for v in slots])

    def _eager_step(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[KerasStep, KerasState]:
        found = self._eager_gradients(state, x, y)
        return found, self._eager_update(state, found.gradients)

    def _eager_noisy_step(self, state: KerasState, x: Tensor, y: Tensor, seed: Tensor) -> tuple[Tensor, KerasState]:
        weights = [self._with_noise(w, self._tf.add(seed, (0, FAR_APART * number))) for number, w in enumerate(state.weights)]
        found, after = self._eager_step(state._replace(weights=weights), x, y)
        return found.loss, after

    def _with_noise(self, w: Tensor, seed: Tensor) -> Tensor:
        """w (1 + u r), r = -1 or 1 at random: every entry moved by one unit in the last place."""
        tf = self._tf
        ulp = np.finfo(self.dtype).eps
        sign = tf.cast(tf.random.stateless_uniform(tf.shape(w), seed, maxval=2, dtype=tf.int32), w.dtype) * 2 - 1
        return w * (1 + w.dtype.as_numpy_dtype(ulp) * sign)

    def _eager_evaluate(self, state: KerasState, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        outputs, _ = self._forward(state, x, training=False)
        return self.loss(y, outputs), self._share_right(y, outputs)

    def _share_right(self, y: Tensor, outputs: Tensor) -> Tensor:
        return self._tf.reduce_mean(self._tf.cast(self._accuracy(y, outputs), self.dtype))


def _accuracy_function(keras: Any, loss: str, output_shape: tuple[int | None, ...]) -> Any:
    """What Keras means by the metric 'accuracy' for this loss and these outputs."""
    if output_shape[-1] == 1:
        return keras.metrics.binary_accuracy
    if loss.startswith("Sparse"):
        return keras.metrics.sparse_categorical_accuracy
    return keras.metrics.categorical_accuracy
