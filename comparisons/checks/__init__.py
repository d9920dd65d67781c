"""The properties every part is checked for."""

from comparisons.checks import directional, purity, samples, special_values, values
from comparisons.checks.check import Check

CHECKS: list[Check] = [*values.CHECKS, *directional.CHECKS, *purity.CHECKS, *samples.CHECKS, *special_values.CHECKS]
