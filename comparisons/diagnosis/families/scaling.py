"""Sums for means, halves, and signs: results off by a factor that the sizes of an example give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Factor = Callable[[Case], float]


def batch(case: Case) -> float:
    """N, the number of losses that are averaged: all axes but the last."""
    return float(np.prod(case.x.shape[:-1]))


def features(case: Case) -> float:
    """C, the length of the last axis."""
    return float(case.x.shape[-1])


def by_width(case: Case) -> float:
    """N / C, of what is divided by C where N belongs."""
    return batch(case) / features(case)


FACTORS: dict[str, tuple[str, Factor]] = {
    "1": ("", lambda case: 1.0),
    "N": ("sum-not-mean", batch),
    "1/N": ("divided-twice", lambda case: 1 / batch(case)),
    "1/2": ("half-mse", lambda case: 0.5),
    "C": ("per-sample-sum", features),
    "N C": ("per-sample-sum", lambda case: batch(case) * features(case)),
    "C/2": ("per-sample-sum", lambda case: features(case) / 2),
    "N C/2": ("per-sample-sum", lambda case: batch(case) * features(case) / 2),
}
"""What a loss may be off by, with the code if value and gradient both are."""

ONLY_IN_GRADIENTS: dict[str, Factor] = {
    "2": lambda case: 2.0,
    "N/2": lambda case: batch(case) / 2,
    "2/C": lambda case: 2 / features(case),
    "1/C": lambda case: 1 / features(case),
    "2 N": lambda case: 2 * batch(case),
    "1/(N C)": lambda case: 1 / (batch(case) * features(case)),
}
"""Further factors that have no code, and are wrong beside another factor of the value."""

OWN_CODE = {("1", "N"): "sum-not-mean", ("1", "1/N"): "divided-twice"}
"""(value, gradient): only the gradient is off, and by what has a name."""


def scaled(value: Factor, gradient: Factor) -> Callable[[Pair, Model, Case], Outcome]:
    """Value and gradients times a factor each."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found = model(case)
        return {what: a * np.asarray((value if what == "output" else gradient)(case), dtype=a.dtype) for what, a in found.items()}

    return predict


def averages_features(pair: Pair) -> bool:
    """Losses whose value for a sample is a mean over its last axis."""
    return pair.kind == "loss" and pair.name not in ONE_PER_SAMPLE


ONE_PER_SAMPLE = {
    "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "CategoricalFocalCrossentropy", "CategoricalHinge", "KLDivergence",
    "CosineSimilarity",
}  # fmt: skip


def is_loss(pair: Pair) -> bool:
    return pair.kind == "loss"


def has_upstream(pair: Pair) -> bool:
    return pair.kind in ("activation", "layer")


def one_per_sample(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name in ONE_PER_SAMPLE


BOTH = ("output", "gradient of y_pred")


def losses() -> Iterator[Explanation]:
    """The same factor for value and gradient, then all other pairs of factors; a sum is harmless where there is no gradient."""
    alone = f"{{what}} is N x Keras's{_legend('N')}"
    yield Explanation("sum-not-mean", alone, scaled(batch, batch), is_loss, kind="C", lacks=BOTH[1:])
    for name, (code, factor) in FACTORS.items():
        if code:
            applies = averages_features if code == "per-sample-sum" else is_loss
            yield Explanation(code, f"{{what}} is {name} x Keras's{_legend(name)}", scaled(factor, factor), applies)
    yield Explanation(
        "averaged-over-classes",
        f"{{what}} is 1/C x Keras's{_legend('C')}",
        scaled(ONLY_IN_GRADIENTS["1/C"], ONLY_IN_GRADIENTS["1/C"]),
        one_per_sample,
    )
    axis = "summed over the samples and averaged over the classes: the wrong axis"
    fix = "np.mean(np.sum(..., axis=-1)): the sum is over the classes of each sample"
    yield Explanation("sum-not-mean", axis, scaled(by_width, by_width), one_per_sample, fix=fix, lacks=BOTH[1:], kind="D")
    factors = {name: factor for name, (_, factor) in FACTORS.items()}
    for (left, value), (right, gradient) in product(factors.items(), {**factors, **ONLY_IN_GRADIENTS}.items()):
        if left != right:
            says = (
                f"the value is {left} x Keras's and the gradient {right} x{_legend(left + right)}"
                if left != "1"
                else f"the gradient is {right} x Keras's{_legend(right)}, the value right"
            )
            yield Explanation(
                OWN_CODE.get((left, right), "loss-gradient-inconsistent"),
                says,
                scaled(value, gradient),
                is_loss,
                needs=BOTH,
                combines=(left, right) == ("N", "1"),  # a sum whose gradient was divided, with whatever else is in its value
            )
    told = "divided by C, the number of classes, not by N, that of samples"
    for value, which in ((FACTORS["1"][1], "the gradient is"), (by_width, "value and gradient are")):
        code = "loss-gradient-inconsistent" if value is not by_width else "sum-not-mean"
        yield Explanation(
            code, f"{which} {told}", scaled(value, by_width), is_loss, needs=BOTH, fix="divide by the number of samples, len({prediction})"
        )


def _legend(factor: str) -> str:
    """What the letters of a factor mean."""
    meant = [f"{letter} the {what}" for letter, what in (("N", "batch size"), ("C", "width")) if letter in factor]
    return f", {' and '.join(meant)}" if meant else ""


def negated(pair: Pair, model: Model, case: Case) -> Outcome:
    """All gradients with the other sign."""
    return {what: -a if what.startswith("gradient ") else a for what, a in model(case).items()}


def has_gradients(pair: Pair) -> bool:
    return pair.differentiable


EXPLANATIONS = [
    Explanation("sign-flipped", "{what} is -1 x Keras's", negated, has_gradients),
    *losses(),
    Explanation("sum-not-mean", "{what} is N x Keras's, N the batch size", scaled(lambda case: 1.0, batch), has_upstream),
    Explanation(
        "divided-twice", "{what} is 1/N x Keras's, N the batch size", scaled(lambda case: 1.0, lambda case: 1 / batch(case)), has_upstream
    ),
]
