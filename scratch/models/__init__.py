"""Models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scratch.lookup import nothing_else
from scratch.models.sequential import Sequential
from scratch.saving.model_file import load_model, model_from_dictionary, save_model

__all__ = ["Sequential", "load_model", "model_from_json", "save_model"]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)


def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> Sequential:
    """The model that `to_json` has written, with new weights, not compiled.

    Raises:
        ValueError: no `Sequential`, or a class that neither scratch nor `custom_objects` has.

    Source: `keras.models.model_from_json`.
    """
    return model_from_dictionary(json.loads(json_string), custom_objects)
