"""Slips within one step of an LSTM: a tanh left out, another state, a gate forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.recurrent import computed, recurrent
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from scratch import layers

Formula = Callable[..., np.ndarray]

RIGHT: Mapping[str, Formula] = {
    "h": lambda o, c, read: o * read,
    "c": lambda f, i, c, new: f * c + i * new,
    "do": lambda dh, c, read: dh * read,
    "dread": lambda dh, o, c, read: dh * o * (1 - read**2),
    "df": lambda dc, before, after: dc * before,
    "dnew": lambda dc, i, new: dc * i * (1 - new**2),
    "dbefore": lambda dc, f: dc * f,
}
"""The formulas of a step with their ingredients: `read` is tanh(c), `new` what is written; `before` and `after` are c.

`dread_before` is `dread` as it goes on to the step before: where every gate's gradient is written out, so is that.
"""


def with_formulas(**written: Formula) -> Callable[[Pair, Model, Case], Outcome]:
    """An LSTM with other formulas for some of those."""
    use = {**RIGHT, **written}
    use.setdefault("dread_before", use["dread"])

    class Slipped(layers.LSTM):
        """The step as people write it out."""

        def step(self, contribution: Any, states: Any) -> Any:
            (h, before), n = states, self.units
            z = contribution + h @ self.params["recurrent_kernel"]
            i, f, o = (self.recurrent_activation(z[:, k * n : (k + 1) * n]) for k in (0, 1, 3))
            new = np.tanh(z[:, 2 * n : 3 * n])
            c = use["c"](f, i, before, new)
            return (use["h"](o, c, np.tanh(c)), c), (i, f, o, new, c)

        def step_vjp(self, dstates: Any, states: Any, trace: Any) -> Any:
            (dh, dc), (i, f, o, new, c), (_, before) = dstates, trace, states
            read = np.tanh(c)
            later, dc = dc + use["dread_before"](dh, o, c, read), dc + use["dread"](dh, o, c, read)
            di, df, do = dc * new, use["df"](dc, before, c), use["do"](dh, c, read)
            dz = np.hstack([di * i * (1 - i), df * f * (1 - f), use["dnew"](dc, i, new), do * o * (1 - o)])
            return dz, (dz @ self.params["recurrent_kernel"].T, use["dbefore"](later, f))

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if case.settings.get("activation", "tanh") != "tanh" or case.settings.get("recurrent_activation", "sigmoid") != "sigmoid":
            raise ValueError("another activation")
        return computed(Slipped, case)

    return predict


UNREAD: Mapping[str, Formula] = {"h": lambda o, c, read: o * c, "do": lambda dh, c, read: dh * c}
PLAIN: Formula = lambda dh, o, c, read: dh * o  # noqa: E731  # a formula beside others
OF_C: Formula = lambda dh, o, c, read: dh * o * (1 - c**2)  # noqa: E731  # likewise
OMITTED = "activation-omitted"
TANH_OF_C = "h = o * np.tanh(c), and dc += dh * o * (1 - np.tanh(c)**2)"
is_lstm = recurrent("LSTM")

EXPLANATIONS = [
    Explanation(OMITTED, "h is o * c, without tanh", with_formulas(**UNREAD, dread=PLAIN), is_lstm, fix=TANH_OF_C),
    Explanation(
        OMITTED, "h is o * c, without tanh, and goes back as if it were there", with_formulas(h=UNREAD["h"]), is_lstm, fix=TANH_OF_C
    ),
    Explanation(
        OMITTED,
        "h is o * c, without tanh, which is only differentiated",
        with_formulas(h=UNREAD["h"], do=UNREAD["do"]),
        is_lstm,
        fix=TANH_OF_C,
    ),
    Explanation(OMITTED, "the gradient of o is dh * c, without tanh", with_formulas(do=UNREAD["do"]), is_lstm, fix="do = dh * np.tanh(c)"),
    Explanation(
        "derivative-omitted",
        "the gradient goes from h to c without the derivative of tanh",
        with_formulas(dread=PLAIN),
        is_lstm,
        fix="dc += dh * o * (1 - np.tanh(c)**2)",
    ),
    Explanation(
        "derivative-of-output",
        "the derivative of tanh is 1 - c**2, with c where tanh(c) should be",
        with_formulas(dread=OF_C),
        is_lstm,
        fix="dc += dh * o * (1 - np.tanh(c)**2)",
    ),
    *(
        Explanation(
            code,
            f"in what c of the step before gets, {says}",
            with_formulas(dread_before=formula),
            is_lstm,
            fix="dc_prev = (dc + dh * o * (1 - np.tanh(c)**2)) * f",
        )
        for code, says, formula in (
            ("derivative-of-output", "the derivative of tanh is 1 - c**2, with c where tanh(c) should be", OF_C),
            ("derivative-omitted", "the derivative of tanh is missing", PLAIN),
        )
    ),
    Explanation(
        "derivative-formula",
        "the derivative at what is written to c is g * (1 - g), a sigmoid's",
        with_formulas(dnew=lambda dc, i, new: dc * i * new * (1 - new)),
        is_lstm,
        fix="1 - g**2, as g is a tanh",
    ),
    Explanation(
        "derivative-omitted",
        "the gradient goes to what is written to c without the derivative of tanh",
        with_formulas(dnew=lambda dc, i, new: dc * i),
        is_lstm,
        fix="multiply by 1 - g**2",
    ),
    Explanation(
        "state-off-by-one",
        "the gradient of the forget gate is dc * c with the c after the step",
        with_formulas(df=lambda dc, before, after: dc * after),
        is_lstm,
        fix="df = dc * c of the step before",
    ),
    Explanation(
        "gate-formula",
        "the gradient of c goes to the step before without the forget gate",
        with_formulas(dbefore=lambda dc, f: dc),
        is_lstm,
        fix="dc of the step before = dc * f",
    ),
    Explanation(
        "gate-formula",
        "c is c + i * g, without the forget gate",
        with_formulas(c=lambda f, i, c, new: c + i * new, df=lambda dc, before, after: 0 * dc, dbefore=lambda dc, f: dc),
        is_lstm,
        fix="c = f * c + i * g",
    ),
]
