"""Pieces of whole programs, and single steps of layers: what is left alone because something else checks it."""

from __future__ import annotations

import re

from comparisons.subjects.inventory.methods import FORWARD, pick
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.sighting import required
from comparisons.subjects.inventory.words import Name, understand
from comparisons.subjects.programs.words import FUNCTIONS, kind_of_weight, role_of
from comparisons.subjects.worker import Member

PROGRAMS = frozenset(["fit", "train", "train_step", "train_on_batch", "fit_batch", "train_epoch", "optimize", "sgd"])
TRAINS = "it is trained beside Keras by parity compare MODEL --candidate FILE"
SEVERAL = 2  # layers of a program
EPOCHS = re.compile(r"((n|num|max|nb|total)_?)?epochs|nb_epoch|no_of_epochs", re.IGNORECASE)
DATA = re.compile(r".*data.*|.*batch_?size|x(_?train)?|(train|training)_?(x|set|inputs?|images?)|inputs|samples", re.IGNORECASE)
"""Arguments of a loop over epochs, and what it loops over: `SGD(self, training_data, epochs, mini_batch_size, eta)` is no optimizer."""
GRADIENT = re.compile(r".*grad.*|d_?[a-z]{1,3}\d*|g|f|func\w*|fn|closure|nabla\w*|delta\w*", re.IGNORECASE)
"""An argument of what goes by a gradient or is handed a function for it."""
RECURRENT = (("layer", "SimpleRNN"), ("layer", "LSTM"), ("layer", "GRU"))
CELL = re.compile(r"_?(step|cell)(?![a-z])_?", re.IGNORECASE)
STATES = frozenset(
    [
        "h_prev",
        "prev_h",
        "hprev",
        "prev_hidden",
        "h_previous",
        "hidden_prev",
        "hidden_state",
        "prev_state",
        "h_tm1",
        "h_t_1",
        "last_h",
        "a_prev",
        "h_prev_t",
        "h_t_prev",
        "ht_prev",
        "h_t_minus_1",
    ]
)
CARRIED = frozenset(["c_prev", "prev_c", "cprev", "c_previous", "prev_cell", "cell_prev", "c_tm1", "cell_state", "prev_c_state"])
"""The other state of an LSTM."""


def is_of_a_program(function: Member) -> bool:
    """Whether it is a pass, an update or a step of a network of its own: by its name, and weights of several layers as arguments; or by
    data, labels and a learning rate beside those.
    """
    meant = {role_of(p.name) for p in function.parameters}
    arrays = [p.name for p in function.parameters if not isinstance(p.default, float)]  # `weight_decay=0.01` is none
    weights = [name for name in arrays if kind_of_weight(name) == "kernel"]
    named = any(FUNCTIONS[role].fullmatch(function.name) for role in ("forward", "backward", "update", "step"))
    return (len(weights) >= SEVERAL and (named or {"x", "y", "rate"} <= meant)) or is_training_loop(function)


def is_training_loop(function: Member) -> bool:
    """Whether it goes over data for epochs, whatever optimizer it is called like, or is handed data and labels and no gradient; not what
    is handed a function for the gradient.
    """
    names = [p.name for p in function.parameters]
    loops = any(EPOCHS.fullmatch(name) for name in names) and any(DATA.fullmatch(name) for name in names)
    meant = {role_of(name) for name in names if name != "t"}
    loops |= {"x", "y"} <= meant and not any(GRADIENT.fullmatch(name) for name in names)
    return loops and "optimizer" in [kind for kind, _ in understand(function.name).references]


def goes_back_from_nothing(name: Name) -> bool:
    """Whether it is a `cost_derivative` alone: of which cost, nothing says."""
    return name.phrase == "cost" and name.role in ("backward", "derivative")


def is_cost(function: Member) -> bool:
    name = understand(function.name)
    return name.phrase == "cost" and not goes_back_from_nothing(name)


def is_cell(member: Member) -> bool:
    """Whether it is a step of a recurrent layer: by its name, or since going forward takes the state before as well; or one window of
    a convolution, `conv_single_step`.
    """
    name = understand(CELL.sub("_", member.name))
    part = name.references[0][1] if name.references else ""
    if part.startswith("Conv") and member.kind == "function":
        return bool(CELL.search(member.name))
    if ("layer", part) not in RECURRENT:
        return False
    forward = member if member.kind == "function" else pick(member, FORWARD)
    states = [] if forward is None else [p for p in required(forward) if plain(p) in STATES]
    return bool(CELL.search(member.name)) or (member.kind == "class" and bool(states))
