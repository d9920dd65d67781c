"""Callbacks, under Keras's names."""

from scratch.callbacks.callback import Callback
from scratch.callbacks.callback_list import CallbackList, progress_line
from scratch.callbacks.history import History

__all__ = ["Callback", "CallbackList", "History", "progress_line"]
