"""Settings of every part go from scratch to Keras and back, and whole models with them, in `.keras` files."""

from __future__ import annotations

import inspect
import json

import pytest

import scratch
from tests.older import OLD

pytestmark = [
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras's variables know NumPy 1
]


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


# Values for arguments by name, other than their defaults: whatever class has the argument, is made with it,
# unless the next table says otherwise.
VALUES = {
    "activation": "tanh", "alpha": 0.7, "alpha_initializer": "ones", "amsgrad": True, "apply_class_balancing": True, "average": "macro",
    "axis": 1, "batch_shape": (None, 3), "beta": 0.5, "beta_1": 0.8, "beta_2": 0.95, "beta_initializer": "ones",
    "bias_initializer": "ones", "boundaries": [2, 5], "center": False, "centered": True, "class_id": 1, "clipnorm": 0.5, "cycle": True,
    "data_format": "channels_first", "decay_rate": 0.5, "decay_steps": 7, "depth_multiplier": 2, "depthwise_initializer": "he_normal",
    "dims": (2, 1), "distribution": "uniform", "ema_momentum": 0.5, "ema_overwrite_frequency": 3, "embeddings_initializer": "zeros",
    "end_learning_rate": 0.01, "epsilon": 1e-05, "filters": 4, "first_decay_steps": 5, "from_logits": True, "from_sorted_ids": True,
    "gain": 2.0, "gamma": 3.0, "gamma_initializer": "zeros", "go_backwards": True, "gradient_accumulation_steps": 3, "groups": 2,
    "ignore_class": 2, "initial_accumulator_value": 0.3, "initial_learning_rate": 0.2, "input_axes": None, "input_dim": 6, "k": 3,
    "keepdims": True, "kernel_initializer": "he_uniform", "kernel_size": 2, "l1_regularization_strength": 0.1,
    "l2_regularization_strength": 0.1, "l2_shrinkage_regularization_strength": 0.1, "label_smoothing": 0.1, "learning_rate": 0.125,
    "learning_rate_power": -0.25, "m_mul": 0.5, "mask_value": 2.0, "mask_zero": True, "max_value": 4.0, "maxval": 0.5, "mean": 1.0,
    "minval": -0.5, "mode": "fan_out", "momentum": 0.5, "moving_mean_initializer": "ones", "moving_variance_initializer": "zeros", "n": 3,
    "name": "mine", "negative_slope": 0.25, "nesterov": True, "noise_shape": (None, 1), "normalize": True, "offset": 0.5, "output_dim": 2,
    "output_padding": 1, "padding": None, "pointwise_initializer": "he_normal", "pool_size": 3, "power": 2.0, "rate": 0.25,
    "recurrent_activation": "relu", "recurrent_initializer": "he_normal", "reduction": "sum", "reset_after": False,
    "return_sequences": True, "return_state": True, "rho": 0.8, "scale": 0.5, "seed": 7, "shared_axes": [1], "size": 3, "staircase": True,
    "stateful": True, "stddev": 0.2, "strides": 2, "t_mul": 3.0, "target_shape": (3, 2), "threshold": 0.25, "thresholds": [0.2, 0.6],
    "top_k": 2, "trainable": False, "unit_forget_bias": False, "units": 5, "unroll": True, "use_bias": False, "use_ema": True,
    "value": 3.0, "values": [0.1, 0.2, 0.3], "warmup_steps": 3, "warmup_target": 0.3, "weight_decay": 0.01, "zero_output_for_mask": True,
}  # fmt: skip
OF_ONE_CLASS = {
    "CenterCrop": {}, "GroupNormalization": {"groups": 1, "scale": False}, "LayerNormalization": {"scale": False, "axis": [1, 2]},
    "RMSNormalization": {"axis": [1, 2]},
    "BatchNormalization": {"scale": False}, "ZeroPadding1D": {"padding": 2}, "ZeroPadding2D": {"padding": ((1, 2), (3, 4))},
    "PolynomialDecay": {}, "RepeatVector": {}, "UpSampling2D": {"size": (2, 3)}, "Activation": {"activation": "gelu"},
    "UnitNormalization": {}, "Rescaling": {"scale": 0.5}, "Cropping1D": {"cropping": (2, 1)}, "Dot": {"axes": 1},
    "TimeDistributed": {"layer": lambda k: k.layers.Dense(2, name="inner")},
    "Bidirectional": {
        "layer": lambda k: k.layers.LSTM(2, name="inner"), "merge_mode": "sum",
        "backward_layer": lambda k: k.layers.LSTM(2, name="back", activation="relu", go_backwards=True),
    },
    "Cropping2D": {"cropping": ((1, 2), (3, 4))}, **{n: {"activation": "relu"} for n in ("SimpleRNN", "GRU", "LSTM")},
    **{f"{n}1D": {"padding": "same"} for n in ("Conv", "SeparableConv", "DepthwiseConv")},
    **{f"{n}2D": {"strides": 1, "dilation_rate": 2, "padding": "same"} for n in ("Conv", "SeparableConv", "DepthwiseConv")},
    **{f"{n}Pooling{d}D": {"padding": "same"} for n in ("Max", "Average") for d in (1, 2)},
    **{f"Conv{d}DTranspose": {"padding": "same"} for d in (1, 2)},
    **{n: {"clipnorm": None, "clipvalue": 0.5} for n in ("Adam", "RMSprop")}, "SGD": {"clipnorm": None, "global_clipnorm": 0.5},
}  # fmt: skip
KEPT = {"dtype", "interpolation", "use_cudnn", "dropout", "recurrent_dropout", "delta"}
"""Arguments that keep their default everywhere: scratch takes nothing else, or Keras forgets it."""
KERAS_FORGETS = {  # arguments that get_config of Keras's own classes leaves out
    "CosineSimilarity": {"axis"}, "Huber": {"delta"}, "BinaryCrossentropy": {"axis"},
    **({"SparseCategoricalCrossentropy": {"ignore_class"}} if OLD else {}),  # the metric has none there
}  # fmt: skip


def parts():
    """(package, class) of everything public that can be made."""
    for package, base in (
        ("layers", scratch.layers.Layer),
        ("losses", scratch.losses.Loss),
        ("metrics", scratch.metrics.Metric),
        ("initializers", scratch.initializers.Initializer),
        ("optimizers", scratch.optimizers.Optimizer),
        ("optimizers.schedules", scratch.optimizers.schedules.LearningRateSchedule),
    ):
        module = _inside(scratch, package)
        for name in module.__all__:
            part = getattr(module, name)
            if (
                inspect.isclass(part)
                and issubclass(part, base)
                and not inspect.isabstract(part)
                and name not in (base.__name__, "MeanMetricWrapper")
            ):
                yield package, name


def _inside(library, package):
    for name in package.split("."):
        library = getattr(library, name)
    return library


def settings_of(cls, name):
    """One value for every argument that the class has and the tables name."""
    special = OF_ONE_CLASS.get(name, {})
    taken = cls.config_names()
    found = {key: value for key, value in VALUES.items() if key in taken and value is not None and key not in KERAS_FORGETS.get(name, ())}
    return {**found, **{key: value for key, value in special.items() if key in taken}}


ALIKE = {"[-1]": -1, "[]": None}


def plain(config):
    """As JSON has it, dtypes as words, one axis as a number, and no axis at all as None."""
    if isinstance(config, dict):
        if config.get("class_name") == "DTypePolicy":
            return config["config"]["name"]
        return {key: ALIKE.get(str(plain(value)), plain(value)) if "ax" in key else plain(value) for key, value in config.items()}
    return [plain(entry) for entry in config] if isinstance(config, (list, tuple)) else config


def required(cls, name):
    """Arguments without a default."""
    found = {p.name for p in inspect.signature(cls.__init__).parameters.values() if p.default is p.empty}
    return found | ({"batch_shape"} if name == "InputLayer" else set())


def made(library, package, name, *, bare):
    cls = getattr(_inside(library, package), name)
    mine = getattr(_inside(scratch, package), name)
    settings = settings_of(mine, name)
    if bare:
        settings = {key: value for key, value in settings.items() if key in required(mine, name)}
    return cls(**{key: value(library) if callable(value) else value for key, value in settings.items()})


@pytest.mark.parametrize("bare", [True, False], ids=["defaults", "settings"])
@pytest.mark.parametrize(("package", "name"), [*parts()])
def test_settings_go_both_ways(keras, package, name, bare):
    theirs, mine = made(keras, package, name, bare=bare), made(scratch, package, name, bare=bare)
    their_class, my_class = type(theirs), type(mine)
    wanted = plain(theirs.get_config())
    taken = plain(their_class.from_config(json.loads(json.dumps(mine.get_config()))).get_config())
    if bare:
        wanted.pop("name", None), taken.pop("name", None)
    assert taken == pytest.approx(wanted) if package == "optimizers" else taken == wanted
    back = my_class.from_config(json.loads(json.dumps(theirs.get_config())))
    assert type(back) is my_class
    again = plain(their_class.from_config(json.loads(json.dumps(back.get_config()))).get_config())
    if bare:
        again.pop("name", None)
    assert again == pytest.approx(wanted) if package == "optimizers" else again == wanted


@pytest.mark.parametrize(("package", "name"), [*parts()])
def test_settings_survive_on_their_own(package, name):
    mine = made(scratch, package, name, bare=False)
    config = json.loads(json.dumps(mine.get_config()))
    assert config or name in ("Ones", "Zeros")
    assert plain(type(mine).from_config(config).get_config()) == plain(config)


def test_every_argument_has_another_value_than_its_default_somewhere():
    there, other = set(), set()
    for package, name in parts():
        default, config = (plain(made(scratch, package, name, bare=bare).get_config()) for bare in (True, False))
        there |= set(config) - required(getattr(_inside(scratch, package), name), name)
        other |= {key for key, value in config.items() if value != default.get(key)}
    assert there - other == KEPT
