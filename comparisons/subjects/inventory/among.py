"""The part that a name speaks of among words that nobody knows: `RMSpropScaled`, `InputDense`, `DenseReLU`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparisons.subjects.inventory.vocabulary import NOISE_WORDS, PHRASES, Reference
from comparisons.subjects.inventory.words import words_of

PLAIN = (
    "dense affine linear fullyconnected fc dropout batchnorm batchnormalization bn layernorm layernormalization embedding conv convolution "
    "convolutional maxpool maxpooling avgpool avgpooling averagepool averagepooling flatten rnn simplernn lstm gru prelu rmsnorm "
    "sigmoid tanh relu leakyrelu softmax logsoftmax elu selu gelu silu swish mish softplus softsign hardsigmoid "
    "mse mae bce cce crossentropy hinge huber meansquarederror meanabsoluteerror binarycrossentropy categoricalcrossentropy "
    "sgd momentum nesterov nag adagrad adadelta rmsprop adam adamw adamax nadam"
)
"""Phrases that mean nothing else in English; `full`, `hidden`, `lookup` or `square` beside another word say too little."""
SOMETHING_ELSE = (
    "net nets network networks model models mlp classifier regressor regression autoencoder encoder decoder transformer attention "
    "residual block blocks cell stack machine trainer test tests config wrapper builder factory base abstract mixin interface params "
    "parameters state cache initializer init regularizer penalty schedule scheduler data loader node op function "
    "positional variational noisy quantized bidirectional separable depthwise pointwise transpose transposed deconv masked causal"
)
"""What is made of such parts, serves them, or is another part."""
JUDGED = frozenset(["bad", "wrong", "broken", "buggy", "incorrect", "faulty", "mistaken", "flawed", "right", "correct", "fixed", "good"])
"""What only says how good it is, `BadLSTM`: it is meant to be that."""
AXES = re.compile(r"[123]d$")
KINDS = ("layer", "activation", "loss", "optimizer")


def named_among(identifier: str) -> tuple[Reference, ...]:
    """What the known words of a name may mean, whatever the others say; a layer before the activation that is said to be in it.

    Args:
        identifier: of a class whose whole name means nothing.
    """
    words = words_of(identifier)
    if {*SOMETHING_ELSE.split()} & {word for word, _ in words}:
        return ()
    found = [reference for phrase in _phrases([word for word, _ in words if word not in NOISE_WORDS]) for reference in PHRASES[phrase]]
    return tuple(dict.fromkeys(sorted(found, key=lambda reference: KINDS.index(reference[0]))))


def is_judged(identifier: str) -> bool:
    """Whether all that is said beside the part's own words is how good it is."""
    words = [word for word, _ in words_of(identifier)]
    return bool(JUDGED & {*words}) and "".join(word for word in words if word not in {*JUDGED, *NOISE_WORDS}) in PHRASES


def _phrases(words: list[str]) -> Iterator[str]:
    """The longest runs of words that are plain phrases, from left to right."""
    start, plain = 0, PLAIN.split()
    while start < len(words):
        runs = ("".join(words[start:end]) for end in range(len(words), start, -1))
        found = next(((number, run) for number, run in enumerate(runs) if run in PHRASES and AXES.sub("", run) in plain), None)
        if found is not None:
            yield found[1]
        start += 1 if found is None else len(words) - start - found[0]
