"""Models that are asked about the same examples again and again, and compute each once."""

from __future__ import annotations

import numpy as np

from comparisons.diagnosis.explanation import Model
from comparisons.diagnosis.upstream import Redirected
from comparisons.golden.keys import content_key
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome


class Remembered:
    """A model that computes every example once; None where it raised."""

    def __init__(self, model: Model) -> None:
        self.model, self._known = model, dict[int, tuple[Case, Outcome | None]]()

    def __call__(self, case: Case) -> Outcome | None:
        if id(case) not in self._known:
            self._known[id(case)] = case, self._computed(case)
        return self._known[id(case)][1]

    def known(self, case: Case) -> Outcome:
        """The same, for where it has to be one."""
        found = self(case)
        if found is None:
            raise ValueError("the model does not fit the example")
        return found

    def _computed(self, case: Case) -> Outcome | None:
        try:
            with np.errstate(all="ignore"):
                return {what: _in_dtype(np.asarray(a), case.dtype) for what, a in self.model(case).items()}
        except Exception:  # a formula that does not fit an example, or TensorFlow's errors, which have no common base
            return None


class Recalled(Remembered):
    """The same for one that is asked about equal examples again and again, in other arrays each time, as formulas ask Keras."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._equal = dict[str, Outcome | None]()

    def _computed(self, case: Case) -> Outcome | None:
        if isinstance(case, Redirected):  # no key says where to
            return super()._computed(case)
        key = content_key(case)
        if key not in self._equal:
            self._equal[key] = super()._computed(case)
        return self._equal[key]


def _in_dtype(a: np.ndarray, dtype: str) -> np.ndarray:
    """Formulas may compute in longer types than the example has."""
    return a.astype(dtype) if a.dtype.kind == "f" and a.dtype != dtype else a
