"""What people call the arguments and weights of each layer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.derivative import LARGEST_SLOPE
from comparisons.subjects.conventions.layers.pieces import Pieces
from comparisons.subjects.inventory.parameters import SETTING_NAMES, plain

IN = (
    "in n_in n_inputs in_features input_size input_dim in_dim fan_in n_input num_inputs inputs input_units in_size nin ni d_in size_in "
    "previous_layer_size prev n_prev in_nodes no_neurons_prev input_features input_neurons i_size inp n_features num_features features "
    "dim size "
    "n_neurons_prev input_n units_in in_units input_nodes n_x nx prev_units input_length dim_in num_input n_i input_layer_size "
    "in_channels channels "
    "normalized_shape d_model hidden"
)
OUT = (
    "out n_out n_neurons units out_features output_size output_dim out_dim fan_out n_output num_outputs neurons num_neurons "
    "hidden_size n_units "
    "output_units size_out out_size nout no d_out nodes no_neurons n_nodes output_features n_hidden output_neurons num_units "
    "layer_size outputs "
    "units_out out_units output_nodes n_h hidden_units hidden_dim dim_out num_output hidden n_o size n n_neuron number_of_neurons "
    "num_hidden"
)
KERNEL_SIZE = (
    "kernel_size filter_size size f k ksize kernel window kernel_shape filter_shape field receptive_field pool_size kernel_dim "
    "filter_dim fs hf wf "
    "filter_h filter_w kh kw kernel_h kernel_w pool_h pool_w pool_shape pool_height pool_width pool window_size ph pw k_size "
    "kernel_height "
    "kernel_width filter_height filter_width hh ww"
)
PROBABILITY = "rate p dropout_rate drop_prob prob dropout_ratio ratio drop_rate probability dropout p_drop drop drop_p"
RATE = "lr learning_rate learningrate eta step_size learn_rate alpha"
NOTHING = (
    "activation act act_fn activation_function act_func activation_fn activ act_f function nonlinearity regularizer regularization "
    "optimizer "
    "weight_initializer initializer init"
)
COMMON = {"learning rate": RATE, "nothing": NOTHING}


@dataclass(frozen=True)
class Profile:
    """How a layer may be written.

    Args:
        arguments: names of constructor arguments by role, the likelier role first.
        weights: names of attributes by Keras's weight.
        free: roles that an unknown required argument may have, in the usual order.
        probe: settings of the probe.
        choices: settings that are tried where they can be passed on.
        fixed: settings of everybody.
        forms: settings by which forms of the layer differ that somebody has written one of, the likelier first.
        sizes: of the probe; empty for (4, 3).
        draws: sizes examples are drawn from; empty for batches and widths.
        pieces: what the weights are cut into, if they are kept otherwise than in Keras.
        needs: a weight without which it is not looked at.
    """

    arguments: Mapping[str, str]
    weights: Mapping[str, str] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    probe: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[Mapping[str, Any], ...] = ({},)
    sizes: tuple[int, ...] = (4, 3)
    draws: tuple[tuple[int, ...], ...] = ()
    pieces: Pieces = field(default_factory=dict)
    needs: str = ""

    def role(self, name: str) -> str:
        """The role of a constructor's argument; empty if its name says none."""
        found, weight = self.argument(name), self.weight(name)
        return found if found and not (weight and len(plain(name)) == 1) else f"weight {weight}" if weight else found

    def argument(self, name: str) -> str:
        """The same of an argument that is no weight."""
        roles = {**self.arguments, **COMMON}
        return next((role for role, names in roles.items() if plain(name) in names.split()), "")

    def weight(self, name: str) -> str:
        """The weight that an attribute or argument of this name holds; empty for none."""
        bare = plain(name).replace("_", "")
        for weight, names in self.weights.items():
            if bare in names.split() or bare.rstrip("0123456789") in names.split():
                return weight
        return ""


KERNEL = "w weights weight kernel theta weightmatrix filters filter kernels wt ws k f"
BIAS = "b bias biases biasvector biasmatrix bs intercept"
GAMMA = "gamma g scale gain scaler weight w a bw"
BETA = "beta b shift bias intercept offset bb"
MEAN = (
    "runningmean movingmean mean rmean runmean muavg runningmu meanavg meanrunning avgmean emamean movingmu rm runningavgmean "
    "cachem cachemean runningm"
)
VARIANCE = (
    "runningvar movingvar movingvariance runningvariance var variance rvar runvar varavg varrunning avgvar emavar sigmaavg rv "
    "runningavgvar runningv cachev cachevar"
)
WX = "wx wxh wxh wih wxhh wax wi whx win wxr winput u weightsinput inputweights weightih kernel w weightsih"
WH = "wh whh wr waa wrec whidden recurrent u v weightshidden hiddenweights recurrentweights weighthh weightshh recurrentkernel"
BH = "b bh bias bhh ba bih biases biash"
STEPS = ((1, 3, 2), (3, 2, 4), (2, 3, 1), (4, 1, 3))
RECURRENT: dict[str, Any] = {
    "weights": {"kernel": WX, "recurrent_kernel": WH, "bias": BH},
    "free": ("in", "units"),
    "probe": {"units": 5},
    "choices": {"units": (1, 2, 3, 5)},
    "sizes": (4, 3, 2),
    "draws": STEPS,
}
UNROLLED = {"in": IN, "units": OUT, "return_sequences": "return_sequences return_sequence return_seq"}
SEQUENCE = {"go_backwards": False, "unroll": False, "zero_output_for_mask": False, "return_state": False}
RETURNS = ({"return_sequences": True}, {"return_sequences": False})
IMAGES = ((1, 5, 5, 2), (2, 5, 7, 1), (3, 6, 5, 2), (2, 7, 7, 3))
"""Half of them not square: who takes the width for the height is right on squares."""
SMALL_IMAGES = ((1, 2, 3, 1), (2, 3, 2, 2), (3, 2, 1, 3))
PADDED = ({"padding": "valid"}, {"padding": "same"})
"""The second for who always pads."""
OTHERWISE: dict[str, Any] = {
    "choices": {"filters": (1, 2, 4), "kernel_size": (1, 2, 3), "strides": (1, 2), "padding": ("valid",)},
    "sizes": (2, 6, 6, 5), "draws": IMAGES, "forms": PADDED,
}  # fmt: skip
"""Of convolutions of images that are none of the usual ones."""
WINDOWS = {"strides": (1, 2), "padding": ("valid",)}
SERIES = ((1, 6, 2), (2, 6, 1), (3, 6, 2))
POOLING: dict[str, Any] = {
    "free": ("pool_size", "strides"),
    "probe": {"padding": "valid"},
    "choices": {"pool_size": (3, 2), "strides": (2, 1, 3), "padding": ("valid",)},
    "fixed": {"data_format": "channels_last"},
    "forms": (  # the second and third for who can do nothing else
        {"pool_size": 3, "strides": 2},
        {"pool_size": 2, "strides": 2},
        {"pool_size": 3, "strides": 1},
    ),
}
POOL_1D: dict[str, Any] = {**POOLING, "sizes": (2, 6, 3), "draws": SERIES}
POOL_2D: dict[str, Any] = {**POOLING, "sizes": (2, 6, 6, 3), "draws": ((1, 6, 6, 2), (2, 6, 12, 1), (3, 6, 6, 2), (2, 12, 6, 2))}
"""Windows of 2 and of 3 fit in without a rest."""
CONV = {
    "in": "in_channels input_channels n_c_prev channels_in c_in num_channels channels depth_in input_depth in_depth n_channels nc_in c "
    "in_ch in_c depth",
    "filters": "out_channels filters n_filters num_filters n_c out_ch num_kernels depth output_channels n_kernels channels_out c_out "
    "out_depth n_filter "
    "num_filter out n_out fn nf kernels filter_num num_of_filters out_c",
    "kernel_size": KERNEL_SIZE,
    "strides": "stride strides s",
    "pad": "pad padding p pads",
    "image shape": "input_shape in_shape shape image_shape input_size x_shape",
}
POOL = {"pool_size": KERNEL_SIZE, "strides": "stride strides s", "pad": "pad padding p", "image shape": "input_shape in_shape shape"}
RESIZED = {"size": "size scale scale_factor factor stride strides s upsample_factor up k n rate kernel_size pool_size"}
ZEROS = {"padding": "padding pad p pads pad_size n width zeros amount"}
LAST = {"data_format": "channels_last"}

PROFILES: Mapping[str, Profile] = {
    "Dense": Profile(
        {"in": IN, "units": OUT, "shape in": "input_shape in_shape"},
        {"kernel": KERNEL, "bias": BIAS}, free=("in", "units"), probe={"units": 5}, choices={"units": (1, 2, 3, 5)},
        fixed={"activation": None},
    ),
    "Flatten": Profile({"shape in": "input_shape in_shape shape"}, sizes=(4, 3, 2, 5), draws=((1, 2, 3, 2), (3, 2, 2, 3), (2, 3, 1, 4))),
    "Dropout": Profile({"rate": PROBABILITY, "keep": "keep_prob keep_rate keep retain_prob q"}, free=("rate",), probe={"rate": 0.25}),
    "BatchNormalization": Profile(
        {"in": IN, "epsilon": "eps epsilon", "momentum": "momentum decay alpha", "in row": "shape input_shape"},
        {"gamma": GAMMA, "beta": BETA, "moving_mean": MEAN, "moving_variance": VARIANCE}, free=("in",), sizes=(5, 3),
        choices={"epsilon": (1e-3, 1e-5), "momentum": (0.9375, 0.5)}, fixed={"axis": -1, "center": True, "scale": True},
    ),
    "LayerNormalization": Profile(
        {"in": IN, "epsilon": "eps epsilon", "in row": "shape input_shape normalized_shape"}, {"gamma": GAMMA, "beta": BETA}, free=("in",),
        choices={"epsilon": (1e-3, 1e-5)}, fixed={"center": True, "scale": True},
    ),
    "RMSNormalization": Profile(
        {"in": IN, "epsilon": "eps epsilon", "in row": "shape input_shape normalized_shape"}, {"scale": GAMMA}, free=("in",),
        choices={"epsilon": (1e-6, 1e-5, 1e-3)},
    ),
    "PReLU": Profile(
        {"in": IN, "in row": "shape input_shape"}, {"alpha": "alpha alphas a slope slopes weight w negativeslope leak"}, free=("in",),
        fixed={"shared_axes": None},
    ),
    "GroupNormalization": Profile(
        {"groups": "groups num_groups n_groups g group group_num ngroups", "in": IN, "epsilon": "eps epsilon"},
        {"gamma": GAMMA, "beta": BETA}, free=("groups", "in"), probe={"groups": 2, "axis": -1},
        choices={"groups": (2, 1), "epsilon": (1e-3, 1e-5)}, fixed={"center": True, "scale": True}, sizes=(2, 3, 5, 4),
        draws=SMALL_IMAGES,
    ),
    "UpSampling1D": Profile(RESIZED, free=("size",), probe={"size": 2}, choices={"size": (2, 3)}, sizes=(2, 3, 5), draws=STEPS),
    "UpSampling2D": Profile(
        RESIZED, free=("size",), probe={"size": 2}, choices={"size": (2, 3)}, fixed={**LAST, "interpolation": "nearest"},
        sizes=(2, 3, 4, 5), draws=SMALL_IMAGES,
    ),
    "ZeroPadding1D": Profile(ZEROS, free=("padding",), probe={"padding": 1}, choices={"padding": (1, 2)}, sizes=(2, 3, 5), draws=STEPS),
    "ZeroPadding2D": Profile(
        ZEROS, free=("padding",), probe={"padding": 1}, choices={"padding": (1, 2)}, fixed=LAST, sizes=(2, 3, 4, 5), draws=SMALL_IMAGES,
    ),
    "Reshape": Profile(
        {"target_shape": "target_shape shape output_shape new_shape out_shape dims size shape_out", "shape in": "input_shape in_shape"},
        free=("target_shape",), sizes=(4, 6),
        probe={"target_shape": (2, 3)}, choices={"target_shape": ((2, 3), (3, 2), (1, 6))}, draws=((1, 6), (2, 6), (3, 6)),
    ),
    "Embedding": Profile(
        {"input_dim": "vocab_size num_embeddings n_vocab vocab input_dim v num_words vocabulary_size vocab_len n_words num_tokens",
         "output_dim": "embedding_dim dim output_dim d embed_dim wordvec_size n_out emb_dim embedding_size embed_size n_embd size "
             "d_model"},
        {"embeddings": "w weights weight embeddings embedding table e wembed embeddingmatrix matrix lookup c"},
        free=("input_dim", "output_dim"), probe={"input_dim": 5, "output_dim": 3}, choices={"output_dim": (1, 2, 3)}, sizes=(4, 2),
        draws=((1, 2), (3, 1), (4, 3), (2, 5)),
    ),
    "Conv2D": Profile(  # as many channels as the kernel is wide would hide how its axes are ordered
        CONV, {"kernel": KERNEL, "bias": BIAS}, free=("in", "filters", "kernel_size"),
        probe={"filters": 4, "kernel_size": 3, "strides": 1, "padding": "valid"},
        choices={"filters": (1, 2, 4), "kernel_size": (1, 2, 3), **WINDOWS},
        fixed={"data_format": "channels_last"}, sizes=(2, 6, 6, 5), draws=IMAGES, forms=PADDED,
    ),
    "Conv1D": Profile(
        CONV, {"kernel": KERNEL, "bias": BIAS}, free=("in", "filters", "kernel_size"),
        probe={"filters": 4, "kernel_size": 3, "strides": 1, "padding": "valid"},
        choices={"filters": (1, 2, 4), "kernel_size": (1, 2, 3), **WINDOWS},
        fixed={"data_format": "channels_last", "dilation_rate": 1, "groups": 1}, sizes=(2, 6, 5), draws=SERIES,
        forms=(*PADDED, {"padding": "causal"}),
    ),
    "DepthwiseConv2D": Profile(
        CONV, {"kernel": KERNEL, "bias": BIAS}, free=("in", "kernel_size"), probe={"kernel_size": 3, "strides": 1, "padding": "valid"},
        fixed={"data_format": "channels_last", "depth_multiplier": 1, "dilation_rate": 1}, **OTHERWISE,
    ),
    "Conv2DTranspose": Profile(
        CONV, {"kernel": KERNEL, "bias": BIAS}, free=("in", "filters", "kernel_size", "strides"),
        probe={"filters": 4, "kernel_size": 3, "strides": 2, "padding": "valid"},
        fixed={"data_format": "channels_last", "dilation_rate": 1, "output_padding": None},
        **{**OTHERWISE, "choices": {**OTHERWISE["choices"], "kernel_size": (2, 3)}},  # of one smaller than its stride, sizes are anybody's
    ),
    "SeparableConv2D": Profile(
        CONV, {"depthwise_kernel": "depthwisekernel depthwise dw wd", "pointwise_kernel": "pointwisekernel pointwise pw wp", "bias": BIAS},
        free=("in", "filters", "kernel_size"), probe={"filters": 4, "kernel_size": 3, "strides": 1, "padding": "valid"},
        fixed={"data_format": "channels_last", "depth_multiplier": 1, "dilation_rate": 1}, **OTHERWISE,
    ),
    "RepeatVector": Profile(
        {"n": "n times repeats repeat count steps k t"}, free=("n",), probe={"n": 5}, choices={"n": (3, 1, 2)},
        draws=((1, 2), (3, 1), (4, 3)),
    ),
    "MaxPooling1D": Profile(POOL, **POOL_1D),
    "AveragePooling1D": Profile(POOL, **POOL_1D),
    "MaxPooling2D": Profile(POOL, **POOL_2D),
    "AveragePooling2D": Profile(POOL, **POOL_2D),
    "LeakyReLU": Profile({"negative_slope": "alpha a slope negative_slope leak leakiness k coef neg_slope factor"}),
    "ELU": Profile({"alpha": "alpha a"}),
    "SimpleRNN": Profile(UNROLLED, fixed=SEQUENCE, forms=RETURNS, **RECURRENT),
    "LSTM": Profile(UNROLLED, fixed={**SEQUENCE, "recurrent_activation": "sigmoid"}, forms=RETURNS, **RECURRENT),
    "GRU": Profile(
        UNROLLED, fixed={**SEQUENCE, "recurrent_activation": "sigmoid", "reset_after": False}, forms=RETURNS, **RECURRENT,
    ),
    "GlobalAveragePooling2D": Profile({}, fixed={"data_format": "channels_last", "keepdims": False}, sizes=(2, 4, 5, 3), draws=IMAGES),
    "GlobalMaxPooling2D": Profile({}, fixed={"data_format": "channels_last", "keepdims": False}, sizes=(2, 4, 5, 3), draws=IMAGES),
}  # fmt: skip
OF_IMAGES = {"BatchNormalization": replace(PROFILES["BatchNormalization"], sizes=(3, 4, 5, 2), draws=IMAGES)}
"""For classes that say in their names that they are for images."""
OF_SEQUENCES = {"Dense": replace(PROFILES["Dense"], sizes=(2, 3, 4), draws=((1, 3, 2), (2, 1, 3), (3, 2, 4)))}
"""For those that say that they take a sequence of steps."""
NAMED_AFTER_STEPS = re.compile(r"time|temporal|sequence", re.IGNORECASE)
NAMED_AFTER_IMAGES = re.compile(r"2d|spatial|image", re.IGNORECASE)


def activation_profile(pair: Pair) -> Profile:
    """An activation in the shape of a layer has no weights; its arguments are called as those of the function are."""
    named = {setting: " ".join(names) for (part, setting), names in SETTING_NAMES.items() if part == pair.name and setting in pair.settings}
    tried = {setting: tuple(v for v in pair.settings[setting] if not setting.endswith("slope") or v <= LARGEST_SLOPE) for setting in named}
    return Profile(named, choices=tried)


def profile_of(part: str, name: str) -> Profile | None:
    """How a layer may be written by somebody who calls it `name`; None if that is not known."""
    if part in OF_SEQUENCES and NAMED_AFTER_STEPS.search(name):
        return OF_SEQUENCES[part]
    return OF_IMAGES[part] if part in OF_IMAGES and NAMED_AFTER_IMAGES.search(name) else PROFILES.get(part)


def profile_for(pair: Pair, name: str) -> Profile:
    """The same of any pair: without weights if nothing is known."""
    return activation_profile(pair) if pair.kind == "activation" else profile_of(pair.name, name) or Profile({})
