"""The properties every part is checked for."""

from comparisons.checks import (
    arguments,
    directional,
    initial_values,
    kinks,
    mode,
    purity,
    refusals,
    samples,
    special_values,
    statistics,
    streaming,
    updates,
    values,
)
from comparisons.checks.check import Check

CHECKS: list[Check] = [
    *values.CHECKS,
    *directional.CHECKS,
    *purity.CHECKS,
    *samples.CHECKS,
    *mode.CHECKS,
    *refusals.CHECKS,
    *kinks.CHECKS,
    *special_values.CHECKS,
    *updates.CHECKS,
    *streaming.CHECKS,
    *initial_values.CHECKS,
    *statistics.CHECKS,
    *arguments.CHECKS,
]
