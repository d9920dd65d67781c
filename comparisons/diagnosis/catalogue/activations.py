"""Activations and their derivatives."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "derivative-of-output": Entry(
        "D",
        "activation",
        "the derivative is taken at the wrong one of input and output",
        "evaluate the derivative at what it is written for: the input, or the output",
    ),
    "derivative-formula": Entry(
        "D",
        "activation, loss, normalization",
        "another formula stands for the derivative",
        "s * (1 - s) for the sigmoid s, 1 - t**2 for the tanh t",
    ),
    "derivative-omitted": Entry(
        "D",
        "activation, output layer",
        "not multiplied by the activation's derivative",
        "multiply {upstream} by the derivative of the activation",
    ),
    "upstream-ignored": Entry("D", "any backward", "the local derivative without the upstream gradient", "multiply by {upstream}"),
    "relu-mask-wrong": Entry(
        "D",
        "relu, PReLU",
        "the mask of the backward pass is another one, or lets everything through",
        "{input gradient} = {upstream} * ({input} > 0)",
    ),
    "softmax-wrong-axis": Entry("D", "softmax", "normalised over the wrong axis", "sum over axis=-1 with keepdims=True"),
    "softmax-diagonal-gradient": Entry(
        "D",
        "softmax",
        "p (1 - p) taken for the whole Jacobian",
        "{input gradient} = p * ({upstream} - np.sum({upstream} * p, axis=-1, keepdims=True))",
    ),
    "softmax-gradient-twice": Entry(
        "D",
        "softmax with cross-entropy",
        "p - t multiplied by the softmax's derivative once more",
        "p - t is the gradient at the logits already: drop the factor",
    ),
    "overflow": Entry(
        "D",
        "softmax, sigmoid, log-sum, softplus",
        "exp of a large number overflows",
        "subtract the largest entry of each sample before exp (softmax), or branch on the sign of x (sigmoid)",
    ),
    "negative-slope": Entry("C", "leaky relu, elu", "another slope below 0", "use {expected} below 0, or state the slope"),
    "gelu-approximation": Entry(
        "C", "gelu", "the tanh approximation", "use x * (1 + erf(x / sqrt(2))) / 2, or compare with approximate=True"
    ),
    "hard-sigmoid-keras2": Entry("C", "hard sigmoid", "Keras 2's 0.2 x + 0.5", "use clip(x / 6 + 0.5, 0, 1), Keras 3's form"),
    "kink-at-zero": Entry(
        "C",
        "relu family",
        "another derivative, or value, exactly where it jumps",
        "Keras takes 0 at the kink of relu: compare with > rather than >=, or accept the convention",
    ),
    "value-formula": Entry(
        "D", "activation, loss, normalization, optimizer, schedule", "another formula stands for the value", "write the usual formula"
    ),
}
