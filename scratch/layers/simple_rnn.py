"""The simple recurrent layer."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array
from scratch.layers.recurrent import Recurrent
from scratch.layers.time_loop import States


class SimpleRNN(Recurrent):
    """h[t] = activation(x[t] @ kernel + h[t - 1] @ recurrent_kernel + bias), from h = 0.

    Args:
        units: width of h and of the output, a positive whole number.
        activation: name or function, tanh unless given; linear for None.
        use_bias: False leaves `bias` out.
        kernel_initializer, recurrent_initializer, bias_initializer: initial values.
        return_sequences, return_state, go_backwards, stateful, unroll: see `Recurrent`.

    Shapes:
        x                 (batch, steps, in)
        mask              (batch, steps), False where a step is skipped
        kernel            (in, units)
        recurrent_kernel  (units, units)
        bias              (units,)
        y                 (batch, units), or (batch, steps, units) with `return_sequences`

    Raises:
        ValueError: `units` is not a positive whole number, or x has another shape or no step at all.

    Source: Elman 1990; `keras.layers.SimpleRNN`, without its regularizers and constraints.
    """

    blocks = 1

    def __init__(
        self,
        units: int,
        activation: object = "tanh",
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        recurrent_initializer: object = "orthogonal",
        bias_initializer: object = "zeros",
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
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

    def step(self, contribution: Array, states: States) -> tuple[States, tuple[Array, Array]]:
        z = contribution + states[0] @ self.params["recurrent_kernel"]
        h = self.activation(z)
        return (h,), (z, h)

    def step_vjp(self, dstates: States, states: States, trace: tuple[Array, Array]) -> tuple[Array, States]:
        """dz = dh * activation'(z), which is dcontribution too; dh before the step = dz @ recurrent_kernel^T."""
        dz = self.activation.vjp(dstates[0], *trace)
        return dz, (dz @ self.params["recurrent_kernel"].T,)
