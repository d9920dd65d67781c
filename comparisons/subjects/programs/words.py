"""What people call things: the part a parameter or function plays in a training step, by its name."""

from __future__ import annotations

import re

ROLES: dict[str, tuple[str, ...]] = {
    "x": ("x", "inputs", "input", "input_data", "data", "images", "features", "samples", "a0", "a", "x_in"),
    "y": ("y", "t", "target", "targets", "label", "labels", "y_true", "ground_truth", "true", "expected", "one_hot_y", "y_one_hot"),
    "rate": ("lr", "learning_rate", "alpha", "eta", "rate", "step_size", "l_rate", "lrate", "learningrate"),
    "once": ("epochs", "epoch", "n_epochs", "num_epochs", "iterations", "num_iterations", "iters", "n_iter", "n_iters", "steps"),
    "count": ("batch_size", "mini_batch_size", "minibatch_size", "batchsize", "m", "n_samples", "num_samples"),
    "quiet": ("verbose", "print_cost", "shuffle", "plot", "debug"),
    "parameters": ("params", "parameters", "weights", "theta", "model", "parameter"),
    "gradients": ("grads", "gradients", "grad", "gradient", "dparams", "derivatives", "nabla"),
    "cache": ("cache", "caches", "memory", "activations", "forward_cache", "stored"),
    "output": ("al", "a2", "a3", "y_hat", "yhat", "y_pred", "output", "outputs", "pred", "prediction", "predictions", "probs", "scores"),
    "pairs": ("mini_batch", "minibatch", "batch"),
    "loss": ("loss", "cost", "error", "j", "l", "e"),
}  # fmt: skip  # a table
_ROLE_OF = {word: role for role, words in ROLES.items() for word in words}
_DATA_ENDING = re.compile(r"_?(train|batch|mini|set|b)$")
_DATA_BEGINNING = re.compile(r"^(train|batch|mini)_")

KERNEL = re.compile(r"^(w|weights?|kernel|theta)_?\d*(_?[a-z]{1,3}|_[a-z_]+)?\d*$", re.IGNORECASE)
BIAS = re.compile(r"^(b|bias|biases|beta)_?\d*(_?[a-z]{1,3}|_[a-z_]+)?\d*$", re.IGNORECASE)
NEVER_A_WEIGHT = re.compile(
    r"grad|delta|nabla|veloc|moment|cache|mask|dropout|prev|_old|best|^d_?(w|b|weights?|bias(es)?|kernel)_?\d*$", re.IGNORECASE
)
SELDOM_A_WEIGHT = re.compile(r"^(d|g|v|m|s|z|a|h|x|y|t|i|o|lr|out)_?\d*$|input|output|activ|loss|error|target|label|pred", re.IGNORECASE)

_PASS = r"(_?(prop|prop[ao]gate|prop[ao]gation|pass|step))?"
_OF_WEIGHTS = r"(_?(params?|parameters|weights|w|gradients?|grads?))?"
_KINDS_OF_LOSS = r"(loss|cost|error|cross_?entropy(_?loss)?|mse(_?loss)?|objective)(_?(function|fn|func|forward))?"
_RULES = r"(sgd|gd|gradient_descent|momentum|nesterov|adagrad|rms_?prop|adam)"
_BY_RULE = rf"(_?(with|using|by)?_?{_RULES})?"
_OF_A_BATCH = r"(_?(step|batch|on_batch|one_step|one_batch|minibatch|mini_batch|iteration))?"
FUNCTIONS: dict[str, re.Pattern[str]] = {
    role: re.compile(f"^({pattern})$", re.IGNORECASE)
    for role, pattern in {
        "initial": r"(init|initiali[sz]e|create|make|build)(_.*)?",
        "forward": rf"(l_?model_?|model_?)?(feed_?)?forward{_PASS}|predict(_proba)?|fp",
        "backward": rf"(l_?model_?|model_?)?back(ward)?{_PASS}|bp|((compute|calc|calculate|get)_)?(loss_and_)?(grad|gradient)s?",
        "update": rf"(update|upgrade|adjust|apply){_OF_WEIGHTS}{_BY_RULE}|{_RULES}(_step|_update)?|optimi[sz]e",
        "loss": rf"(compute_?|calc(ulate)?_?|get_?)?{_KINDS_OF_LOSS}",
        "step": rf"(train|fit|learn|partial_fit){_OF_A_BATCH}|((sgd|gradient_descent|training)_)?step|update(_mini_batch)?",
    }.items()
}


def role_of(name: str) -> str | None:
    """The part a parameter plays; None if its name says nothing."""
    plain = name.lower().strip("_")
    for text in (plain, _DATA_ENDING.sub("", plain), _DATA_BEGINNING.sub("", plain)):
        if text in _ROLE_OF:
            return _ROLE_OF[text]
    return None


def kind_of_weight(name: str) -> str | None:
    """`'kernel'` or `'bias'` if a parameter, attribute or key is called like one."""
    if NEVER_A_WEIGHT.search(name):
        return None
    if BIAS.match(name):
        return "bias"
    return "kernel" if KERNEL.match(name) else None


def is_no_weight(name: str) -> bool:
    """Whether a name speaks against its being a weight."""
    return bool(NEVER_A_WEIGHT.search(name)) or (kind_of_weight(name) is None and bool(SELDOM_A_WEIGHT.search(name)))


def number_in(name: str) -> int:
    """The number in a name, for the order of layers; names without one keep their place."""
    digits = re.findall(r"\d+", name)
    return int(digits[0]) if digits else 0


def plain_weight(name: str) -> str:
    """What a gradient's name has in common with its weight's: `dW1`, `grad_W1`, `nabla_w1` and `W1` are alike."""
    return re.sub(r"^(grads?_?|nabla_?|delta_?|d_?|g_)(?=[a-z])", "", name.lower()).replace("_", "")
