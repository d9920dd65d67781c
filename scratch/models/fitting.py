"""fit, evaluate, predict: the loops over epochs and batches, as Keras's `Model` has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scratch.arrays import to_numpy
from scratch.callbacks import Callback, CallbackList, History
from scratch.differentiable import Array
from scratch.models.batches import as_parts, split_off_validation, unpacked, weights_of_classes
from scratch.models.epoch_iterator import EpochIterator
from scratch.models.trainer import Trainer

Callbacks = Sequence[Callback] | Callback | None


class Fitting(Trainer):
    """The loops of a model."""

    def fit(
        self,
        x: Array,
        y: Array,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Callbacks = None,
        validation_split: float = 0.0,
        validation_data: Sequence[Array] | None = None,
        shuffle: bool | str = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Array | None = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> History | None:
        """Train until epoch number `epochs`, a pass over the data in batches each.

        Args:
            x, y: inputs and targets, samples along the first axis.
            batch_size: 32 unless given.
            epochs: number of the last epoch, counted from 1.
            verbose: 0 for silence, 1 (or `'auto'`) for a bar, 2 for a line an epoch.
            callbacks: called at their moments, in this order, `History` and the progress bar last.
            validation_split: share of the samples, the *last* ones before any shuffle, kept for validation.
            validation_data: (x, y) or (x, y, sample_weight) to validate on instead.
            shuffle: take the samples in a new order in each epoch; `'batch'` mixes inside of batches only.
            class_weight: factor of the loss by class number, in training only.
            sample_weight: factor of the loss of each sample.
            initial_epoch: number of the first epoch, counted from 0.
            steps_per_epoch, validation_steps: batches an epoch or a validation, all there are unless given.
            validation_batch_size: like `batch_size` unless given.
            validation_freq: validate in every n-th epoch, or in the epochs listed (counted from 1).

        Returns:
            `History`, whose `.history` has one list a quantity: the running means over each epoch of `loss` and
            the metrics, taken before each update, and `val_...` measured after it.

        Raises:
            ValueError: `compile` was not called, or arguments that do not fit together.
        """
        self._begin_training("fit")
        parts = as_parts("fit", x, y, sample_weight)
        held_back = None if validation_data is None else unpacked("fit", validation_data)
        if validation_split and held_back is None:
            parts, held_back = split_off_validation(parts, validation_split)
        parts[2] = weights_of_classes("fit", parts[1], parts[2], class_weight)
        data = EpochIterator("fit", parts, batch_size, steps_per_epoch, shuffle)
        held_data = None if held_back is None else EpochIterator("fit", held_back, validation_batch_size or batch_size, validation_steps)
        told = _listeners(callbacks, self, add_history=True, verbose=verbose, epochs=epochs, steps=data.num_batches)
        self.stop_training = False
        told.on_train_begin()
        logs: dict[str, float] = {}
        for epoch in range(initial_epoch, epochs):
            told.on_epoch_begin(epoch)
            logs = self._train_epoch(data, told)
            if held_data is not None and _is_due(epoch, validation_freq):
                logs |= {f"val_{name}": value for name, value in self._test_epoch(held_data, told).items()}
            told.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        if epochs > 0:
            self._finish_training()
        told.on_train_end(logs)
        return self.history

    def evaluate(
        self,
        x: Array,
        y: Array,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Array | None = None,
        steps: int | None = None,
        callbacks: Callbacks = None,
        return_dict: bool = False,
    ) -> Any:
        """Loss and metrics over a data set: [loss, *metrics], the loss alone without metrics, or a dict."""
        self._check_compiled("evaluate")
        data = EpochIterator("evaluate", as_parts("evaluate", x, y, sample_weight), batch_size, steps)
        self._test_epoch(data, _listeners(callbacks, self, verbose=verbose, steps=data.num_batches))
        return self._returned(return_dict)

    def predict(
        self, x: Array, batch_size: int | None = None, verbose: str | int = "auto", steps: int | None = None, callbacks: Callbacks = None
    ) -> np.ndarray:
        """Outputs for a data set, batch by batch."""
        data = EpochIterator("predict", as_parts("predict", x), batch_size, steps)
        told = _listeners(callbacks, self, verbose=verbose, steps=data.num_batches)
        outputs = []
        told.on_predict_begin()
        for step, (part, *_) in data:
            told.on_predict_batch_begin(step)
            outputs.append(to_numpy(self.forward(part)))
            told.on_predict_batch_end(step, {"outputs": outputs[-1]})
        told.on_predict_end()
        return np.concatenate(outputs)

    def _train_epoch(self, data: EpochIterator, told: CallbackList) -> dict[str, float]:
        self.reset_metrics()
        want_logs = bool(told.listening("on_train_batch_end"))
        for step, batch in data:
            told.on_train_batch_begin(step)
            self._train_step(*batch)
            if want_logs:
                told.on_train_batch_end(step, self._results())
            if self.stop_training:
                break
        return self._results()

    def _test_epoch(self, data: EpochIterator, told: CallbackList) -> dict[str, float]:
        told.on_test_begin()
        self.reset_metrics()
        data.reset()
        want_logs = bool(told.listening("on_test_batch_end"))
        for step, batch in data:
            told.on_test_batch_begin(step)
            self._test_step(*batch)
            if want_logs:
                told.on_test_batch_end(step, self._results())
        results = self._results()
        told.on_test_end(results)
        return results


def _listeners(
    callbacks: Callbacks, model: Fitting, *, verbose: str | int, steps: int, epochs: int = 1, add_history: bool = False
) -> CallbackList:
    if isinstance(callbacks, CallbackList):
        return callbacks
    return CallbackList(callbacks, add_history, verbose != 0, model, verbose=verbose, epochs=epochs, steps=steps)


def _is_due(epoch: int, frequency: int | Sequence[int]) -> bool:
    """Whether the epoch, counted from 0, ends with a validation."""
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    if isinstance(frequency, (list, tuple)):
        return epoch + 1 in frequency
    raise ValueError(f"fit: expected validation_freq as a whole number or a list of epochs, got {frequency!r}.")
