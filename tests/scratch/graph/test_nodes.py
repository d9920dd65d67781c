"""Nodes of a computational graph: the textbook's numbers, and TensorFlow's tape on random shapes and values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, mutually_broadcastable_shapes

import scratch
from scratch import graph

NUMBERS = st.floats(-10, 10, allow_subnormal=False)


def test_apples():
    bought = graph.apples(apple_price=100, count=2, tax=1.1)
    assert bought.price == pytest.approx(220, rel=1e-15)
    assert (bought.by_apple_price, bought.by_count, bought.by_tax) == pytest.approx((2.2, 110, 200), rel=1e-15)


def test_square_of_a_sum():
    z, by_x, by_y = graph.square_of_sum(3.0, 4.0)
    assert (z, by_x, by_y) == (49, 14, 14)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_apples_at_any_price(apple_price, count, tax):
    bought = graph.apples(apple_price, count, tax)
    assert bought == (apple_price * count * tax, count * tax, apple_price * tax, apple_price * count)


@st.composite
def pairs(draw, node):
    """(node, inputs)."""
    shapes = draw(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4)).input_shapes
    return node(), [draw(arrays(np.float64, shape, elements=NUMBERS)) for shape in shapes]


@st.composite
def of_one(draw, make):
    """(node, [x])."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=4))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    node = make(draw(st.integers(1, 4)), axis)
    if isinstance(node, graph.Repeat):
        shape = tuple(1 if i == axis % len(shape) else n for i, n in enumerate(shape))
    return node, [draw(arrays(np.float64, shape, elements=NUMBERS))]


@st.composite
def products(draw):
    rows, inner, columns = (draw(st.integers(1, 4)) for _ in range(3))
    return graph.MatMul(), [draw(arrays(np.float64, shape, elements=NUMBERS)) for shape in ((rows, inner), (inner, columns))]


CASES = {
    "Multiply": pairs(graph.Multiply),
    "Add": pairs(graph.Add),
    "Branch": of_one(lambda n, _: graph.Branch(n)),
    "Repeat": of_one(lambda n, axis: graph.Repeat(n, axis)),
    "Sum": of_one(lambda _, axis: graph.Sum(axis)),
    "MatMul": products(),
}


def in_tensorflow(tf, node, inputs):
    """Outputs of the same operation, a list."""
    match node:
        case graph.Multiply():
            return [inputs[0] * inputs[1]]
        case graph.Add():
            return [inputs[0] + inputs[1]]
        case graph.Branch():
            return [tf.identity(inputs[0]) for _ in range(node.n)]
        case graph.Repeat():
            return [tf.repeat(inputs[0], node.n, axis=node.axis)]
        case graph.Sum():
            return [tf.reduce_sum(inputs[0], axis=node.axis, keepdims=True)]
        case graph.MatMul():
            return [tf.matmul(*inputs)]


def disagreement(tf, node, inputs, seed):
    """Largest difference between the node and the tape, over outputs and gradients for a random upstream."""
    mine = node.forward(*inputs)
    outputs = list(mine) if isinstance(mine, tuple) else [mine]
    generator = np.random.default_rng(seed)
    upstream = [generator.standard_normal(np.shape(y)) for y in outputs]
    my_gradients = node.backward(*upstream)
    my_gradients = list(my_gradients) if isinstance(my_gradients, tuple) else [my_gradients]
    tensors = [tf.constant(x) for x in inputs]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        theirs = in_tensorflow(tf, node, tensors)
    gradients = tape.gradient(theirs, tensors, output_gradients=[tf.constant(dy) for dy in upstream])
    pairs = [*zip(outputs, theirs, strict=True), *zip(my_gradients, gradients, strict=True)]
    assert all(np.shape(a) == tuple(b.shape) for a, b in pairs)
    return max(float(np.abs(a - b.numpy()).max(initial=0)) for a, b in pairs)


@pytest.fixture(scope="module")
def tf():
    from reference.backend import load

    return load().tensorflow


@pytest.mark.keras
@pytest.mark.parametrize("name", CASES)
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_node_agrees_with_the_tape(tf, name, data, seed):
    node, inputs = data.draw(CASES[name])
    assert disagreement(tf, node, inputs, seed) <= 1e-12


@pytest.mark.keras
@pytest.mark.parametrize("name", CASES)
def test_wrong_node_is_caught(tf, name, monkeypatch):
    """Each node with gradients half as large again: the property notices."""
    kind = getattr(graph, name)
    right = kind.vjp
    monkeypatch.setattr(kind, "vjp", lambda self, dy, *x: tuple(1.5 * g for g in right(self, dy, *x)))
    generator = np.random.default_rng(0)
    inputs = {"MatMul": [(2, 3), (3, 4)], "Multiply": [(2, 3), (3,)], "Add": [(2, 3), (3,)]}.get(name, [(1, 3)])
    node = {"Branch": graph.Branch, "Repeat": lambda: graph.Repeat(3), "Sum": graph.Sum}.get(name, kind)()
    assert disagreement(tf, node, [generator.standard_normal(shape) for shape in inputs], 0) > 0.01


@pytest.mark.keras
@given(arrays(np.float64, (3, 2), elements=NUMBERS), arrays(np.float64, (2,), elements=NUMBERS))
def test_square_of_a_sum_agrees_with_the_tape(tf, x, y):
    xs, ys = tf.constant(x), tf.constant(y)
    with tf.GradientTape() as tape:
        tape.watch([xs, ys])
        z = (xs + ys) ** 2
    by_x, by_y = tape.gradient(z, [xs, ys])
    mine = graph.square_of_sum(x, y)
    for a, b in zip(mine, (z, by_x, by_y)):
        np.testing.assert_allclose(a, b.numpy(), atol=1e-12)


def test_a_dense_layer_out_of_nodes():
    """x @ w + b with b repeated for every row: what `layers.Dense` computes, forward and backward."""
    generator = np.random.default_rng(0)
    x, w, b, dy = (generator.standard_normal(shape) for shape in ((5, 3), (3, 2), (1, 2), (5, 2)))
    product, repeat, add = graph.MatMul(), graph.Repeat(5), graph.Add()
    y = add.forward(product.forward(x, w), repeat.forward(b))
    d_product, d_repeat = add.backward(dy)
    dx, dw = product.backward(d_product)
    db = repeat.backward(d_repeat)
    dense = scratch.layers.Dense(2, dtype="float64")
    dense.ensure_built(x.shape)
    dense.set_weights([w, b[0]])
    np.testing.assert_allclose(dense(x), y)
    np.testing.assert_allclose(dense.backward(dy), dx)
    np.testing.assert_allclose(dense.grads["kernel"], dw)
    np.testing.assert_allclose(dense.grads["bias"], db[0])


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: graph.MatMul().forward(np.ones((2, 3)), np.ones((2, 3))), "shapes (2, 3) and (2, 3)"),
        (lambda: graph.MatMul().forward(np.ones((2, 3)), np.ones(3)), "shapes (2, 3) and (3,)"),
        (lambda: graph.MatMul().forward(np.ones((2, 3)), np.ones((3, 2, 1))), "shapes (2, 3) and (3, 2, 1)"),
        (lambda: graph.Repeat(3).forward(np.ones((2, 3))), "axis 0 is 1 long"),
        (lambda: graph.Repeat(3, axis=2).forward(np.ones((1, 1))), "axis 2 is 1 long"),
        (lambda: graph.Repeat(0), "from 1 on"),
        (lambda: graph.Branch(0), "from 1 on"),
    ],
)
def test_mistakes_are_named_in_one_line(mistake, words):
    with pytest.raises(ValueError, match="expected") as caught:
        mistake()
    assert words in str(caught.value)


def test_number_of_gradients_is_checked():
    node = graph.Branch(3)
    node.forward(1.0)
    with pytest.raises(ValueError, match="3 gradients"):
        node.backward(1.0, 2.0)


@pytest.mark.parametrize("name", CASES)
def test_backward_without_forward(name):
    node = graph.Repeat(2) if name == "Repeat" else getattr(graph, name)()
    with pytest.raises(RuntimeError, match=f"^{name}: expected forward before backward"):
        node.backward(1.0)


def test_rows_are_summed_and_repeated_unless_told_otherwise():
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(graph.Sum().forward(x), [[3, 5, 7]])
    np.testing.assert_array_equal(graph.Repeat(2).forward(x[:1]), [[0, 1, 2], [0, 1, 2]])


def test_a_sum_passes_its_gradient_on_whatever_the_summands():
    node = graph.Add()
    node.forward([[np.inf, 1.0], [2.0, np.nan]], [np.inf, 3.0])
    for dz in ([[1.0, 2.0], [3.0, 4.0]], 1.0):
        dx, dy = node.backward(dz)
        np.testing.assert_array_equal(dx, np.broadcast_to(dz, (2, 2)))
        np.testing.assert_array_equal(dy, np.broadcast_to(dz, (2, 2)).sum(axis=0))
