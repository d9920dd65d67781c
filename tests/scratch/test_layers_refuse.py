"""What layers refuse, each in one line."""

from __future__ import annotations

import re

import numpy as np
import pytest

from scratch import layers
from tests.scratch.layers_made import back, built

CONV2D = {
    "strides as 2 whole number(s) of at least 1": lambda: layers.Conv2D(1, 1, strides=0),
    "kernel_size as 2 whole number(s) of at least 1": lambda: layers.Conv2D(1, (1, 2, 3)),
    "padding as one of valid, same, got 'causal'": lambda: layers.Conv2D(1, 1, padding="causal"),
    "padding as one of valid, same, got 3": lambda: layers.Conv2D(1, 1, padding=3),
    "data_format as one of channels_last, channels_first": lambda: layers.Conv2D(1, 1, data_format="nchw"),
    "filters as a multiple of groups 2, got 3": lambda: layers.Conv2D(3, 1, groups=2),
    "strides or dilation_rate of 1": lambda: layers.Conv2D(1, 1, strides=2, dilation_rate=2),
    "x with 4 axes (batch, *space, channels)": lambda: built(layers.Conv2D(1, 1), (2, 3)),
    "x with 4 axes (batch, channels, *space)": lambda: built(layers.Conv2D(1, 1, data_format="channels_first"), (2, 3)),
    "x with space of at least (3, 3) (the window)": lambda: built(layers.Conv2D(1, 3), (1, 2, 5, 1)),
    "x with a known number of channels": lambda: layers.Conv2D(1, 1).ensure_built((None, 5, 5, None)),
    "x with a multiple of 2 channels (groups)": lambda: layers.Conv2D(2, 1, groups=2).ensure_built((None, 5, 5, 3)),
    "x with space of at least (2, 2) (the window)": lambda: built(built(layers.Conv2D(1, 2), (1, 3, 3, 1)), (1, 1, 3, 1)),
    "strides or dilation_rate of 1, got (2, 1) and (1, 2)": lambda: layers.Conv2D(1, 1, strides=(2, 1), dilation_rate=(1, 2)),
    "x with 3 channels (those of kernel)": lambda: built(built(layers.Conv2D(1, 1), (1, 2, 2, 3)), (1, 2, 2, 4)),
}


REFUSED = {
    **{f"Conv2D: expected {said}": call for said, call in CONV2D.items()},
    "Dense: expected x with last axis 3": lambda: built(built(layers.Dense(2), (2, 3)), (2, 4)),
    "Dense: expected x with last axis 3 (rows of kernel), got shape (3,)": lambda: built(built(layers.Dense(2), (2, 3)), (3,)),
    "Dense: expected x with": lambda: layers.Dense(2).ensure_built((3,)),
    "Dense: expected x with ": lambda: layers.Dense(2).ensure_built((None, 3, None)),
    "Dense: expected units as a positive whole number, got True": lambda: layers.Dense(True),
    "Dense: expected units as a positive whole number, got 1.0": lambda: layers.Dense(1.0),
    "Dense: expected trainable as True or False, got 1": lambda: layers.Dense(2, trainable=1),
    "Dense: expected dtype as one of float16, float32, float64, got 'int8'": lambda: layers.Dense(2, dtype="int8"),
    "dense: expected dy of shape (2, 3) (that of the output), got (2, 2)": lambda: back(layers.Dense(3), (2, 3), (2, 2)),
    "dense: expected forward before backward": lambda: layers.Dense(2).backward(np.ones((1, 2))),
    "dense: expected forward before logits": lambda: layers.Dense(2).logits,
    "Dense: expected no kernel_regularizer (not implemented here: regularizers), got 'l2'": lambda: layers.Dense(
        2, kernel_regularizer="l2"
    ),
    "Flatten: expected arguments among data_format, name, dtype, trainable, input_shape, input_dim, got 'activation'": lambda: (
        layers.Flatten(activation="relu")
    ),
    "ZeroPadding2D: expected padding as ((top, bottom), (left, right))": lambda: layers.ZeroPadding2D((1, 2, 3)),
    "ZeroPadding2D: expected padding as 2 whole number(s) of at least 0": lambda: layers.ZeroPadding2D(-1),
    "LSTM: expected dropout and recurrent_dropout 0": lambda: layers.LSTM(2, dropout=0.5),
    "LSTM: expected x with 3 axes (batch, steps, in)": lambda: built(layers.LSTM(2), (2, 3)),
    "LSTM: expected x with shape (batch, steps, 3 (rows of kernel)) and at least one step": lambda: built(
        built(layers.LSTM(2), (1, 2, 3)), (1, 0, 3)
    ),
    "lstm: expected 1 samples (as before: stateful), got 2": lambda: built(built(layers.LSTM(2, stateful=True), (1, 2, 3)), (2, 2, 3)),
    "Bidirectional: expected merge_mode as one of": lambda: layers.Bidirectional(layers.LSTM(2), "min"),
    "Bidirectional: expected layers that go different ways, got go_backwards=False for both": lambda: layers.Bidirectional(
        layers.LSTM(2), backward_layer=layers.LSTM(2)
    ),
    "Bidirectional: expected return_sequences alike in both layers, got False and True": lambda: layers.Bidirectional(
        layers.LSTM(2), backward_layer=layers.LSTM(2, return_sequences=True, go_backwards=True)
    ),
    "BatchNormalization: expected x with a known axis 2 to size gamma by": lambda: built(layers.BatchNormalization(axis=2), (2, 3)),
    "BatchNormalization: expected x with a known axis -3 to size gamma by": lambda: built(layers.BatchNormalization(axis=-3), (2, 3)),
    "BatchNormalization: expected x with length 3 (that of moving_mean) on axis 2": lambda: built(
        built(layers.BatchNormalization(axis=2), (2, 2, 3)), (2, 3)
    ),
    "BatchNormalization: expected x with length 3 (that of moving_mean) on axis -1": lambda: built(
        built(layers.BatchNormalization(), (2, 3)), (2, 4)
    ),
    "Conv1DTranspose: expected output_padding below strides (2,), got (2,)": lambda: layers.Conv1DTranspose(
        1, 1, strides=2, output_padding=2
    ),
    "Conv1DTranspose: expected output_padding as 1 whole number(s) of at least 0": lambda: layers.Conv1DTranspose(1, 1, output_padding=-1),
    "Conv1DTranspose: expected strides or dilation_rate of 1, got (2,) and (2,)": lambda: layers.Conv1DTranspose(
        1, 1, strides=2, dilation_rate=2
    ),
    "GroupNormalization: expected groups as a positive whole number or -1, got 0": lambda: layers.GroupNormalization(0),
    "GroupNormalization: expected groups as a positive whole number or -1, got 1.0": lambda: layers.GroupNormalization(1.0),
    "GroupNormalization: expected groups as a positive whole number or -1, got -2": lambda: layers.GroupNormalization(-2),
    **{
        f"GroupNormalization: expected x with a known axis {axis}, which is not the batch": lambda axis=axis: layers.GroupNormalization(
            1, axis=axis
        ).ensure_built((2, 4, 5))
        for axis in (0, -3, 3, -4)
    },
    "GroupNormalization: expected x with a known axis 1, which is not": lambda: layers.GroupNormalization(1, 1).ensure_built((2, None, 5)),
    "GroupNormalization: expected x with a known axis -1, which is not": lambda: layers.GroupNormalization(1).ensure_built((4,)),
    "GroupNormalization: expected x with a multiple of 2 channels (groups) on axis -1": lambda: built(
        layers.GroupNormalization(2), (2, 3)
    ),
    "GroupNormalization: expected x with a multiple of 4 channels (groups) on axis -1": lambda: built(
        layers.GroupNormalization(4), (2, 0)
    ),
    "GroupNormalization: expected x with length 4 (that of gamma) on axis -1": lambda: built(
        built(layers.GroupNormalization(2), (2, 4)), (2, 6)
    ),
    "GroupNormalization: expected x with length 4 (that of gamma) on axis 2": lambda: built(
        built(layers.GroupNormalization(2, axis=2), (2, 3, 4)), (2, 4)
    ),
    "GroupNormalization: expected x with length 3 (that of gamma) on axis -2": lambda: built(
        built(layers.GroupNormalization(1, axis=-2), (2, 3, 4)), (3, 5)
    ),
    "LayerNormalization: expected x with known axes [2] to size gamma by": lambda: layers.LayerNormalization(2).ensure_built((2, 3)),
    "LayerNormalization: expected x with lengths (4,) (those of gamma) on axes [2]": lambda: built(
        built(layers.LayerNormalization(2), (2, 3, 4)), (2, 3)
    ),
    "LayerNormalization: expected x with lengths (2,) (those of gamma) on axes [-3]": lambda: built(
        built(layers.LayerNormalization(-3), (2, 3, 4)), (2, 3)
    ),
    "LayerNormalization: expected x with lengths (1,) (those of gamma) on axes [-1]": lambda: built(
        built(layers.LayerNormalization(), (2, 1)), (2, 3)
    ),
    **{
        f"RMSNormalization: expected x with axis {axis} last, and of known length": lambda axis=axis: built(
            layers.RMSNormalization(axis), (2, 3)
        )
        for axis in ([1, 2], [0], [])
    },
    "RMSNormalization: expected x with axis [-1] last, and of known length": lambda: layers.RMSNormalization().ensure_built((None, None)),
    "Softmax: expected x with axis 2, got shape (2, 3)": lambda: built(layers.Softmax(2), (2, 3)),
    "UnitNormalization: expected x with axis 2, got shape (2, 3)": lambda: built(layers.UnitNormalization(2), (2, 3)),
    "UnitNormalization: expected x with axis (), got shape (2, 3)": lambda: built(layers.UnitNormalization(()), (2, 3)),
    "GaussianDropout: expected rate as a number from 0 to below 1, got 1.0": lambda: layers.GaussianDropout(1.0),
    "GaussianNoise: expected stddev as a number from 0 to 1, got 1.001": lambda: layers.GaussianNoise(1.001),
    "GlobalMaxPooling1D: expected x with space of at least 1": lambda: built(layers.GlobalMaxPooling1D(), (2, 0, 3)),
    "GlobalAveragePooling2D: expected x with space of at least 1": lambda: built(layers.GlobalAveragePooling2D(), (2, 3, 0, 1)),
    "Add: expected a list of arrays, got ndarray": lambda: layers.Add().forward(np.ones((2, 3))),
    "Add: expected a list of arrays, got list": lambda: layers.Add().forward([]),
    "Permute: expected x with 3 axes (batch and dims (2, 1)), got shape (2, 3)": lambda: built(layers.Permute((2, 1)), (2, 3)),
    **{
        f"PReLU: expected x with axes from 1 up to all of shared_axes ({axis},)": lambda axis=axis: built(
            layers.PReLU(shared_axes=axis), (2, 3, 4)
        )
        for axis in (0, 3)
    },
    **{
        f"PReLU: expected x with axes (batch, ...) that alpha (3, 4) broadcasts to, got shape {shape}": lambda shape=shape: built(
            built(layers.PReLU(), (2, 3, 4)), shape
        )
        for shape in ((2, 3), (2, 3, 5))
    },
    **{
        f"ReLU: expected {name} as a number of at least 0, got {value}": lambda name=name, value=value: layers.ReLU(**{name: value})
        for name, value in (("max_value", -0.5), ("negative_slope", None), ("threshold", None))
    },
    **{
        f"Reshape: expected target_shape of sizes and at most one -1, got {shape}": lambda shape=shape: layers.Reshape(shape)
        for shape in ((-1, -1), (2, -2))
    },
    **{
        f"Reshape: expected x with samples of a size that fits target_shape {to}": lambda to=to: built(layers.Reshape(to), (2, 3))
        for to in ((0, -1), (2, -1))
    },
    "GRU: expected x with shape (batch, steps, 3 (rows of kernel)) and at least one step": lambda: built(
        built(layers.GRU(2), (1, 2, 3)), (1, 2, 4)
    ),
    "simple_rnn: expected 1 samples (as before: stateful), got 2": lambda: built(
        built(layers.SimpleRNN(2, stateful=True), (1, 2, 3)), (2, 2, 3)
    ),
    "lstm: expected dy of 3 arrays (one for each output), got 1": lambda: built(layers.LSTM(2, return_state=True), (1, 2, 3)).backward(
        (np.ones((1, 2)),)
    ),
    "TimeDistributed: expected a layer that draws nothing and keeps no state, got Dropout": lambda: layers.TimeDistributed(
        layers.Dropout(0.5)
    ),
    "TimeDistributed: expected a layer that draws nothing and keeps no state, got LSTM": lambda: layers.TimeDistributed(
        layers.LSTM(2, stateful=True)
    ),
    "TimeDistributed: expected x with at least 3 axes (batch, steps, ...)": lambda: built(
        built(layers.TimeDistributed(layers.Dense(2)), (2, 3, 4)), (2, 4)
    ),
    "Bidirectional: expected a recurrent layer": lambda: layers.Bidirectional(layers.Dense(2)),
    "TimeDistributed: expected a layer, got 3": lambda: layers.TimeDistributed(3),
    "TimeDistributed: expected dtype float32 (that of dense), got float64": lambda: layers.TimeDistributed(
        layers.Dense(2), dtype="float64"
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_it_is_refused_in_one_line(said):
    with pytest.raises((ValueError, RuntimeError), match=f"^{re.escape(said)}") as caught:
        REFUSED[said]()
    assert "\n" not in str(caught.value)


SHAPES_REFUSED = {
    "Concatenate: expected arrays with an axis 2 that is not the batch": (lambda: layers.Concatenate(2), [(2, 3), (2, 3)]),
    "Concatenate: expected arrays with an axis -3 that is not the batch": (lambda: layers.Concatenate(-3), [(2, 3), (2, 3)]),
    "Concatenate: expected arrays with an axis 0 that is not the batch": (lambda: layers.Concatenate(0), [(2, 3), (2, 3)]),
    "Concatenate: expected arrays with an axis -2 that is not the batch": (lambda: layers.Concatenate(-2), [(2, 3), (2, 3)]),
    "Concatenate: expected shapes alike in all axes but 1": (lambda: layers.Concatenate(1), [(2, 3, 4), (2, 3, 5)]),
    "Concatenate: expected shapes alike in all axes but -1": (lambda: layers.Concatenate(), [(2, 3, 4), (2, 3)]),
    "Add: expected shapes that broadcast": (layers.Add, [(2, 3, 4), (2, 5, 4)]),
    "Add: expected one batch size": (layers.Add, [(2, 3), (3, 3)]),
    "Subtract: expected two arrays": (layers.Subtract, [(2, 3), (2, 3), (2, 3)]),
    "Dot: expected two arrays": (lambda: layers.Dot(1), [(2, 3)]),
    "Dot: expected arrays with axes 2": (lambda: layers.Dot(2), [(2, 3), (2, 3)]),
    "Dot: expected arrays with axes -2": (lambda: layers.Dot(-2), [(2, 3), (2, 3)]),
    "Dot: expected arrays with axes (1, 2)": (lambda: layers.Dot((1, 2)), [(2, 3), (2, 3)]),
    "Dot: expected equal lengths along axes 1": (lambda: layers.Dot(1), [(2, 3), (2, 4)]),
    "Cropping1D: expected x with space beyond (3,) (what is cut off)": (lambda: layers.Cropping1D((1, 2)), (2, 3, 1)),
    "Cropping2D: expected x with space beyond (2, 2) (what is cut off)": (lambda: layers.Cropping2D(1), (2, 3, 2, 1)),
}


@pytest.mark.parametrize("said", SHAPES_REFUSED)
def test_shapes_that_do_not_fit_are_refused_before_and_in_the_forward(said):
    make, shapes = SHAPES_REFUSED[said]
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        make().compute_output_shape(shapes)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        make().ensure_built(shapes)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        make().forward([np.ones(shape) for shape in shapes] if isinstance(shapes, list) else np.ones(shapes))


def test_shapes_that_no_longer_fit_are_refused_after_those_that_did():
    fitting = [np.ones((2, 3)), np.ones((2, 3))]
    for layer, said in ((layers.Concatenate(1), "shapes alike in all axes but 1"), (layers.Add(), "shapes that broadcast")):
        layer.forward(fitting)
        with pytest.raises(ValueError, match=f"expected {said}"):
            layer.forward([np.ones((2, 3, 4)), np.ones((2, 5, 2))])
    assert layers.Add().compute_output_shape([(None, 1, 4), (None, 1, 4)]) == (None, 1, 4)


def test_a_shape_without_space_is_refused_before_there_is_an_array():
    for layer, axes in ((layers.MaxPooling1D(), 3), (layers.Conv2D(1, 1), 4), (layers.UpSampling2D(), 4), (layers.ZeroPadding1D(), 3)):
        with pytest.raises(ValueError, match=f"^{type(layer).__name__}: expected x with {axes} axes"):
            layer.compute_output_shape((None, 3))


def test_what_any_layer_refuses():
    with pytest.raises(ValueError, match=r"^Flatten: expected arguments among .*, got 'activation'"):
        layers.Flatten(activation="relu")


def test_trainable_is_true_or_false():
    with pytest.raises(ValueError, match="expected trainable as True or False"):
        layers.Identity(trainable="yes")
