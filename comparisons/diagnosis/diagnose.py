"""From a candidate that differs to the cause that is proved, or to the region where it differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from comparisons.diagnosis.bases import Base
from comparisons.diagnosis.evidence import Evidence, Observation, observe
from comparisons.diagnosis.examples import edge_of, fresh, fresh_edges
from comparisons.diagnosis.explanation import Bound, Explanation, Model, applied
from comparisons.diagnosis.families import bases_of, explanations_for
from comparisons.diagnosis.finding import Diagnosis, Finding
from comparisons.diagnosis.region import region_of
from comparisons.diagnosis.remembered import Recalled
from comparisons.diagnosis.search import AT_MOST, TELLING, Account, Search
from comparisons.diagnosis.wording import example_of, remedy, summary
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Candidate = Callable[[Case], Outcome]

FRESH = 8  # examples a round
ROUNDS = 3  # of fresh examples, as long as several explanations are left
ON_THE_WAY = "exp or a power overflows on the way"
CANNOT_OVERFLOW = "shift before exp, or use a form that cannot overflow (np.tanh, np.logaddexp)"


def diagnose(pair: Pair, candidate: Candidate, cases: Sequence[Case], *, names: Mapping[str, str] | None = None) -> Diagnosis:
    """Why a candidate differs from Keras.

    Every explanation in question is evaluated on the very examples; it is the cause only if it reproduces the
    candidate's numbers on all of them, and on fresh ones, where Keras does not. Quantities (value, gradients) are judged
    separately; edges (kinks, overflow, clipping) after ordinary numbers, upon what was found there.

    Args:
        pair: what the candidate should be.
        candidate: called with an example, returns its outcome; what it raises counts as an observation.
        cases: examples on which it differs, and any others.
        names: what the candidate's code calls things, by role, as in `{"upstream": "dout", "bias gradient": "self.db"}`.
    """
    inquiry = Inquiry(pair, candidate, cases, names or {})
    inquiry.ordinary()
    inquiry.edges()
    return Diagnosis(tuple(inquiry.findings), inquiry.region)


class Inquiry:
    """One candidate under examination."""

    def __init__(self, pair: Pair, candidate: Candidate, cases: Sequence[Case], names: Mapping[str, str]) -> None:
        self.pair, self.candidate, self.names = pair, candidate, names
        self.cases = list(cases)
        self.dtype = _leading(self.cases)
        self.evidence = Evidence(pair)
        self.bases = [replace(base, model=Recalled(base.model).known) for base in bases_of(pair)]
        self.explanations = explanations_for(pair)
        self.found: list[Account] = []
        self.findings: list[Finding] = []
        self._told: dict[Bound, int] = {}
        self.region = ""

    def ordinary(self) -> None:
        """Examples of ordinary numbers, given and fresh."""
        given = [case for case in self.cases if case.dtype == self.dtype and not edge_of(self.pair, case)]
        first = fresh(self.pair, self.dtype, number=1, count=FRESH)
        plain = [explanation for explanation in self.explanations if not explanation.edge]
        seen = observe(self.candidate, [*given, *first, *self._telling(plain, [*given, *first])])
        search = self._search(plain, seen, self.bases)
        if all(observation.mine is None for observation in seen):
            self.region = f"everywhere: it raised {seen[0].problem}" if seen else "no ordinary example could be drawn"
            return
        survivors = [account.cause for account in search.accounts()] if search.wrong else []
        for number in range(2, 2 + ROUNDS):
            seen, before = [*seen, *observe(self.candidate, fresh(self.pair, self.dtype, number=number, count=FRESH))], search.wrong
            search = self._search(plain, seen, self.bases)
            if search.wrong - before:  # it shows too rarely to be seen at first
                survivors = [account.cause for account in search.accounts()]
            accounts = [account for cause in survivors if (account := search.account(cause)).hits >= TELLING]
            survivors = [account.cause for account in accounts]
            if not doubtful(accounts, search.wrong):
                break
        self._conclude(search, accounts)

    def _conclude(self, search: Search, accounts: list[Account]) -> None:
        self.found, left = chosen(accounts, search.wrong)
        for what in sorted(left):
            account = next(search.accounts_of_two(what), None)
            if account is not None and not any(what in other.covers for other in self.found):
                self.found.append(replace(account, covers=account.covers & left))  # of the others, less is said elsewhere
        left = search.wrong - {what for account in self.found for what in account.covers}
        for account in self.found:
            self._report(account, search.observations, rivals(account, accounts))
        self._place(left, search.observations)
        self._raised(search.observations)

    def edges(self) -> None:
        """Kinks and ties, overflow, clipping: each by itself, upon the causes that were found."""
        if self.region:
            return
        understood = [replace(base, model=_combined(self.pair, self.found, base.model)) for base in self.bases] if self.found else []
        models = [*understood, *self.bases]
        groups: dict[tuple[str, str], list[Case]] = {}
        for case in self.cases:
            if edge := edge_of(self.pair, case):
                groups.setdefault((edge, case.dtype), []).append(case)
        for (edge, dtype), cases in groups.items():
            self._edge(edge, dtype, cases, models)

    def _edge(self, edge: str, dtype: str, cases: list[Case], models: list[Base]) -> None:
        fresh_ones = fresh_edges(self.pair, edge, fresh(self.pair, dtype, number=5, count=FRESH))
        seen = [_judged(observation, edge) for observation in observe(self.candidate, [*cases, *fresh_ones])]
        search = self._search([explanation for explanation in self.explanations if explanation.edge], seen, models)
        if not search.wrong:
            return
        self.found, left = chosen([account for account in search.accounts() if account.hits >= TELLING], search.wrong)
        for account in self.found:
            if not any(finding.code in account.codes for finding in self.findings) and not self._beside(account, edge):
                self._report(account, seen, [])
        if edge == "large":
            left -= self._overflowing(search, left)
        if edge == "clipped":
            left -= self._mistaken
        ordinary = observe(self.candidate, fresh(self.pair, dtype, number=1, count=FRESH))
        self._place(left, [*seen, *ordinary])

    def _beside(self, account: Account, edge: str) -> bool:
        """Whether it is a convention at kinks of what is wrong everywhere, which nobody wants to read before that is mended."""
        return edge == "tie" and account.covers <= self._mistaken and all(bound.kind == "C" for bound in account.cause)

    @property
    def _mistaken(self) -> frozenset[str]:
        """What is wrong by a mistake that was found: what another formula does where logarithms end is seen once it is mended."""
        return frozenset(what for finding in self.findings if finding.kind == "D" for what in finding.where.split(", "))

    def _overflowing(self, search: Search, left: frozenset[str]) -> frozenset[str]:
        """Of what nothing explains, what is not finite for large numbers where Keras is, and right wherever it is finite."""
        found = frozenset(what for what in left if search.only_not_finite(what))
        if found and not any(finding.code == "overflow" for finding in self.findings):
            where, seen = ", ".join(sorted(found)), list(search.observations)
            told = f"not finite for large numbers, where Keras is: {ON_THE_WAY} ({example_of(self.evidence, seen, min(found))})"
            self.findings.append(Finding("overflow", "D", where, seen[0].case.dtype, told, CANNOT_OVERFLOW))
        return found

    def _search(self, explanations: Sequence[Explanation], seen: Sequence[Observation], models: list[Base]) -> Search:
        right = Search(self.evidence, (), models, seen, frozenset())
        wrong = frozenset(what for what in right.offered if not self._right(right, what))
        return Search(self.evidence, explanations, models, seen, wrong)

    def _right(self, search: Search, what: str) -> bool:
        """By Keras and the third opinion, or by another model that is right."""
        if not any(search.outside(observation, what).any() for observation in search.observations):
            return True
        return search.reproduces((), what)

    def _telling(self, explanations: Sequence[Explanation], cases: Sequence[Case]) -> list[Case]:
        found: list[Case] = []
        makers = dict.fromkeys(explanation.telling for explanation in explanations)
        for maker in makers:
            for case in cases[:3]:
                found += maker(self.pair, case)
        return found

    def _report(self, account: Account, seen: Sequence[Observation], others: list[Account]) -> None:
        where, offered = ", ".join(sorted(account.covers)), min(account.covers)
        doubt = list(dict.fromkeys("+".join(other.codes) for other in others if other.codes != account.codes))
        for bound in account.cause:
            told = summary(bound, offered, self.names, self.evidence, list(seen))
            if doubt:
                told += f"; no example tells it from {', '.join(doubt)}"
            kind = "D" if bound.kind == "C" and account.spoils else bound.kind
            if not self._said_before(bound, kind, account.covers):
                fix = remedy(bound, offered, self.names, self.pair, seen[0].case)
                self._told[bound] = len(self.findings)
                self.findings.append(Finding(bound.code, kind, where, seen[0].case.dtype, told, fix))

    def _said_before(self, bound: Bound, kind: str, covers: frozenset[str]) -> bool:
        """Whether the same was found of other quantities: then it is true of these as well, and said once."""
        if bound not in self._told:
            return False
        at = self._told[bound]
        before = self.findings[at]
        where = ", ".join(sorted({*before.where.split(", "), *covers}))
        self.findings[at] = replace(before, where=where, kind=max(before.kind, kind))
        return True

    def _place(self, left: frozenset[str], seen: Sequence[Observation]) -> None:
        """The region of what nothing explains."""
        dtype, number = seen[0].case.dtype, iter(range(20, 30))

        def more() -> list[Observation]:
            return observe(self.candidate, fresh(self.pair, dtype, number=next(number), count=FRESH))

        told = [f"{what}: {region_of(self.evidence, seen, what, more)}" for what in sorted(left)]
        before = self.region.split("; ") if self.region else []
        self.region = "; ".join(dict.fromkeys([*before, *told]))  # in two floating types the same is said once

    def _raised(self, seen: Sequence[Observation]) -> None:
        raised = [observation for observation in seen if observation.mine is None]
        if raised and not self.findings:
            sizes = sorted({len(observation.case.x) for observation in raised if observation.case.x.ndim})
            told = f"raised {raised[0].problem} on {len(raised)} of {len(seen)} examples (batch sizes {', '.join(map(str, sizes))})"
            self.region = "; ".join([*([self.region] if self.region else []), told])


def _judged(observation: Observation, edge: str) -> Observation:
    """The observation as far as it is judged: whether a slope is flat where a probability was clipped is a matter of taste."""
    if edge != "clipped" or observation.mine is None:
        return observation
    return replace(observation, mine={what: a for what, a in observation.mine.items() if not what.startswith("gradient ")})


def chosen(accounts: Sequence[Account], wrong: frozenset[str]) -> tuple[list[Account], frozenset[str]]:
    """(the fewest accounts that cover what can be covered, what stays wrong); those first that spoil nothing, then the simplest."""
    reachable = frozenset(what for account in accounts for what in account.covers)
    ranked = sorted(accounts, key=lambda account: len(account.spoils))
    for size in range(1, AT_MOST + 1):
        for group in combinations(ranked, size):
            if reachable and frozenset(what for account in group for what in account.covers) == reachable:
                return list(group), wrong - reachable
    return [], wrong


def rivals(account: Account, accounts: Sequence[Account]) -> list[Account]:
    """Others that explain the same just as well; one that had a number to choose is no match for one that had none."""
    alike = [other for other in accounts if (other.covers, other.spoils) == (account.covers, account.spoils)]
    return [other for other in alike if other.codes != account.codes and other.free <= account.free]


def doubtful(accounts: Sequence[Account], wrong: frozenset[str]) -> bool:
    """Whether more examples could still tell explanations apart."""
    return any(rivals(account, accounts) for account in chosen(accounts, wrong)[0])


def _combined(pair: Pair, accounts: Sequence[Account], base: Model) -> Model:
    """The candidate as far as it is understood: each quantity by the cause that covers it."""

    def outcome(case: Case) -> Outcome:
        found = dict(base(case))
        for account in accounts:
            mistaken = applied(account.cause, pair, base)(case)
            found |= {what: mistaken[what] for what in account.covers}
        return found

    return outcome


def _leading(cases: Sequence[Case]) -> str:
    """float64 decides the formula, if it is there."""
    dtypes = [case.dtype for case in cases]
    return "float64" if "float64" in dtypes or not dtypes else dtypes[0]
