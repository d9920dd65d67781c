"""Layers of the registry by hand: with every value of every setting, and an input that fits."""

from __future__ import annotations

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.merge_pair import MergePair

SIZES = (3, 6, 5, 4)


def variants(pair):
    """Settings: the first of each, and every other value of every argument with the first of all others."""
    first = {name: values[0] for name, values in pair.settings.items()}
    yield first
    for name, values in pair.settings.items():
        yield from ({**first, name: value} for value in values[1:])
    yield {name: values[-1] for name, values in pair.settings.items()}


CASES = [(pair, settings) for pair in LAYERS for settings in variants(pair)]


IDS = [f"{pair.name}-{number}" for number, (pair, _) in enumerate(CASES)]


def input_of(pair: LayerPair, settings) -> list[np.ndarray]:
    generator, rank = np.random.default_rng(0), max(pair.ranks)
    sizes = (*SIZES[:rank], SIZES[rank])
    if isinstance(pair, MergePair):
        return [generator.standard_normal(shape) for shape in pair.together(settings, sizes, pair.counts[0])]
    shape = pair.shaped(settings, sizes)
    return [generator.integers(0, pair.indices, shape) if pair.indices else generator.standard_normal(shape)]


def made(pair, settings):
    """(layer, x) of a line of the registry."""
    settings = pair.adapted(dict(settings), "float64")
    x = input_of(pair, settings)
    return pair.made(Case(settings, {"x": x[0]}, Values(), "float64")), x if isinstance(pair, MergePair) else x[0]


def shapes_of(x, batch):
    shapes = [(batch, *each.shape[1:]) for each in (x if isinstance(x, list | tuple) else [x])]
    return shapes if isinstance(x, list) else tuple(shapes) if isinstance(x, tuple) else shapes[0]


def built(layer, shape):
    layer.forward(np.ones(shape))
    return layer


def back(layer, shape, dy):
    return built(layer, shape).backward(np.ones(dy))
