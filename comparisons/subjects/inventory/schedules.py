"""Learning-rate schedules by their names and the names of their arguments: functions of a step, or objects that are asked for one."""

from __future__ import annotations

import re

from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.sighting import Sighting, optional, required
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.worker import Member

NAMES = {
    "ExponentialDecay": "exponentialdecay|expdecay|exponential|exp|stepdecay|stepbaseddecay|step|staircase",
    "InverseTimeDecay": "inversetimedecay|timebaseddecay|timedecay|inversedecay|inversetime|timebased",
    "CosineDecay": "cosinedecay|cosineannealing|cosine|cosineannealingdecay",
    "PolynomialDecay": "polynomialdecay|polydecay|polynomial|poly|lineardecay",
    "PiecewiseConstantDecay": "piecewiseconstantdecay|piecewiseconstant|piecewisedecay|piecewise",
}
"""Without capitals, underscores and what every schedule may be called."""
OF_ANY = ("InverseTimeDecay", "ExponentialDecay")
"""What a `decay` without another word may be: the numbers have to say so."""
AROUND = re.compile(
    r"learning_?rate|(?<![a-z])lr(?![a-z])|schedul(e|er|ing)|(?<![a-z])(get|calc|compute|my|update|adjust)(?![a-z])", re.IGNORECASE
)
DECAYS = ("decay", "anneal", "lr", "schedul", "rate")
"""A name without any of these, `exponential` or `step`, is no schedule's."""
ASKED = ("__call__", "get_lr", "get", "lr", "get_learning_rate", "learning_rate", "lr_at", "rate", "value", "at", "compute", "call")
"""Methods of an object that are asked for a rate."""
ROLES = {
    "step": "step epoch t iteration global_step current_step iter it i n e epoch_num epoch_number current_epoch iteration_num cur_step ep",
    "initial_learning_rate": "initial_learning_rate learning_rate0 initial_lr lr0 lr_0 base_lr lr learning_rate init_lr lr_init eta0 "
    "eta_0 alpha0 alpha_0 "
    "max_lr lr_max eta_max start_lr lr_start initial_lrate initial_rate initial_value lr_initial lr_base initial initial_eta eta",
    "end_learning_rate": "end_learning_rate end_lr final_lr min_lr lr_min lr_end eta_min lr_final final_learning_rate min_learning_rate",
    "decay_steps": "decay_steps total_steps max_steps steps n_steps num_steps t_max total_epochs max_epochs epochs num_epochs n_epochs "
    "epochs_drop step_size drop_every decay_step decay_every decay_epochs time_interval period total_iters max_iter total_iterations "
    "epochs_per_drop drop_epochs steps_per_decay",
    "decay_rate": "decay_rate decay gamma rate k drop drop_rate factor drop_factor decay_factor lambda_ lam kd",
    "alpha": "alpha min_factor floor",
    "power": "power p exponent degree",
    "boundaries": "boundaries milestones bounds boundary steps",
    "values": "values rates lrs learning_rates",
    "staircase": "staircase stairs discrete",
}
NEEDED = {
    "ExponentialDecay": ("initial_learning_rate", "decay_rate"),
    "InverseTimeDecay": ("initial_learning_rate", "decay_rate"),
    "CosineDecay": ("initial_learning_rate", "decay_steps"),
    "PolynomialDecay": ("initial_learning_rate", "decay_steps"),
    "PiecewiseConstantDecay": ("boundaries", "values"),
}
"""Without which nothing could be told, and what is in the code is anybody's choice."""
WANTED = {
    "ExponentialDecay": ("decay_steps", "staircase"),
    "InverseTimeDecay": ("decay_steps", "staircase"),
    "CosineDecay": ("alpha", "end_learning_rate"),
    "PolynomialDecay": ("end_learning_rate", "power"),
    "PiecewiseConstantDecay": (),
}


def schedule_seen(member: Member) -> Sighting | None:
    """The schedule that a function or a class may be, if its arguments tell all that it depends on."""
    name = AROUND.sub("", member.name.rpartition(".")[2]).replace("_", "").lower()
    if not any(word in member.name.lower() for word in DECAYS):
        return None
    parts = [part for part, names in NAMES.items() if name in names.split("|")] or [*(OF_ANY if name in ("", "decay") else ())]
    references: tuple[Reference, ...] = tuple(("schedule", part) for part in parts if roles_of(member, part) is not None)
    return Sighting(member.path, references, member, named=name not in ("", "decay")) if references else None


def asked(member: Member) -> Member | None:
    """What is called with a step: the function, or a method of the class."""
    if member.kind == "function":
        return member
    there = {method.name: method for method in member.methods}
    return next((there[name] for name in ASKED if name in there and len(required(there[name])) == 1), None)


def roles_of(member: Member, part: str) -> dict[str, str] | None:
    """Settings, and the step, by argument; None if there is one that nobody knows, or one is missing."""
    method = asked(member)
    if method is None or member.kind not in ("function", "class"):
        return None
    found: dict[str, str] = {} if member.kind == "function" else {required(method)[0]: "step"}
    for name in [*required(member), *optional(member)]:
        wanted = ("step", *NEEDED[part], *WANTED[part]) if member.kind == "function" else (*NEEDED[part], *WANTED[part])
        role = next((role for role in wanted if plain(name) in ROLES[role].split() and role not in found.values()), "")
        if role:
            found[name] = role
        elif name in required(member):
            return None
    return found if {"step", *NEEDED[part]} <= set(found.values()) else None
