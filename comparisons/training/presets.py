"""The networks that `parity compare` knows by name."""

from __future__ import annotations

from comparisons.errors import InputError
from comparisons.training.plan import ModelPlan, Named

ADAM: Named = ("Adam", {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7})

OPTIMIZERS: dict[str, Named] = {
    "sgd": ("SGD", {"learning_rate": 0.01}),
    "momentum": ("SGD", {"learning_rate": 0.01, "momentum": 0.9}),
    "nesterov": ("SGD", {"learning_rate": 0.01, "momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {"learning_rate": 0.01, "initial_accumulator_value": 0.1, "epsilon": 1e-7}),
    "rmsprop": ("RMSprop", {"learning_rate": 0.001, "rho": 0.9, "epsilon": 1e-7}),
    "adam": ADAM,
}
"""The optimizers of `--optimizer`, every constant spelled out so that both sides get the same."""

PRESETS = {
    plan.name: plan
    for plan in [
        ModelPlan(
            name="mlp-784-50-10",
            about="MNIST: Dense 50 sigmoid, Dense 10 softmax; Adam; sparse categorical cross-entropy",
            input_shape=(784,),
            layers=(
                ("Dense", {"units": 50, "activation": "sigmoid", "name": "dense"}),
                ("Dense", {"units": 10, "activation": "softmax", "name": "dense_1"}),
            ),
            loss=("SparseCategoricalCrossentropy", {}),
            optimizer=ADAM,
        ),
    ]
}


def preset(name: str) -> ModelPlan:
    """The network called `name`.

    Raises:
        InputError: there is none.
    """
    if name not in PRESETS:
        raise InputError(f"model: expected one of {', '.join(PRESETS)} (parity list), got {name!r}; choose one of them.")
    return PRESETS[name]
