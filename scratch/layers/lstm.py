"""Long short-term memory."""

from __future__ import annotations

from typing import Any

from scratch import activations
from scratch.arrays import reshaped
from scratch.differentiable import Array, namespace
from scratch.layers.recurrent import Recurrent
from scratch.layers.time_loop import States


class LSTM(Recurrent):
    """Long short-term memory: a carried sum c that gates write to, forget and read.

    z = x[t] @ kernel + h[t - 1] @ recurrent_kernel + bias is cut into the four quarters z_i, z_f, z_c, z_o, in that order;
    i, f, o = recurrent_activation(z_i), recurrent_activation(z_f), recurrent_activation(z_o);
    c[t] = f * c[t - 1] + i * activation(z_c); h[t] = o * activation(c[t]), from h = c = 0.

    Args:
        units: width of h, of c and of the output, a positive whole number.
        activation: of what is written and of what is read, tanh unless given; linear for None.
        recurrent_activation: of the gates, sigmoid unless given; linear for None.
        use_bias: False leaves `bias` out.
        kernel_initializer, recurrent_initializer, bias_initializer: initial values.
        unit_forget_bias: True starts the bias of the forget gate f at 1, whatever `bias_initializer` says.
        return_sequences, return_state, go_backwards, stateful, unroll: see `Recurrent`; the states are (h, c).
        use_cudnn: of no effect here.

    Shapes:
        x                 (batch, steps, in)
        mask              (batch, steps), False where a step is skipped
        kernel            (in, 4 * units)
        recurrent_kernel  (units, 4 * units)
        bias              (4 * units,)
        y                 (batch, units), or (batch, steps, units) with `return_sequences`

    Raises:
        ValueError: `units` is not a positive whole number, or x has another shape or no step at all.

    Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000 and no peepholes; `keras.layers.LSTM`,
    without its regularizers and constraints.
    """

    blocks = 4
    state_count = 2

    def __init__(
        self,
        units: int,
        activation: object = "tanh",
        recurrent_activation: object = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        recurrent_initializer: object = "orthogonal",
        bias_initializer: object = "zeros",
        unit_forget_bias: bool = True,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
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
        self.unit_forget_bias = unit_forget_bias
        self.use_cudnn = use_cudnn

    def add_bias(self, columns: int) -> None:
        super().add_bias(columns)
        if self.unit_forget_bias:
            self.params["bias"][self.units : 2 * self.units] = 1

    def step(self, contribution: Array, states: States) -> tuple[States, tuple[Array, ...]]:
        h, c = states
        z = reshaped(contribution + h @ self.params["recurrent_kernel"], (h.shape[0], 4, self.units))
        gates = self.recurrent_activation(z)  # of z_c too, which is not asked for: one call is faster than three
        written = self.activation(z[:, 2, :])
        c = gates[:, 1, :] * c + gates[:, 0, :] * written
        read = self.activation(c)
        return (gates[:, 3, :] * read, c), (z, gates, written, c, read)

    def step_vjp(self, dstates: States, states: States, trace: tuple[Array, ...]) -> tuple[Array, States]:
        """The chain rule through h = o * activation(c) and c = f * c_before + i * activation(z_c), then into z, which is dcontribution."""
        (dh, dc), (z, gates, written, c, read) = dstates, trace
        i, f, o = gates[:, 0, :], gates[:, 1, :], gates[:, 3, :]
        dc = dc + self.activation.vjp(dh * o, c, read)
        dgates = namespace(z).zeros_like(z)
        dgates[:, 0, :], dgates[:, 1, :], dgates[:, 3, :] = dc * written, dc * states[1], dh * read
        dz = self.recurrent_activation.vjp(dgates, z, gates)
        dz[:, 2, :] = self.activation.vjp(dc * i, z[:, 2, :], written)
        dz = reshaped(dz, (dz.shape[0], 4 * self.units))
        return dz, (dz @ self.params["recurrent_kernel"].T, dc * f)
