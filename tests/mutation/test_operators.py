"""Operators do what their own examples say, and mutants are found where something is computed."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("cosmic_ray", reason="its operators make the mutants; `tox run -e mutation` installs it and runs these tests")

from cosmic_ray.ast import ast_nodes, get_ast

from tools.mutation.mutants import Source
from tools.mutation.operators import OPERATORS, OWN, PARTNERS


@pytest.mark.parametrize("operator", OWN)
def test_our_operators_do_what_their_examples_say(operator, tmp_path):
    for example in operator.examples():
        text = example.pre_mutation_code + "\n"
        (tmp_path / "a.py").write_text(text, encoding="utf-8")
        nodes = list(ast_nodes(get_ast(text)))
        at = [(number, index) for number, node in enumerate(nodes) for index, _ in enumerate(operator().mutation_positions(node))]
        assert len(at) == 1
        changed = Source(tmp_path, "a.py").mutated(operator.__name__, *at[0])
        assert changed == example.post_mutation_code + "\n"


def test_a_function_and_its_partner_differ():
    assert all(name != other for name, other in PARTNERS.items())


def test_a_line_has_all_its_mutants(toy):
    found = {mutant.after for mutant in Source(toy, "toy.py").mutants() if mutant.before == "if x > LIMIT:"}
    assert found == {"if x >= LIMIT:", "if x <= LIMIT:"}


def test_nothing_that_is_only_said_is_changed(toy):
    mutants = list(Source(toy, "toy.py").mutants())
    assert not [mutant for mutant in mutants if "expected" in mutant.before or "Toy" in mutant.before or "import" in mutant.before]
    assert {mutant.after for mutant in mutants if mutant.before.startswith("def scaled")} == {
        "def scaled(x: float, *, by: float = 2.002) -> float:"
    }


def test_every_mutant_has_a_name_of_its_own_that_does_not_know_its_line(toy):
    before = [mutant.key for mutant in Source(toy, "toy.py").mutants()]
    assert max(Counter(before).values()) == 1
    text = (toy / "toy.py").read_text(encoding="utf-8")
    (toy / "toy.py").write_text("# moved\n\n" + text, encoding="utf-8")
    assert [mutant.key for mutant in Source(toy, "toy.py").mutants()] == before


def test_every_mutant_differs_and_the_file_is_left_alone(toy):
    source = Source(toy, "toy.py")
    texts = [source.mutated(mutant.operator, mutant.node, mutant.index) for mutant in source.mutants()]
    assert len(set(texts)) == len(texts) > 15
    assert source.text not in texts
    assert (toy / "toy.py").read_text(encoding="utf-8") == source.text


def test_operators_can_mutate():
    assert all(hasattr(operator, "mutate") for operator in OPERATORS.values())
