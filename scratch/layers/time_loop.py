"""The one loop over time of the recurrent layers, forward and back, with steps that a mask skips.

Time comes first in all arrays here, in the order in which it is walked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from scratch.differentiable import Array, namespace

States = tuple[Array, ...]
Step = Callable[[Array, States], tuple[States, Any]]
"""From (what x contributes at a step, states before it) to (states after it, what its VJP needs)."""
StepVJP = Callable[[States, States, Any], tuple[Array, States]]
"""From (dL/dstates after a step, states before it, what its VJP needs) to (dL/dcontribution of x, dL/dstates before it)."""


class Run(NamedTuple):
    """One walk along a batch of sequences.

    Args:
        outputs: the first of the states after every step, or what a mask puts in its place.
        states: after the last step.
        before: the states that every step began with.
        traces: what the VJP of every step needs.
        keep: (steps, batch, 1), False where a step is skipped; None if none is.
        zero_skipped: the output of a skipped step is 0; else that of the step before.
    """

    outputs: list[Array]
    states: States
    before: list[States]
    traces: list[Any]
    keep: Array | None
    zero_skipped: bool


def walk(step: Step, contributions: Array, states: States, keep: Array | None, zero_skipped: bool) -> Run:
    """Take `states` along: a skipped step leaves them as they are.

    Args:
        step: one step.
        contributions: (steps, batch, ...), what x contributes.
        states: before the first step.
        keep, zero_skipped: see `Run`.
    """
    xp, nothing = namespace(contributions), namespace(contributions).zeros_like(states[0])
    run = Run([], states, [], [], keep, zero_skipped)
    output = nothing
    for t in range(contributions.shape[0]):
        after, trace = step(contributions[t, ...], states)
        run.before.append(states)
        run.traces.append(trace)
        if keep is None:
            states, output = after, after[0]
        else:
            output = xp.where(keep[t, ...], after[0], nothing if zero_skipped else output)
            states = tuple(xp.where(keep[t, ...], new, old) for new, old in zip(after, states))
        run.outputs.append(output)
    return run._replace(states=states)


def walk_back(step_vjp: StepVJP, run: Run, dlast: Array, doutputs: Array | None, dstates: States) -> Array:
    """Backpropagation through time: dL/dcontributions.

    Args:
        step_vjp: the VJP of one step.
        run: the walk forward.
        dlast: dL/d the last output.
        doutputs: dL/d every output besides, (steps, batch, units); None for nothing.
        dstates: dL/d the states after the last step.
    """
    xp, found = namespace(dlast), []
    carried = dlast  # a skipped step repeats the output before it, so that its gradient goes there
    for t in reversed(range(len(run.traces))):
        doutput = carried if doutputs is None else carried + doutputs[t, ...]
        passed: States = ()
        if run.keep is not None:
            keep = run.keep[t, ...]
            passed = tuple(xp.where(keep, 0, d) for d in dstates)
            dstates = tuple(xp.where(keep, d, 0) for d in dstates)
            skipped, doutput = xp.where(keep, 0, doutput), xp.where(keep, doutput, 0)
        carried = xp.zeros_like(dlast) if run.keep is None or run.zero_skipped else skipped
        dcontribution, dstates = step_vjp((dstates[0] + doutput, *dstates[1:]), run.before[t], run.traces[t])
        dstates = tuple(d + p for d, p in zip(dstates, passed)) if passed else dstates
        found.append(dcontribution)
    return xp.stack(found[::-1])
