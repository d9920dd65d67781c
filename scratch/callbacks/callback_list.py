"""Calls every callback of one `fit`, `evaluate` or `predict`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from scratch.callbacks.callback import Callback, Logs
from scratch.callbacks.history import History
from scratch.callbacks.progbar_logger import ProgbarLogger

OLDER_NAMES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}


class CallbackList(Callback):
    """Callbacks as one: each hook calls that of every member that overrides it, in order.

    Args:
        callbacks: the members, or one alone.
        add_history: append a `History`, unless there is one.
        add_progbar: append a `ProgbarLogger`, unless there is one.
        model: what they are told is their model.
        params: what they are told are its settings.

    Source: `keras.callbacks.CallbackList`.
    """

    def __init__(
        self,
        callbacks: Sequence[Callback] | Callback | None = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        self.callbacks = [callbacks] if isinstance(callbacks, Callback) else list(callbacks or [])
        if wrong := [c for c in self.callbacks if not isinstance(c, Callback)]:
            raise ValueError(f"callbacks: expected objects of (sub)classes of Callback, got {wrong[0]!r}.")
        for wanted, kind in ((add_history, History), (add_progbar, ProgbarLogger)):
            if wanted and not any(isinstance(c, kind) for c in self.callbacks):
                self.callbacks.append(kind())
        self.history = next((c for c in reversed(self.callbacks) if isinstance(c, History)), None)
        self._overriding: dict[str, list[Callable[..., None]]] = {}
        if model is not None:
            self.set_model(model)
        self.set_params(params)

    def set_model(self, model: Any) -> None:
        self.model = model
        if self.history is not None:
            model.history = self.history
        for callback in self.callbacks:
            callback.set_model(model)

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params
        for callback in self.callbacks if params else ():  # where there are none, members keep theirs
            callback.set_params(params)

    def listening(self, hook: str) -> list[Callable[..., None]]:
        """The members' own methods of that name. Those they only inherit do nothing, and there are many batches."""
        if hook not in self._overriding:
            names = (hook, OLDER_NAMES.get(hook, hook))
            self._overriding[hook] = [getattr(c, hook) for c in self.callbacks if any(_overrides(c, name) for name in names)]
        return self._overriding[hook]

    def _tell(self, hook: str, *number: int, logs: Logs | None) -> None:
        listening = self.listening(hook)
        if listening:
            sorted_logs = dict(sorted((logs or {}).items()))  # by name, as in Keras; one for all of them
            for method in listening:
                method(*number, logs=sorted_logs) if "batch" in hook else method(*number, sorted_logs)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._tell("on_train_begin", logs=logs)

    def on_train_end(self, logs: Logs | None = None) -> None:
        self._tell("on_train_end", logs=logs)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._tell("on_epoch_begin", epoch, logs=logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._tell("on_epoch_end", epoch, logs=logs)

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        self._tell("on_train_batch_begin", batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._tell("on_train_batch_end", batch, logs=logs)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        self._tell("on_test_begin", logs=logs)

    def on_test_end(self, logs: Logs | None = None) -> None:
        self._tell("on_test_end", logs=logs)

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        self._tell("on_test_batch_begin", batch, logs=logs)

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._tell("on_test_batch_end", batch, logs=logs)

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        self._tell("on_predict_begin", logs=logs)

    def on_predict_end(self, logs: Logs | None = None) -> None:
        self._tell("on_predict_end", logs=logs)

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        self._tell("on_predict_batch_begin", batch, logs=logs)

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._tell("on_predict_batch_end", batch, logs=logs)


def _overrides(callback: Callback, hook: str) -> bool:
    """Whether the class, or the object itself (`LambdaCallback`), has a method of its own."""
    own = getattr(callback, hook)
    return getattr(own, "__func__", None) is not cast(Any, getattr(Callback, hook))
