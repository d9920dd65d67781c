"""The layers, a line each."""

from __future__ import annotations

from typing import Any

from comparisons.pairs import shaping
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.meeting import alpha, in_batch, in_group, in_row, inverse_norm, inverse_norms, inverse_root_mean_square, of_a_channel
from comparisons.pairs.merge_pair import MergePair
from comparisons.pairs.recurrent_pair import MaskingPair, RecurrentPair
from comparisons.pairs.wrapper_pair import RecurrentWrapperPair, WrapperPair

NORMALIZED = {"epsilon": (1e-3, 1e-5), "center": (True, False), "scale": (True, False)}
FORMATS = {"data_format": ("channels_last", "channels_first")}
WINDOW: dict[str, tuple[Any, ...]] = {"strides": (1, 2), "padding": ("valid", "same"), **FORMATS}
# No groups here: Keras compiles a grouped convolution anew at every call (2 s). tests/checks/test_convolution_settings.py has them.
UNDILATED = {"kernel_size": (1, 2, 3), "use_bias": (True, False)}
KERNEL = {**UNDILATED, "dilation_rate": (1, 2)}
CAUSAL = {"padding": ("valid", "same", "causal")}
LARGER = {"output_padding": (None, 1)}
POOL = {"pool_size": (2, 3), **WINDOW}
DRAWN = {"seed": (0, 1, 2, 3)}
RATES = {"rate": (0.5, 0.25, 0.0), **DRAWN}
EMPTY = {"shapes": "an empty batch raises"}
BROADCAST = ("a later input of shape (n, 1, ..., 1) is added along axis 1 where that has n entries too",)
CONVOLVED: dict[str, Any] = {
    "keras_on_nothing": "an empty batch raises, has wrong shapes, or a gradient that was never written",
    "keras_quirks": ("with channels_first and as many columns as filters the bias is added along the columns",),
}
SPACES = (5, 6, 7)
SEQUENCES: dict[str, Any] = {"ranks": (2,), "spaces": SPACES, "shaped": shaping.image, "refused_ranks": (1, 3)}
STEPPING: dict[str, tuple[Any, ...]] = {
    "units": (1, 2, 3),
    "use_bias": (True, False),
    "return_sequences": (False, True),
    "return_state": (False, True),
    "go_backwards": (False, True),
    "zero_output_for_mask": (False, True),
    "unroll": (False, True),
    "activation": ("tanh", "sigmoid", "softmax"),
}
GATED = {**STEPPING, "recurrent_activation": ("sigmoid", "tanh", "softmax")}
IMAGES: dict[str, Any] = {"ranks": (3,), "spaces": SPACES, "shaped": shaping.image, "refused_ranks": (2, 4)}

LAYERS = [
    MergePair("Add", keras_faults=EMPTY, keras_quirks=BROADCAST),
    LayerPair("Activation", {"activation": ("relu", "tanh", "softmax")}, ties=True, shares=True),
    MergePair("Average", keras_faults=EMPTY, keras_quirks=BROADCAST),
    LayerPair("AveragePooling1D", POOL, **SEQUENCES),
    LayerPair("AveragePooling2D", POOL, **IMAGES),
    LayerPair(
        "BatchNormalization", {"axis": (-1, 1), "momentum": (0.9375, 0.5), **NORMALIZED},
        mixes_samples=True, fixed_width=True, meets=in_batch, adds=of_a_channel,
    ),
    RecurrentWrapperPair(
        "Bidirectional",
        {
            "layer": ("LSTM", "GRU", "SimpleRNN"), "merge_mode": ("concat", "sum", "mul", "ave", None), "units": (1, 2, 3),
            "return_sequences": (False, True), "return_state": (False, True), "go_backwards": (False,), "unroll": (False,),
            "zero_output_for_mask": (False, True),
        },
        keras_faults=EMPTY, dtypes=("float64", "float32"),  # float16: the layers inside have it, and Keras takes a second for ten of these
    ),
    MergePair("Concatenate", {"axis": (-1, 1)}, together=shaping.alike_but_one, apart=((2, 3), (4, 4, 4))),
    LayerPair(
        "Conv1D", {"filters": (1, 2, 4), **KERNEL, **WINDOW, **CAUSAL}, fixed_width=True, adapted=shaping.undilated_if_strided,
        **CONVOLVED, **SEQUENCES,
    ),
    LayerPair(
        "Conv1DTranspose", {"filters": (1, 3), **UNDILATED, **WINDOW, **LARGER}, fixed_width=True, adapted=shaping.transposed, **CONVOLVED,
        **SEQUENCES,
    ),
    LayerPair(
        "Conv2D", {"filters": (1, 2, 4), **KERNEL, **WINDOW}, fixed_width=True, adapted=shaping.undilated_if_strided, **CONVOLVED, **IMAGES,
    ),
    LayerPair(
        "Conv2DTranspose", {"filters": (1, 3), **UNDILATED, **WINDOW, **LARGER}, fixed_width=True, adapted=shaping.transposed, **CONVOLVED,
        **IMAGES,
    ),
    LayerPair("Cropping1D", {"cropping": (1, (0, 2), (3, 1))}, ranks=(2,), spaces=SPACES, shares=True, refused_ranks=(1,)),
    LayerPair(
        "Cropping2D", {"cropping": (1, (0, 2), ((1, 0), (2, 1))), **FORMATS}, ranks=(3,), spaces=SPACES, shares=True, shaped=shaping.image,
        refused_ranks=(2,),
    ),
    LayerPair(
        "Dense", {"units": (1, 2, 3, 5), "use_bias": (True, False), "activation": (None, "tanh", "softmax", "relu")},
        fixed_width=True, refused=({"units": 0}, {"units": -1}),
    ),
    LayerPair(
        "DepthwiseConv1D", {"depth_multiplier": (1, 2), **KERNEL, **WINDOW}, fixed_width=True, adapted=shaping.undilated_if_strided,
        **CONVOLVED, **SEQUENCES,
    ),
    LayerPair(
        "DepthwiseConv2D", {"depth_multiplier": (1, 2), **KERNEL, **WINDOW}, fixed_width=True, adapted=shaping.undilated_if_strided,
        **CONVOLVED, **IMAGES,
    ),
    MergePair(
        "Dot", {"axes": (-1, 1, (2, 1)), "normalize": (False, True)}, ranks=(2,), counts=(2,), together=shaping.with_one_axis_alike,
        meets=inverse_norms, keras_quirks=("in float16 the squares under the norm overflow",),
    ),
    LayerPair("Dropout", RATES, random=True, shares=True, refused=({"rate": 1.5}, {"rate": -0.5})),
    LayerPair("ELU", {"alpha": (1.0, 0.5)}, kinks=(0.0,), meets=alpha),
    LayerPair(
        "Embedding", {"input_dim": (5,), "output_dim": (1, 2, 3), "mask_zero": (False, True)}, ranks=(1, 2), indices=5,
        skips={"special values": "x is made of whole numbers"},
    ),
    LayerPair("Flatten", {"data_format": (None, "channels_first")}, shares=True),
    RecurrentPair("GRU", {**GATED, "reset_after": (True, False)}),
    LayerPair("GaussianDropout", RATES, random=True, shares=True, refused=({"rate": 1.5},)),
    LayerPair("GaussianNoise", {"stddev": (0.5, 0.0, 1.0), **DRAWN}, random=True, shares=True, refused=({"stddev": -0.5},)),
    LayerPair("GlobalAveragePooling1D", {"keepdims": (False, True), **FORMATS}, **SEQUENCES),
    LayerPair("GlobalAveragePooling2D", {"keepdims": (False, True), **FORMATS}, **IMAGES),
    LayerPair("GlobalMaxPooling1D", {"keepdims": (False, True), **FORMATS}, ties=True, keras_faults=EMPTY, **SEQUENCES),
    LayerPair("GlobalMaxPooling2D", {"keepdims": (False, True), **FORMATS}, ties=True, keras_faults=EMPTY, **IMAGES),
    LayerPair(
        "GroupNormalization", {"groups": (1, 2, -1), "axis": (-1, 1), **NORMALIZED}, shaped=shaping.in_groups, fixed_width=True,
        meets=in_group,
    ),
    LayerPair("Identity", shares=True),
    RecurrentPair("LSTM", GATED, keras_faults=EMPTY),
    LayerPair("LayerNormalization", {"axis": (-1, 1), **NORMALIZED}, fixed_width=True, meets=in_row),
    LayerPair("LeakyReLU", {"negative_slope": (0.25, 0.3, 0.0)}, kinks=(0.0,), refused=({"negative_slope": -1.0},)),
    MaskingPair("Masking", {"mask_value": (0.0, -1.0, 0.5)}, ranks=(2,), kinks=(0.0, -1.0, 0.5)),
    LayerPair("MaxPooling1D", POOL, ties=True, **SEQUENCES),
    LayerPair("MaxPooling2D", POOL, ties=True, **IMAGES),
    MergePair("Maximum", ties=True),
    MergePair("Minimum", ties=True),
    MergePair("Multiply"),
    LayerPair("PReLU", {"shared_axes": (None, (1,))}, kinks=(0.0,), fixed_width=True),
    LayerPair(
        "Permute", {"dims": ((2, 1), (1, 2), (3, 1, 2))}, ranks=(3,), shaped=shaping.permutable, shares=True,
        refused=({"dims": (1, 1)},),
    ),
    LayerPair("RMSNormalization", {"epsilon": (1e-6, 1e-3)}, fixed_width=True, meets=inverse_root_mean_square),
    LayerPair(
        "ReLU", {"max_value": (None, 6.0, 1.0), "negative_slope": (0.0, 0.25), "threshold": (0.0, 0.5)},
        kinks=(0.0, 0.5, 1.0, 6.0), refused=({"max_value": -1.0}, {"negative_slope": -1.0}, {"threshold": -1.0}),
    ),
    LayerPair("RepeatVector", {"n": (1, 2, 3)}, ranks=(1,), refused_ranks=(2,)),
    LayerPair("Rescaling", {"scale": (0.5, 2.0, 1 / 255), "offset": (0.0, -1.0)}),
    LayerPair("Reshape", {"target_shape": ((-1,), (1, -1), (-1, 1))}, shares=True, refused=({"target_shape": (97,)},)),
    LayerPair(
        "SeparableConv1D", {"filters": (1, 3), "depth_multiplier": (1, 2), **KERNEL, **WINDOW}, fixed_width=True,
        adapted=shaping.undilated_if_strided, **CONVOLVED, **SEQUENCES, dtypes=("float64", "float32"),  # as of the next
    ),
    LayerPair(
        "SeparableConv2D", {"filters": (1, 3), "depth_multiplier": (1, 2), **KERNEL, **WINDOW}, fixed_width=True,
        adapted=shaping.undilated_if_strided, **CONVOLVED, **IMAGES,
        dtypes=("float64", "float32"),  # float16: two convolutions in a row overflow between them, Keras's elsewhere than ours
    ),
    RecurrentPair("SimpleRNN", STEPPING),
    LayerPair("Softmax", {"axis": (-1, 1)}, ranks=(1, 2, 3)),
    LayerPair("SpatialDropout1D", RATES, random=True, shares=True, ranks=(2,), refused_ranks=(1,)),
    LayerPair("SpatialDropout2D", {**RATES, **FORMATS}, random=True, shares=True, ranks=(3,), refused_ranks=(2,)),
    MergePair("Subtract", counts=(2,)),
    WrapperPair(
        "TimeDistributed", {"layer": ("Dense",), "units": (1, 2, 3), "activation": ("tanh", "softmax")}, ranks=(2, 3), fixed_width=True,
        refused_ranks=(1,),
    ),
    LayerPair("UnitNormalization", {"axis": (-1, 1)}, meets=inverse_norm),
    LayerPair("UpSampling1D", {"size": (1, 2, 3)}, ranks=(2,), refused_ranks=(1,)),
    LayerPair("UpSampling2D", {"size": (1, 2, (2, 3)), **FORMATS}, ranks=(3,), refused_ranks=(2,)),
    LayerPair("ZeroPadding1D", {"padding": (1, (0, 2)), **FORMATS}, ranks=(2,), refused_ranks=(1,)),
    LayerPair("ZeroPadding2D", {"padding": (1, (0, 2), ((1, 0), (2, 1))), **FORMATS}, ranks=(3,), refused_ranks=(2,)),
]  # fmt: skip
