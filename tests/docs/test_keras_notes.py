"""What docs/keras-notes.md says of Keras is so: its reproductions are run, and what the notes state is asserted.

Notes about whole trainings, and those that depend on the processor, are left to the tests of what they are about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from reference import backend
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]
ABOUT = {"rtol": 1e-3, "atol": 1e-12}


@pytest.fixture(scope="module")
def keras() -> Any:
    return backend.load().keras


@pytest.fixture(scope="module")
def tf() -> Any:
    return backend.load().tensorflow


@pytest.fixture
def floats(keras: Any) -> Iterator[Callable[[str], None]]:
    """Sets Keras's float type, for this test alone."""
    before = keras.config.floatx()
    yield keras.config.set_floatx
    keras.config.set_floatx(before)


@pytest.fixture
def slope(tf: Any) -> Callable[..., np.ndarray]:
    """The derivative of a function at x."""

    def of(f: Callable[[Any], Any], x: Any, dtype: str = "float32") -> np.ndarray:
        at = tf.constant(x, dtype)
        with tf.GradientTape() as tape:
            tape.watch(at)
            y = f(at)
        return np.asarray(tape.gradient(y, at))

    return of


def near(found: Any, expected: Any, **more: float) -> bool:
    return bool(np.allclose(np.asarray(found), expected, **{**ABOUT, **more}, equal_nan=True))


# Numbers


def test_python_constants_pass_through_float32(keras: Any) -> None:
    assert float(keras.ops.cast(0.999, "float64")) == 0.9990000128746033


def test_losses_compute_in_float32(keras: Any) -> None:
    assert keras.losses.MeanSquaredError()(np.zeros(1), np.ones(1)).dtype == "float32"


def test_schedules_stay_float32(keras: Any, floats: Callable[[str], None]) -> None:
    floats("float64")
    assert keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)(3).dtype == "float32"


def test_subnormals_count_as_zero(keras: Any, slope: Callable[..., np.ndarray]) -> None:
    assert slope(keras.activations.relu, [1e-45]) == 0


# Cross-entropy


def test_logits_are_read_behind_your_back(keras: Any) -> None:
    p = keras.activations.softmax(keras.ops.convert_to_tensor([[1.0, 2.0]]))
    t = np.array([[0.0, 1.0]], "float32")
    with_logits, of_outputs = (float(keras.losses.binary_crossentropy(t, q)[0]) for q in (p, np.asarray(p)))
    z = np.array([1.0, 2.0])
    assert near(with_logits, np.mean(np.log1p(np.exp(z)) - z * t[0]))
    assert near(of_outputs, -np.log(np.asarray(p)[0, 1]))
    assert not near(with_logits, of_outputs)


def test_ignored_class_counts_in_the_metric(keras: Any) -> None:
    make = lambda: keras.metrics.SparseCategoricalCrossentropy(ignore_class=0)  # noqa: E731
    p = np.full((2, 2), 0.5)
    assert near(make()(np.array([0, 1]), p), 0.3466)
    assert near(make()(np.array([0, 1]), p, sample_weight=np.ones(2)), 0.6931)


# Training


def test_stateless_apply_does_not_exist_on_tensorflow(keras: Any) -> None:
    optimizer = keras.optimizers.SGD()
    v = keras.Variable([1.0])
    optimizer.build([v])
    with pytest.raises(ValueError, match="stateless_apply"):
        optimizer.stateless_apply([o.value for o in optimizer.variables], [np.ones(1)], [v.value])


# Activations


@pytest.mark.parametrize(
    ("of", "x", "dtype", "found"),
    [
        (lambda a: a.sparsemax, [[1.0, 0.9, 0.8]], "float32", [[0, 0, 0]]),
        (lambda a: a.leaky_relu, [-1.0], "float64", [-0.20000000298]),
        (lambda a: lambda x: a.relu(x, max_value=0.3), [9.0], "float64", [0.3000000119]),
        (lambda a: a.elu, [-1e-7], "float32", [-1.19e-7]),
        (lambda a: a.squareplus, [-1e20], "float32", [math.inf]),
        (lambda a: a.softsign, [math.inf], "float32", [math.nan]),
        (lambda a: a.silu, [-math.inf], "float32", [math.nan]),
        (lambda a: a.mish, [-math.inf], "float32", [math.nan]),
        (lambda a: a.gelu, [-math.inf], "float32", [math.nan]),
        (lambda a: a.hard_silu, [-math.inf], "float32", [math.nan]),
        (lambda a: a.softmax, [[math.nan, 1.0]], "float64", [[math.nan, math.nan]]),
        (lambda a: a.hard_shrink, [math.nan], "float32", [0.0]),
        (lambda a: a.soft_shrink, [math.nan], "float32", [0.0]),
        (lambda a: lambda x: a.relu(x, threshold=0.5), [math.nan], "float32", [0.0]),
    ],
)
def test_activations(keras: Any, tf: Any, of: Callable[[Any], Any], x: Any, dtype: str, found: Any) -> None:
    assert near(of(keras.activations)(tf.constant(x, dtype)), found, rtol=1e-2 if dtype == "float32" else 1e-9, atol=1e-15)


def test_gelu_rounds_its_root_to_float32(keras: Any, tf: Any) -> None:
    off = float(keras.activations.gelu(tf.constant(1.0, "float64"))) - (1 + math.erf(1 / math.sqrt(2))) / 2
    assert 1e-9 < abs(off) < 1e-8


@pytest.mark.parametrize(
    ("of", "x", "found"),
    [
        (lambda a: a.celu, 0.0, 2.0),
        (lambda a: a.squareplus, 1e20, 0.5),
        (lambda a: lambda x: a.relu(x, max_value=5), 5.0, 1.0),
        (lambda a: lambda x: a.relu(x, max_value=6), 6.0, 0.0),
        (lambda a: a.relu6, 6.0, 0.0),
        (lambda a: lambda x: a.relu(x, negative_slope=0.25), 0.0, 0.25),
        (lambda a: lambda x: a.relu(x, negative_slope=0.25, max_value=3.0), 0.0, 0.0),
        (lambda a: a.hard_tanh, 1.0, 1.0),
        (lambda a: a.hard_tanh, -1.0, 1.0),
        (lambda a: a.hard_sigmoid, 3.0, 0.0),
        (lambda a: a.hard_sigmoid, -3.0, 0.0),
    ],
)
def test_slopes(keras: Any, slope: Callable[..., np.ndarray], of: Callable[[Any], Any], x: float, found: float) -> None:
    assert slope(of(keras.activations), [x]) == [found]


def test_tanh_shrink_cancels(keras: Any, tf: Any) -> None:
    x = 1e-3
    assert not near(keras.activations.tanh_shrink(tf.constant([x])), x**3 / 3, rtol=0.01)


# Losses


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (lambda of, c: of.log_cosh(c([0.0], "float64"), c([0.0], "float64")), -1.9e-9),
        (lambda of, c: of.log_cosh(c([[0.0]]), c([[1e-4]])), [0.0]),
        (lambda of, c: of.log_cosh(c([[0.0]]), c([[-math.inf]])), [math.nan]),
        (lambda of, c: of.mean_squared_logarithmic_error(c([[0.0]]), c([[1e-6]])), [7.0e-13]),
        (lambda of, c: of.cosine_similarity(c([[1.0, 2.0]]), c([[1e20, 1e20]])), [0.0]),
        (lambda of, c: of.binary_crossentropy(c([[0.0]]), c([[1.0]])), [15.942]),
        (lambda of, c: of.binary_crossentropy(c([[1.0]]), c([[0.0]])), [16.118]),
    ],
)
def test_losses(keras: Any, tf: Any, run: Callable[..., Any], found: Any) -> None:
    assert near(run(keras.losses, tf.constant), found, rtol=0.05, atol=1e-14)


def test_logarithmic_error_of_float16_is_float32(keras: Any, tf: Any) -> None:
    half = tf.constant([[1.0]], "float16")
    assert keras.losses.mean_squared_logarithmic_error(half, half).dtype == "float32"


def test_gradient_of_huber_far_out(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    assert np.isnan(slope(lambda y: keras.losses.huber(tf.constant([[0.0]]), y), [[3e38]])).all()


def test_gradient_of_focal_crossentropy_at_certainty(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    run = lambda p: keras.losses.binary_focal_crossentropy(tf.constant([[1.0]]), p, gamma=0.5)  # noqa: E731
    assert np.isnan(slope(run, [[1.0]])).all()


def test_gradient_of_categorical_crossentropy_of_logits(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    t, z = np.array([[0.5, 0.25, 0.5]], "float32"), [[0.1, 0.2, 0.7]]
    p = np.exp(z) / np.exp(z).sum()
    assert near(slope(lambda z: keras.losses.categorical_crossentropy(tf.constant(t), z, from_logits=True), z), t.sum() * p - t, atol=1e-6)


def test_labels_are_cast_to_float16(keras: Any) -> None:
    assert float(keras.ops.cast(2049, "float16")) == 2048
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float16")
    z = np.zeros((1, 2050), "float16")
    z[0, 2048] = 20
    assert near(loss(np.array([2049]), z), 0, atol=0.01)


@pytest.mark.parametrize("name", ["poisson", "hinge", "kl_divergence"])
def test_losses_broadcast(keras: Any, name: str) -> None:
    t, y = np.full(3, 0.5, "float32"), np.full((3, 1), 0.5, "float32")
    assert tuple(getattr(keras.losses, name)(t, y).shape) == (3,)


def test_hinge_looks_at_the_whole_batch(keras: Any) -> None:
    y = np.array([[0.5], [0.5]], "float32")
    zeros, mixed = (keras.losses.hinge(np.array(t, "float32"), y)[0] for t in ([[0.0], [1.0]], [[0.0], [-1.0]]))
    assert (float(zeros), float(mixed)) == (1.5, 1.0)


def test_mean_of_an_empty_batch(keras: Any) -> None:
    assert np.asarray(keras.losses.MeanSquaredError()(np.zeros((0, 2), "float32"), np.zeros((0, 2), "float32"))).shape == (0,)


# Layers


def test_adding_a_column_takes_it_for_a_bias(keras: Any) -> None:
    assert near(keras.ops.add(np.zeros((3, 3), "float32"), np.array([[1.0], [2.0], [3.0]], "float32")), [[1, 2, 3]] * 3)


@pytest.mark.parametrize(("dtype", "found"), [("float32", [[0, 0]]), ("float16", [[math.nan, math.nan]])])
def test_unit_normalization(keras: Any, dtype: str, found: Any) -> None:
    x = np.array([[1e20, 0]] if dtype == "float32" else [[0, 0]], dtype)
    assert near(keras.layers.UnitNormalization(dtype=dtype)(x), found)


def test_max_pooling_passes_over_nan(keras: Any, tf: Any, slope: Callable[..., np.ndarray]) -> None:
    pool = keras.layers.MaxPooling1D(2)
    x = [[[math.nan], [1.0]]]
    assert near(pool(tf.constant(x)), [[[1.0]]])
    assert near(slope(pool, x), [[[1.0], [0.0]]])
    assert near(pool(tf.constant([[[-math.inf], [-math.inf]]])), [[[-3.4e38]]], rtol=0.01)


def test_batch_normalization_of_nothing(keras: Any) -> None:
    layer = keras.layers.BatchNormalization()
    layer(np.zeros((0, 2), "float32"), training=True)
    assert np.isnan(np.asarray(layer.moving_mean)).all()


def test_embedding_takes_minus_one(keras: Any) -> None:
    layer = keras.layers.Embedding(3, 2)
    assert near(layer(np.array([-1])), np.asarray(layer.embeddings)[-1:])


@pytest.mark.parametrize("name", ["LSTM", "Add", "Average"])
def test_biases_must_be_1d(keras: Any, name: str) -> None:
    nothing = np.zeros((0, 3, 2), "float32")
    run = lambda: keras.layers.LSTM(2)(nothing) if name == "LSTM" else getattr(keras.layers, name)()([nothing[:, 0], nothing[:, 0]])  # noqa: E731
    with pytest.raises(Exception, match="Biases must be 1D"):
        run()


def test_gaussian_dropout_of_everything(keras: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        keras.layers.GaussianDropout(1.0)(np.ones((1, 2), "float32"), training=True)


def test_ties_are_shared_by_global_pooling_only(keras: Any, slope: Callable[..., np.ndarray]) -> None:
    tied = [[[1.0], [1.0]]]
    assert near(slope(keras.layers.GlobalMaxPooling1D(), tied), [[[0.5], [0.5]]])
    assert near(slope(keras.layers.MaxPooling1D(2), tied), [[[1.0], [0.0]]])


def test_axes_that_are_mistaken(keras: Any) -> None:
    rms = keras.layers.RMSNormalization(axis=1)
    rms.build((None, 2, 2))
    rms.scale.assign([1.0, 2.0])
    assert near(rms(np.ones((1, 2, 2), "float32")), [[[1, 2], [1, 2]]])
    prelu = keras.layers.PReLU(shared_axes=[-1])
    prelu.build((None, 3, 2))
    assert tuple(prelu.alpha.shape) == (1, 2)


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (lambda of: of.Conv2D(2, 2, data_format="channels_first", dtype="float64"), (1, 2, 4, 4)),
        (lambda of: of.Conv1DTranspose(2, 2, dilation_rate=2, dtype="float64"), (1, 4, 2)),
        (lambda of: of.DepthwiseConv2D(3, strides=(1, 2)), (1, 5, 5, 2)),
    ],
    ids=["channels first", "dilated transpose", "strides"],
)
def test_convolutions_that_raise_on_the_processor(keras: Any, make: Callable[[Any], Any], shape: tuple[int, ...]) -> None:
    layer = make(keras.layers)
    with pytest.raises(Exception, match=r"(?s).+"):
        layer(np.ones(shape, layer.compute_dtype))


# Optimizers and schedules


@pytest.mark.parametrize(
    "make",
    [
        lambda of: of.CosineDecay(0, 100, warmup_target=0.1, warmup_steps=10)(5),
        lambda of: of.PiecewiseConstantDecay([10], [1, 0.5])(3),
    ],
    ids=["cosine", "piecewise"],
)
def test_schedules_with_whole_numbers_raise(keras: Any, make: Callable[[Any], Any]) -> None:
    with pytest.raises(Exception, match=r"(?s).+"):
        make(keras.optimizers.schedules)


def test_restarts_are_missed(keras: Any) -> None:
    restarts = keras.optimizers.schedules.CosineDecayRestarts
    assert near(restarts(0.1, 10, t_mul=1.2)(22), 0.0, atol=1e-6)
    assert np.isnan(float(restarts(0.1, 10, t_mul=0.5)(20)))


def test_centered_rmsprop_goes_negative(keras: Any) -> None:
    optimizer, v = keras.optimizers.RMSprop(centered=True), keras.Variable([1.0])
    steps = 0
    while not np.isnan(np.asarray(v)).any():
        optimizer.apply([np.array([7.2464504], "float32")], [v])
        steps += 1
    assert steps == 141


def test_ftrl_and_one_zero_gradient(keras: Any) -> None:
    for settings, found in (({}, 0.0), ({"initial_accumulator_value": 0.0}, math.nan)):
        optimizer, v = keras.optimizers.Ftrl(**settings), keras.Variable([1.0])
        optimizer.apply([np.zeros(1, "float32")], [v])
        assert near(v, [found])


def test_clipping_by_norm_overflows(keras: Any) -> None:
    for settings, found in (({"clipnorm": 1.0}, 1.0), ({"global_clipnorm": 1.0}, math.nan)):
        optimizer, v = keras.optimizers.SGD(1.0, **settings), keras.Variable([1.0, 1.0])
        optimizer.apply([np.array([1e20, 1.0], "float32")], [v])
        assert near(v, [found, found]), settings


@pytest.mark.parametrize("clipnorm", [0.0, -1.0])
def test_no_clipping_norm_is_refused(keras: Any, clipnorm: float) -> None:
    optimizer, v = keras.optimizers.SGD(1.0, clipnorm=clipnorm), keras.Variable([0.0])
    optimizer.apply([np.array([3.0], "float32")], [v])
    assert near(v, [-3.0])


def test_slices_of_equal_words_are_squared_one_by_one(keras: Any, tf: Any) -> None:
    slices = tf.IndexedSlices(tf.constant([[1.0], [1.0]]), tf.constant([0, 0]), tf.constant([2, 1]))
    for gradient, found in ((slices, -4.47), (tf.constant([[2.0], [0.0]]), -3.16)):
        v, o = keras.Variable([[0.0], [0.0]]), keras.optimizers.RMSprop(1.0)
        o.apply([gradient], [v])
        assert near(v, [[found], [0.0]], rtol=2e-3)


# Metrics


def test_targets_are_cast_to_int(keras: Any) -> None:
    assert near(keras.metrics.MeanSquaredError()(np.array([0.5, 1.5]), np.array([1, 2])), 1.0)


def test_evenly_spaced_thresholds_clip(keras: Any) -> None:
    for middle, found in ((0.5, [1, 1, 0]), (0.4, [1, 1, 1])):
        assert near(keras.metrics.TruePositives(thresholds=[0.0, middle, 1.0])([1], [2.0]), found)


def test_true_negatives_below_zero(keras: Any) -> None:
    metric = keras.metrics.TrueNegatives(thresholds=[0.0, 0.5, 1.0])
    assert float(metric([0, 0, 0], [0.9, 0.2, 0.6], sample_weight=[0.64, 0.27, 0.04])[0]) == pytest.approx(-5.96e-8, rel=0.01)


def test_hinge_metric_broadcasts(keras: Any) -> None:
    t, y = np.array([1.0, -1.0, 1.0], "float32"), np.array([[0.5], [-0.5], [0.5]], "float32")
    assert not near(keras.metrics.Hinge()(t, y), 0.5)
    assert near(keras.metrics.Hinge()(t[:, None], y), 0.5)


def test_argmax_skips_nan_and_ranks_zeros(keras: Any) -> None:
    assert int(keras.ops.argmax(np.array([math.nan, 1.0], "float32"))) == 1
    assert int(keras.ops.argmax(np.array([math.nan, math.nan], "float32"))) == 0
    assert int(keras.ops.argmax(np.array([-0.0, 0.0], "float32"))) == 1


def test_top_k_refuses_float64_and_counts_infinity_as_wrong(keras: Any) -> None:
    with pytest.raises(Exception, match="float"):
        keras.metrics.SparseTopKCategoricalAccuracy(k=1, dtype="float64")(np.array([1]), np.array([[0.0, 1.0]]))
    assert float(keras.metrics.SparseTopKCategoricalAccuracy(k=2)(np.array([1]), np.array([[0.0, math.inf]], "float32"))) == 0


# Initializers


def test_constant_by_name_is_a_key_error(keras: Any) -> None:
    with pytest.raises(KeyError):
        keras.initializers.get("constant")


def test_an_initializer_without_a_seed_repeats_itself(keras: Any) -> None:
    r = keras.initializers.RandomNormal()
    assert np.array_equal(r((3,)), r((3,)))


# Training and saving


def test_settings_that_are_not_saved(keras: Any) -> None:
    assert "delta" not in keras.losses.Huber(delta=3.0).get_config()
    assert "axis" not in keras.losses.CosineSimilarity(axis=0).get_config()
    assert "trainable" not in keras.layers.SpatialDropout1D(0.5).get_config()


def test_normalize_and_to_categorical(keras: Any) -> None:
    assert near(keras.utils.normalize(np.array([[3.0, 1.0], [4.0, 0.0]]), axis=0), [[0.6, 0.2], [4, 0]])
    assert near(keras.utils.to_categorical([-1, 0]), [[1], [1]])
