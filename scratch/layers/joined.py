"""The weights of layers inside of a layer, as its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping

from scratch.differentiable import Array


class Joined(MutableMapping[str, Array]):
    """Several dictionaries of arrays as one, each under a prefix: what is written here goes where it belongs.

    Args:
        parts: the dictionaries, by prefix; no prefix begins another.
    """

    def __init__(self, parts: Mapping[str, MutableMapping[str, Array]]) -> None:
        self.parts = parts

    def __getitem__(self, name: str) -> Array:
        part, own = self._where(name)
        return part[own]

    def __setitem__(self, name: str, value: Array) -> None:
        part, own = self._where(name)
        part[own] = value

    def __delitem__(self, name: str) -> None:
        part, own = self._where(name)
        del part[own]

    def __iter__(self) -> Iterator[str]:
        return (prefix + own for prefix, part in self.parts.items() for own in part)

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts.values())

    def __or__(self, other: Mapping[str, Array]) -> dict[str, Array]:
        return {**self, **other}

    def __ror__(self, other: Mapping[str, Array]) -> dict[str, Array]:
        return {**other, **self}

    def _where(self, name: str) -> tuple[MutableMapping[str, Array], str]:
        for prefix, part in self.parts.items():
            if name.startswith(prefix):
                return part, name[len(prefix) :]
        raise KeyError(name)
