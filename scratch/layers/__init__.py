"""Layers, under Keras's names, with Keras's weight layouts and defaults."""

from typing import TYPE_CHECKING

from scratch.layers.activation import Activation
from scratch.layers.average_pooling import AveragePooling1D, AveragePooling2D
from scratch.layers.batch_normalization import BatchNormalization
from scratch.layers.bidirectional import Bidirectional
from scratch.layers.concatenate import Concatenate
from scratch.layers.conv1d import Conv1D
from scratch.layers.conv1d_transpose import Conv1DTranspose
from scratch.layers.conv2d import Conv2D
from scratch.layers.conv2d_transpose import Conv2DTranspose
from scratch.layers.cropping import Cropping1D, Cropping2D
from scratch.layers.dense import Dense
from scratch.layers.depthwise_conv1d import DepthwiseConv1D
from scratch.layers.depthwise_conv2d import DepthwiseConv2D
from scratch.layers.dot import Dot
from scratch.layers.dropout import Dropout
from scratch.layers.elementwise_merge import Add, Average, Maximum, Minimum, Multiply, Subtract
from scratch.layers.elu import ELU
from scratch.layers.embedding import Embedding
from scratch.layers.flatten import Flatten
from scratch.layers.gaussian_dropout import GaussianDropout
from scratch.layers.gaussian_noise import GaussianNoise
from scratch.layers.global_pooling import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
)
from scratch.layers.group_normalization import GroupNormalization
from scratch.layers.gru import GRU
from scratch.layers.identity import Identity
from scratch.layers.input_layer import Input, InputLayer
from scratch.layers.layer import Layer
from scratch.layers.layer_normalization import LayerNormalization
from scratch.layers.leaky_relu import LeakyReLU
from scratch.layers.lstm import LSTM
from scratch.layers.masking import Masking
from scratch.layers.max_pooling import MaxPooling1D, MaxPooling2D
from scratch.layers.permute import Permute
from scratch.layers.prelu import PReLU
from scratch.layers.relu import ReLU
from scratch.layers.repeat_vector import RepeatVector
from scratch.layers.rescaling import Rescaling
from scratch.layers.reshape import Reshape
from scratch.layers.rms_normalization import RMSNormalization
from scratch.layers.separable_conv1d import SeparableConv1D
from scratch.layers.separable_conv2d import SeparableConv2D
from scratch.layers.simple_rnn import SimpleRNN
from scratch.layers.softmax import Softmax
from scratch.layers.spatial_dropout import SpatialDropout1D, SpatialDropout2D
from scratch.layers.time_distributed import TimeDistributed
from scratch.layers.unit_normalization import UnitNormalization
from scratch.layers.up_sampling import UpSampling1D, UpSampling2D
from scratch.layers.zero_padding import ZeroPadding1D, ZeroPadding2D
from scratch.lookup import nothing_else

__all__ = [
    "Activation",
    "Add",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Bidirectional",
    "Concatenate",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Cropping1D",
    "Cropping2D",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "ELU",
    "Embedding",
    "Flatten",
    "GRU",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GroupNormalization",
    "Identity",
    "Input",
    "InputLayer",
    "LSTM",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "Maximum",
    "Minimum",
    "Multiply",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv1D",
    "SeparableConv2D",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "Subtract",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "ZeroPadding1D",
    "ZeroPadding2D",
]
OTHER_NAMES = {  # Keras's second names
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
}

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__, OTHER_NAMES)
