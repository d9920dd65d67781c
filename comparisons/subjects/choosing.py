"""Which of the parts that were found are checked, and as what."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from comparisons.errors import InputError
from comparisons.subjects.configuration import Configuration
from comparisons.subjects.finding.load import Target
from comparisons.subjects.inventory.find import renamed
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.references import known_names, references_named
from comparisons.subjects.worker import Member


def chosen(
    target: Target,
    found: Sequence[Sighting],
    members: Sequence[Member],
    *,
    only: Sequence[str],
    as_name: str,
    configuration: Configuration,
) -> list[Sighting]:
    """The parts to check.

    Args:
        target: where they are.
        found: what was found.
        members: everything there is.
        only: names that were asked for; empty for all.
        as_name: what the one that was asked for is.
        configuration: what is known of some.

    Raises:
        InputError: there is none of that name, or `as_name` says nothing known.
    """
    names = [target.member] if target.member else list(only)
    picked = [sighting for sighting in found if not names or _is_one_of(sighting.name, names)]
    for name in names:
        if not any(_is_one_of(sighting.name, [name]) for sighting in picked):
            picked.append(_forced(name, members, target, as_name))
    if as_name:
        if len(picked) != 1:
            raise InputError(
                f"--as: expected one part, got {len(picked)} in {target.source.name}; choose it with --only NAME or as "
                f"{target.source.name}:NAME."
            )
        picked = [_as(picked[0], as_name)]
    return [_configured(sighting, target, configuration) for sighting in picked]


def _is_one_of(name: str, names: Sequence[str]) -> bool:
    """Whether it was asked for, by its path, its last part or that without the word it is chosen by."""
    return not {name, name.rpartition(".")[2], name.partition("(")[0]}.isdisjoint(names)


def has(name: str, members: Sequence[Member]) -> bool:
    """Whether there is anything of that name."""
    return any(_is_one_of(member.path, [name]) for member in _with_methods(members))


def _with_methods(members: Sequence[Member]) -> list[Member]:
    return [m for member in members for m in (member, *member.methods)]


def _forced(name: str, members: Sequence[Member], target: Target, as_name: str) -> Sighting:
    """What was asked for by name although nothing says what it is."""
    everything = {member.path: member for member in _with_methods(members)}
    member = everything.get(name)
    if member is None:
        near = difflib.get_close_matches(name, everything, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "parity check --list shows what there is"
        raise InputError(f"{target.source.name}: expected a function or class, got no {name!r} in it; {hint}.")
    return Sighting(name, (), member, named=bool(as_name))


def _as(sighting: Sighting, as_name: str) -> Sighting:
    name, _, words = as_name.partition(":")
    return renamed(sighting, _references(name) if name else sighting.references, frozenset(filter(None, words.split(":"))))


def _references(name: str) -> tuple[Reference, ...]:
    found = references_named(name)
    if not found:
        near = difflib.get_close_matches(name, known_names(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "parity list shows them"
        raise InputError(f"--as: expected the name of a part of Keras, got {name!r}; {hint}.")
    return found


def _configured(sighting: Sighting, target: Target, configuration: Configuration) -> Sighting:
    """As the configuration says."""
    subject = configuration.subjects.get(f"{target.source.name}:{sighting.name}")
    if subject is None:
        return sighting
    named = renamed(sighting, _references(subject.part), subject.words) if subject.part else sighting
    return replace(named, words=subject.words | named.words)
