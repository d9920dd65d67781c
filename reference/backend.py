"""The one file that imports TensorFlow and Keras, when first asked to, quietly and for repeatable results."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple


class ReferenceUnavailableError(Exception):
    """Keras cannot be used here. The message is one line that says what to install."""


class Backend(NamedTuple):
    """The modules of the reference."""

    keras: ModuleType
    tensorflow: ModuleType


@functools.cache
def load() -> Backend:
    """Import TensorFlow and Keras, once: about 4 s and 580 MB.

    Raises:
        ReferenceUnavailableError: one of them is missing, or Keras runs on another backend.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # it logs its CPU features on every start
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    # Left to itself TensorFlow takes oneDNN's kernels on some processors only. Results would differ in the last places from machine
    # to machine, and its transposed convolutions crash: docs/decisions/keras-on-every-processor.md.
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
    try:
        with warnings.catch_warnings(), _muted_stderr():
            warnings.simplefilter("ignore")  # deprecations inside TensorFlow's own imports
            import keras
            import tensorflow

            # Steps of small networks are too short to be shared out; with one thread they also repeat to the bit.
            with contextlib.suppress(RuntimeError):  # it is in use already, in a notebook or a test run, with the threads it has
                tensorflow.config.threading.set_intra_op_parallelism_threads(1)
                tensorflow.config.threading.set_inter_op_parallelism_threads(1)
            tensorflow.config.list_logical_devices()  # looks for a GPU now rather than in the middle of the output
    except ImportError as missing:
        raise ReferenceUnavailableError(
            f"Keras: expected TensorFlow and Keras to compare with, got none ({missing}); pip install 'keras-parity[keras]'."
        ) from missing
    if keras.backend.backend() != "tensorflow":
        raise ReferenceUnavailableError(
            f"Keras: expected the TensorFlow backend, got {keras.backend.backend()!r}; unset KERAS_BACKEND or set it to 'tensorflow'."
        )
    tensorflow.config.experimental.enable_op_determinism()
    return Backend(keras, tensorflow)


def forget_kernels() -> None:
    """Free the kernels that TensorFlow keeps of every variable that ever was, 150 kB of a small layer; `clear_session` does it so."""
    from tensorflow.python.eager import context

    context.context().clear_kernel_cache()


@contextlib.contextmanager
def _muted_stderr() -> Iterator[None]:
    """TensorFlow's C++ side announces its start on file descriptor 2, whatever its log level says."""
    sys.stderr.flush()
    kept, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(sink)


@contextlib.contextmanager
def floatx(dtype: str) -> Iterator[None]:
    """Make `dtype` Keras's default float type for a while: losses and optimizers take theirs from there."""
    config = load().keras.config
    before = config.floatx()
    config.set_floatx(dtype)
    try:
        yield
    finally:
        config.set_floatx(before)


def versions() -> dict[str, str]:
    """Versions of Keras and TensorFlow in use."""
    backend = load()
    return {"keras": backend.keras.__version__, "tensorflow": backend.tensorflow.__version__}
