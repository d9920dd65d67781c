"""Mistakes in Adam: bias correction, the count of updates, and where epsilon is."""

from __future__ import annotations

from functools import partial

from comparisons.diagnosis.explanation import Explanation
from comparisons.diagnosis.families.optimizers import EPSILONS, USUAL_EPSILONS, optimizer, with_epsilon, with_setting
from comparisons.diagnosis.rules import adam
from comparisons.diagnosis.updating import run

FAMILY = ("Adam", "AdamW", "Adamax", "Nadam")
is_adam = optimizer("Adam", "AdamW")

EXPLANATIONS = [
    Explanation("adam-epsilon-value", "epsilon is {parameter}", with_setting("epsilon"), optimizer(*FAMILY), EPSILONS),
    Explanation(
        "adam-epsilon-hat",
        "epsilon = {parameter} is added to sqrt(v_hat), as in the paper and in PyTorch",
        with_epsilon(adam, place="hat"),
        is_adam,
        EPSILONS,
    ),
    Explanation(
        "adam-epsilon-hat",
        "epsilon = {parameter} is added inside the root, sqrt(v_hat + epsilon)",
        with_epsilon(adam, place="inside"),
        is_adam,
        EPSILONS,
    ),
    Explanation(
        "adam-no-bias-correction",
        "w -= lr * m / (sqrt(v) + {parameter}): the first step is 3.16 times Keras's",
        with_epsilon(adam, correction="none"),
        is_adam,
        EPSILONS,
    ),
    Explanation(
        "adam-power-missing",
        "m / (1 - beta_1) and v / (1 - beta_2), epsilon = {parameter}",
        with_epsilon(adam, correction="once", place="hat"),
        is_adam,
        EPSILONS,
    ),
    Explanation(
        "adam-power-missing",
        "lr * sqrt(1 - beta_2) / (1 - beta_1), epsilon = {parameter}",
        with_epsilon(adam, correction="once"),
        is_adam,
        EPSILONS,
    ),
    *(
        Explanation(
            "adam-power-missing",
            f"{says}, epsilon = {{parameter}}",
            with_epsilon(adam, correction=correction, place=place),
            is_adam,
            USUAL_EPSILONS,
        )
        for says, correction in (
            ("m / (1 - beta_1**2) and v / (1 - beta_2**2) in every update: the exponent is 2, not t", "twice"),
            ("m / (1 - beta_1 * t) and v / (1 - beta_2 * t): * for **", "product"),
            ("m / (1 - beta_1 * t): * for **", "product of m"),
        )
        for place in ("hat", "root")
    ),
    *(
        Explanation(
            "adam-step-off",
            f"t is {first} at the first update, epsilon = {{parameter}}",
            with_epsilon(adam, first=first, place=place),
            is_adam,
            EPSILONS,
        )
        for first in (2, 0)
        for place in ("root", "hat")
    ),
    *(
        Explanation(
            "adam-step-off",
            f"t grows by 2 with every update, from {first} on, epsilon = {{parameter}}",
            with_epsilon(adam, first=first, by=2, place=place),
            is_adam,
            EPSILONS,
            fix="t += 1 with each update",
            whole=True,
        )
        for first in (1, 2)
        for place in ("root", "hat")
    ),
    *(
        Explanation(
            "adam-step-off",
            "t counts every parameter's update, epsilon = {parameter}",
            lambda pair, model, case, epsilon, place=place: run(
                pair.name, case, partial(adam, epsilon=epsilon, place=place), per_parameter=True
            ),
            is_adam,
            EPSILONS,
            whole=True,
        )
        for place in ("root", "hat")
    ),
    Explanation(
        "root-missing",
        "m_hat is divided by v_hat + {parameter} itself",
        with_epsilon(adam, place="no root"),
        is_adam,
        EPSILONS,
    ),
]
