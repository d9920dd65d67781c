"""Results no honest run writes: anything missing, anything replaced, hostile texts everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hypothesis import strategies as st

from tests.reports.example_check import everything, one_of_each
from tests.reports.example_result import matching, mismatching

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!-- <script> -->",
    '"><img src=x onerror=alert(1)>',
    "a|b||c",
    "```\nfence\n```",
    "[link](http://example.org) ![image](x)",
    "@everyone closes #1",
    "# heading\n- list",
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31mred\x1b[0m\x00\x07",
    "right-to-left \u202e override",
    "\ud800 lone surrogate",
    "層 \N{SNOWMAN} é",
    "[bold]rich[/bold]",
    "&lt;&#64;",
    "x" * 5000,
)

KEPT = ("verdict", "track", "command")
"""What decides how many elements a page has."""

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.sampled_from(("nan", "inf", "-inf", "")),
    st.integers(),
    st.floats(),
    st.just(10**400),
    st.lists(st.one_of(st.none(), st.floats(), st.sampled_from(("nan", "inf", "-inf", "x"))), max_size=30),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a result; of a list of numbers only the whole of it."""
    if so_far:
        yield so_far
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*so_far, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from paths(value[0], (*so_far, 0))


@st.composite
def damaged(draw: st.DrawFn, *examples: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The result of one of some functions, with up to eight places replaced or removed."""
    result = draw(st.sampled_from(examples))()
    for path in draw(st.lists(st.sampled_from(list(paths(result))), max_size=8)):
        _replace(result, path, draw(junk), remove=draw(st.booleans()))
    return result


def results() -> st.SearchStrategy[dict[str, Any]]:
    """Damaged results of `parity compare`."""
    return damaged(partial(matching, 30), partial(mismatching, 130))


def checks() -> st.SearchStrategy[dict[str, Any]]:
    """Damaged results of `parity check`."""
    return damaged(everything, partial(one_of_each, "deviation"), partial(one_of_each, "match"))


def hostile(text: str) -> dict[str, Any]:
    """A mismatching result of `parity compare` with ``text`` wherever a text stands."""
    return _everywhere(mismatching(130), text)


def hostile_check(text: str) -> dict[str, Any]:
    """A result of `parity check` with ``text`` wherever a text stands."""
    return _everywhere(everything(), text)


def _everywhere(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: item if key in KEPT else _everywhere(item, text) for key, item in value.items()}
    if isinstance(value, list) and value and not isinstance(value[0], int | float):
        return [_everywhere(item, text) for item in value]
    return text if isinstance(value, str) else value


def _replace(result: Any, path: tuple[Any, ...], junk: Any, *, remove: bool) -> None:
    for key in path[:-1]:
        there = key in result if isinstance(result, dict) else isinstance(result, list) and isinstance(key, int) and key < len(result)
        if not there:
            return  # an earlier replacement took this branch away
        result = result[key]
    if isinstance(result, dict) and path[-1] in result:
        if remove:
            del result[path[-1]]
        else:
            result[path[-1]] = junk
