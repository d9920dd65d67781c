"""Whole programs by other people, trained beside Keras: networks as objects, and training steps as functions."""

from comparisons.subjects.programs.described import with_candidate
from comparisons.subjects.programs.prepare import Prepared, candidate_for

__all__ = ["Prepared", "candidate_for", "with_candidate"]
