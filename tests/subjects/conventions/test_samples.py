"""Right code in every convention: all of it matches, and its convention is named."""

from __future__ import annotations

import pytest
from hypothesis import settings

from comparisons.subjects.examined import Wishes
from comparisons.subjects.finding.load import load_targets
from tests.quickly import quickly
from tests.subjects.looking import SAMPLES, examined_at_seeds

pytestmark = pytest.mark.keras

THOROUGH = settings().max_examples >= 1000
SEEDS, EXAMPLES = (range(30), 40) if THOROUGH else ((0,), 12)

EXPECTED = {
    "activation_functions": {
        "sigmoid": ("keras.activations.sigmoid", "activation-derivative"),
        "tanh": ("keras.activations.tanh", "activation-derivative"),
        "relu": ("keras.activations.relu", "activation-derivative"),
        "leaky_relu": ("keras.activations.leaky_relu", "activation-derivative"),
        "nonlin": ("keras.activations.sigmoid", "activation-derivative"),
        "softmax": ("keras.activations.softmax", "activation-derivative"),
        "swish": ("keras.activations.silu", "activation-derivative"),
        "softplus": ("keras.activations.softplus", "function-cache"),
        "my_elu": ("keras.activations.elu", "activation-derivative"),
        "gelu": ("keras.activations.gelu", "function"),
        "log_softmax": ("keras.activations.log_softmax", "function"),
        "hard_sigmoid": ("keras.activations.hard_sigmoid", "function"),
        "Activations.softsign": ("keras.activations.softsign", "activation-derivative"),
        "Network.identity": ("keras.activations.linear", "function"),
    },
    "activation_objects": {
        "Sigmoid": ("keras.activations.sigmoid", "activation-derivative"),
        "Tanh": ("keras.activations.tanh", "activation-derivative"),
        "LeakyReLU": ("keras.activations.leaky_relu", "activation-derivative"),
        "ReLU": ("keras.activations.relu", "activation-derivative"),
        "SoftmaxLayer": ("keras.activations.softmax", "layer-object"),
        "Activation_Sigmoid": ("keras.activations.sigmoid", "layer-attributes"),
    },
    "layer_objects": {
        **dict.fromkeys(
            ("Affine", "Linear", "FullyConnected", "DenseLayer", "FCLayer"), ("keras.layers.Dense", "layer-object")
        ),
        "Relu": ("keras.activations.relu", "layer-object"),
    },
    "layer_attributes": {
        "Layer_Dense": ("keras.layers.Dense", "layer-attributes"),
        "Activation_ReLU": ("keras.activations.relu", "layer-attributes"),
        "Activation_Softmax": ("keras.activations.softmax", "layer-attributes"),
    },
    "self_updating": {
        "FCLayer": ("keras.layers.Dense", "self-updating"),
        "Dense": ("keras.layers.Dense", "columns"),
        "Linear": ("keras.layers.Dense", "self-updating"),
    },
    "function_cache": {
        "affine_forward": ("keras.layers.Dense", "function-cache"),
        "relu_forward": ("keras.activations.relu", "function-cache"),
        "batchnorm_forward": ("keras.layers.BatchNormalization", "function-cache"),
        "dropout_forward": ("keras.layers.Dropout", "function-cache"),
        "conv_forward_naive": ("keras.layers.Conv2D", "function-cache"),
        "max_pool_forward_naive": ("keras.layers.MaxPooling2D", "function-cache"),
    },
    "columns": {
        "sigmoid": ("keras.activations.sigmoid", "function-cache"),
        "relu": ("keras.activations.relu", "function-cache"),
        "linear_forward": ("keras.layers.Dense", "columns"),
        "compute_cost": ("keras.losses.BinaryCrossentropy", "columns"),
        "update_parameters": ("keras.optimizers.SGD", "optimizer"),
    },
    "column_layers": {
        **dict.fromkeys(("DenseLayer", "LinearLayer"), ("keras.layers.Dense", "columns")),
        "softmax": ("keras.activations.softmax", "columns"),
    },
    "told_arguments": {
        "LeakyReLU": ("keras.activations.leaky_relu", "layer-object"),
        "Softmax": ("keras.activations.softmax", "layer-object"),
        "Dense": ("keras.layers.Dense", "layer-object"),
        "Conv2D": ("keras.layers.Conv2D", "layer-object"),
        "MaxPool2D": ("keras.layers.MaxPooling2D", "layer-object"),
        "BatchNorm": ("keras.layers.BatchNormalization", "layer-object"),
    },
    "losses": {
        "mse": ("keras.losses.MeanSquaredError", "loss"),
        "mean_absolute_error": ("keras.losses.MeanAbsoluteError", "loss"),
        "binary_cross_entropy": ("keras.losses.BinaryCrossentropy", "loss"),
        "cross_entropy": ("keras.losses.CategoricalCrossentropy", "loss"),
        "nll_loss": ("keras.losses.SparseCategoricalCrossentropy", "loss"),
        "Loss_CategoricalCrossentropy": ("keras.losses.CategoricalCrossentropy", "loss"),
        "SquareLoss": ("keras.losses.MeanSquaredError", "loss"),
        "HuberLoss": ("keras.losses.Huber", "loss"),
        "MSELoss": ("keras.losses.MeanSquaredError", "loss"),
    },
    "hard_labels": {
        "binary_cross_entropy": ("keras.losses.BinaryCrossentropy", "loss"),
        "binary_focal_loss": ("keras.losses.BinaryFocalCrossentropy", "loss"),
    },
    "smoothed_losses": {
        "categorical_crossentropy": ("keras.losses.CategoricalCrossentropy", "loss"),
        "BinaryCrossEntropy": ("keras.losses.BinaryCrossentropy", "loss"),
        "SoftmaxCrossEntropy": ("keras.losses.CategoricalCrossentropy", "fused-loss"),
    },
    "fused_losses": {
        "softmax": ("keras.activations.softmax", "function"),
        "SoftmaxWithLoss": ("keras.losses.CategoricalCrossentropy", "fused-loss"),
        "SigmoidWithLoss": ("keras.losses.BinaryCrossentropy", "fused-loss"),
        "softmax_loss": ("keras.losses.SparseCategoricalCrossentropy", "fused-loss"),
        "Activation_Softmax_Loss_CategoricalCrossentropy": ("keras.losses.CategoricalCrossentropy", "fused-loss"),
        "cross_entropy_with_logits": ("keras.losses.CategoricalCrossentropy", "fused-loss"),
    },
    "optimizers": {
        **dict.fromkeys(
            ("SGD", "Momentum", "StochasticGradientDescent", "Optimizer_SGD", "Nesterov", "sgd", "sgd_momentum"),
            ("keras.optimizers.SGD", "optimizer"),
        ),
        **dict.fromkeys(("Adam", "AdamOptimizer"), ("keras.optimizers.Adam", "optimizer")),
        **dict.fromkeys(("RMSprop", "rmsprop"), ("keras.optimizers.RMSprop", "optimizer")),
        "Adagrad": ("keras.optimizers.Adagrad", "optimizer"),
    },
    "paired_optimizers": dict.fromkeys(("SGD", "GradientDescent"), ("keras.optimizers.SGD", "optimizer")),
    "normalization_and_friends": {
        "BatchNorm1d": ("keras.layers.BatchNormalization", "layer-object"),
        "LayerNorm": ("keras.layers.LayerNormalization", "layer-object"),
        "Dropout": ("keras.layers.Dropout", "layer-object"),
        "Embedding": ("keras.layers.Embedding", "layer-object"),
        "Flatten": ("keras.layers.Flatten", "layer-object"),
        "Conv2D": ("keras.layers.Conv2D", "layer-object"),
        "MaxPool2D": ("keras.layers.MaxPooling2D", "layer-object"),
        "AvgPool2D": ("keras.layers.AveragePooling2D", "layer-object"),
        "RMSNorm": ("keras.layers.RMSNormalization", "layer-object"),
        "Reshape": ("keras.layers.Reshape", "layer-object"),
    },
    "short_names": {
        "Conv2D": ("keras.layers.Conv2D", "layer-object"),
        "Reshape": ("keras.layers.Reshape", "layer-object"),
        "DenseReLU": ("keras.layers.Dense", "layer-object"),
    },
    "off_by_default": {
        "Linear": ("keras.layers.Dense", "layer-object"),
        "Conv2d": ("keras.layers.Conv2D", "layer-object"),
        "Conv1D": ("keras.layers.Conv1D", "layer-object"),
        "Dense": ("keras.layers.Dense", "self-updating"),
        "AdamW": ("keras.optimizers.AdamW", "optimizer"),
    },
    "weights_first": {"linear_forward": ("keras.layers.Dense", "columns")},
    "recurrent": {
        "sigmoid": ("keras.activations.sigmoid", "function"),
        "TimeRNN": ("keras.layers.SimpleRNN", "layer-object"),
        "LSTM": ("keras.layers.LSTM", "layer-object"),
        "rnn_forward": ("keras.layers.SimpleRNN", "function-cache"),
    },
    "forms_of_strangers": {
        "Convolution": ("keras.layers.Conv2D", "layer-object"),
        "AvgPool2D": ("keras.layers.AveragePooling2D", "layer-object"),
        "SimpleRNN": ("keras.layers.SimpleRNN", "layer-object"),
        "Dense": ("keras.layers.Dense", "layer-object"),
        "sigmoid": ("keras.activations.sigmoid", "function"),
        "TanH": ("keras.activations.tanh", "activation-derivative"),
        "relu": ("keras.activations.relu", "activation-derivative"),
        "hinge": ("keras.losses.Hinge", "loss"),
        "log_softmax": ("keras.activations.log_softmax", "function"),
        "SGD": ("keras.optimizers.SGD", "optimizer"),
    },
    "kept_in_pieces": {
        "logistic": ("keras.activations.sigmoid", "function"),
        **dict.fromkeys(("LSTM", "LSTMLayer"), ("keras.layers.LSTM", "layer-object")),
        "GRU": ("keras.layers.GRU", "layer-object"),
        "RNN": ("keras.layers.SimpleRNN", "layer-object"),
    },
    "looked_up": {
        "relu": ("keras.activations.relu", "activation-derivative"),
        "tanh": ("keras.activations.tanh", "activation-derivative"),
        **dict.fromkeys(("SGD", "NesterovMomentum"), ("keras.optimizers.SGD", "optimizer")),
    },
    "told_mode": {
        "Layer_Dense": ("keras.layers.Dense", "layer-attributes"),
        "Activation_ReLU": ("keras.activations.relu", "layer-attributes"),
        "Tanh": ("keras.activations.tanh", "layer-object"),
        "sigmoid_forward": ("keras.activations.sigmoid", "function-cache"),
    },
    "resizing": {
        "UpSampling2D": ("keras.layers.UpSampling2D", "layer-object"),
        "Upsample1D": ("keras.layers.UpSampling1D", "layer-object"),
        "ZeroPadding2D": ("keras.layers.ZeroPadding2D", "layer-object"),
        "GroupNorm": ("keras.layers.GroupNormalization", "layer-object"),
    },
    "chosen_by_word": {
        "activate(kind='relu')": ("keras.activations.relu", "activation-derivative"),
        "activate(kind='tanh')": ("keras.activations.tanh", "activation-derivative"),
        "activate(kind='sigmoid')": ("keras.activations.sigmoid", "activation-derivative"),
        "apply_activation(name='relu')": ("keras.activations.relu", "function"),
        "apply_activation(name='softplus')": ("keras.activations.softplus", "function"),
        "Activation(name='relu')": ("keras.activations.relu", "layer-object"),
        "Activation(name='tanh')": ("keras.activations.tanh", "layer-object"),
        "Network.squash(kind='sigmoid')": ("keras.activations.sigmoid", "activation-derivative"),
        "Network.squash(kind='tanh')": ("keras.activations.tanh", "activation-derivative"),
        "loss(name='mse')": ("keras.losses.MeanSquaredError", "loss"),
        "loss(name='mae')": ("keras.losses.MeanAbsoluteError", "loss"),
        "Optimizer(method='sgd')": ("keras.optimizers.SGD", "optimizer"),
        "Optimizer(method='rmsprop')": ("keras.optimizers.RMSprop", "optimizer"),
        "Layer": ("keras.layers.Dense", "layer-object"),
    },
    "closures": {
        "relu": ("keras.activations.relu", "function-cache"),
        "leaky_relu": ("keras.activations.leaky_relu", "function"),
        "swish": ("keras.activations.silu", "function"),
        "sgd": ("keras.optimizers.SGD", "optimizer"),
        "make_adam": ("keras.optimizers.Adam", "optimizer"),
    },
    "parameter_objects": {
        **dict.fromkeys(("Linear", "FullyConnected"), ("keras.layers.Dense", "layer-object")),
        "BatchNorm": ("keras.layers.BatchNormalization", "layer-object"),
        **dict.fromkeys(("SGD", "Momentum", "VanillaSGD"), ("keras.optimizers.SGD", "optimizer")),
    },
    "operations": {
        "WeightMultiply": ("keras.layers.Dense", "layer-object"),
        "Sigmoid": ("keras.activations.sigmoid", "layer-object"),
        "Dense": ("keras.layers.Dense", "layer-object"),
        "relu": ("keras.activations.relu", "activation-derivative"),
        "DenseLayer": ("keras.layers.Dense", "layer-object"),
    },
    "recurrent_cells": {
        "sigmoid": ("keras.activations.sigmoid", "function"),
        "rnn_cell_forward": ("keras.layers.SimpleRNN", "cell"),
        "rnn_forward": ("keras.layers.SimpleRNN", "columns"),
        "lstm_cell_forward": ("keras.layers.LSTM", "cell"),
        "RNNCell": ("keras.layers.SimpleRNN", "cell"),
        "lstm_forward": ("keras.layers.LSTM", "function"),
    },
    "handed_over": {
        "batchnorm_forward": ("keras.layers.BatchNormalization", "function-cache"),
        "dense_forward": ("keras.layers.Dense", "function-cache"),
        "momentum": ("keras.optimizers.SGD", "optimizer"),
        "SGD": ("keras.optimizers.SGD", "optimizer"),
        "TimeAffine": ("keras.layers.Dense", "layer-object"),
        "nll": ("keras.losses.SparseCategoricalCrossentropy", "loss"),
    },
    "told_activation": {
        "sigmoid": ("keras.activations.sigmoid", "function-cache"),
        "relu": ("keras.activations.relu", "function-cache"),
        "linear_forward": ("keras.layers.Dense", "columns"),
        "linear_activation_forward": ("keras.layers.Dense", "columns"),
        "Mse": ("keras.losses.MeanSquaredError", "loss"),
    },
    "own_activation": {
        "sigmoid": ("keras.activations.sigmoid", "function"),
        "Dense": ("keras.layers.Dense", "layer-object"),
        "TanhLayer": ("keras.layers.Dense", "layer-object"),
        "HiddenLayer": ("keras.layers.Dense", "self-updating"),
    },
    "enumerations": {
        "Activation.RELU": ("keras.activations.relu", "activation-derivative"),
        "Activation.TANH": ("keras.activations.tanh", "activation-derivative"),
        "Loss.mse": ("keras.losses.MeanSquaredError", "loss"),
        "FUNCTIONS.softplus": ("keras.activations.softplus", "activation-derivative"),
        "FUNCTIONS.sigmoid": ("keras.activations.sigmoid", "activation-derivative"),
    },
    "schedules": {
        name: (f"keras.optimizers.schedules.{part}", "schedule")
        for name, part in {
            "exp_decay": "ExponentialDecay", "step_decay": "ExponentialDecay", "inverse_time_decay": "InverseTimeDecay",
            "update_lr": "InverseTimeDecay", "cosine_decay": "CosineDecay", "ExponentialDecay": "ExponentialDecay",
            "CosineAnnealing": "CosineDecay", "PolynomialDecay": "PolynomialDecay",
            "PiecewiseConstantDecay": "PiecewiseConstantDecay", "ExpDecay": "ExponentialDecay",
        }.items()
    },
    "metrics": {
        name: (f"keras.metrics.{part}", "metric")
        for name, part in {
            "accuracy": "CategoricalAccuracy", "accuracy_score": "SparseCategoricalAccuracy", "get_accuracy": "Accuracy",
            "binary_accuracy": "BinaryAccuracy", "precision": "Precision", "recall_score": "Recall",
            "top_k_accuracy": "SparseTopKCategoricalAccuracy", "rmse": "RootMeanSquaredError",
        }.items()
    },
    "tape_scalar": {"Value": ("tensorflow.GradientTape", "tape")},
    "tape_tensor": {"Tensor": ("tensorflow.GradientTape", "tape")},
    "tape_functions": {"Variable": ("tensorflow.GradientTape", "tape"), "Exp": ("keras.activations.exponential", "layer-object")},
    "tape_creators": {"Tensor": ("tensorflow.GradientTape", "tape")},
    "tape_recursive": {"Var": ("tensorflow.GradientTape", "tape")},
}  # fmt: skip


def test_every_sample_is_expected():
    assert {file.stem for file in SAMPLES.glob("*.py")} == EXPECTED.keys()


QUICK = (
    "closures",
    "activation_objects",
    "layer_attributes",
    "columns",
    "column_layers",
    "told_arguments",
    "paired_optimizers",
)
"""Of these kinds; the documentation has an example of every convention, which is checked too."""


@pytest.mark.parametrize("sample", quickly(EXPECTED, QUICK))
def test_right_code_matches(sample):
    """Understood once, checked at every seed."""
    for found in examined_at_seeds(load_targets(str(SAMPLES / f"{sample}.py"))[0], SEEDS, Wishes(examples=EXAMPLES)):
        assert {name: _told(one) for name, one in found.items()} == {name: ("match", said) for name, said in EXPECTED[sample].items()}


def _told(one):
    reading = one.understood.reading
    return one.verdict, reading and (one.understood.pair.reference_name, reading.adapter.convention)
