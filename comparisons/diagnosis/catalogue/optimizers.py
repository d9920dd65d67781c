"""Update rules."""

from __future__ import annotations

from comparisons.diagnosis.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {
    "adam-no-bias-correction": Entry(
        "D", "Adam, Adamax, Nadam", "m and v are used without bias correction", "m_hat = m / (1 - beta_1**t), v_hat = v / (1 - beta_2**t)"
    ),
    "adam-power-missing": Entry(
        "D",
        "Adam",
        "divided by 1 - beta, 1 - beta**2 or 1 - beta * t where it should be 1 - beta**t",
        "1 - beta_1**t and 1 - beta_2**t, t counting updates from 1",
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
        "C",
        "RMSprop, Adagrad",
        "epsilon is added to the root; a mistake if it is added to the quotient, for want of brackets",
        "lr * g / sqrt(v + epsilon), or accept the convention",
    ),
    "epsilon-value": Entry("C", "any", "another epsilon", "use epsilon={expected}, or state it"),
    "coefficient-value": Entry(
        "C",
        "optimizer",
        "another coefficient than the stated one, or Nadam's momentum without Keras's schedule; a mistake if momentum or the learning rate "
        "is multiplied in once more or less, or if the learning rate is an argument and another one is used",
        "use {expected}, or pass it as an argument",
    ),
    "root-missing": Entry("D", "Adagrad, RMSprop, Adam, normalization", "divided by v, not by its root", "divide by np.sqrt(v)"),
    "l2-factor": Entry(
        "C",
        "weight decay",
        "another factor of the L2 penalty; a mistake if it is the weights themselves that are added",
        "Keras's L2(lam) adds lam * sum(W**2) to the loss and 2 lam W to the gradient",
    ),
    "adam-betas-swapped": Entry(
        "D", "Adam", "beta_1 stands for beta_2, or the reverse", "m and its correction take beta_1, v and its correction beta_2"
    ),
    "adam-correction-kept": Entry("D", "Adam", "the corrected m is kept as m", "keep m itself: m_hat is for this update only"),
    "square-missing": Entry("D", "RMSprop, Adagrad, Adam", "v averages g or |g|, or sums it", "v = beta_2 * v + (1 - beta_2) * g**2"),
    "share-missing": Entry("D", "RMSprop", "the new square has no 1 - rho, or the old average no rho", "v = rho * v + (1 - rho) * g**2"),
    "average-swapped": Entry("D", "RMSprop", "rho and 1 - rho have changed places", "v = rho * v + (1 - rho) * g**2"),
    "rate-twice": Entry(
        "D", "optimizer, update of a layer", "the learning rate is multiplied in twice", "v = momentum * v - lr * g; w += v"
    ),
    "decay-without-rate": Entry(
        "D", "AdamW, update of a layer", "weight decay is taken off without the learning rate", "w -= lr * weight_decay * w"
    ),
    "decay-in-gradient": Entry(
        "D", "AdamW", "weight decay is added to the gradient, and so averaged", "w -= lr * weight_decay * w, and the gradient as it is"
    ),
    "decay-after-update": Entry(
        "D", "AdamW", "weight decay is taken off what the update has made", "w -= lr * weight_decay * w before the update"
    ),
}
