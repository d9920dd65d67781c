"""Why some constants are seen worse than rounding lets expect: by kind, part and constant; `("", "", constant)` is for all parts."""

SHARE = "a small share of the sum it is added to"
LONG = "vectors of next to no length are divided by it, and everything is rounded at the size of its inverse"
LABELS = "a small share of each target"

WHY: dict[tuple[str, str, str], str] = {
    ("", "", "epsilon"): SHARE,
    ("", "", "label_smoothing"): LABELS,
    ("", "", "ema_momentum"): (
        "one moving average for all optimizers, drawn with SGD and Adam in float64: compiling each combination takes seconds"
    ),
    ("layer", "GaussianDropout", "rate"): (
        "both sides are handed the same noise; what the rate does to a draw is looked at by tests/scratch/test_random_layers.py"
    ),
    ("loss", "CosineSimilarity", "factor of the gradients (gradients)"): LONG,
    (
        "loss",
        "Poisson",
        "factor of the gradients (gradients)",
    ): "1 - y_true / y_pred: towards 0 its terms are far larger than their sum",
    ("layer", "UnitNormalization", "factor of the gradients (directional)"): LONG,
    ("optimizer", "Lion", "beta_1"): "only the sign of the mix shows, and few are close to 0",
}
