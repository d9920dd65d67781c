"""What is compared with an older Keras: what it has."""

from __future__ import annotations

import pytest

from comparisons.pairs import REGISTRY
from comparisons.pairs.older import OTHERWISE, with_keras

OLD, NEW = "3.12.4", "3.15.1"
LINES = [(f"{module}.{name}", otherwise) for module, parts in OTHERWISE.items() for name, otherwise in parts.items()]


def line_of(reference_name):
    (pair,) = [pair for pair in REGISTRY if pair.reference_name == reference_name]
    return pair


@pytest.mark.parametrize(("name", "otherwise"), LINES, ids=[name for name, _ in LINES])
def test_a_line_names_what_the_part_has(name, otherwise):
    pair = line_of(name)
    assert otherwise.lacks or otherwise.settings
    assert set(otherwise.lacks) <= set(pair.arguments())
    for setting, values in otherwise.settings.items():
        assert set(values) < set(pair.settings[setting])


@pytest.mark.parametrize(("name", "otherwise"), LINES, ids=[name for name, _ in LINES])
def test_what_it_lacks_is_not_drawn(name, otherwise):
    pair = with_keras(line_of(name), OLD)
    assert not set(otherwise.lacks) & set(pair.varied())
    assert pair.lacks == otherwise.lacks
    for setting, values in otherwise.settings.items():
        assert pair.varied()[setting] == values


@pytest.mark.parametrize("version", [NEW, "3.13.0", "4.0.0", "", "unknown"])
def test_with_a_newer_keras_or_none_a_pair_is_as_the_registry_has_it(version):
    assert all(with_keras(pair, version) is pair for pair in REGISTRY)


def test_what_no_line_names_stays():
    pair = line_of("keras.layers.Dense")
    assert with_keras(pair, OLD) is pair
