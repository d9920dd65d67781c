"""Layers around another layer, and their Keras counterparts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comparisons.pairs.case import Case
from comparisons.pairs.layer_pair import LayerPair, in_words
from comparisons.pairs.recurrent_pair import RecurrentPair
from comparisons.pairs.signatures import defaults
from scratch import layers


@dataclass(frozen=True)
class WrapperPair(LayerPair):
    """A layer around the one that its setting `layer` names; what is no setting of its own is one of that."""

    def made(self, case: Case) -> Any:
        own, inside = self._settings(case)
        return getattr(layers, self.name)(getattr(layers, own.pop("layer"))(**inside, dtype=case.dtype), **own)

    def made_in_words(self, case: Case) -> str:
        own, inside = self._settings(case)
        layer = f"scratch.layers.{own.pop('layer')}({in_words(inside)}dtype={case.dtype!r})"
        return f"scratch.layers.{self.name}({layer}, {in_words(own)})"

    def _settings(self, case: Case) -> tuple[dict[str, Any], Mapping[str, Any]]:
        known = defaults(getattr(layers, self.name))
        own = {name: value for name, value in case.settings.items() if name in known}
        return own, {name: value for name, value in case.settings.items() if name not in known}


@dataclass(frozen=True)
class RecurrentWrapperPair(RecurrentPair, WrapperPair):
    """A wrapper around a recurrent layer, most examples with a mask."""
