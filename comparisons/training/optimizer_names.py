"""The optimizers of `--optimizer`, every constant spelled out so that both sides get the same."""

from __future__ import annotations

from comparisons.training.plan import Named


def sgd(learning_rate: float, **more: object) -> Named:
    """Gradient descent: full-batch or mini-batch, as the batches are."""
    return "SGD", {"learning_rate": learning_rate, **more}


RMSPROP: Named = ("RMSprop", {"learning_rate": 0.001, "rho": 0.9, "epsilon": 1e-7})
ADAM: Named = ("Adam", {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7})

OPTIMIZERS: dict[str, Named] = {
    "sgd": sgd(0.01),
    "momentum": sgd(0.01, momentum=0.9),
    "nesterov": sgd(0.01, momentum=0.9, nesterov=True),
    "adagrad": ("Adagrad", {"learning_rate": 0.01, "initial_accumulator_value": 0.1, "epsilon": 1e-7}),
    "rmsprop": RMSPROP,
    "adam": ADAM,
}
