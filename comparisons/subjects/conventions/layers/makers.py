"""Ways to call a layer's constructor: by what its arguments are called, and by what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.layers.values import HEIGHT, PAIR, SHAPE_BY_SIDES, STRIDES, WIDTH, WINDOWS, told_by
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.worker import Member, Parameter

PADDINGS = ("same", "valid")
LINEAR = (None, "linear", "identity", "none", "Linear", "Identity", "None")
LAST_AXES = (-1, 1)
SWITCHES = ("use_bias", "bias", "has_bias", "with_bias", "include_bias", "usebias")
IMAGE_AXES = 4
PASSED_BY_NAME = ("learning rate",)  # and settings: other arguments that may be left out are left out


def makers(member: Member, profile: Profile, settings: Sequence[str]) -> Iterator[tuple[Function, bool]]:
    """(call of a constructor, whether it tells every setting that it can), the likeliest first.

    Args:
        member: the class.
        profile: of the layer it may be.
        settings: of the pair; those that an argument stands for are passed.
    """
    parameters = [p for p in member.parameters if not p.kind.startswith("VAR_")]
    needed = [p for p in parameters if not p.has_default]
    optional = [p for p in parameters if p.has_default]
    if not needed and "target_shape" in profile.arguments and any(p.kind == "VAR_POSITIONAL" for p in member.parameters):
        yield Function(member.path, SHAPE_BY_SIDES), True
    active = [name for name in activations_of(member) if profile.role(name) == "nothing"]
    for roles in _roles(needed, profile):
        taken = set(roles)
        keywords = {p.name: role for p in optional if (role := _role(p, profile)) and role not in taken and _is_passed(role, settings, p)}
        keywords = sides_apart(keywords)
        roles = tuple(sides_apart(dict(zip((p.name for p in needed), roles))).values())
        told = {name: role for name, role in keywords.items() if told_by(role) in settings}
        silenced = {name: role for name, role in keywords.items() if role == "nothing"}
        for chosen in (keywords, told | silenced, silenced):
            if chosen is keywords or chosen != keywords:
                for made in _with_pairs(Function(member.path, roles, chosen), profile):
                    yield made, told.keys() <= chosen.keys()
        if active and "activation" in settings:  # whose own one may be a part of it that it cannot do without
            yield Function(member.path, roles, {name: role for name, role in keywords.items() if name not in active}), True


def activations_of(member: Member) -> list[str]:
    """Arguments of a constructor that add an activation unless they are told to add none."""
    return [p.name for p in member.parameters if p.has_default and plain(p.name).startswith("act") and p.default not in LINEAR]


def _with_pairs(made: Function, profile: Profile) -> Iterator[Function]:
    """Sizes of windows as one number, as pairs, and as pairs together with the strides."""
    yield made
    told = {*made.roles, *made.keywords.values()}
    if len(profile.sizes) != IMAGE_AXES or not told & {*WINDOWS, STRIDES}:
        return
    for paired in (WINDOWS, (*WINDOWS, STRIDES)):
        if told & {*paired} and (paired is WINDOWS or STRIDES in told):
            as_pairs = {role: role + PAIR for role in paired}
            roles = tuple(as_pairs.get(role, role) for role in made.roles)
            yield replace(made, roles=roles, keywords={name: as_pairs.get(role, role) for name, role in made.keywords.items()})


def sides_apart(roles: Mapping[str, str]) -> dict[str, str]:
    """Roles by argument; where two arguments are a window's size, the one is its height and the other its width, as their names say."""
    found = dict(roles)
    for window in WINDOWS:
        names = [name for name, role in roles.items() if role == window]
        wide = ["w" in plain(name).replace("window", "") for name in names]
        if sorted(wide) == [False, True]:
            found |= {name: window + (WIDTH if is_wide else HEIGHT) for name, is_wide in zip(names, wide)}
    return found


def _role(parameter: Parameter, profile: Profile) -> str:
    """By its name; a padding that is `"same"` or `"valid"` is Keras's setting, otherwise it is a number of zeros, and a bias that is true
    or false is no array.
    """
    role = profile.role(parameter.name)
    if isinstance(parameter.default, bool) and plain(parameter.name) in SWITCHES:
        return "use_bias"
    return "padding" if role == "pad" and parameter.default in PADDINGS else role


def _is_passed(role: str, settings: Sequence[str], parameter: Parameter) -> bool:
    """Settings are, sizes are, and what would add an activation is told to add none."""
    if role == "nothing":
        return plain(parameter.name).startswith("act") and parameter.default not in LINEAR
    if role == "axis":
        return parameter.default in LAST_AXES  # who takes another one by default means something else
    return told_by(role) in settings or role in PASSED_BY_NAME or role in ("in", "shape in", "in row", "pad", "image shape", "keep")


def _roles(needed: Sequence[Parameter], profile: Profile) -> Iterator[tuple[str, ...]]:
    named = [profile.role(p.name) for p in needed]
    for number, role in enumerate(named):
        if role in named[:number] and role not in ("pool_size", "kernel_size", "nothing"):
            named[number] = ""  # two arguments cannot mean the same size
    open_places = [number for number, role in enumerate(named) if not role]
    left = [role for role in profile.free if role not in named]
    if len(open_places) > len(left) and open_places:
        return
    for chosen in permutations(left, len(open_places)):
        filled = list(named)
        for place, role in zip(open_places, chosen):
            filled[place] = role
        yield tuple(filled)
    other = ["" if not role.startswith("weight ") else profile.argument(p.name) for p, role in zip(needed, named)]
    if any(other) and not open_places:
        yield tuple(also or role for also, role in zip(other, named))  # a `k` that is no kernel but its size
    letters = [number for number, p in enumerate(needed) if len(plain(p.name)) == 1 and named[number] != "nothing"]
    sizes = [role for role in profile.free if role in ("in", "units", "filters", "input_dim", "output_dim")]
    if len(needed) == len(letters) == len(sizes) and tuple(named) != tuple(sizes):
        yield tuple(sizes)  # `n, m` and `a, b` say nothing, whatever else goes by these letters
    if len(needed) == len(letters) == len(profile.free) and "kernel_size" in profile.free:
        yield from (roles for roles in permutations(profile.free) if roles != tuple(named))
    if len(needed) == 1 and {"in", "units"} <= set(profile.free):
        yield from ((role,) for role in ("units", "both") if (role,) != tuple(named))
