"""Initializers as they are called by hand: fans of given axes, seeds, functions and arrays, and what they refuse."""

from __future__ import annotations

import re

import numpy as np
import pytest

import scratch
from scratch import initializers
from scratch.initializers.random_normal import truncated_standard_normal
from scratch.initializers.variance_scaling import fans


@pytest.mark.parametrize(
    ("shape", "axes", "expected"),
    [
        ((), {}, (1, 1)), ((3,), {}, (3, 3)), ((2, 5), {}, (2, 5)), ((3, 4, 2, 5), {}, (24, 60)), ((3, 2, 5), {}, (6, 15)),
        ((3, 4, 2, 5), {"input_axes": (0, 1), "output_axes": (3,)}, (12, 5)), ((2, 5), {"input_axes": (1,), "output_axes": (0,)}, (5, 2)),
        ((2, 5), {"input_axes": (1,)}, (2, 5)), ((2, 5), {"output_axes": (0,)}, (2, 5)),
    ],
)  # fmt: skip
def test_fans(shape, axes, expected):
    assert fans(shape, **axes) == expected


@pytest.mark.parametrize("distribution", ["uniform", "untruncated_normal", "truncated_normal", "normal", "Uniform"])
@pytest.mark.parametrize(("mode", "count"), [("fan_in", 50), ("fan_out", 800), ("fan_avg", 425)])
def test_the_variance_is_scale_over_fan(distribution, mode, count):
    made = initializers.VarianceScaling(4.0, mode, distribution, seed=3)
    values = made((50, 800), "float64")
    assert values.std() == pytest.approx(np.sqrt(4.0 / count), rel=0.02)
    bound = {"u": np.sqrt(12.0 / count), "n": 2 * np.sqrt(4.0 / count) / 0.87962566103423978}
    if "untruncated" not in distribution:
        largest = bound["u" if distribution.lower() == "uniform" else "n"]
        assert 0.999 * largest < np.abs(values).max() <= largest


def test_a_weight_without_inputs_counts_as_one():
    made = initializers.VarianceScaling(1.0, "fan_avg", "uniform", seed=0, input_axes=(), output_axes=())
    assert np.abs(made((40, 50), "float64")).max() == pytest.approx(np.sqrt(3), rel=0.01)
    small = initializers.VarianceScaling(1.0, "fan_in", "uniform", seed=0)
    assert np.abs(small((0, 3), "float64")).size == 0


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
def test_a_weight_of_one_input_and_one_output_is_scaled_by_nothing(mode):
    scaled, plain = initializers.VarianceScaling(3.0, mode, "uniform", seed=1), initializers.RandomUniform(-3.0, 3.0, seed=1)
    np.testing.assert_allclose(scaled((1, 1), "float64"), plain((1, 1), "float64"), rtol=1e-15)


def test_tails_are_drawn_again_up_to_two():
    class Twos:
        """A generator that begins with what is just outside."""

        def __init__(self):
            self.next = [np.array([2.0, -2.0, 1.999, -3.0]), np.array([2.5, 0.5, -1.0]), np.array([0.25])]

        def standard_normal(self, shape):
            values = self.next.pop(0)
            assert values.shape == ((shape,) if isinstance(shape, int) else shape)
            return values

    np.testing.assert_array_equal(truncated_standard_normal((4,), Twos()), [0.25, 0.5, 1.999, -1.0])


def test_seeds():
    one = initializers.GlorotUniform(seed=5)
    np.testing.assert_array_equal(one((2, 3)), one((2, 3)))
    np.testing.assert_array_equal(one((2, 3)), initializers.GlorotUniform(seed=np.int64(5))((2, 3)))
    without = initializers.GlorotUniform()
    np.testing.assert_array_equal(without((2, 3)), without((2, 3)))
    assert (without((2, 3)) != initializers.GlorotUniform()((2, 3))).any()
    generator = np.random.default_rng(5)
    goes_on = initializers.GlorotUniform(seed=generator)
    first = goes_on((2, 3))
    np.testing.assert_array_equal(first, one((2, 3)))
    assert (goes_on((2, 3)) != first).any()
    assert (one.config_value("seed"), without.config_value("seed")) == (5, None)
    assert initializers.VarianceScaling(2.0).config_value("scale") == 2


def test_seeds_of_the_library_make_everything_repeat():
    found = []
    for _ in range(2):
        scratch.utils.set_random_seed(3)
        found.append(initializers.HeNormal()((2, 3)))
    np.testing.assert_array_equal(*found)


def test_no_two_seeds_that_are_drawn_are_alike():
    scratch.utils.set_random_seed(0)
    assert len({initializers.RandomNormal().seed for _ in range(500)}) == 500


def test_values_have_the_type_that_is_asked_for():
    assert initializers.Ones()((2,)).dtype == "float32"
    assert initializers.HeNormal(seed=0)((2, 2), "float16").dtype == "float16"
    assert initializers.Constant(0.1)((2,), "float64")[0] == 0.1
    np.testing.assert_array_equal(initializers.Constant([1.0, 2.0])((3, 2)), [[1, 2]] * 3)
    np.testing.assert_array_equal(initializers.Identity(2.0)((2, 3)), [[2, 0, 0], [0, 2, 0]])


def test_functions_and_arrays_are_initializers():
    asked = []

    def function(shape, dtype):
        asked.append((shape, dtype))
        return np.full(shape, 7.0)

    made = initializers.get(function)
    assert made([2, 3]).tolist() == [[7, 7, 7]] * 2
    assert made((2,), "float64").dtype == "float64"
    assert asked == [((2, 3), "float32"), ((2,), "float64")]
    assert made.values((2,)).tolist() == [7, 7]
    given = np.array([1.0, 2.0])
    copied = initializers.get(given)((2,))
    np.testing.assert_array_equal(copied, given)
    copied[0] = 9
    assert given[0] == 1
    for wrong in (initializers.get(lambda shape, dtype: np.ones(5)), initializers.get(np.ones(5))):
        with pytest.raises(ValueError, match=r"^initializer: expected values of shape \(2,\) \(that of the weight\), got \(5,\)"):
            wrong((2,))


REFUSED = {
    "VarianceScaling: expected scale above 0, got 0.0": lambda: initializers.VarianceScaling(0.0),
    "VarianceScaling: expected mode as one of": lambda: initializers.VarianceScaling(mode="fan"),
    "VarianceScaling: expected distribution as one of": lambda: initializers.VarianceScaling(distribution="gamma"),
    "GlorotUniform: expected seed as a whole number from 0 on": lambda: initializers.GlorotUniform(seed=-1),
    "GlorotUniform: expected seed as a whole number from 0 on, a": lambda: initializers.GlorotUniform(seed=1.5),
    "Orthogonal: expected a shape of at least two axes, got (3,)": lambda: initializers.Orthogonal()((3,)),
    "Identity: expected a shape of two axes, got (3,)": lambda: initializers.Identity()((3,)),
}


@pytest.mark.parametrize("said", REFUSED)
def test_it_is_refused_in_one_line(said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}") as caught:
        REFUSED[said]()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("shape", [(2, 2), (5, 2), (2, 5), (2, 2, 3)])
def test_orthogonal_matrices_are_turned_whichever_is_longer(shape):
    q = initializers.Orthogonal(2.0, seed=1)(shape, "float64").reshape(-1, shape[-1]) / 2
    product = q.T @ q if q.shape[0] >= q.shape[1] else q @ q.T
    np.testing.assert_allclose(product, np.eye(len(product)), atol=1e-14)
    assert initializers.VarianceScaling(1e-3).scale == 1e-3
