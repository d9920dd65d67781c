"""The networks of the study notes that parity began with, each with the training it is described with.

Where a note leaves something open (learning rate, batch size, number of epochs) it is what textbooks take.
"""

from __future__ import annotations

from typing import Any

from comparisons.training.optimizer_names import ADAM, RMSPROP, sgd
from comparisons.training.plan import ModelPlan, Named
from scratch.lookup import snake_case


def _layers(*layers: Named) -> tuple[Named, ...]:
    """The layers with Keras's default names, so that both sides' are the same: `dense`, `dense_1`, ..."""
    seen: dict[str, int] = {}
    named = []
    for kind, settings in layers:
        number = seen[kind] = seen.get(kind, -1) + 1
        named.append((kind, {**settings, "name": snake_case(kind) + (f"_{number}" if number else "")}))
    return tuple(named)


def _dense(units: int, activation: str | None = None, **more: Any) -> Named:
    return "Dense", {"units": units, "activation": activation, **more}


def _normal(stddev: float) -> dict[str, Any]:
    return {"class_name": "RandomNormal", "config": {"stddev": stddev}}


SPARSE: Named = ("SparseCategoricalCrossentropy", {})
BINARY: Named = ("BinaryCrossentropy", {})

NETWORKS = (
    ModelPlan(
        name="mlp-784-50-10",
        about="digits: Dense 50 sigmoid, Dense 10 softmax; Adam; sparse categorical cross-entropy",
        input_shape=(784,),
        layers=_layers(_dense(50, "sigmoid"), _dense(10, "softmax")),
        loss=SPARSE,
        optimizer=ADAM,
        parameters=39_760,
    ),
    ModelPlan(
        name="mlp-784-50-10-sgd",
        about="the same network as written by hand: W = 0.1 x standard normal, b = 0; plain mini-batch gradient descent",
        input_shape=(784,),
        layers=_layers(
            _dense(50, "sigmoid", kernel_initializer=_normal(0.1)),
            _dense(10, "softmax", kernel_initializer=_normal(0.1)),
        ),
        loss=SPARSE,
        optimizer=sgd(0.1),
        parameters=39_760,
        batch_size=100,
    ),
    ModelPlan(
        name="spiral-2-4-3",
        about="three-armed spiral: Affine(2, 4), Sigmoid, Affine(4, 3), SoftmaxWithLoss; standard normal W and b; SGD",
        input_shape=(2,),
        layers=_layers(
            _dense(4, kernel_initializer=_normal(1.0), bias_initializer=_normal(1.0)),
            ("Activation", {"activation": "sigmoid"}),
            _dense(3, kernel_initializer=_normal(1.0), bias_initializer=_normal(1.0)),
        ),
        loss=("SparseCategoricalCrossentropy", {"from_logits": True}),
        optimizer=sgd(1.0),
        parameters=27,
        data="spiral",
        epochs=300,
        batch_size=30,
    ),
    ModelPlan(
        name="mlp-784-512-10",
        about="digits: Dense 512 relu, Dense 10 softmax; RMSprop; sparse categorical cross-entropy; 5 epochs, batch 128",
        input_shape=(784,),
        layers=_layers(_dense(512, "relu"), _dense(10, "softmax")),
        loss=SPARSE,
        optimizer=RMSPROP,
        parameters=407_050,
        epochs=5,
        batch_size=128,
    ),
    ModelPlan(
        name="mlp-28x28-256-128-10",
        about="digits: Flatten, Dense 256, ReLU, Dense 128, ReLU, Dense 10, Softmax, the activations as layers of their own; Adam",
        input_shape=(28, 28),
        layers=_layers(("Flatten", {}), _dense(256), ("ReLU", {}), _dense(128), ("ReLU", {}), _dense(10), ("Softmax", {})),
        loss=SPARSE,
        optimizer=ADAM,
        parameters=235_146,
        epochs=5,
    ),
    ModelPlan(
        name="logistic-8-1",
        about="tumours, benign or not: logistic regression, 8 inputs, 1 sigmoid; binary cross-entropy; SGD",
        input_shape=(8,),
        layers=_layers(_dense(1, "sigmoid")),
        loss=BINARY,
        optimizer=sgd(0.1),
        parameters=9,
        data="breast-cancer-8",
        targets="binary",
        standardized=True,
        epochs=50,
    ),
    ModelPlan(
        name="mlp-8-32-32-1",
        about="tumours, benign or not: Dense 32 relu, Dense 32 relu, Dense 1 sigmoid; binary cross-entropy; Adam",
        input_shape=(8,),
        layers=_layers(_dense(32, "relu"), _dense(32, "relu"), _dense(1, "sigmoid")),
        loss=BINARY,
        optimizer=ADAM,
        parameters=1_377,
        data="breast-cancer-8",
        targets="binary",
        standardized=True,
        epochs=50,
    ),
    ModelPlan(
        name="mlp-784-256-256-10",
        about="digits: Dense 256 relu twice, Dense 10 softmax; one-hot, binary cross-entropy; Adam; EarlyStopping on the last fifth",
        input_shape=(784,),
        layers=_layers(_dense(256, "relu"), _dense(256, "relu"), _dense(10, "softmax")),
        loss=BINARY,
        optimizer=ADAM,
        parameters=269_322,
        targets="one-hot",
        epochs=50,
        validation_split=0.2,
        early_stopping={"monitor": "val_loss", "min_delta": 0.0, "patience": 3, "restore_best_weights": True},
    ),
    ModelPlan(
        name="regression-4-3-1",
        about="4-3-1 by the chain rule: 3 sigmoid units, linear output, no biases; L = (y - a2)^2; full-batch gradient descent",
        input_shape=(4,),
        layers=_layers(_dense(3, "sigmoid", use_bias=False), _dense(1, use_bias=False)),
        loss=("MeanSquaredError", {}),
        optimizer=sgd(0.1),
        parameters=15,
        data="teacher-4",
        targets="values",
        epochs=500,
        batch_size=160,
    ),
    ModelPlan(
        name="cnn-28x28-10",
        about="digits: Conv2D 8 (3 x 3) relu, MaxPooling2D, Flatten, Dense 10 softmax; Adam; sparse categorical cross-entropy",
        input_shape=(28, 28, 1),
        layers=_layers(
            ("Conv2D", {"filters": 8, "kernel_size": 3, "activation": "relu"}),
            ("MaxPooling2D", {"pool_size": 2}),
            ("Flatten", {}),
            _dense(10, "softmax"),
        ),
        loss=SPARSE,
        optimizer=ADAM,
        parameters=13_610,
        epochs=3,
    ),
    ModelPlan(
        name="rnn-28x28-10",
        about="digits read row by row, 28 steps of 28 pixels: SimpleRNN 32, Dense 10 softmax; Adam",
        input_shape=(28, 28),
        layers=_layers(("SimpleRNN", {"units": 32}), _dense(10, "softmax")),
        loss=SPARSE,
        optimizer=ADAM,
        parameters=2_282,
        epochs=3,
    ),
)
