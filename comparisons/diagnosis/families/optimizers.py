"""Mistakes in update rules of every kind; those of momentum and of Adam have files of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.diagnosis.rules import RULES, adagrad, adam, rmsprop
from comparisons.diagnosis.updating import Rule, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def optimizer(*names: str) -> Callable[[Pair], bool]:
    return lambda pair: pair.kind == "optimizer" and pair.name in names


def any_optimizer(pair: Pair) -> bool:
    return pair.kind == "optimizer"


def ruled(rule: Rule, **how: bool) -> Callable[[Pair, Model, Case], Outcome]:
    return lambda pair, model, case: run(pair.name, case, rule, **how)


def with_epsilon(rule: Callable[..., np.ndarray], **how: object) -> Callable[[Pair, Model, Case, float], Outcome]:
    return lambda pair, model, case, epsilon: run(pair.name, case, partial(rule, epsilon=epsilon, **how))


def shared_state(per_parameter: bool) -> Callable[[Pair, Model, Case], Outcome]:
    return lambda pair, model, case: run(pair.name, case, RULES[pair.name], shared=True, per_parameter=per_parameter)


def shared_with_epsilon(
    rule: Callable[..., np.ndarray], per_parameter: bool, **how: object
) -> Callable[[Pair, Model, Case, float], Outcome]:
    """The same where epsilon is not where Keras has it."""
    return lambda pair, model, case, epsilon: run(
        pair.name, case, partial(rule, epsilon=epsilon, **how), shared=True, per_parameter=per_parameter
    )


def with_setting(name: str) -> Callable[[Pair, Model, Case, float], Outcome]:
    return lambda pair, model, case, number: model(case.with_settings(**{name: number}))


def stated(pair: Pair, case: Case, name: str) -> float:
    """A setting that is not Keras's own: of a number that is written into the code nobody knows what it should be."""
    value = case.settings.get(name)
    if not value or value == float(np.float32(pair.reference_arguments().get(name) or 0)):
        raise ValueError(f"no {name} is stated")
    return float(value)


def is_told_the_rate(pair: Pair, case: Case) -> bool:
    """Whether it is an argument, which is told another one than Keras's own, or one that changes."""
    rate = case.settings.get("learning_rate")
    return isinstance(rate, tuple) or (rate is not None and rate != float(np.float32(pair.reference_arguments()["learning_rate"])))


def of_its_own(pair: Pair, model: Model, case: Case, rate: float) -> Outcome:
    """A learning rate that is written into the code."""
    if is_told_the_rate(pair, case):
        raise ValueError("the learning rate is an argument")
    return model(case.with_settings(learning_rate=rate))


def of_another_rate(pair: Pair, model: Model, case: Case, rate: float) -> Outcome:
    """A learning rate that is an argument, and another one that is used."""
    if not is_told_the_rate(pair, case):
        raise ValueError("no learning rate is an argument")
    return model(case.with_settings(learning_rate=rate))


def decaying(pair: Pair, model: Model, case: Case, factor: float) -> Outcome:
    """g + factor w for g, whatever Keras takes off the weights itself."""
    penalized = case.with_settings(weight_decay=None) if "weight_decay" in case.settings else case
    return run(pair.name, penalized, lambda step: RULES[pair.name](replace(step, g=step.g + np.asarray(factor, step.g.dtype) * step.w)))


def upwards(pair: Pair, model: Model, case: Case) -> Outcome:
    """`+=` for `-=`, which is as good as the opposite gradient."""
    return model(case.with_inputs(**{name: -a for name, a in case.inputs.items() if name.endswith("_gradients")}))


def same_shapes(pair: Pair, case: Case) -> Iterator[Case]:
    """Two variables of one shape: a state that both share raises nothing."""
    changed = {f"kernel{end}": np.ascontiguousarray(case.inputs[f"kernel{end}"][..., 0, :]) for end in ("", "_gradients")}
    yield case.with_inputs(**changed)


ALL = optimizer(*RULES)
"""Those with a rule here; what only changes settings or gradients makes sense for any."""
EPSILONS = Parameter("epsilon", (1e-8, 1e-7, 1e-6, 1e-5, 1e-10, 1e-9, 1e-12, 1e-4, 1e-3), 1e-14, 1e-1, "epsilon")
USUAL_EPSILONS = replace(EPSILONS, low=0.0, high=0.0)
"""No others are looked for: a free one beside a slip could stand for a learning rate of somebody's own."""
STARTS = Parameter("start", (0.0, 1e-8, 1e-7, 1e-6, 1.0), 1e-10, 10.0, "initial_accumulator_value")
SHARES = (0.9, 0.99, 0.999, 0.95, 0.5, 0.8, 0.7, 0.98, 0.1)
RATES = Parameter("rate", (0.01, 0.001, 0.1, 1.0, 0.0001, 0.05, 0.005, 0.5), 1e-7, 100.0, "learning_rate")
PENALTIES = Parameter("factor", (1e-4, 5e-4, 0.01, 0.001, 0.1, 0.02, 0.005, 1e-5), 1e-8, 100.0)
COEFFICIENTS: Mapping[str, tuple[str, ...]] = {
    "SGD": ("momentum",), "RMSprop": ("rho",), "Adam": ("beta_1", "beta_2"), "Adagrad": (),
}  # fmt: skip
BESIDE_THE_ROOT: tuple[tuple[str, Rule, dict[str, object]], ...] = (
    ("Adam", adam, {"place": "hat"}),
    ("RMSprop", rmsprop, {"outside": True}),
    ("Adagrad", adagrad, {"outside": True}),
)
"""Optimizers with epsilon where books have it."""


def coefficients() -> Iterator[Explanation]:
    for name, settings in COEFFICIENTS.items():
        for setting in settings:
            yield Explanation(
                "coefficient-value",
                f"{setting} is {{parameter}}",
                with_setting(setting),
                optimizer(name),
                Parameter(setting, SHARES, 1e-4, 1 - 1e-6, setting),
            )
    yield Explanation("coefficient-value", "the learning rate is {parameter}", of_its_own, any_optimizer, RATES)
    yield Explanation(
        "coefficient-value",
        "updates are those of a learning rate of {parameter}, whatever was passed",
        of_another_rate,
        any_optimizer,
        RATES,
        kind="D",
        fix="multiply the update by the learning rate that was passed, once: w -= lr * update",
    )


EXPLANATIONS = [
    Explanation(
        "l2-factor",
        "{parameter} * w is added to the gradient, as for an L2 penalty of half that",
        decaying,
        ALL,
        PENALTIES,
        fix="Keras's kernel_regularizer=L2(lam) adds 2 lam w, its weight_decay takes lr * weight_decay * w off w: say which is meant",
    ),
    Explanation("sign-flipped", "every update goes up: + for -", upwards, any_optimizer, fix="w -= lr * update"),
    Explanation(
        "adagrad-initial-accumulator",
        "the accumulator starts at {parameter}",
        lambda pair, model, case, start: model(case.with_settings(initial_accumulator_value=start)),
        optimizer("Adagrad"),
        STARTS,
    ),
    Explanation("epsilon-value", "epsilon is {parameter}", with_setting("epsilon"), optimizer("Adagrad", "RMSprop", "Adadelta"), EPSILONS),
    Explanation(
        "epsilon-outside-root",
        "epsilon = {parameter} is added to the root, sqrt(v) + epsilon",
        with_epsilon(adagrad, outside=True),
        optimizer("Adagrad"),
        EPSILONS,
    ),
    Explanation(
        "epsilon-outside-root",
        "epsilon = {parameter} is added to the root, sqrt(v) + epsilon",
        with_epsilon(rmsprop, outside=True),
        optimizer("RMSprop"),
        EPSILONS,
    ),
    Explanation(
        "root-missing",
        "divided by the sum of squares + {parameter} itself",
        with_epsilon(adagrad, root=False),
        optimizer("Adagrad"),
        EPSILONS,
    ),
    Explanation(
        "root-missing",
        "divided by the mean of squares + {parameter} itself",
        with_epsilon(rmsprop, root=False),
        optimizer("RMSprop"),
        EPSILONS,
    ),
    *(
        Explanation("optimizer-state-shared", "both variables share one state", shared_state(per_parameter), ALL, telling=same_shapes)
        for per_parameter in (False, True)
    ),
    *(
        Explanation(
            "optimizer-state-shared",
            "both variables share one state; epsilon = {parameter} is added to the root",
            shared_with_epsilon(rule, per_parameter, **how),
            optimizer(name),
            EPSILONS,
            telling=same_shapes,
        )
        for name, rule, how in BESIDE_THE_ROOT
        for per_parameter in ((False, True) if name == "Adam" else (False,))
    ),
    *coefficients(),
]
