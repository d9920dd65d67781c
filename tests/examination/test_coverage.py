"""Every code has an explanation (or a probe), a remedy that can be read, and samples in the examination."""

from __future__ import annotations

import string

import pytest

from comparisons.diagnosis.catalogue import CATALOGUE
from comparisons.diagnosis.families import EXPLANATIONS
from comparisons.diagnosis.wording import ROLES
from tests.examination.samples import ALSO, UNNAMED, samples

CONVENTIONS = {
    "function", "layer-object", "layer-attributes", "self-updating", "function-cache", "columns", "activation-derivative", "loss",
    "fused-loss", "optimizer",
}  # fmt: skip
ALL = list(samples())
FILLED = {*ROLES, "what", "parameter", "expected"}


def lines_missing(code, explained, sampled):
    """What has to be added for a code."""
    entry = CATALOGUE[code]
    if code not in explained and not entry.probe:
        yield f"{code}: add an Explanation to comparisons/diagnosis/families, or the probe that finds it to its entry of the catalogue"
    if code not in sampled:
        yield f"{code}: add tests/examination/samples/{code}/CONVENTION.py, a small file with that mistake"


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_is_explained_and_examined(code):
    explained, sampled = {explanation.code for explanation in EXPLANATIONS}, {sample.code for sample in ALL}
    assert list(lines_missing(code, explained, sampled)) == []


def test_what_is_missing_is_said():
    assert list(lines_missing("half-mse", {"half-mse"}, {"half-mse"})) == []
    without_explanation, without_sample = lines_missing("half-mse", set(), set())
    assert without_explanation.startswith("half-mse: add an Explanation to comparisons/diagnosis/families")
    assert without_sample == "half-mse: add tests/examination/samples/half-mse/CONVENTION.py, a small file with that mistake"


def test_samples_are_named_after_codes_and_conventions():
    assert {sample.code for sample in ALL} <= CATALOGUE.keys()
    assert {sample.convention for sample in ALL} <= CONVENTIONS
    assert {*ALSO, *UNNAMED} <= {sample.name for sample in ALL}


def test_explanations_have_codes_of_the_catalogue():
    assert {explanation.code for explanation in EXPLANATIONS} <= CATALOGUE.keys()


def texts():
    for code, entry in CATALOGUE.items():
        yield code, entry.fix
    for explanation in EXPLANATIONS:
        yield explanation.code, explanation.fix
        yield explanation.code, explanation.says


def test_no_text_has_a_place_that_nothing_fills():
    unfilled = {(code, name) for code, text in texts() for _, name, _, _ in string.Formatter().parse(text) if name and name not in FILLED}
    assert unfilled == set()
