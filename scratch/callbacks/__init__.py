"""Callbacks, under Keras's names."""

from typing import TYPE_CHECKING

from scratch.callbacks.callback import Callback
from scratch.callbacks.callback_list import CallbackList
from scratch.callbacks.csv_logger import CSVLogger
from scratch.callbacks.early_stopping import EarlyStopping
from scratch.callbacks.history import History
from scratch.callbacks.lambda_callback import LambdaCallback
from scratch.callbacks.learning_rate_scheduler import LearningRateScheduler
from scratch.callbacks.model_checkpoint import ModelCheckpoint
from scratch.callbacks.monitor_callback import MonitorCallback
from scratch.callbacks.progbar_logger import ProgbarLogger
from scratch.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau
from scratch.callbacks.terminate_on_nan import TerminateOnNaN
from scratch.lookup import nothing_else

__all__ = [
    "CSVLogger",
    "Callback",
    "CallbackList",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "MonitorCallback",
    "ProgbarLogger",
    "ReduceLROnPlateau",
    "TerminateOnNaN",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)
