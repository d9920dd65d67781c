"""Callbacks, under Keras's names."""

from scratch.callbacks.callback import Callback
from scratch.callbacks.callback_list import CallbackList
from scratch.callbacks.early_stopping import EarlyStopping
from scratch.callbacks.history import History
from scratch.callbacks.monitor_callback import MonitorCallback
from scratch.callbacks.progbar_logger import ProgbarLogger

__all__ = ["Callback", "CallbackList", "EarlyStopping", "History", "MonitorCallback", "ProgbarLogger"]
