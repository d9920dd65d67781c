"""What rounding noise does to one step of Keras; measured only where a comparison asks for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.tolerance import PROBES, RAY, K, allowance, machine_epsilon
from comparisons.training.moment import Moment
from comparisons.training.sides import KerasStates
from reference import KerasState, KerasTraining

KINK_PROBES = 16  # each has an even chance to fall on the other side of a kink that is nearer than the noise


class LocalNoise:
    """Allowances of one step, element by element.

    Every input, weight, slot and gradient is moved by one unit in the last place, `PROBES` times at random, and the
    step repeated in Keras; the largest move of each result is its spread. Results are kept until the next step.

    Near a kink the move is not in proportion to the noise: an input of ReLU that lies a few roundings from 0 is not moved
    across by one-ulp noise, yet right code may find it there. So gradients that are still outside are measured again,
    with as much noise as is allowed: K units in the last place. Where the function is smooth, that gives the same.
    """

    def __init__(self, keras: KerasTraining, states: KerasStates, seed: int) -> None:
        self.keras, self.states = keras, states
        self.generator = np.random.default_rng(seed)
        self.measured_steps = 0

    def at(self, moment: Moment) -> None:
        """Forget the last step's measurements."""
        self.moment = moment
        self._first_half: tuple[Any, list[Any]] | None = None
        self._kinks: list[Any] | None = None
        self._second_half: tuple[dict[str, list[Any]], list[Any]] | None = None

    def of_loss(self) -> Any:
        """Allowance of the loss."""
        return self._measure_first_half()[0]

    def of_gradient(self, number: int) -> Any:
        """Allowance of a gradient."""
        return self._measure_first_half()[1][number]

    def of_gradient_at_kinks(self, number: int) -> Any:
        """Allowance of a gradient, with what all of the allowed noise can do."""
        return np.maximum(self.of_gradient(number), self._measure_kinks()[number])

    def of_slot(self, slot: str, number: int) -> Any:
        """Allowance of a slot after the update."""
        return self._measure_second_half()[0][slot][number]

    def of_weight(self, number: int) -> Any:
        """Allowance of a weight after the update."""
        return self._measure_second_half()[1][number]

    def _measure_first_half(self) -> tuple[Any, list[Any]]:
        if self._first_half is None:
            self.measured_steps += 1
            moment = self.moment
            exact = [np.asarray(moment.loss), *moment.gradients]
            probes = [self._found(self._noisy_state(), self._noisy(moment.batch.x)) for _ in range(PROBES)]
            rays = [self._found(moment.keras_before, moment.batch.x * moment.batch.x.dtype.type(t)) for t in RAY]
            loss, *gradients = self._allowances(exact, probes, rays)
            self._first_half = loss, gradients
        return self._first_half

    def _measure_kinks(self) -> list[Any]:
        if self._kinks is None:
            moves: list[Any] = [np.zeros(gradient.shape) for gradient in self.moment.gradients]
            for _ in range(KINK_PROBES):
                _, *probe = self._found(self._noisy_state(ulps=K), self._noisy(self.moment.batch.x, ulps=K))
                moves = [np.maximum(m, np.abs(p - g)) for m, p, g in zip(moves, probe, self.moment.gradients, strict=True)]
            sizes = [float(np.max(np.abs(gradient))) for gradient in self.moment.gradients]
            self._kinks = [m + allowance(spread=0.0, scale=size, dtype=self.keras.dtype) for m, size in zip(moves, sizes, strict=True)]
        return self._kinks

    def _measure_second_half(self) -> tuple[dict[str, list[Any]], list[Any]]:
        if self._second_half is None:
            after, probes = self.moment.after, [self._noisy_update() for _ in range(PROBES)]
            slots = {name: self._allowances(arrays, [probe.slots[name] for probe in probes], []) for name, arrays in after.slots.items()}
            self._second_half = slots, self._allowances(after.weights, [probe.weights for probe in probes], [])
        return self._second_half

    def _allowances(self, exact: list[Any], probes: list[list[Any]], rays: list[list[Any]]) -> list[Any]:
        spreads = [np.max([np.abs(probe[i] - value) for probe in probes], axis=0) for i, value in enumerate(exact)]
        scales = [max(float(np.max(np.abs(values[i]))) for values in [exact, *rays]) for i in range(len(exact))]
        return [allowance(spread=spread, scale=scale, dtype=self.keras.dtype) for spread, scale in zip(spreads, scales)]

    def _found(self, state: KerasState, x: np.ndarray) -> list[np.ndarray]:
        found = self.keras.gradients(state, self.keras.tensor(x), self.moment.y)
        return [found.loss.numpy(), *self.states.split(found.gradients.numpy())]

    def _noisy_update(self) -> Any:
        gradients = self.keras.tensor(self._noisy(self.states.joined(self.moment.gradients)))
        return self.states.read(self.keras.update(self._noisy_state(), gradients))

    def _noisy_state(self, *, ulps: float = 1) -> KerasState:
        values = self._noisy(self.moment.keras_before.values.numpy(), ulps=ulps)
        return self.keras.state(values, self.moment.before.iterations)

    def _noisy(self, a: np.ndarray, *, ulps: float = 1) -> np.ndarray:
        """Every entry one unit in the last place up or down, or more."""
        sign = self.generator.choice([-1.0, 1.0], a.shape)
        return (a * (1 + ulps * machine_epsilon(self.keras.dtype) * sign)).astype(a.dtype)
