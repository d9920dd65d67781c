"""Networks by the name that the command line calls them."""

from __future__ import annotations

from comparisons.errors import InputError
from comparisons.training.networks import NETWORKS
from comparisons.training.plan import ModelPlan

PRESETS = {plan.name: plan for plan in NETWORKS}


def preset(name: str) -> ModelPlan:
    """The network called `name`.

    Raises:
        InputError: there is none.
    """
    if name not in PRESETS:
        raise InputError(f"model: expected one of {', '.join(PRESETS)} (parity list), got {name!r}; choose one of them.")
    return PRESETS[name]
