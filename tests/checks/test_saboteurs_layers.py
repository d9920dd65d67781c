"""Bugs that people plant in recurrent, merging and convolutional layers, each caught by the check it is meant for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from scratch import layers
from tests.checks.planting import planted
from tests.checks.saboteurs import Saboteur, sabotaged

pytestmark = pytest.mark.keras


def with_blocks(order):
    """The blocks of columns of every weight in another order: other gates than Keras's."""

    def bug(right, case):
        units = case.settings["units"]
        columns = np.concatenate([np.arange(units) + units * block for block in order])
        back = np.argsort(columns)
        moved = {name: a[..., columns] for name, a in case.inputs.items() if name != "x"}
        outcome = right(case.with_inputs(**moved))
        return {what: a[..., back] if what[12:] in moved else a for what, a in outcome.items()}

    return bug


def with_settings(**settings):
    return lambda right, case: right(case.with_settings(**settings))


def without_mask(right, case):
    return right(replace(case, given={name: a for name, a in case.given.items() if name != "mask"}))


def made_of(part):
    """A pair's layer by another class."""
    return lambda self, case: part(**case.settings, dtype=case.dtype)


class NoBackpropagationThroughTime(layers.SimpleRNN):
    def step_vjp(self, dstates, states, trace):
        dcontribution, dstates = super().step_vjp(dstates, states, trace)
        return dcontribution, tuple(np.zeros_like(d) for d in dstates)


class NoGradientThroughTheCarriedSum(layers.LSTM):
    def step_vjp(self, dstates, states, trace):
        dcontribution, (dh, dc) = super().step_vjp(dstates, states, trace)
        return dcontribution, (dh, np.zeros_like(dc))


class ForgetsTheSkippedGradient(layers.GRU):
    def vjp(self, dy, cache, input_gradient):
        flat, run = cache
        return super().vjp(dy, (flat, run._replace(keep=None)), input_gradient)


class KeepsOrReplaces(layers.GRU):
    """z and 1 - z the wrong way round."""

    def step(self, contribution, states):
        (h,), trace = super().step(contribution, states)
        return (trace[4] + states[0] - h,), trace


class ReadsWhatIsNotActivated(layers.LSTM):
    def step(self, contribution, states):
        (_, c), trace = super().step(contribution, states)
        return (trace[1][:, 3] * c, c), trace


class OneBiasForBoth(layers.GRU):
    """The bias inside of what the reset gate multiplies is left outside."""

    def step(self, contribution, states):
        if not (self.use_bias and self.reset_after):
            return super().step(contribution, states)
        own, self.params["bias"] = self.params["bias"], np.stack([self.params["bias"].sum(0), np.zeros_like(self.params["bias"][0])])
        try:
            return super().step(contribution + own[1], states)
        finally:
            self.params["bias"] = own


class NotInStep(layers.Bidirectional):
    def _in_step(self, y):
        return y


class SwappedParts(layers.Concatenate):
    def vjp(self, dy, cache, input_gradient):
        found, gradients = super().vjp(np.flip(dy, self.axis), cache, input_gradient)
        return [np.flip(dx, self.axis) for dx in found], gradients


class ToAllThatAreLargest(layers.Maximum):
    def merge_vjp(self, dy, xs, y):
        return [np.where(x == y, dy, 0) for x in xs]


class OnlyTheFirst(layers.Multiply):
    def merge_vjp(self, dy, xs, y):
        return [dy * x for x in reversed(xs)]


class EveryFeature(layers.Masking):
    """Skips a step as soon as one of its features is the value."""

    def compute_mask(self, x, mask=None):
        return np.all(x != self.mask_value, axis=-1)


class LastWins(layers.Embedding):
    """`dW[index] = dy`: of equal words only the last counts."""

    def vjp(self, dy, cache, input_gradient):
        total = np.zeros_like(self.params["embeddings"])
        total[cache.reshape(-1)] = dy.reshape(-1, self.output_dim)
        return None, {"embeddings": total}


@cache
def kept_layer(settings, dtype):
    return layers.SimpleRNN(**dict(settings), dtype=dtype, stateful=True)


def keeps_its_state(self, case):
    layer = kept_layer(tuple(sorted(case.settings.items())), case.dtype)
    layer.built = layer.built and layer.params["kernel"].shape[0] == case.x.shape[-1]
    if layer.states is not None and layer.states[0].shape[0] != len(case.x):
        layer.reset_state()
    return layer


def around(part):
    """A wrapper of another class."""

    def made(self, case):
        own, inside = self._settings(case)
        return part(getattr(layers, own.pop("layer"))(**inside, dtype=case.dtype), **own)

    return made


def turned_kernel(right, case):
    """A convolution as mathematicians have it: the kernel turned round."""
    outcome = right(case.with_inputs(kernel=np.ascontiguousarray(np.flip(case.inputs["kernel"], (0, 1)))))
    return {**outcome, "gradient of kernel": np.flip(outcome["gradient of kernel"], (0, 1))}


class PadsBehindToo(layers.Conv1D):
    """As many zeros behind as before, where causal padding has none."""

    def __init__(self, *arguments, padding="valid", **settings):
        super().__init__(*arguments, padding="same" if padding == "causal" else padding, **settings)


class EachOutputItsOwnChannel(layers.DepthwiseConv2D):
    """The channels of y by multiplier first, then by the channel of x."""

    def call_last(self, x, training):
        y, cache = super().call_last(x, training)
        if self.use_bias:
            return y, cache
        return np.moveaxis(y.reshape(*y.shape[:-1], -1, self.depth_multiplier), -1, -2).reshape(y.shape), cache


SABOTEURS = [
    Saboteur("forward", "kernel turned round", sabotaged("Conv2D", turned_kernel)),
    Saboteur("forward", "dilation ignored", sabotaged("Conv1D", with_settings(dilation_rate=1))),
    Saboteur("forward", "causal padding on both sides", planted("layer", "Conv1D", made=made_of(PadsBehindToo))),
    Saboteur("forward", "output padding ignored", sabotaged("Conv1DTranspose", with_settings(output_padding=None))),
    Saboteur("forward", "channels in another order", planted("layer", "DepthwiseConv2D", made=made_of(EachOutputItsOwnChannel))),
    Saboteur("forward", "gates in another order", sabotaged("LSTM", with_blocks((0, 1, 3, 2)))),
    Saboteur("forward", "gates in another order", sabotaged("GRU", with_blocks((1, 0, 2)))),
    Saboteur("forward", "z and 1 - z swapped", planted("layer", "GRU", made=made_of(KeepsOrReplaces))),
    Saboteur("forward", "recurrent bias outside of the reset", planted("layer", "GRU", made=made_of(OneBiasForBoth))),
    Saboteur("forward", "output not activated", planted("layer", "LSTM", made=made_of(ReadsWhatIsNotActivated))),
    Saboteur("forward", "mask ignored", sabotaged("SimpleRNN", without_mask)),
    Saboteur("forward", "masked output repeated", sabotaged("LSTM", with_settings(zero_output_for_mask=False))),
    Saboteur("forward", "walks forward only", sabotaged("GRU", with_settings(go_backwards=False))),
    Saboteur("forward", "way back not turned round", planted("layer", "Bidirectional", made=around(NotInStep))),
    Saboteur("forward", "a mask of every feature", planted("layer", "Masking", made=made_of(EveryFeature))),
    Saboteur("gradients", "no gradient through time", planted("layer", "SimpleRNN", made=made_of(NoBackpropagationThroughTime))),
    Saboteur("directional", "no gradient through time", planted("layer", "SimpleRNN", made=made_of(NoBackpropagationThroughTime))),
    Saboteur("gradients", "none through the carried sum", planted("layer", "LSTM", made=made_of(NoGradientThroughTheCarriedSum))),
    Saboteur("gradients", "mask ignored on the way back", planted("layer", "GRU", made=made_of(ForgetsTheSkippedGradient))),
    Saboteur("gradients", "parts swapped", planted("layer", "Concatenate", made=made_of(SwappedParts))),
    Saboteur("gradients", "product of one other", planted("layer", "Multiply", made=made_of(OnlyTheFirst))),
    Saboteur("gradients", "last of equal words wins", planted("layer", "Embedding", made=made_of(LastWins))),
    Saboteur("kinks", "gradient to all that are largest", planted("layer", "Maximum", made=made_of(ToAllThatAreLargest))),
    Saboteur("purity", "state kept between calls", planted("layer", "SimpleRNN", made=keeps_its_state)),
]


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=str)
def test_planted_bug_is_caught(saboteur):
    assert not saboteur.caught(examples=30).passed
