"""The checks of initializers catch what people get wrong, at 20,000 values already."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from comparisons.checks.statistics import FALSE_ALARMS
from comparisons.pairs import laws
from scratch import initializers
from tests.checks.planting import planted
from tests.checks.saboteurs import Saboteur

pytestmark = pytest.mark.keras

EXAMPLES = 30
seeds = itertools.count()


def scaled(name, factor):
    """Values of another size."""

    def candidate(self, case):
        values = type(self).__mro__[1].candidate(self, case)["output"]
        return {"output": (values * factor).astype(values.dtype)}

    return planted("initializer", name, candidate=candidate)


def replaced(name, draw):
    """Another way to draw: (shape, generator) -> values."""

    def candidate(self, case):
        values = draw(self.shape(case), np.random.default_rng(int(case.inputs["seed"])))
        return {"output": np.asarray(values, dtype=case.dtype)}

    return planted("initializer", name, candidate=candidate)


def made(name, make):
    """Another object."""
    return planted("initializer", name, make=lambda self, settings: make(getattr(initializers, name)(**settings)))


def swapped_fans(shape, generator):
    """He's rule with the number of outputs."""
    limit = np.sqrt(6 / laws.fan("fan_out", shape))
    return generator.uniform(-limit, limit, shape)


def window_ignored(shape, generator):
    """Glorot's rule with the last two axes alone."""
    limit = np.sqrt(6 / sum(shape[-2:])) if len(shape) > 1 else np.sqrt(3 / shape[0])
    return generator.uniform(-limit, limit, shape)


def one_sided(shape, generator):
    return generator.uniform(0, np.sqrt(3 / laws.fan("fan_in", shape)), shape)


def cut_without_correction(shape, generator):
    """Deviation sqrt(2 / n) before the tails are cut off instead of after."""
    return initializers.TruncatedNormal(0.0, np.sqrt(2 / laws.fan("fan_in", shape)), seed=generator)(shape, "float64")


def tails_kept(shape, generator):
    return generator.normal(0.0, np.sqrt(2 / laws.fan("fan_in", shape)), shape)


def rows_repeated(shape, generator):
    """Every sample of the last axis is the same one."""
    row = generator.normal(0.0, 0.05, shape[-1])
    return np.broadcast_to(row, shape).copy()


def nearly_orthogonal(shape, generator):
    return generator.normal(0.0, 1 / np.sqrt(max(int(np.prod(shape[:-1])), shape[-1])), shape)


def signs_left(shape, generator):
    """Q as LAPACK returns it: the first entry is never positive."""
    rows, columns = int(np.prod(shape[:-1])), shape[-1]
    q = np.linalg.qr(generator.standard_normal((max(rows, columns), min(rows, columns))))[0]
    return (q.T if rows < columns else q).reshape(shape)


def with_gain(name, draw):
    """The same with the gain right, so that nothing else is wrong."""

    def candidate(self, case):
        values = draw(self.shape(case), np.random.default_rng(int(case.inputs["seed"]))) * case.settings["gain"]
        return {"output": np.asarray(values, dtype=case.dtype)}

    return planted("initializer", name, candidate=candidate)


def without_gain(right):
    right.gain = 1.0
    return right


class GoesOn:
    """An initializer that goes on drawing where it should repeat."""

    def __init__(self, right):
        self.right, right.seed = right, np.random.default_rng(right.seed)

    def __call__(self, shape, dtype=None):
        return self.right(shape, dtype)


def seed_ignored(right):
    right.seed = 7
    return right


def one_ulp(right):
    return lambda shape, dtype=None: np.nextafter(right(shape, dtype), np.asarray(9, dtype))


def in_doubles(right):
    return lambda shape, dtype=None: right(shape, "float64")


def transposed(right):
    return lambda shape, dtype=None: right(shape[::-1], dtype)


def global_numbers(right):
    """Right values, and the global generator somewhere else."""
    np.random.seed(next(seeds))  # noqa: NPY002  # that is the bug
    return right


SABOTEURS = [
    Saboteur("distribution", "variance of the other rule", scaled("HeUniform", 1 / np.sqrt(2)), "float32"),
    Saboteur("distribution", "limit sqrt(6 / n)", scaled("LecunUniform", np.sqrt(2)), "float32"),
    Saboteur("distribution", "fans swapped", replaced("HeUniform", swapped_fans), "float32"),
    Saboteur("distribution", "window ignored", replaced("GlorotUniform", window_ignored), "float32"),
    Saboteur("distribution", "one side only", replaced("LecunUniform", one_sided), "float32"),
    Saboteur("distribution", "deviation before cutting", replaced("HeNormal", cut_without_correction), "float32"),
    Saboteur("distribution", "rows repeated", replaced("RandomNormal", rows_repeated), "float32"),
    Saboteur("distribution", "a tenth too wide", scaled("GlorotUniform", 1.1), "float32"),
    Saboteur("distribution", "coarse numbers do not excuse it", scaled("HeUniform", 1 / np.sqrt(2)), "float16"),
    Saboteur("bounds", "tails kept", replaced("HeNormal", tails_kept), "float32"),
    Saboteur("bounds", "deviation before cutting", replaced("HeNormal", cut_without_correction), "float32"),
    Saboteur("bounds", "a thousandth too wide", scaled("RandomUniform", 1 + 1e-3), "float32"),
    Saboteur("bounds", "2 % too narrow", scaled("GlorotUniform", 0.98), "float64"),
    Saboteur("bounds", "float64 whatever was asked", made("HeNormal", in_doubles), "float32"),
    Saboteur("orthogonality", "only nearly orthogonal", with_gain("Orthogonal", nearly_orthogonal)),
    Saboteur("orthogonality", "gain ignored", made("Orthogonal", without_gain)),
    Saboteur("orthogonality", "signs left as they came", with_gain("Orthogonal", signs_left)),
    Saboteur("repeatability", "goes on drawing", made("GlorotUniform", GoesOn), "float32"),
    Saboteur("repeatability", "seed ignored", made("RandomNormal", seed_ignored), "float32"),
    Saboteur("exact values", "one unit in the last place", made("Constant", one_ulp)),
    Saboteur("exact values", "transposed", made("Identity", transposed), "float32"),
    Saboteur("exact values", "ones", planted("initializer", "Zeros", make=lambda self, settings: initializers.Ones()), "float16"),
    Saboteur("purity", "global random numbers", made("RandomNormal", global_numbers)),
]  # fmt: skip


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=str)
def test_planted_bug_is_caught(saboteur):
    result = saboteur.caught(EXAMPLES)
    assert not result.passed
    assert not result.error, "it raised: another bug than the one that was planted"


def test_keras_is_tested_too():
    """Wrong values of Keras fail, and the comparison says whose they are."""

    def reference(self, case):
        values = type(self).__mro__[1].reference(self, case)["output"]
        return {"output": values * np.float32(np.sqrt(2))}

    result = Saboteur("distribution", "", planted("initializer", "HeUniform", reference=reference), "float32").caught(EXAMPLES)
    assert result.counterexample.compared.what.startswith("distribution of Keras")


@pytest.mark.parametrize("law", [laws.uniform(-2, 3), laws.normal(1, 2), laws.truncated(1, 2)], ids=["uniform", "normal", "truncated"])
def test_laws_are_distribution_functions(law):
    x = np.linspace(-9, 11, 2001)
    below = law.below(x)
    assert (np.diff(below) >= 0).all()
    assert below[0] == pytest.approx(0, abs=1e-6)
    assert below[-1] == pytest.approx(1, abs=1e-6)


def test_truncated_deviation_is_that_of_its_law():
    x = np.linspace(-2, 2, 400_001)
    density = np.gradient(laws.truncated_below(x), x)
    assert np.sqrt(np.trapezoid(x * x * density, x)) == pytest.approx(laws.TRUNCATED_DEVIATION, abs=1e-5)


def test_stated_rate_of_false_alarms():
    """2 exp(-2 n d^2) at the allowed distance is the stated rate."""
    n = 20_000
    allowed = np.sqrt(np.log(2 / FALSE_ALARMS) / 2 / n)
    assert 2 * np.exp(-2 * n * allowed**2) == pytest.approx(FALSE_ALARMS)
    assert allowed < 0.024
