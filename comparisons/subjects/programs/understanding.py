"""What has been found out about a program."""

from __future__ import annotations

from dataclasses import dataclass, field

from comparisons.subjects.programs.factor import Factor
from comparisons.subjects.programs.layout import Layout
from comparisons.subjects.programs.program import Program, Recipe
from comparisons.subjects.programs.rules import Rule
from comparisons.subjects.programs.running import Gradients, Pick, Wanted
from comparisons.subjects.worker import Member


@dataclass(frozen=True)
class Update:
    """The program's own update, which takes gradients.

    Args:
        member: the function or method.
        after: where the new weights are; None: where the old ones were.
    """

    member: Member
    after: tuple[Pick, ...] | None


@dataclass(frozen=True)
class Understanding:
    """How a program is used.

    Args:
        program: it.
        layout: how it lays things out.
        recipe: the calls that make a gradient or a step.
        gradients: where they are then; None if the calls are a whole step.
        after: of a whole step, where the new weights are; None: where the old ones were.
        loss: how to get the loss at the weights before the step, if it offers that: the last pick.
        output: how to get the outputs, likewise.
        update: its own update, if it has a separate one.
        rate: its gradient, or step, is this many times Keras's.
        fixed_rate: it has a learning rate of its own that nobody can set: `rate` is that.
        loss_factor: its loss is this many times Keras's.
        rule: what its update, or its step, makes of gradients, if that is known.
        unknown_update: that it has an update which follows no rule that is known, in words.
        notes: what else there is to say.
    """

    program: Program
    layout: Layout
    recipe: Recipe
    gradients: Gradients | None
    after: tuple[Pick, ...] | None
    loss: Wanted | None = None
    output: Wanted | None = None
    update: Update | None = None
    rate: Factor = field(default_factory=Factor)
    loss_factor: Factor = field(default_factory=Factor)
    fixed_rate: bool = False
    rule: Rule | None = None
    unknown_update: str = ""
    notes: tuple[str, ...] = ()

    @property
    def remembers(self) -> bool:
        """Whether its update, or its step, depends on those before it."""
        return self.rule is not None and not self.rule.plain

    @property
    def whole_steps(self) -> bool:
        """Whether no gradient can be seen."""
        return self.gradients is None
