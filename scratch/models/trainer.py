"""compile, fit, evaluate, predict: training as Keras's `Model` offers it."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from scratch import callbacks as callbacks_module
from scratch import config, losses, metrics, optimizers
from scratch.differentiable import Array
from scratch.layers.layer import Layer
from scratch.models.batches import as_inputs, batches, split_off_validation
from scratch.models.flat_arrays import FlatArrays
from scratch.models.loss_route import LossRoute, reads_logits


class Trainer:
    """The training half of a model."""

    parameters: FlatArrays
    gradients: FlatArrays
    stop_training: bool
    _all: list[Layer]

    def __init__(self) -> None:
        self.optimizer: optimizers.Optimizer | None = None
        self.loss: losses.Loss | None = None
        self.metrics: list[metrics.Metric] = []
        self._metric_names: Sequence[object] = ()
        self._metrics_at_logits: list[bool] = []
        self._loss_mean = metrics.Mean("loss")
        self.stop_training = False
        self.history: callbacks_module.History | None = None
        self._kept_route: LossRoute | None = None

    @abstractmethod
    def forward(self, x: Array, training: bool = False) -> Array: ...

    @abstractmethod
    def backward(self, dy: Array, *, at_logits: bool = False) -> Array | None: ...

    def compile(self, optimizer: object = "rmsprop", loss: object = None, metrics: Sequence[object] | None = None) -> None:
        """Say how to train.

        Args:
            optimizer, loss: names or objects.
            metrics: names or objects; `'accuracy'` takes the form that fits targets and outputs.
        """
        self.optimizer = optimizers.get(optimizer)
        self.loss = None if loss is None else losses.get(loss)
        self._metric_names = list(metrics or ())
        self.metrics = []

    def loss_and_gradients(self, x: Array, y: Array, sample_weight: Array | None = None) -> tuple[float, Array]:
        """(loss, outputs) of a batch in training; the gradients of all parameters are left in `gradients`."""
        y_pred = self.forward(x, training=True)
        route = self._route()
        loss, gradient = route.value_and_gradient(y, y_pred, sample_weight)
        self.backward(gradient, at_logits=route.at_logits)
        return loss, y_pred

    def apply_gradients(self) -> None:
        """One optimizer step with `gradients`."""
        optimizer = self._compiled("optimizer")
        if optimizer.needs_separate_gradients:
            optimizer.apply(self.gradients.views, self.parameters.views)
        else:
            optimizer.apply([self.gradients.flat], [self.parameters.flat])

    def train_on_batch(self, x: Array, y: Array, sample_weight: Array | None = None) -> list[float]:
        """One step on one batch. Returns [loss, *metrics] of the batch before the update."""
        self._reset_metrics()
        self._train_step(as_inputs(x), np.asarray(y), sample_weight)
        return list(self._results().values())

    def test_on_batch(self, x: Array, y: Array, sample_weight: Array | None = None) -> list[float]:
        """[loss, *metrics] of one batch, nothing changed."""
        self._reset_metrics()
        self._test_step(as_inputs(x), np.asarray(y), sample_weight)
        return list(self._results().values())

    def fit(
        self,
        x: Array,
        y: Array,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Sequence[callbacks_module.Callback] | None = None,
        validation_split: float = 0.0,
        validation_data: tuple[Array, ...] | None = None,
        shuffle: bool = True,
        sample_weight: Array | None = None,
        initial_epoch: int = 0,
        validation_batch_size: int | None = None,
    ) -> callbacks_module.History:
        """Train for `epochs` passes over the data in batches of `batch_size` (32 unless given).

        Returns:
            `History`, whose `.history` has one list a quantity: the running means over each epoch of `loss` and
            the metrics, taken before each update, and `val_...` measured after it.
        """
        parts = _parts(x, y, sample_weight)
        if validation_split and validation_data is None:
            parts, held_back = split_off_validation(parts, validation_split)
            validation_data = tuple(a for a in held_back if a is not None)
        batch_size = batch_size or 32
        self.stop_training = False
        listeners = callbacks_module.CallbackList([*(callbacks or ()), callbacks_module.History()], self, epochs=epochs, verbose=verbose)
        self.history = listeners.history
        listeners.on_train_begin()
        for epoch in range(initial_epoch, epochs):
            listeners.on_epoch_begin(epoch)
            logs = self._fit_epoch(parts, batch_size, shuffle, listeners)
            if validation_data is not None:
                found = self._validate(validation_data, validation_batch_size or batch_size)
                logs |= {f"val_{name}": value for name, value in found.items()}
            listeners.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        optimizer = self._compiled("optimizer")
        optimizer.finalize_variable_values(optimizer.variables_built)
        listeners.on_train_end()
        return listeners.history

    def evaluate(
        self,
        x: Array,
        y: Array,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Array | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Loss and metrics over a data set: [loss, *metrics], the loss alone without metrics, or a dict."""
        parts = _parts(x, y, sample_weight)
        started = time.perf_counter()
        self._reset_metrics()
        for batch in batches(parts, batch_size or 32):
            self._test_step(*batch)
        results = self._results()
        if verbose:
            print(callbacks_module.progress_line(-(-len(y) // (batch_size or 32)), time.perf_counter() - started, results))
        if return_dict:
            return results
        return results["loss"] if len(results) == 1 else list(results.values())

    def predict(self, x: Array, batch_size: int | None = None, verbose: str | int = "auto") -> np.ndarray:
        """Outputs for a data set, batch by batch."""
        return np.concatenate([self.forward(part) for (part,) in batches([as_inputs(x)], batch_size or 32)])

    def predict_on_batch(self, x: Array) -> np.ndarray:
        """Outputs for one batch."""
        return self.forward(as_inputs(x))

    def _fit_epoch(self, parts: list[Any], batch_size: int, shuffle: bool, listeners: callbacks_module.CallbackList) -> dict[str, float]:
        self._reset_metrics()
        order = config.generator().permutation(len(parts[0])) if shuffle else None
        for step, batch in enumerate(batches(parts, batch_size, order)):
            listeners.on_train_batch_begin(step)
            self._train_step(*batch)
            if listeners.listens_to_batches:
                listeners.on_train_batch_end(step, self._results())
        listeners.steps = step + 1
        return self._results()

    def _validate(self, data: tuple[Array, ...], batch_size: int) -> dict[str, float]:
        x, y, *weight = data
        found: dict[str, float] = self.evaluate(
            x, y, batch_size=batch_size, verbose=0, sample_weight=weight[0] if weight else None, return_dict=True
        )
        return found

    def _train_step(self, x: Array, y: Array, sample_weight: Array | None) -> None:
        loss, y_pred = self.loss_and_gradients(x, y, sample_weight)
        self._record(loss, y, y_pred, sample_weight)
        self.apply_gradients()

    def _test_step(self, x: Array, y: Array, sample_weight: Array | None) -> None:
        y_pred = self.forward(x)
        self._record(self._route().value(y, y_pred, sample_weight), y, y_pred, sample_weight)

    def _record(self, loss: float, y: Array, y_pred: Array, sample_weight: Array | None) -> None:
        self._loss_mean.total += loss * len(y)
        self._loss_mean.count += len(y)
        if len(self.metrics) != len(self._metric_names):
            self._make_metrics(y, y_pred)
        for metric, at_logits in zip(self.metrics, self._metrics_at_logits):
            metric.update_state(y, self._all[-1].logits if at_logits else y_pred)

    def _make_metrics(self, y: Array, y_pred: Array) -> None:
        self.metrics = [metrics.resolve(name, y.shape, y_pred.shape) for name in self._metric_names]
        self._metrics_at_logits = [reads_logits(self._all[-1], metric) for metric in self.metrics]
        for metric, at_logits in zip(self.metrics, self._metrics_at_logits):
            if at_logits:
                metric.settings = {**metric.settings, "from_logits": True}  # type: ignore[attr-defined]  # those that read logits have settings

    def _reset_metrics(self) -> None:
        for metric in [self._loss_mean, *self.metrics]:
            metric.reset_state()

    def _results(self) -> dict[str, float]:
        return {metric.name: metric.result() for metric in [self._loss_mean, *self.metrics]}

    def _route(self) -> LossRoute:
        last, loss = self._all[-1], self._compiled("loss")
        if self._kept_route is None or self._kept_route.last is not last or self._kept_route.given is not loss:
            self._kept_route = LossRoute(last, loss)
        return self._kept_route

    def _compiled(self, what: str) -> Any:
        value = getattr(self, what)
        if value is None:
            raise ValueError(f"{type(self).__name__}: expected compile({what}=...) before training, got none.")
        return value


def _parts(x: Array, y: Array, sample_weight: Array | None) -> list[np.ndarray | None]:
    """[x, y, sample_weight] ready to be cut into batches."""
    parts = [as_inputs(x), np.asarray(y), None if sample_weight is None else as_inputs(sample_weight)]
    lengths = [len(a) for a in parts if a is not None]
    if len(set(lengths)) != 1 or 0 in lengths:
        raise ValueError(f"fit: expected x, y and sample_weight of one length above 0, got {lengths}.")
    return parts
