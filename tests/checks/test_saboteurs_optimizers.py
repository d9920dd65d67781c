"""The checks of optimizers and schedules catch what people get wrong."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import optimizers
from scratch.optimizers.arithmetic import constant
from tests.checks.planting import planted
from tests.checks.saboteurs import Saboteur

pytestmark = pytest.mark.keras

EXAMPLES = 40


def changed(name, **attributes):
    """An optimizer in which some settings are what they are not."""

    def make(self, settings):
        made = type(self).__mro__[1].make(self, settings)
        vars(made).update(attributes)
        return made

    return planted("optimizer", name, make=make)


def subclassed(name, **methods):
    """An optimizer with some methods replaced."""

    def make(self, settings):
        made = type(self).__mro__[1].make(self, settings)
        made.__class__ = type(name, (type(made),), methods)
        return made

    return planted("optimizer", name, make=make)


def rate_alone(self, variable):
    """Adam without bias corrections."""
    return constant(self.learning_rate, variable)


def powers_missing(self, variable):
    """1 - beta in the place of 1 - beta^t."""
    rate, one, two = (constant(value, variable) for value in (self.learning_rate, self.beta_1, self.beta_2))
    return rate * np.sqrt(1 - two) / (1 - one)


def counts_variables(self, gradient, variable, slots):
    """t grows with every variable."""
    before, self.steps = self.steps, self.steps * 2 + (variable.ndim == 1)
    optimizers.Adam.update_step(self, gradient, variable, slots)
    self.steps = before


def shares_slots(self, variables, names=None):
    """The bias works on the first row of the kernel's slots: their shapes broadcast, so nothing raises."""
    optimizers.Optimizer.build(self, variables, names)
    self.slots[1] = {what: slot[0] for what, slot in self.slots[0].items()}


def velocity_from_outside(self, gradient, variable, slots):
    """w -= rate m, with no rate in m."""
    m = slots.get("momentums", np.zeros_like(variable))
    m *= self.momentum
    m -= gradient
    variable += constant(self.learning_rate, variable) * m


def classical(self, gradient, variable, slots):
    """Momentum that is never Nesterov's."""
    self.nesterov = False
    optimizers.SGD.update_step(self, gradient, variable, slots)
    self.nesterov = True


def outside_the_root(self, gradient, variable, slots):
    """sqrt(v) + epsilon."""
    v = slots["velocities"]
    v *= self.rho
    v += gradient * gradient * (1 - self.rho)
    variable -= gradient * constant(self.learning_rate, variable) / (np.sqrt(v) + self.epsilon)


def starts_at_zero(self, name, variable):
    return np.zeros_like(variable)


def forgets_the_largest(self, gradient, variable, slots):
    """AMSGrad whose v_hat is v."""
    if "velocity_hats" in slots:
        slots["velocity_hats"][...] = 0
    optimizers.Adam.update_step(self, gradient, variable, slots)


def mean_first(self, gradient, variable, slots):
    """Lion that steps by the mean after its update."""
    m = slots["momentums"]
    m *= self.beta_2
    m += gradient * (1 - self.beta_2)
    variable -= constant(self.learning_rate, variable) * np.sign(m)


def sums_gradients(self, gradients):
    """The sum of several calls for their mean."""
    ready = optimizers.Optimizer._collected(self, gradients)
    return ready if ready is None or not self.gradient_accumulation_steps else [g * self.gradient_accumulation_steps for g in ready]


def swallows_nan(self, gradient, variable, slots):
    optimizers.SGD.update_step(self, np.nan_to_num(gradient), variable, slots)


def scales_gradients(self, gradient, variable, slots):
    gradient *= self.learning_rate
    variable -= gradient


def doubles(outcome):
    """float64 whatever came in."""
    return {what: value.astype("float64") if value.dtype.kind == "f" else value for what, value in outcome.items()}


def in_doubles(self, case):
    return doubles(type(self).__mro__[1].candidate(self, case))


def one_late(self, case):
    return {"output": type(self).__mro__[1].candidate(self, case.with_x(case.x + 1))["output"]}


def without(name, **settings):
    """A schedule that does not read a setting."""

    def candidate(self, case):
        return type(self).__mro__[1].candidate(self, case.with_settings(**settings))

    return planted("schedule", name, candidate=candidate)


SABOTEURS = [
    Saboteur("updates", "beta_2 0.99", changed("Adam", beta_2=0.99), "float32"),
    Saboteur("updates", "beta_2 0.9990001", changed("Adam", beta_2=0.9990001)),
    Saboteur("updates", "epsilon 1e-8", changed("Adam", epsilon=1e-8)),
    Saboteur("updates", "epsilon 1e-8 in float32", changed("Nadam", epsilon=1e-8), "float32"),
    Saboteur("updates", "no bias correction", subclassed("Adam", _alpha=rate_alone), "float32"),
    Saboteur("updates", "no powers", subclassed("Adam", _alpha=powers_missing), "float32"),
    Saboteur("updates", "t counts variables", subclassed("Adam", update_step=counts_variables), "float32"),
    Saboteur("updates", "slots shared", subclassed("Adagrad", build=shares_slots), "float16"),
    Saboteur("updates", "rate outside the velocity", subclassed("SGD", update_step=velocity_from_outside)),
    Saboteur("updates", "Nesterov ignored", subclassed("SGD", update_step=classical)),
    Saboteur("updates", "epsilon outside the root", subclassed("RMSprop", update_step=outside_the_root), "float32"),
    Saboteur("updates", "starts at 0", subclassed("Adagrad", initial_slot=starts_at_zero), "float16"),
    Saboteur("updates", "AMSGrad without its maximum", subclassed("Adam", update_step=forgets_the_largest)),
    Saboteur("updates", "mean before step", subclassed("Lion", update_step=mean_first), "float16"),
    Saboteur("updates", "l1 ignored", changed("Ftrl", l1_regularization_strength=0.0)),
    Saboteur("updates", "gradients summed", subclassed("SGD", _collected=sums_gradients)),
    Saboteur("updates", "clipped by each norm", changed("SGD", clipnorm=0.5)),
    Saboteur("updates", "average never written back", changed("SGD", ema_overwrite_frequency=None)),
    Saboteur("special gradients", "NaN swallowed", subclassed("SGD", update_step=swallows_nan), "float32"),
    Saboteur("purity", "gradients scaled in place", subclassed("SGD", update_step=scales_gradients)),
    Saboteur("dtype", "float64 whatever came in", planted("optimizer", "Adam", candidate=in_doubles), "float32"),
    Saboteur("forward", "one step late", planted("schedule", "CosineDecay", candidate=one_late), "float32"),
    Saboteur("forward", "no stairs", without("ExponentialDecay", staircase=False), "float32"),
    Saboteur("forward", "alpha not read", without("CosineDecay", alpha=0.0), "float32"),
    Saboteur("forward", "no warmup", without("CosineDecay", warmup_target=None), "float32"),
    Saboteur("forward", "periods of one length", without("CosineDecayRestarts", t_mul=1.0), "float32"),
    Saboteur("forward", "no cycle", without("PolynomialDecay", cycle=False), "float32"),
]


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=str)
def test_planted_bug_is_caught(saboteur):
    result = saboteur.caught(EXAMPLES)
    assert not result.passed
    assert not result.error, "it raised: another bug than the one that was planted"
