"""The candidate's own names for the roles that explanations speak of."""

from __future__ import annotations

from collections.abc import Mapping

from comparisons.subjects.understanding import Understood


def names_of(understood: Understood) -> Mapping[str, str]:
    """`{"upstream": "dout", "bias gradient": "self.db"}`, as far as its adapter knows them."""
    assert understood.reading is not None
    return understood.reading.adapter.names(understood.sighting)
