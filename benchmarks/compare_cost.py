"""What `compare` costs beside the trainings it has to do, and whether its memory stays flat."""

from __future__ import annotations

import subprocess
import sys

from threadpoolctl import threadpool_limits

import reference
import scratch
from benchmarks.timing import in_turn, ratio
from comparisons.data import Dataset
from comparisons.training.batches import batches
from comparisons.training.comparison import SHADOWS, Comparison
from comparisons.training.presets import preset
from comparisons.training.run import initial_weights
from comparisons.training.samples import prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.settings import Settings
from comparisons.training.sides import KerasStates, keras_training

EPOCHS = 2


def run(data: Dataset, rounds: int) -> None:
    """Print the ratio of a whole comparison to the trainings of its tracks alone."""
    settings = Settings.of(preset("mlp-784-50-10"), epochs=EPOCHS)
    stream = list(batches(*prepare(data, settings.plan, settings.dtype).train, epochs=EPOCHS, batch_size=settings.batch_size, seed=0))
    with scratch.config.default_float("float32"), reference.floatx("float32"), threadpool_limits(limits=1, user_api="blas"):
        keras = keras_training(settings.plan, settings.dtype)
        start = initial_weights(settings)
        jobs = {
            "compare": lambda: _compare(keras, settings, start, stream),
            "tracks": lambda: _tracks_alone(keras, settings, start, stream),
        }
        seconds = in_turn(jobs, rounds)
    print(f"{len(stream)} steps of all tracks: comparison / trainings alone {ratio(seconds['compare'], seconds['tracks'])}")


def _compare(keras, settings, start, stream) -> None:
    comparison = Comparison(keras, lambda: ScratchSide(settings.plan, settings.dtype), start, batch_size=settings.batch_size, seed=0)
    comparison.run(stream, on_step=lambda batch, loss: None, stopped=lambda: False)


def _tracks_alone(keras, settings, start, stream) -> None:
    """Each track's training, with nothing compared: Keras, its shadows, free, locked, and both halves of swapped."""
    states, begin = KerasStates(keras), keras.start(start)
    free, locked, gradients, update = (ScratchSide(settings.plan, settings.dtype) for _ in range(4))
    now, half, shadows = begin, begin, [begin] * SHADOWS
    for side in (free, locked, gradients, update):
        side.load(states.read(begin))
    for batch in stream:
        x, y = keras.tensor(batch.x), keras.tensor(batch.y)
        locked.load(states.read(now))
        _, now = keras.step(now, x, y)
        shadows = [keras.noisy_step(state, x, y, seed=(0, batch.step))[1] for state in shadows]
        for side in (free, locked):
            side.gradients(batch.x, batch.y)
            side.apply()
        gradients.load_weights(states.read(half).weights)
        half = keras.update(half, keras.tensor(states.joined(gradients.gradients(batch.x, batch.y).gradients)))
        here = states.written(update.state(), begin)
        update.apply(states.split(keras.gradients(here, x, y).gradients.numpy()))


def memory(data: str) -> None:
    """Print the ratio of peak memory at 10 epochs to that at 1 epoch, each in a process of its own."""
    peaks = {epochs: _peak(epochs, data) for epochs in (1, 10)}
    print(f"peak memory of compare: 1 epoch {peaks[1]:,.0f} MiB, 10 epochs {peaks[10]:,.0f} MiB, ratio {peaks[10] / peaks[1]:.3f}")


def _peak(epochs: int, data: str) -> float:
    code = (
        "import resource, sys, tempfile\n"
        "from comparisons.__main__ import _status\n"
        "with tempfile.TemporaryDirectory() as out:\n"
        f"    assert _status(['compare', '--quiet', '--epochs', '{epochs}', '--data', {data!r}, '--out', out]) == 0\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return float(done.stdout)
