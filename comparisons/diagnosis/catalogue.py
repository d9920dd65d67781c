"""Everything people are known to write otherwise than Keras: the fixed codes of results, with kind, meaning and remedy.

Kinds: C, a convention (under some stated setting both agree); D, a deviation (a mistake); P, purity and robustness.

A remedy names things by roles in braces, such as `{bias gradient}`: `comparisons.diagnosis.wording` puts the names of the
candidate's own code there.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One code.

    Args:
        kind: C, D or P.
        part: where it occurs.
        meaning: what was written, in one line.
        fix: what to write instead, in one line.
        probe: for what no formula can reproduce, the check that finds it; empty if an explanation does.
    """

    kind: str
    part: str
    meaning: str
    fix: str
    probe: str = ""


CATALOGUE: dict[str, Entry] = {
    # scaling and reduction
    "sum-not-mean": Entry(
        "D", "loss, gradient", "not divided by the batch size", "divide {what} by the number of samples, {prediction}.shape[0]"
    ),
    "divided-twice": Entry(
        "D", "loss, layer", "divided by the batch size once too often", "divide by the batch size once, in the loss; remove it from {what}"
    ),
    "half-mse": Entry(
        "C",
        "loss",
        "half of the squared error",
        "drop the factor 1/2 from {loss value}, and write 2 in {loss gradient}, or accept the convention",
    ),
    "per-sample-sum": Entry(
        "C",
        "loss",
        "summed over the features of a sample",
        "take the mean over the last axis in {loss value} and {loss gradient}, or accept the convention",
    ),
    "averaged-over-classes": Entry("C", "loss", "averaged over the classes, too", "sum over the classes before the mean over the samples"),
    "loss-gradient-inconsistent": Entry(
        "D",
        "loss",
        "value and gradient follow different conventions",
        "let {loss gradient} be the derivative of {loss value}: the same sum or mean, the same factor",
    ),
    "sign-flipped": Entry("D", "gradient, update", "the opposite sign", "flip the sign of {what}"),
    # dense layers
    "bias-gradient-all-axes": Entry(
        "D", "dense", "the bias gradient is summed over all axes", "{bias gradient} = np.sum({upstream}, axis=0)"
    ),
    "bias-gradient-mean": Entry(
        "D",
        "dense",
        "the bias gradient is a mean over the batch where the kernel's is a sum",
        "{bias gradient} = np.sum({upstream}, axis=0)",
    ),
    "bias-gradient-not-summed": Entry(
        "D", "dense", "the bias gradient is not summed over the batch", "{bias gradient} = np.sum({upstream}, axis=0)"
    ),
    "missing-transpose": Entry("D", "dense", "W for its transpose, or the reverse", "transpose the weights in {what}"),
    "stale-weights": Entry(
        "D",
        "order of backpropagation",
        "weights are updated before the gradient of the layer below is taken through them",
        "compute all gradients first, then update",
    ),
    # activations
    "derivative-of-output": Entry(
        "D",
        "activation",
        "the derivative is taken at the wrong one of input and output",
        "evaluate the derivative at what it is written for: the input, or the output",
    ),
    "derivative-omitted": Entry(
        "D",
        "activation, output layer",
        "not multiplied by the activation's derivative",
        "multiply {upstream} by the derivative of the activation",
    ),
    "upstream-ignored": Entry("D", "any backward", "the local derivative without the upstream gradient", "multiply by {upstream}"),
    "relu-mask-wrong": Entry(
        "D", "relu", "the mask of the backward pass lets everything through", "{input gradient} = {upstream} * ({input} > 0)"
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
        "subtract the largest entry of the row before exp, or branch on the sign of x",
    ),
    "negative-slope": Entry("C", "leaky relu, elu", "another slope below 0", "use {expected} below 0, or state the slope"),
    "gelu-approximation": Entry(
        "C", "gelu", "the tanh approximation", "use x * (1 + erf(x / sqrt(2))) / 2, or compare with approximate=True"
    ),
    "hard-sigmoid-keras2": Entry("C", "hard sigmoid", "Keras 2's 0.2 x + 0.5", "use clip(x / 6 + 0.5, 0, 1), Keras 3's form"),
    "kink-at-zero": Entry(
        "C",
        "relu family",
        "another derivative at exactly 0",
        "Keras takes 0 at the kink of relu: compare with > rather than >=, or accept the convention",
    ),
    # cross-entropy
    "log-of-zero": Entry(
        "C",
        "cross-entropy",
        "no clipping before the logarithm, or at another epsilon",
        "clip {prediction} to [1e-7, 1 - 1e-7] before the logarithm",
    ),
    "epsilon-in-log": Entry(
        "C",
        "cross-entropy",
        "a small number is added inside the logarithm",
        "clip {prediction} to [1e-7, 1 - 1e-7] instead of adding to it",
    ),
    "log-missing": Entry("D", "cross-entropy", "the value lacks the logarithm", "take np.log of {prediction} in {loss value}"),
    "labels-broadcast": Entry(
        "D",
        "loss, metric",
        "(N,) met (N, 1) and became (N, N)",
        "give {target} and {prediction} the same shape: {target}.reshape({prediction}.shape)",
    ),
    # optimizers
    "adam-no-bias-correction": Entry(
        "D", "Adam", "m and v are used without bias correction", "m_hat = m / (1 - beta_1**t), v_hat = v / (1 - beta_2**t)"
    ),
    "adam-power-missing": Entry(
        "D", "Adam", "divided by 1 - beta where it should be 1 - beta**t", "1 - beta_1**t and 1 - beta_2**t, t counting updates from 1"
    ),
    "adam-step-off": Entry(
        "D", "Adam", "the step count t is off", "t = 1 at the first update, and one more with each update of all parameters"
    ),
    "adam-epsilon-value": Entry("C", "Adam family", "another epsilon", "epsilon=1e-7, or accept the convention"),
    "adam-epsilon-hat": Entry(
        "C",
        "Adam family",
        "epsilon is added to sqrt(v_hat), or inside the root",
        "alpha = lr * sqrt(1 - beta_2**t) / (1 - beta_1**t); w -= alpha * m / (sqrt(v) + epsilon)",
    ),
    "optimizer-state-shared": Entry(
        "D", "optimizer", "all parameters share one state", "keep the state in a list or dictionary, one entry for each parameter"
    ),
    "momentum-ema": Entry(
        "C", "momentum", "v = beta v + (1 - beta) g", "v = momentum * v - lr * g; w += v, or multiply the learning rate by 1 / (1 - beta)"
    ),
    "momentum-lr-outside": Entry(
        "C", "momentum", "the velocity holds no learning rate", "v = momentum * v - lr * g; w += v: they differ once lr changes"
    ),
    "momentum-previous-gradient": Entry(
        "D", "momentum", "the previous gradient stands for the velocity", "keep v between updates: v = momentum * v - lr * g; w += v"
    ),
    "nesterov-classical": Entry("D", "Nesterov", "classical momentum", "w += momentum * v - lr * g, with v already updated"),
    "nesterov-updated-velocity": Entry(
        "D",
        "Nesterov",
        "the velocity is updated first and then used as the old one",
        "use the old velocity, or w += momentum * v - lr * g with the new one",
    ),
    "nesterov-wrong-side": Entry(
        "D", "Nesterov", "the look-ahead goes the wrong way", "w += momentum * v - lr * g, with v already updated"
    ),
    "adagrad-initial-accumulator": Entry(
        "C", "Adagrad", "the accumulator starts elsewhere than at Keras's 0.1", "start it at 0.1, or compare with initial_accumulator_value"
    ),
    "epsilon-outside-root": Entry(
        "C", "RMSprop, Adagrad", "epsilon is added to the root", "lr * g / sqrt(v + epsilon), or accept the convention"
    ),
    "epsilon-value": Entry("C", "any", "another epsilon", "use epsilon={expected}, or state it"),
    "coefficient-value": Entry("C", "optimizer", "another coefficient than the stated one", "use {expected}, or pass it as an argument"),
    "root-missing": Entry("D", "Adagrad, RMSprop, Adam", "divided by v, not by its root", "divide by np.sqrt(v)"),
    "l2-factor": Entry(
        "C",
        "weight decay",
        "another factor of the L2 penalty",
        "Keras's L2(lam) adds lam * sum(W**2) to the loss and 2 lam W to the gradient",
    ),
    # normalization and dropout
    "batchnorm-ddof": Entry("D", "batch normalization", "the unbiased variance", "np.var({input}, axis=0), without ddof=1"),
    "batchnorm-momentum-swapped": Entry(
        "C", "batch normalization", "momentum means its complement", "moving = momentum * moving + (1 - momentum) * batch"
    ),
    "batchnorm-epsilon-value": Entry("C", "batch normalization", "another epsilon", "epsilon={expected}, or accept the convention"),
    "batchnorm-gradient-partial": Entry(
        "D",
        "batch normalization",
        "the gradient passes mean and variance by",
        "dx = (dxhat - mean(dxhat) - xhat * mean(dxhat * xhat)) / std",
    ),
    "batchnorm-axes": Entry(
        "D",
        "batch normalization",
        "statistics for every position instead of every channel",
        "mean and variance over all axes but the channels: axis=(0, 1, 2)",
    ),
    "dropout-not-inverted": Entry(
        "C", "dropout", "what is kept is not scaled in training", "divide by 1 - rate in training and leave inference alone"
    ),
    "dropout-keep-rate-swapped": Entry(
        "C", "dropout", "rate means the share that is kept", "keep where the random number is >= rate, or pass 1 - rate"
    ),
    "dropout-backward-scale": Entry(
        "D", "dropout", "the backward pass is scaled otherwise than the forward pass", "{input gradient} = {upstream} * mask / (1 - rate)"
    ),
    "dropout-normal-mask": Entry(
        "D", "dropout", "the mask is drawn from the normal distribution", "use uniform numbers: random(x.shape) >= rate"
    ),
    # convolution, pooling, flatten
    "kernel-flipped": Entry("D", "convolution", "true convolution: the kernel is flipped", "drop the flip: Keras computes a correlation"),
    "same-padding": Entry(
        "D",
        "convolution, pooling",
        "symmetric padding where 'same' pads one more at the end",
        "pad total // 2 before and total - total // 2 after",
    ),
    "pool-ties": Entry(
        "D",
        "max pooling",
        "the gradient goes to all of several largest entries, overwrites or meets padding",
        "give {upstream} to the first largest entry of each window, with +=",
    ),
    "conv-bias-multiplied": Entry("D", "convolution", "the bias is inside the sum over the window", "add the bias once, after the sum"),
    "layout-flatten": Entry("D", "flatten", "flattened channels first", "flatten (rows, columns, channels) in that order"),
    "weight-layout": Entry(
        "C", "dense, convolution, recurrent", "weights are stored transposed", "agrees after transposing the weights: nothing to change"
    ),
    # recurrent layers and embedding
    "gate-order": Entry("C", "LSTM, GRU", "another order of the gates", "Keras has i, f, c, o in LSTM and z, r, h in GRU"),
    "reset-after": Entry("C", "GRU", "the reset gate is applied before the matrix product", "compare with reset_after=False"),
    "hidden-state-kept": Entry(
        "D", "recurrent", "the state survives from one call to the next", "start every call from a state of zeros", probe="purity"
    ),
    "bptt-missing": Entry(
        "D", "recurrent", "no gradient flows back through time", "add the gradient of the next step's state to {upstream} of each step"
    ),
    "embedding-last-wins": Entry(
        "D", "embedding", "of repeated indices the last one wins", "np.add.at({kernel gradient}, indices, {upstream})"
    ),
    # purity and robustness: found by calling, not by a formula
    "int-truncation": Entry(
        "P", "any", "integer arrays are taken as buffers", "make buffers with dtype=float: np.zeros_like(x, dtype=float)", probe="integers"
    ),
    "mutates-input": Entry("P", "any", "an argument is overwritten", "work on a copy: x = x.copy()", probe="purity"),
    "mutates-cache": Entry(
        "P",
        "softmax with cross-entropy",
        "a stored output is overwritten by backward",
        "delta = probs.copy() before delta[...] -= 1",
        probe="purity",
    ),
    "accumulates-gradient": Entry(
        "P", "layer", "gradients add up from one backward to the next", "assign the gradient, or set it to 0 first", probe="purity"
    ),
    "aliases-output": Entry("P", "any", "the result is the function's own buffer or its argument", "return a new array", probe="purity"),
    "nondeterministic": Entry(
        "P", "any", "the same input gives another result", "draw random numbers from a generator that is passed in", probe="purity"
    ),
    "global-state": Entry(
        "P", "any", "the global random state, or NumPy itself, is changed", "use np.random.default_rng(seed) of its own", probe="purity"
    ),
    "batch-of-one": Entry(
        "P", "any", "one sample alone fails or comes out differently", "keep the batch axis: no squeeze, keepdims=True", probe="samples"
    ),
    "dtype-drift": Entry(
        "P", "any", "float32 goes in, float64 comes out, or the reverse", "make constants and buffers of x.dtype", probe="dtype"
    ),
    "uses-framework": Entry(
        "P", "any", "calls Keras, TensorFlow, PyTorch or JAX itself", "write it in NumPy, or do not compare it", probe="worker"
    ),
}


def kind_of(code: str) -> str:
    """C, D or P."""
    return CATALOGUE[code].kind
