"""Programs of steps: what goes in, what comes back."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Define, Get, Item, Keep, Kept, Name, Opaque, Put, Ref, Set, Worker, Write

NET = '''
import numpy as np


def sigmoid(x):
    """1 / (1 + exp(-x))"""
    return 1 / (1 + np.exp(-x))


def doubled_in_place(x):
    x *= 2
    return x[:1]


class Affine:
    def __init__(self, n_in, n_out, activation=None):
        self.W = np.zeros((n_in, n_out))
        self.view = self.W
        self.params = {"b": np.zeros(n_out)}
        self.activation = activation

    def forward(self, x):
        self.x = x
        y = x @ self.W + self.params["b"]
        return y if self.activation is None else self.activation(y)

    @staticmethod
    def describe(*, full=False):
        return {"name": "affine", 3: (1, 2.5, [None, True])}


class Loud(Affine):
    def backward(self, dout, lr=0.1):
        return dout @ self.W.T


shared = Affine(2, 2)
'''


@pytest.fixture(scope="module")
def worker():
    with Worker(Source(NET, "net.py")) as made:
        yield made


def test_results_come_back_as_they_are(worker):
    x = np.linspace(-2, 2, 12, dtype="float32").reshape(3, 4)
    (result,) = worker.run([Call("sigmoid", (x,))])
    assert type(result) is np.ndarray
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, 1 / (1 + np.exp(-x)))


@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "longdouble", "complex64", "complex128"]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_arrays_of_every_kind_survive_the_way_there_and_back(worker, dtype, shape):
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype)
    (result,) = worker.run([Call("numpy.array", (array,))])
    assert (result.dtype, result.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(result, array)


def test_arrays_in_any_memory_order_survive(worker):
    array = np.arange(24.0).reshape(2, 3, 4)
    turned = [array.T, array[:, ::-1], array[:, 1], np.asfortranarray(array)]
    for sent, result in zip(turned, worker.run([Call("numpy.array", (a,)) for a in turned]), strict=True):
        np.testing.assert_array_equal(result, sent)


def test_plain_values_come_back_exactly(worker):
    (result,) = worker.run([Call("Affine.describe", (), {"full": True})])
    assert result == {"name": "affine", 3: (1, 2.5, [None, True])}
    assert type(result[3]) is tuple


def test_numpy_scalars_come_back_as_arrays_without_axes(worker):
    (result,) = worker.run([Call("numpy.float32", (1.5,))])
    assert (type(result), result.dtype, result.shape) == (np.ndarray, np.float32, ())


def test_objects_stay_and_can_be_used(worker):
    x = np.ones((2, 3))
    layer, *_, y = worker.run(
        [Call("Affine", (3, 2, Name("sigmoid"))), Write(Ref(0), "W", np.full((3, 2), 0.5)), Call((Ref(0), "forward"), (x,))]
    )
    assert (type(layer), layer.type_name) == (Opaque, "Affine")
    np.testing.assert_allclose(y, 1 / (1 + np.exp(-1.5)))
    (again,) = worker.run([Call((layer, "forward"), (x,))])
    np.testing.assert_array_equal(again, y)


def test_weights_go_in_in_place(worker):
    program = [Call("Affine", (3, 2)), Write(Ref(0), "W", np.ones((3, 2))), Write(Ref(0), "params['b']", np.ones(2))]
    *_, view, bias = worker.run([*program, Get(Ref(0), "view"), Get(Ref(0), ("params", Item("b")))])
    np.testing.assert_array_equal(view, np.ones((3, 2)))
    np.testing.assert_array_equal(bias, np.ones(2))


def test_writing_another_shape_is_refused(worker):
    with pytest.raises(CandidateError, match=r"shape \(2, 3\)"):
        worker.run([Call("Affine", (3, 2)), Write(Ref(0), "W", np.ones((2, 3)))])


def test_attributes_can_be_bound_anew(worker):
    *_, now = worker.run([Call("Affine", (3, 2)), Set(Ref(0), "params['b']", 7), Get(Ref(0), "params['b']")])
    assert now == 7


def test_kept_objects_outlive_their_program(worker):
    worker.run([Call("Affine", (3, 2)), Keep("layer", Ref(0))])
    assert worker.run([Get(Kept("layer"), "W.shape")]) == [(3, 2)]


def test_what_was_overwritten_and_shared_is_seen(worker):
    x = np.ones(3)
    (returned,) = worker.run([Call("doubled_in_place", (x,), return_arguments=True)])
    np.testing.assert_array_equal(returned.args[0], np.full(3, 2.0))
    assert returned.shares == ("args[0]",)
    np.testing.assert_array_equal(x, np.ones(3))


def test_what_was_put_there_shows_what_became_of_it(worker):
    program = [Put(np.ones(3)), Put({"x": Ref(0)}), Call("doubled_in_place", (Ref(0),), silent=True), Get(Ref(1), ())]
    assert worker.run(program)[3]["x"].tolist() == [2.0, 2.0, 2.0]


def test_use_of_global_random_numbers_is_seen(worker):
    (drawn,) = worker.run([Call("numpy.random.randn", (2,), return_arguments=True)])
    assert drawn.touched == ("numpy.random",)


def test_silent_results_stay(worker):
    assert worker.run([Call("sigmoid", (np.ones(3),), silent=True), Get(Ref(0), "shape")]) == [None, (3,)]


def test_functions_of_ours_can_be_defined_beside_it(worker):
    text = "def twice(x):\n    return candidate.sigmoid(x) * 2\n"
    *_, result = worker.run([Define("probe", text), Call("probe.twice", (np.zeros(2),))])
    np.testing.assert_array_equal(result, np.ones(2))


def test_inventory(worker):
    members = {member.path: member for member in worker.inventory()}
    assert list(members) == ["sigmoid", "doubled_in_place", "Affine", "Loud", "shared"]
    assert members["sigmoid"].doc == "1 / (1 + exp(-x))"
    assert members["sigmoid"].line == 5
    assert members["sigmoid"].source.startswith("def sigmoid(x):")
    assert [(p.name, p.has_default, p.default) for p in members["Affine"].parameters] == [
        ("n_in", False, None), ("n_out", False, None), ("activation", True, None),
    ]  # fmt: skip
    assert (members["Loud"].kind, members["Loud"].mro) == ("class", ("Loud", "Affine"))
    assert {(m.name, m.kind) for m in members["Loud"].methods} == {
        ("backward", "method"), ("__init__", "method"), ("forward", "method"), ("describe", "static"),
    }  # fmt: skip
    assert (members["shared"].kind, members["shared"].mro) == ("instance", ("Affine",))


def test_errors_say_what_and_where(worker):
    with pytest.raises(CandidateError) as caught:
        worker.run([Call("numpy.zeros", (2,)), Call("Affine", (3, 2)), Call((Ref(1), "forward"), (np.ones((2, 5)),))])
    assert (caught.value.kind, caught.value.line, caught.value.step) == ("raised", 24, 2)
    assert caught.value.message.startswith("ValueError: matmul")
