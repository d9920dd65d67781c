"""compile, and single training steps, as Keras's `Model` offers them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scratch import losses, metrics, optimizers
from scratch.arrays import to_numpy
from scratch.callbacks import History
from scratch.differentiable import Array
from scratch.layers.layer import Layer
from scratch.models.batches import as_inputs, as_parts, weights_of_classes
from scratch.models.compiling import copied, flat_metrics, refuse_settings, result_names
from scratch.models.flat_arrays import FlatArrays
from scratch.models.handing_over import hand_over
from scratch.models.loss_route import LossRoute, reads_logits
from scratch.models.masks import with_mask
from scratch.warn_user import warn_user


class Trainer:
    """The training half of a model."""

    parameters: FlatArrays
    gradients: FlatArrays
    output_mask: Array | None
    stop_training: bool
    _all: list[Layer]
    _laid_out: list[tuple[Layer, str]]
    _unweighted: int

    def __init__(self) -> None:
        self.optimizer: optimizers.Optimizer | None = None
        self.loss: losses.Loss | None = None
        self.metrics: list[metrics.Metric] = []
        self._metric_names: Sequence[object] = ()
        self._metrics_at_logits: list[bool] = []
        self.compiled_with: dict[str, Any] = {}
        self._result_names: list[str] = ["loss"]
        self._loss_mean = metrics.Mean("loss")
        self.stop_training = False
        self.history: History | None = None
        self._kept_route: LossRoute | None = None

    @abstractmethod
    def forward(self, x: Array, training: bool = ...) -> Array: ...

    @abstractmethod
    def backward(self, dy: Array, *, at_logits: bool) -> Array | None: ...

    @abstractmethod
    def _lay_out(self) -> None: ...

    @abstractmethod
    def _trains_others(self) -> bool: ...

    def compile(
        self,
        optimizer: object = "rmsprop",
        loss: object = None,
        loss_weights: object = None,
        metrics: Sequence[object] | None = None,
        weighted_metrics: Sequence[object] | None = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: bool | str = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Say how to train.

        Args:
            optimizer, loss: names or objects.
            loss_weights: not here: there is one output.
            metrics: names or objects; `'accuracy'` takes the form that fits targets and outputs.
            weighted_metrics: metrics that take sample weights and class weights into account.
            run_eagerly, jit_compile, auto_scale_loss: without effect: nothing is compiled here, and precision is not mixed.
            steps_per_execution: 1 only.

        Raises:
            ValueError: a name that nothing has, or a setting that is not here.
        """
        refuse_settings(loss_weights=loss_weights, steps_per_execution=steps_per_execution)
        self.optimizer = optimizers.get(optimizer)
        given = {"loss": loss, "metrics": copied(metrics), "weighted_metrics": copied(weighted_metrics)}
        self.compiled_with = {"optimizer": self.optimizer, **given}
        self.loss = None if loss is None else losses.get(loss)
        unweighted, weighted = flat_metrics("metrics", metrics), flat_metrics("weighted_metrics", weighted_metrics)
        self._metric_names, self._unweighted = [*unweighted, *weighted], len(unweighted)
        self.metrics, self._result_names = [], ["loss"]
        if self._trains_others():
            before = self._laid_out, self.parameters
            self._lay_out()
            hand_over(self.optimizer, before, (self._laid_out, self.parameters))

    def loss_and_gradients(self, x: Array, y: Array, sample_weight: Array | None = None) -> tuple[float, Array]:
        """(loss, outputs) of a batch in training; the gradients of all parameters are left in `gradients`."""
        y_pred = self.forward(x, training=True)
        route = self._route()
        loss, gradient = route.value_and_gradient(y, y_pred, self._weight(sample_weight))
        self.backward(gradient, at_logits=route.at_logits)
        return loss, y_pred

    def apply_gradients(self) -> None:
        """One optimizer step with `gradients`."""
        optimizer = self._compiled("optimizer")
        if optimizer.needs_separate_gradients:
            optimizer.build(self.parameters.views, [name for _, name in self._laid_out])
            optimizer.apply(self.gradients.views, self.parameters.views)
        else:
            optimizer.apply([self.gradients.flat], [self.parameters.flat])

    def train_on_batch(
        self,
        x: Array,
        y: Array,
        sample_weight: Array | None = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step on one batch. Returns [loss, *metrics] of the batch before the update, or what `evaluate` returns instead of it."""
        self._begin_training("train_on_batch")
        self.reset_metrics()
        self._train_step(*as_parts("train_on_batch", x, y, weights_of_classes("train_on_batch", y, sample_weight, class_weight)))
        return self._returned(return_dict)

    def test_on_batch(self, x: Array, y: Array, sample_weight: Array | None = None, return_dict: bool = False) -> Any:
        """[loss, *metrics] of one batch, nothing changed, or what `evaluate` returns instead of it."""
        self._check_compiled("test_on_batch")
        self.reset_metrics()
        self._test_step(*as_parts("test_on_batch", x, y, sample_weight))
        return self._returned(return_dict)

    def predict_on_batch(self, x: Array) -> np.ndarray:
        """Outputs for one batch."""
        return to_numpy(self.forward(as_inputs(x)))

    def _train_step(self, x: Array, y: Array, sample_weight: Array | None) -> None:
        loss, y_pred = self.loss_and_gradients(x, y, sample_weight)
        self._record(loss, y, y_pred, sample_weight)
        self.apply_gradients()

    def _test_step(self, x: Array, y: Array, sample_weight: Array | None) -> None:
        y_pred = self.forward(x)
        self._record(self._route().value(y, y_pred, self._weight(sample_weight)), y, y_pred, sample_weight)

    def _record(self, loss: float, y: Array, y_pred: Array, sample_weight: Array | None) -> None:
        self._loss_mean.total += loss * y.shape[0]
        self._loss_mean.count += y.shape[0]
        if len(self.metrics) != len(self._metric_names):
            self._make_metrics(y, y_pred)
        for number, (metric, at_logits) in enumerate(zip(self.metrics, self._metrics_at_logits)):
            weight = self._weight(sample_weight if number >= self._unweighted else None, "sum")
            outputs = self._all[-1].logits if at_logits else y_pred
            metric.update_state(to_numpy(y), to_numpy(outputs), None if weight is None else to_numpy(weight))

    def _weight(self, sample_weight: Array | None, reduction: str | None = None) -> Array | None:
        """What the loss, or a metric with a reduction of its own, is told of the samples' weights and the mask of the outputs."""
        if self.output_mask is None:
            return sample_weight
        loss = self._compiled("loss")
        return with_mask(sample_weight, self.output_mask, reduction or loss.reduction, loss.dtype)

    def _make_metrics(self, y: Array, y_pred: Array) -> None:
        self.metrics = [metrics.resolve(name, y.shape, y_pred.shape) for name in self._metric_names]
        self._metrics_at_logits = [reads_logits(self._all[-1], metric) for metric in self.metrics]
        for metric, at_logits in zip(self.metrics, self._metrics_at_logits):
            if at_logits:
                metric.settings = {**metric.settings, "from_logits": True}  # type: ignore[attr-defined]  # those that read logits have settings
        self._result_names = ["loss", *result_names([metric.name for metric in self.metrics], self._unweighted)]

    def reset_metrics(self) -> None:
        """Start all running means over; `fit` and `evaluate` do so by themselves."""
        for metric in [self._loss_mean, *self.metrics]:
            metric.reset_state()

    def _results(self) -> dict[str, float]:
        return {name: metric.result() for name, metric in zip(self._result_names, [self._loss_mean, *self.metrics])}

    def _returned(self, as_dict: bool) -> Any:
        """The results in the form that `evaluate` gives them in."""
        results = self._results()
        if as_dict:
            return results
        return results["loss"] if len(results) == 1 else list(results.values())

    def _finish_training(self) -> None:
        """Where moving averages of the weights are kept, the weights become these."""
        optimizer = self._compiled("optimizer")
        optimizer.finalize_variable_values(optimizer.variables_built)

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

    def _begin_training(self, who: str) -> None:
        """Check, and heed which layers are `trainable` by now: up to the first step, as in Keras, that can be changed without `compile`."""
        self._check_compiled(who)
        if self._trains_others():
            if self._compiled("optimizer").steps:
                warn_user(
                    f"{who}: expected compile after `trainable` of a layer was changed, got none; the same weights are trained as before."
                )
            else:
                self._lay_out()

    def _check_compiled(self, who: str) -> None:
        for what in ("optimizer", "loss"):
            if getattr(self, what) is None:
                raise ValueError(f"{who}: expected compile({what}=...) before it, got none; call compile first.")
