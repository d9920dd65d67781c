"""The progress bar on a terminal, where it is written over itself."""

from __future__ import annotations

import contextlib
import io

import pytest

import scratch
from scratch.callbacks import progbar_logger


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Moves a second at every look."""
    clock = iter(range(10_000))
    monkeypatch.setattr(progbar_logger.time, "perf_counter", lambda: float(next(clock)))


def shown(*calls):
    """What methods called with arguments, (method, *arguments), write to a terminal."""
    with contextlib.redirect_stdout(Terminal()) as terminal:
        for method, *arguments in calls:
            method(*arguments)
    return terminal.getvalue()


def logger(**params):
    bar = scratch.callbacks.ProgbarLogger()
    bar.set_params({"verbose": 1, "epochs": 1, "steps": 4, **params})
    return bar


def test_bar_is_written_over_itself():
    bar = logger()
    steps = [(bar.on_train_batch_end, batch, {"loss": 1 / (batch + 1)}) for batch in range(4)]
    states = shown((bar.on_epoch_begin, 0), *steps, (bar.on_epoch_end, 0, {"loss": 0.25, "val_loss": 0.0001})).split("\r")
    assert len(states) == 5
    assert states[0].startswith("1/4 ━━━━━───────────────")
    assert " - loss: 1.0000" in states[0]
    assert states[1].startswith("2/4 ━━━━━━━━━━──────────")
    last = states[-1]
    assert last.startswith("4/4 ━━━━━━━━━━━━━━━━━━━━ ")
    assert last.endswith("- loss: 0.2500 - val_loss: 1.0000e-04\n")


def test_shorter_text_leaves_nothing_of_a_longer_one():
    bar = logger()
    text = shown((bar.on_test_begin,), (bar.on_test_batch_end, 0, {"a_long_name": 1.0}), (bar.on_test_end, {}))
    first, last = text.rstrip("\n").split("\r")
    assert len(last) == len(first)


def test_validation_inside_of_fit_is_silent():
    bar, logs = logger(), {"loss": 1.0}
    assert shown((bar.on_train_begin,), (bar.on_test_begin,), (bar.on_test_batch_end, 0, logs), (bar.on_test_end, logs)) == ""


@pytest.mark.parametrize(("verbose", "lines"), [(0, 0), (1, 1), (2, 1), ("auto", 1)])
def test_verbosity(verbose, lines):
    bar = logger(verbose=verbose)
    assert shown((bar.on_epoch_begin, 0), (bar.on_epoch_end, 0, {"loss": 1.0})).count("\n") == lines


def test_wrong_verbosity_is_named():
    with pytest.raises(ValueError, match="expected verbose"):
        logger(verbose="loud")
