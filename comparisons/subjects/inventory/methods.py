"""What people call the methods of layers, losses and optimizers; the likeliest first."""

from __future__ import annotations

import re

from comparisons.subjects.inventory import languages
from comparisons.subjects.inventory.languages import folded
from comparisons.subjects.worker import Member

FORWARD = [
    "forward", "forward_pass", "forward_propagation", "forward_propagate", "forward_prop", "feedforward", "feed_forward", "fprop",
    "fwd", "forwardPass", "forwardPropagation", "forward_train", "propagate", "apply", "call", "__call__", "activate", "activation",
    "fn", "f", "function", "func", "value", "evaluate", "compute", "run", "predict", "output", "eval", "apply_activation",
    "transform", "calculate", "calc_output", "forwards", "process", "activation_function", "g", "act", "map", "fx",
    *languages.FORWARD,
]  # fmt: skip
BACKWARD = [
    "backward", "backward_pass", "backward_propagation", "backward_propagate", "backprop", "back_propagation", "backpropagation",
    "bprop", "bwd", "backwardPass", "backwardPropagation", "back_prop", "backpropagate", "back_propagate", "propagate_backward",
    "backwards", "backward_prop", "back_pass", "feed_backward", *languages.BACKWARD,
]  # fmt: skip
DERIVATIVE = [
    "derivative", "gradient", "grad", "deriv", "prime", "df", "d", "derivate", "fn_prime", "f_prime", "fprime", "derivation",
    "diff", "backward_pass", "backward", "compute_derivative", "dfn", "grad_fn", "gradient_fn", "d_f", "der", "jacobian",
    "activation_derivative", "derivative_function", "compute_gradient", "calc_gradient", "get_gradient", "dx", "dfx", "df_dx",
    "g_prime", "activation_prime", "delta", "prime_function", "calc_derivative", "activate_derivative", "apply_derivative",
    "f_derivative", "function_derivative", "d_activation", "slope", *languages.DERIVATIVE,
]  # fmt: skip
LOSS_VALUE = [
    "loss", "calculate", "forward", "__call__", "compute", "compute_loss", "fn", "value", "cost", "calc", "evaluate", "apply",
    "call", "f", "error", "calculate_loss", "compute_cost", "func", "function", "calc_loss", "get_loss", "eval", "forward_pass",
    "loss_fn", "direct",
]  # fmt: skip
LOSS_GRADIENT = [
    "gradient", "grad", "backward", "derivative", "delta", "prime", "dloss", "loss_gradient", "loss_derivative", "df",
    "backward_pass", "calculate_gradient", "deriv", "d_loss", "compute_gradient", "gradients", "backprop", "loss_prime",
    "compute_derivative", "calc_gradient", "get_gradient", "dx", "d", "bprop", "calculate_derivative", "compute_loss_derivative",
    "grad_fn",
]  # fmt: skip
UPDATE = [
    "update", "step", "apply_gradients", "apply", "update_params", "optimize", "__call__", "update_parameters", "minimize",
    "update_weights", "get_update", "update_param", "apply_grads", "get_updates", "compute_update", "update_layer", "call",
    "apply_gradient", "calculate_update", "optimise", "adjust", "learn", "compute", "update_step",
]  # fmt: skip
FLUSH = ["flush_gradients", "flush_grads", "flush", "zero_grad", "zero_grads", "zero_gradients", "reset_gradients", "reset_grads",
         "clear_gradients", "clear_grads", "reset_grad", "clear_grad"]  # fmt: skip
NOT_PARTS = re.compile(
    r"^(load|save|plot|show|print|train|fit|test|main|read|write|download|get_data|run|parse|draw|visuali[sz]e|evaluate|predict|demo)"
)


def pick(member: Member, names: list[str], *, excluding: Member | None = None) -> Member | None:
    """The likeliest method of a class among `names`; capitals and underscores do not matter, neither do private ones."""
    there = {_plain(m.name): m for m in reversed(member.methods) if m.kind != "property" and m is not excluding}
    return next((there[_plain(name)] for name in names if _plain(name) in there), None)


def _plain(name: str) -> str:
    return name.lower() if name.startswith("__") else folded(name.replace("_", "").lower())


def goes_both_ways(member: Member) -> bool:
    """Whether a class has a method for a value and another one that goes back, as layers, activations and losses have."""
    value = pick(member, [*FORWARD, *LOSS_VALUE])
    return value is not None and pick(member, [*BACKWARD, *DERIVATIVE, *LOSS_GRADIENT], excluding=value) is not None
