"""What the recurrent layers have in common."""

from __future__ import annotations

from typing import Any

from scratch import activations
from scratch.arrays import reshaped, rows_of
from scratch.differentiable import Array, namespace
from scratch.layers.arguments import positive
from scratch.layers.layer import Layer, Shape
from scratch.layers.precision import sum_of_rows, widened
from scratch.layers.time_loop import Run, States, walk, walk_back


class Recurrent(Layer):
    """A layer that walks along a sequence and takes its states from step to step.

    What x contributes is one matrix product over all steps at once; only what hangs on the step before is done step by
    step (`time_loop`). A subclass writes one step and its VJP; the first of its states, h, is its output.

    Args:
        units: width of the states and of the output, a positive whole number.
        activation: of what a step adds; linear for None.
        use_bias: False leaves `bias` out.
        kernel_initializer, recurrent_initializer, bias_initializer: initial values.
        return_sequences: True returns h after every step, in the order walked; False after the last one only.
        return_state: True returns (output, *states after the last step).
        go_backwards: walk from the last step to the first.
        stateful: every forward begins with the states that the last one ended with, sample by sample, until `reset_state`.
        unroll: of no effect here, where a loop is a loop.
        dropout, recurrent_dropout, seed: 0 only; there is no dropout between steps here.
        zero_output_for_mask: the output of a step that a mask skips is 0; otherwise it repeats that of the step before.

    Shapes:
        x                 (batch, steps, in)
        mask              (batch, steps), False where a step is skipped
        kernel            (in, blocks * units)
        recurrent_kernel  (units, blocks * units)
        y                 (batch, units), or (batch, steps, units) with `return_sequences`

    Raises:
        ValueError: x of another shape, or no step at all.
    """

    blocks: int  # how many matrices lie side by side in `kernel`
    state_count = 1
    supports_masking = True

    def __init__(
        self,
        units: int,
        activation: object,
        use_bias: bool,
        initializers: tuple[object, object, object],
        *,
        return_sequences: bool,
        return_state: bool,
        go_backwards: bool,
        stateful: bool,
        unroll: bool,
        zero_output_for_mask: bool = False,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        if dropout or recurrent_dropout:
            got = f"{dropout!r} and {recurrent_dropout!r}"
            raise ValueError(
                f"{type(self).__name__}: expected dropout and recurrent_dropout 0 (the only ones here), got {got}; use Dropout."
            )
        self.dropout, self.recurrent_dropout, self.seed = dropout, recurrent_dropout, seed
        self.units = positive(type(self).__name__, "units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer, self.recurrent_initializer, self.bias_initializer = initializers
        self.return_sequences, self.return_state, self.go_backwards = return_sequences, return_state, go_backwards
        self.stateful, self.unroll, self.zero_output_for_mask = stateful, unroll, zero_output_for_mask
        self.states: States | None = None

    def step(self, contribution: Array, states: States) -> tuple[States, Any]:
        """(states after one step, what its VJP needs), from `contribution` = x @ kernel + bias at that step."""
        raise NotImplementedError

    def step_vjp(self, dstates: States, states: States, trace: Any) -> tuple[Array, States]:
        """(dL/dcontribution, dL/dstates before the step), from dL/dstates after it and the states before it."""
        raise NotImplementedError

    def build(self, input_shape: Shape) -> None:
        if len(input_shape) != 3 or not input_shape[-1]:
            raise self.bad_input("3 axes (batch, steps, in) and a known last one to size kernel by", input_shape)
        columns = self.blocks * self.units
        self.add_weight("kernel", (input_shape[-1], columns), self.kernel_initializer)
        self.add_weight("recurrent_kernel", (self.units, columns), self.recurrent_initializer)
        if self.use_bias:
            self.add_bias(columns)

    def saved_weights(self) -> dict[str, list[Array]]:
        return {"": [], "cell/": self.weights}

    def add_bias(self, columns: int) -> None:
        """Make the parameter."""
        self.add_weight("bias", (columns,), self.bias_initializer)

    def input_bias(self) -> Array:
        """What is added to x @ kernel."""
        return self.params["bias"]

    def call(self, x: Array, training: bool) -> tuple[Any, tuple[Array, Run]]:
        return self.call_masked(x, training, None)

    def call_masked(self, x: Array, training: bool, mask: Array | None) -> tuple[Any, tuple[Array, Run]]:
        kernel = self.params["kernel"]
        if x.ndim != 3 or x.shape[-1] != kernel.shape[0] or not x.shape[1]:
            raise self.bad_input(f"shape (batch, steps, {kernel.shape[0]} (rows of kernel)) and at least one step", x.shape)
        flat = rows_of(self._walked(x))
        contributions = flat @ kernel
        if self.use_bias:
            contributions += self.input_bias()
        keep = None if mask is None else self._walked(mask[..., None])
        contributions = reshaped(contributions, (x.shape[1], x.shape[0], kernel.shape[1]))
        run = walk(self.step, contributions, self._first_states(x.shape[0], flat), keep, self.zero_output_for_mask)
        y = namespace(x).stack(run.outputs, axis=1) if self.return_sequences else run.outputs[-1]
        return ((y, *run.states) if self.return_state else y), (flat, run)

    def vjp(self, dy: Any, cache: tuple[Array, Run], input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """Backpropagation through time, then dkernel = sum of x^T dcontribution over all steps, and dx = dcontribution @ kernel^T."""
        (flat, run), kernel = cache, self.params["kernel"]
        zeros = namespace(flat).zeros_like(run.states[0])
        dy, *dstates = dy if self.return_state else (dy, *[zeros] * self.state_count)
        if self.return_sequences:
            dcontributions = walk_back(self.step_vjp, run, zeros, namespace(dy).moveaxis(dy, 1, 0), tuple(dstates))
        else:
            dcontributions = walk_back(self.step_vjp, run, dy, None, tuple(dstates))
        gradients = {"kernel": flat.T @ rows_of(dcontributions), **self.recurrent_gradients(dcontributions, run)}
        if not input_gradient:
            return None, gradients
        dx = reshaped(rows_of(dcontributions) @ kernel.T, (*dcontributions.shape[:2], kernel.shape[0]))
        return self._walked_back(dx), gradients

    def recurrent_gradients(self, dcontributions: Array, run: Run) -> dict[str, Array]:
        """drecurrent_kernel = sum of h^T dcontribution over all steps, h being what the step began with; dbias likewise without h."""
        before = namespace(dcontributions).stack([states[0] for states in run.before])
        gradients = {"recurrent_kernel": rows_of(before).T @ rows_of(dcontributions)}
        return gradients | ({"bias": self.sum_of_steps(dcontributions)} if self.use_bias else {})

    def sum_of_steps(self, dcontributions: Array) -> Array:
        """Sum over all steps and samples."""
        return sum_of_rows(widened(rows_of(dcontributions), self.dtype))

    def compute_output_shape(self, input_shape: Shape) -> Any:
        y = (*input_shape[:2], self.units) if self.return_sequences else (input_shape[0], self.units)
        return (y, *[(input_shape[0], self.units)] * self.state_count) if self.return_state else y

    def compute_mask(self, x: Array, mask: Array | None = None) -> Array | None:
        return mask if self.return_sequences else None

    def remember(self, cache: tuple[Array, Run], training: bool) -> None:
        """A stateful layer goes on from the last step the next time."""
        if self.stateful:
            self.states = cache[1].states

    def reset_state(self) -> None:
        """Begin with zeros again."""
        self.states = None

    def _first_states(self, batch: int, like: Array) -> States:
        if self.states is None:
            return (namespace(like).zeros((batch, self.units), dtype=like.dtype),) * self.state_count
        if self.states[0].shape[0] != batch:
            raise ValueError(f"{self.name}: expected {self.states[0].shape[0]} samples (as before: stateful), got {batch}; reset_state().")
        return self.states

    def _walked(self, x: Array) -> Array:
        """(batch, steps, ...) -> (steps, batch, ...) in the order walked."""
        steps = namespace(x).moveaxis(x, 1, 0)
        return steps[::-1, ...] if self.go_backwards else steps

    def _walked_back(self, steps: Array) -> Array:
        """The other way round."""
        return namespace(steps).moveaxis(steps[::-1, ...] if self.go_backwards else steps, 0, 1)
