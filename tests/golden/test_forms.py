"""What a bundle is made of: settings, spreads and arrays come back as they were."""

from __future__ import annotations

import inspect
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from comparisons.golden.array_pool import Pool, Pooled
from comparisons.golden.plain import as_text, packed, unpacked
from comparisons.golden.spread import lengthened, shortened

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
settings = st.recursive(plain, lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner))


@given(settings)
def test_settings_come_back_as_they_were(value):
    found = unpacked(json.loads(json.dumps(packed(value), allow_nan=False)))
    assert found == value
    assert type(found) is type(value)
    assert as_text(found) == as_text(value)


def test_an_argument_without_a_default_stays_one():
    assert unpacked(packed({"units": inspect.Parameter.empty})) == {"units": inspect.Parameter.empty}


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError, match="no form"):
        packed(object())


@given(arrays.arrays("float64", st.integers(0, 5), elements=st.floats(0, 1e300)))
def test_a_spread_is_never_shortened_to_less_and_to_a_sixteenth_more_at_most(spread):
    found = lengthened(shortened(spread))
    assert (found >= spread).all()
    assert (found <= np.maximum(spread * (1 + 2**-4), np.finfo("float64").tiny)).all()
    assert (found[spread == 0] == 0).all()


@given(
    st.lists(
        arrays.arrays(
            st.sampled_from(["float64", "float32", "float16", "int64", "int32", "bool", "uint16"]),
            arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
        )
    )
)
def test_arrays_come_back_to_the_bit(these):
    pool = Pool()
    numbers = [pool.add(a) for a in these]
    found = Pooled(pool.arrays, json.loads(json.dumps(pool.tables)))
    for number, a in zip(numbers, these, strict=True):
        assert (found[number].dtype, found[number].shape, found[number].tobytes()) == (a.dtype, a.shape, a.tobytes())


def test_what_is_handed_out_cannot_be_written_to():
    pool = Pool()
    number = pool.add(np.ones(3))
    with pytest.raises(ValueError, match="read-only"):
        Pooled(pool.arrays, pool.tables)[number][0] = 2
