"""Keras, started before any work is done for it."""

from __future__ import annotations

import sys

from comparisons.errors import InputError


def start_keras(*, quiet: bool) -> None:
    """Load TensorFlow and Keras, which takes seconds.

    Raises:
        InputError: they are not installed, or Keras runs on another backend.
    """
    if not quiet:
        print("Starting Keras ...", file=sys.stderr, flush=True)
    from reference.backend import ReferenceUnavailableError, load

    try:
        load()
    except ReferenceUnavailableError as missing:
        raise InputError(str(missing)) from missing
