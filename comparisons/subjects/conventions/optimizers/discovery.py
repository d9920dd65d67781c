"""Finds out in which form an optimizer is written, by its signature and by one update in every form that fits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.optimizers.forms import HELD
from comparisons.subjects.conventions.optimizers.optimizer import Optimizer
from comparisons.subjects.conventions.optimizers.options import options_of, turned_off, without_momentum
from comparisons.subjects.conventions.optimizers.parts import PARTS, told_by
from comparisons.subjects.conventions.optimizers.run import CONFIGURED, EMPTY, NOTHING
from comparisons.subjects.inventory.methods import UPDATE, pick
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Member

NAMES = {
    "pairs": "grads_and_vars gradients_and_variables grads_and_variables grads_and_params grads_vars params_and_grads vars_and_grads "
    "variables_and_gradients params_grads",
    "variable": "params parameters param w weights weight theta variables var vars x p parameter values model_params trainable_params "
    "tensor layer_params "
    "variable thetas",
    "gradient function": "grad_func gradient_func grad_fn gradient_fn grad_function gradient_function grad_f gradient_f dfunc df closure "
    "compute_gradient compute_grad get_grad get_gradient",
    "gradient": "grads gradients grad g dw gradient weights_grad d_params dparams grad_wrt_w grad_w dx derivatives param_grad "
    "dtheta "
    "param_grads weight_grad delta nabla",
    "kernel": "weights w weight kernel",
    "bias": "bias biases b",
    "kernel gradient": "weights_grad dw weights_gradients grad_w weight_gradients dweights weights_gradient d_weights weight_grad "
    "grad_weights",
    "bias gradient": "bias_grad db bias_gradients grad_b dbiases bias_gradient d_bias dbias biases_grad grad_bias biases_gradients",
    "layer": "layer",
    "layers": "layers layer_list all_layers",
    "net": "net network model nn",
    "t": "t iteration iter step i timestep epoch n_iter time_step iterations k num_iter",
    "key": "key name param_name k layer_name id var_name param_id",
    "index": "index idx i layer_index layer_idx layer_num n layer_id layer_number",
    "nothing": "cur_loss loss",
    "config": "config state cache optim_config",
}
STATE = (
    "v velocity m s cache vel momentum_cache h state v_prev u sq mean var moment acc accumulator mt vt grad_squared r e_g exp_avg "
    "v_w sum_sq grad_sq"
)
DECAYS = ("weight_decay", "l2", "l2_reg", "reg", "lambda", "decay_weights")
MOMENTUM = ("momentum", "mu")
RETURNED = ("place", "new", "minus", "plus")
ASKED = ("asked",)
PAIRED = ("gradients-and-variables", "variables-and-gradients")
RATE_ATTRIBUTES = ("lr", "learning_rate", "eta", "alpha", "_lr", "l_rate", "step_size")


def ways(sighting: Sighting, part: str) -> Iterator[Optimizer]:
    """Every form that fits the signature, the likeliest first; the numbers decide."""
    member = sighting.value
    if member is None:
        return
    part = "momentum" if part == "SGD" and _has_momentum(member) else part
    if sighting.is_class:
        yield from _of_class(member, part)
    else:
        yield from _of_function(member, part)


def _of_class(member: Member, part: str) -> Iterator[Optimizer]:
    update = pick(member, UPDATE)
    if update is None:
        return
    needed = required(member)
    told = told_by([p.name for p in member.parameters], PARTS[part])
    roles = tuple("setting " + told[name] if name in told else "variable" if number == 0 else "" for number, name in enumerate(needed))
    if "" in roles:
        return
    keywords = {p.name: "setting " + told[p.name] for p in member.parameters if p.name in told and p.name not in needed}
    options = without_momentum(part, told) | options_of(member, PARTS[part].keras, told)
    off = _without_decay(member, keywords) | turned_off(member, options, PARTS[part].settings)
    maker = _stripped(Function(member.path, roles, keywords, off))
    attribute = next((name for name in RATE_ATTRIBUTES if f"self.{name}" in member.source), "")
    around = tuple(
        next((m.name for m in member.methods if plain(m.name) == name), "") for name in ("pre_update_params", "post_update_params")
    )
    rates = {} if "learning_rate" in told.values() else _rate_of(update)
    for call, forms in _calls(update, part, rates, method=True):
        for form, returns in product(forms, RETURNED if forms != ASKED else RETURNED[:2]):
            held = form in HELD or (form in ("lists", "dicts") and "variable" not in call.roles)
            if not held if "variable" in maker.roles else form in HELD:
                continue
            way = Optimizer(
                part,
                form,
                call,
                maker,
                frozenset({*told.values(), *rates.values()}),
                (around[0], around[1]),
                returns=returns,
                rate=attribute,
                options=options,
            )
            yield way
            if form in ("tensors", *ASKED):
                yield replace(way, per_variable=True)


def _rate_of(update: Member) -> dict[str, str]:
    """The learning rate, where it is an argument of the update and not of the constructor."""
    return {p.name: "learning_rate" for p in update.parameters if means(p.name, "rate")}


def _has_momentum(member: Member) -> bool:
    """Whether there is momentum unless it is turned off: then it is told how much."""
    return any(plain(p.name) in MOMENTUM and isinstance(p.default, float) and p.default for p in member.parameters)


def _without_decay(member: Member, keywords: Mapping[str, str]) -> dict[str, Any]:
    """A decay of weights that somebody gets who asks for none is turned off: it is a matter of its own."""
    defaults = {p.name: p.default for p in member.parameters if plain(p.name) in DECAYS and p.name not in keywords}
    return {name: 0.0 for name, default in defaults.items() if isinstance(default, float) and default}


def _of_function(member: Member, part: str) -> Iterator[Optimizer]:
    names = [p.name for p in member.parameters]
    told = told_by(names, PARTS[part])
    options = options_of(member, PARTS[part].keras, told)
    off = _without_decay(member, told) | turned_off(member, options, PARTS[part].settings)
    for call, forms in _calls(member, part, told):
        call = replace(call, constants={**call.constants, **off})
        if CONFIGURED in (*call.roles, *call.keywords.values()):
            told = {name: name for name in PARTS[part].told}
        for form, returns in product(forms, RETURNED if forms != ASKED else RETURNED[:2]):
            for states in _states(call, returns):
                picked = replace(call, pick=(0,)) if states and returns != "place" else call
                yield Optimizer(part, form, picked, None, frozenset(told.values()), returns=returns, states=states, options=options)


def _states(call: Function, returns: str) -> Iterator[dict[str, int]]:
    """Where state comes back: behind the variables, in the order it goes in."""
    wanted = [role for role in (*call.roles, *call.keywords.values()) if role.startswith("state")]
    if not wanted or returns == "place" or EMPTY in wanted:
        yield {}
    if wanted:
        yield {role: number + 1 for number, role in enumerate(wanted)}


def _calls(update: Member, part: str, own: dict[str, str], *, method: bool = False) -> Iterator[tuple[Function, tuple[str, ...]]]:
    """(call, forms that it may have); `own` are the settings that its own arguments stand for."""
    names = required(update)
    roles = [_role(name, own) for name in names]
    keywords = {p.name: "setting " + own[p.name] for p in update.parameters if p.name in own and p.name not in names}
    optional = {p.name: _role(p.name, own) for p in update.parameters if p.has_default}
    keywords |= {name: role for name, role in optional.items() if role.startswith("state ") or role == "t"}
    if "" in roles:
        roles = _filled(roles)
    for assigned in _readings(tuple(roles), names):
        call = _stripped(Function(update.name if method else update.path, assigned, keywords, arguments=tuple(names)))
        if "learning_rate" in own.values():  # elsewhere than among the state
            yield from ((own_state, _forms(assigned)) for own_state in _with_state_of_its_own(call, update))
        yield call, _forms(assigned)


def _with_state_of_its_own(call: Function, update: Member) -> Iterator[Function]:
    """The same with a dictionary that it fills itself, empty at first; None for who has that by default."""
    if CONFIGURED not in (*call.roles, *call.keywords.values()):
        return
    absent = any(p.has_default and p.default is None and call.keywords.get(p.name) == CONFIGURED for p in update.parameters)
    for start in (NOTHING, EMPTY) if absent else (EMPTY,):
        roles = tuple(start if role == CONFIGURED else role for role in call.roles)
        yield replace(call, roles=roles, keywords={n: start if role == CONFIGURED else role for n, role in call.keywords.items()})


def _stripped(call: Function) -> Function:
    """`setting momentum` is the role `momentum`."""
    return replace(
        call, roles=tuple(role.removeprefix("setting ") for role in call.roles),
        keywords={name: role.removeprefix("setting ") for name, role in call.keywords.items()},
    )  # fmt: skip


def _role(name: str, told: dict[str, str]) -> str:
    if name in told:
        return f"setting {told[name]}"
    for role in NAMES:
        if _is_called(name, role):
            return "state config" if role == "config" else role
    return f"state {name}" if plain(name) in STATE.split() else ""


def _is_called(name: str, role: str) -> bool:
    """Whether a role goes by this name; `weightGradients` is `weight_gradients`."""
    joined = plain(name).replace("_", "")
    return any(known.replace("_", "") == joined for known in NAMES[role].split())


def _filled(roles: Sequence[str]) -> list[str]:
    """What has no known name is a variable, then a gradient, then state."""
    found = list(roles)
    for number, role in enumerate(found):
        if not role:
            found[number] = "variable" if "variable" not in found else "gradient" if "gradient" not in found else f"state {number}"
    return found


def _readings(roles: tuple[str, ...], names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The roles, and what else they may mean: weights and biases as two arguments, or gradients before variables."""
    two = tuple(_of_two(name) or role for name, role in zip(names, roles))
    if {"kernel", "bias", "kernel gradient", "bias gradient"} <= set(two):
        yield two
        return
    if set(roles) & {"kernel", "bias", "kernel gradient", "bias gradient"}:
        return  # some of the four: nobody can guess the rest
    yield roles
    if CONFIGURED in roles:
        yield tuple("state" if role == CONFIGURED else role for role in roles)
    if "variable" in roles and "gradient" in roles:
        yield tuple({"variable": "gradient", "gradient": "variable"}.get(role, role) for role in roles)


def _of_two(name: str) -> str:
    return next((role for role in ("kernel gradient", "bias gradient", "kernel", "bias") if _is_called(name, role)), "")


def _forms(roles: tuple[str, ...]) -> tuple[str, ...]:
    if "kernel" in roles:
        return ("kernel-and-bias",)
    if "pairs" in roles:
        return PAIRED
    if "gradient function" in roles:
        return ASKED
    if "net" in roles:
        return ("network",)
    if "layers" in roles:
        return ("layers", "layers-of-triples")
    if "layer" in roles:
        return ("layer", "short-layer", "network")
    if not {"variable", "gradient"} & set(roles):
        return HELD
    if "gradient" not in roles:
        return ("network", "layer", "short-layer")
    return ("dicts", "prefixed-dicts", "lists", "tensors")
