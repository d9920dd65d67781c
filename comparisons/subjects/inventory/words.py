"""Identifiers as words: `Activation_LeakyReLU` is leaky + relu, `dsigmoid` the derivative of sigmoid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from comparisons.subjects.inventory.languages import folded
from comparisons.subjects.inventory.vocabulary import CORE_WORDS, NOISE_WORDS, PHRASES, ROLE_WORDS, Reference

LEXICON = CORE_WORDS | NOISE_WORDS | frozenset(ROLE_WORDS) | {"1d", "2d"}
SHORT = frozenset(word for word in LEXICON if len(word) < 3)  # these count only where an underscore or a capital sets them off
PREFIXES = ("d", "df")  # but for these: `drelu`
CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[123][dD](?![a-z])|\d+([xX]\d+)?")
AXES = re.compile(r"[123][dD](?![a-z])")
LOSSES = frozenset(["loss", "losses", "cost", "error", "criterion", "objective", "entropy", "crossentropy"])


@dataclass(frozen=True)
class Name:
    """An identifier, understood.

    Args:
        references: parts that it may mean, the likeliest first; empty if it means none.
        role: `"forward"`, `"backward"`, `"derivative"`, `"update"`, or empty if it says none.
        phrase: what stands for the part: equal for `sigmoid` and `sigmoid_prime`.
        loss: whether it calls itself a loss, cost or error.
    """

    references: tuple[Reference, ...]
    role: str
    phrase: str
    loss: bool = False


@lru_cache(maxsize=4096)
def understand(identifier: str) -> Name:
    """What a name says about a part.

    Args:
        identifier: of a function or class, without its module.
    """
    every = list(_words(folded(identifier)))
    words = [word for word in every if not word[0].isdigit() or word.endswith("d")]
    loss = bool(LOSSES & set(words))
    for role, core in (*_splits(every), *_splits(words)):
        phrase = "".join(core)
        if phrase in PHRASES:
            return Name(_sorted(PHRASES[phrase], loss, role), role, phrase, loss)
    roles = [word for word in words if word in ROLE_WORDS]
    return Name((), _role(roles), "".join(word for word in words if word not in roles), loss)


def known_words(identifier: str) -> str:
    """The identifier without the words that nobody knows: `Momentum_` of `MomentumEMA`."""
    return "_".join(word for word in _words(identifier) if word in LEXICON)


def words_of(identifier: str) -> list[tuple[str, bool]]:
    """(word, whether anybody knows it) of an identifier; capitals set off what is known, also where `_words` finds no word at all."""
    found: list[tuple[str, bool]] = []
    for chunk in filter(None, re.split(r"[\W_]+", folded(identifier))):
        ends = [*(end for end in range(1, len(chunk)) if _begins_a_word(chunk, end)), len(chunk)]
        start = 0
        while start < len(chunk):
            later = [end for end in ends if end > start]
            end = next((end for end in reversed(later) if _segments(chunk[start:end].lower(), alone=True)), 0)
            known = _segments(chunk[start:end].lower(), alone=True) if end else ()
            found += [(word, True) for word in known] or [(chunk[start : later[0]].lower(), False)]
            start = end or later[0]
    return found


def _begins_a_word(chunk: str, at: int) -> bool:
    """Whether a new word may begin there: at a capital that is no inner one, and at `2D`."""
    before, here, after = chunk[at - 1], chunk[at], chunk[at + 1 : at + 2]
    if AXES.match(chunk, at - 1):
        return False
    return bool(AXES.match(chunk, at)) or (here.isupper() and (not before.isupper() or after.islower()))


def _sorted(references: tuple[Reference, ...], loss: bool, role: str) -> tuple[Reference, ...]:
    """Losses first for what calls itself one, optimizers for what updates."""
    first = "loss" if loss else "optimizer" if role == "update" else ""
    return tuple(sorted(references, key=lambda reference: reference[0] != first)) if first else references


def _splits(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(role, what may be the part's name): every word; then without roles, without noise, without either."""
    roles = [word for word in words if word in ROLE_WORDS]
    yield "", list(words)
    yield _role(roles), [word for word in words if word not in roles]
    yield "", [word for word in words if word not in NOISE_WORDS]
    yield _role(roles), [word for word in words if word not in NOISE_WORDS and word not in roles]
    for start, end in combinations(range(len(words) + 1), 2):  # noise that belongs to a part, such as the batch of `MyBatchNorm`
        rest = [*words[:start], *words[end:]]
        if end - start > 1 and all(word in NOISE_WORDS for word in rest) and not NOISE_WORDS.isdisjoint(words[start:end]):
            yield "", list(words[start:end])


def _role(roles: Sequence[str]) -> str:
    found = {ROLE_WORDS[word] for word in roles}
    return next((role for role in ("backward", "derivative", "forward", "update") if role in found), "")


def _words(identifier: str) -> Iterator[str]:
    for chunk in re.split(r"[\W_]+", identifier):
        whole = _segments(chunk.lower(), alone=True)
        if whole:
            yield from whole
            continue
        for piece in CAMEL.finditer(chunk):
            yield from _segments(piece[0].lower(), alone=True) or (piece[0].lower(),)


@lru_cache(maxsize=4096)
def _segments(text: str, *, alone: bool) -> tuple[str, ...]:
    """The fewest words of the lexicon that make up `text`; none if it is not made of them."""
    if text in LEXICON and (alone or text not in SHORT):
        return (text,)
    best: tuple[str, ...] = ()
    for end in range(1, len(text)):
        head = text[:end]
        if head not in LEXICON or (head in SHORT and not (alone and head in PREFIXES)):
            continue
        rest = _segments(text[end:], alone=False)
        if rest and (not best or len(rest) + 1 < len(best)):
            best = (head, *rest)
    return best
