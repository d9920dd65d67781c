"""Gated recurrent unit."""

from __future__ import annotations

from typing import Any

from scratch import activations
from scratch.arrays import reshaped, rows_of
from scratch.differentiable import Array, namespace
from scratch.layers.recurrent import Recurrent
from scratch.layers.time_loop import Run, States


class GRU(Recurrent):
    """Gated recurrent unit: a gate z keeps or replaces the state, a gate r says what of it the replacement sees.

    With the thirds z, r, h (in that order) of a = x[t] @ kernel + bias and of b = h[t - 1] @ recurrent_kernel:
    z = recurrent_activation(a_z + b_z); r = recurrent_activation(a_r + b_r);
    new = activation(a_h + r * b_h); h[t] = z * h[t - 1] + (1 - z) * new, from h = 0.

    Args:
        units: width of h and of the output, a positive whole number.
        activation: of the new state, tanh unless given; linear for None.
        recurrent_activation: of the gates, sigmoid unless given; linear for None.
        use_bias: False leaves `bias` out.
        kernel_initializer, recurrent_initializer, bias_initializer: initial values.
        return_sequences, return_state, go_backwards, stateful, unroll: see `Recurrent`.
        reset_after: True is as above, with a bias of its own in b. False resets before the product, as published first:
            b_h = (r * h[t - 1]) @ recurrent_kernel_h, not multiplied by r again.
        use_cudnn: of no effect here.

    Shapes:
        x                 (batch, steps, in)
        mask              (batch, steps), False where a step is skipped
        kernel            (in, 3 * units)
        recurrent_kernel  (units, 3 * units)
        bias              (2, 3 * units), that of a and that of b; without `reset_after` (3 * units,)
        y                 (batch, units), or (batch, steps, units) with `return_sequences`

    Raises:
        ValueError: `units` is not a positive whole number, or x has another shape or no step at all.

    Source: Cho et al. 2014, arXiv 1406.1078v3 without `reset_after`, v1 with it; `keras.layers.GRU`, without its
    regularizers and constraints.
    """

    blocks = 3

    def __init__(
        self,
        units: int,
        activation: object = "tanh",
        recurrent_activation: object = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        recurrent_initializer: object = "orthogonal",
        bias_initializer: object = "zeros",
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        reset_after: bool = True,
        use_cudnn: bool | str = "auto",
        **settings: Any,
    ) -> None:
        super().__init__(
            units,
            activation,
            use_bias,
            (kernel_initializer, recurrent_initializer, bias_initializer),
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            **settings,
        )
        self.recurrent_activation = activations.get(recurrent_activation)
        self.reset_after = reset_after
        self.use_cudnn = use_cudnn

    def add_bias(self, columns: int) -> None:
        self.add_weight("bias", (2, columns) if self.reset_after else (columns,), self.bias_initializer)

    def input_bias(self) -> Array:
        return self.params["bias"][0, :] if self.reset_after else self.params["bias"]

    def step(self, contribution: Array, states: States) -> tuple[States, tuple[Array, ...]]:
        (h,), n = states, self.units
        product, reset = self._products(h)
        a_gates = reshaped(contribution[:, : 2 * n] + product, (h.shape[0], 2, n))
        gates = self.recurrent_activation(a_gates)
        z, r = gates[:, 0, :], gates[:, 1, :]
        a_new = contribution[:, 2 * n :] + (r * reset if self.reset_after else (r * reset) @ self._kernels[1])
        new = self.activation(a_new)
        return (z * h + (1 - z) * new,), (a_gates, gates, reset, a_new, new)

    def step_vjp(self, dstates: States, states: States, trace: tuple[Array, ...]) -> tuple[Array, States]:
        """The chain rule through h = z * h_before + (1 - z) * new, then through the new state, then through the gates."""
        (dh,), (h,), (a_gates, gates, reset, a_new, new) = dstates, states, trace
        kernel_gates, kernel_new = self._kernels
        z, r = gates[:, 0, :], gates[:, 1, :]
        da_new = self.activation.vjp(dh * (1 - z), a_new, new)
        dproduct = da_new if self.reset_after else da_new @ kernel_new.T  # gradient of r * reset
        dgates = namespace(gates).empty_like(gates)
        dgates[:, 0, :], dgates[:, 1, :] = dh * (h - new), dproduct * reset
        da_gates = reshaped(self.recurrent_activation.vjp(dgates, a_gates, gates), (h.shape[0], 2 * self.units))
        dreset = dproduct * r
        dh = dh * z + da_gates @ kernel_gates.T + (dreset @ kernel_new.T if self.reset_after else dreset)
        return namespace(dh).concat([da_gates, da_new], axis=1), (dh,)

    def recurrent_gradients(self, dcontributions: Array, run: Run) -> dict[str, Array]:
        """As without gates, but for the last third of recurrent_kernel: h^T (da_new * r), or (r * h)^T da_new if r came first."""
        xp, n = namespace(dcontributions), self.units
        h, r = xp.stack([states[0] for states in run.before]), xp.stack([gates[:, 1, :] for _, gates, *_ in run.traces])
        da_gates, da_new = dcontributions[..., : 2 * n], dcontributions[..., 2 * n :]
        into, out = (h, da_new * r) if self.reset_after else (r * h, da_new)
        gradients = {"recurrent_kernel": xp.concat([rows_of(h).T @ rows_of(da_gates), rows_of(into).T @ rows_of(out)], axis=1)}
        if self.use_bias:
            bias = self.sum_of_steps(dcontributions)
            own = [bias, self.sum_of_steps(xp.concat([da_gates, out], axis=-1))]
            gradients["bias"] = xp.stack(own) if self.reset_after else bias
        return gradients

    @property
    def _kernels(self) -> tuple[Array, Array]:
        """recurrent_kernel of the gates, and that of the new state."""
        kernel = self.params["recurrent_kernel"]
        return kernel[:, : 2 * self.units], kernel[:, 2 * self.units :]

    def _products(self, h: Array) -> tuple[Array, Array]:
        """(b of the gates, what r is multiplied with)."""
        if not self.reset_after:
            return h @ self._kernels[0], h
        b = h @ self.params["recurrent_kernel"]
        if self.use_bias:
            b = b + self.params["bias"][1, :]
        return b[:, : 2 * self.units], b[:, 2 * self.units :]
