"""Mistakes planted in samples: parameters as objects, cells, schedules, metrics, enumerations, what is handed over. All are seen."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

MISTAKES = {
    "all axes": (
        "parameter_objects", "Linear", '["grad"] = dout.sum(axis=0)', '["grad"] = np.full(dout.shape[1], dout.sum())',
        "deviation", ["bias-gradient-all-axes"],
    ),
    "part of the gradient": (
        "parameter_objects", "BatchNorm", "(d - d.mean(axis=0) - self.x_hat * (d * self.x_hat).mean(axis=0))", "d",
        "deviation", ["batchnorm-gradient-partial"],
    ),
    "up": ("parameter_objects", "SGD", "p.value -=", "p.value +=", "deviation", ["sign-flipped"]),
    "no velocity": ("parameter_objects", "Momentum", 'p["value"] += v', 'p["value"] -= v', "deviation", ["sign-flipped"]),
    "power": ("schedules", "exp_decay", "step / decay_steps", "step * decay_steps", "mismatch", []),
    "the end of a piece": ("schedules", "PiecewiseConstantDecay", "step > boundary", "step >= boundary", "mismatch", []),
    "past the end": ("schedules", "cosine_decay", "min(step, total_steps)", "step", "mismatch", []),
    "stairs": ("schedules", "ExponentialDecay", "np.floor(exponent)", "np.ceil(exponent)", "mismatch", []),
    "recall for precision": ("metrics", "precision", "/ np.sum(predicted)", "/ np.sum(y_true)", "unrecognised", []),
    "threshold": ("metrics", "binary_accuracy", "threshold=0.5", "threshold=0.25", "unrecognised", []),
    "the other side": ("enumerations", "Activation.RELU", "(z > 0)", "(z < 0)", "deviation", ["relu-mask-wrong"]),
    "of the output": (
        "enumerations", "Activation.TANH", "1 - np.tanh(z) ** 2", "1 - np.tanh(np.tanh(z)) ** 2", "deviation", ["derivative-of-output"],
    ),
    "upstream": ("operations", "Sigmoid", "(1 - self.output) * output_grad", "(1 - self.output)", "deviation", ["upstream-ignored"]),
    "slope of its own activation": (
        "operations", "Dense", "self.output * (1 - self.output) * output_grad", "output_grad", "deviation", ["derivative-omitted"],
    ),
    "slope": ("operations", "DenseLayer", "dz = dout * self.activation_grad(self.z)", "dz = dout", "deviation", ["derivative-omitted"]),
    "slope of a step": (
        "recurrent_cells", "rnn_cell_forward", "dz = (1 - a_next**2) * da_next", "dz = da_next", "deviation", ["derivative-omitted"],
    ),
    "forget gate": ("recurrent_cells", "lstm_cell_forward", "dc * c_prev * ft * (1 - ft)", "dc * ft * (1 - ft)", "mismatch", []),
    "through time": ("recurrent_cells", "rnn_forward", "da[:, :, t] + da_prev", "da[:, :, t]", "deviation", ["bptt-missing"]),
    "state of a step": ("recurrent_cells", "RNNCell", "h_prev.T @ dt", "h_next.T @ dt", "mismatch", []),
    "no tanh": ("recurrent_cells", "lstm_forward", "h = o * np.tanh(c)", "h = o * c", "mismatch", []),
    "averages": (
        "handed_over", "batchnorm_forward", "momentum * running_mean + (1 - momentum) * mean",
        "(1 - momentum) * running_mean + momentum * mean", "deviation", ["batchnorm-momentum-swapped"],
    ),
    "inference": (
        "handed_over", "batchnorm_forward", "mean, var = running_mean, running_var", "mean, var = x.mean(0), x.var(0)", "mismatch", [],
    ),
    "by key": ("handed_over", "dense_forward", '"b": dout.sum(axis=0)}', '"b": dout.mean(axis=0)}', "deviation", ["bias-gradient-mean"]),
    "in place": ("handed_over", "momentum", "param += mem", "param -= mem", "deviation", ["sign-flipped"]),
    "all steps": ("handed_over", "TimeAffine", "flat.sum(axis=0)", "flat.mean(axis=0)", "deviation", ["bias-gradient-mean"]),
    "the other activation": (
        "told_activation", "linear_activation_forward", "dZ = sigmoid_backward(dA, activation_cache)", "dZ = dA", "mismatch", [],
    ),
    "twice": ("told_activation", "Mse", "return 2.0 *", "return", "deviation", ["loss-gradient-inconsistent"]),
    "sum": ("handed_over", "nll", ".mean()", ".sum()", "convention", ["sum-not-mean"]),
    "slope left out": ("own_activation", "Dense", "grad * self.a * (1 - self.a)", "grad", "deviation", ["derivative-omitted"]),
    "slope of the sum": (
        "own_activation", "TanhLayer", "(1 - self.out**2)", "(1 - np.tanh(self.out)**2)", "deviation", ["derivative-of-output"],
    ),
    "bias of one batch": ("own_activation", "TanhLayer", "keepdims=True)", "keepdims=True) / len(dz)", "deviation", ["bias-gradient-mean"]),
    "no mask": ("own_activation", "HiddenLayer", "grad * (self.z > 0)", "grad", "deviation", ["derivative-omitted"]),
}  # fmt: skip
QUICK = ("past the end", "threshold", "slope of its own activation")


@pytest.mark.parametrize("mistake", quickly(MISTAKES, QUICK))
def test_a_mistake_in_these_styles_is_seen(mistake, tmp_path):
    sample, name, right, wrong, verdict, codes = MISTAKES[mistake]
    text = (SAMPLES / f"{sample}.py").read_text(encoding="utf-8")
    assert right in text
    found = examined(target_of(tmp_path, text.replace(right, wrong)), only=[name])[name]
    assert (found.verdict, [finding.code for finding in found.findings if finding.counts]) == (verdict, codes)
