"""Models."""

from scratch.models.sequential import Sequential

__all__ = ["Sequential"]
