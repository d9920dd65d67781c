"""The published form of result.json: what is written keeps to it, and it refuses what departs from it."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from comparisons.reports.files import json_ready
from comparisons.reports.schema import COMMANDS, first_mistake, schema
from tests.reports.example_check import VERDICTS, everything, one_of_each
from tests.reports.example_result import matching, mismatching

FIXED = {
    "check": ["schema_version", "command", "environment", "components", "summary"],
    "compare": ["model", "dtype", "verdict", "parameters", "data", "history", "test", "tracks", "seconds"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_schemas_are_of_2020_12_and_demand_the_fixed_fields(command: str) -> None:
    found = schema(command)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)
    assert set(FIXED[command]) <= set(found["required"])


@pytest.mark.parametrize("result", [everything(), *map(one_of_each, VERDICTS)])
def test_results_of_check_are_valid(result: dict[str, Any]) -> None:
    assert first_mistake(json_ready(result), "check") == ""


@pytest.mark.parametrize("result", [matching(), mismatching(), {**matching(), "test": None}])
def test_results_of_compare_are_valid(result: dict[str, Any]) -> None:
    assert first_mistake(json_ready(result), "compare") == ""


def test_what_json_has_no_number_for_is_a_text_and_no_other_text_is_a_number() -> None:
    result = everything()
    for value in ("nan", "inf", "-inf"):
        result["components"][0]["headroom"] = value
        assert first_mistake(result, "check") == ""
    result["components"][0]["headroom"] = "much"
    assert "$.components[0].headroom" in first_mistake(result, "check")


@pytest.mark.parametrize("key", FIXED["check"])
def test_a_missing_field_is_named(key: str) -> None:
    result = everything()
    del result[key]
    assert key in first_mistake(result, "check")


@pytest.mark.parametrize(
    ("key", "value"),
    [("verdict", "okay"), ("findings", None), ("checks", [{"name": "forward"}]), ("counterexample", "none"), ("subject", 3)],
)
def test_a_wrong_field_of_a_part_is_found(key: str, value: object) -> None:
    result = everything()
    result["components"][1][key] = value
    assert "$.components[1]" in first_mistake(result, "check")


def test_it_may_grow() -> None:
    result = copy.deepcopy(everything())
    result["later"] = result["components"][0]["later"] = result["components"][0]["checks"][0]["later"] = {"any": ["thing"]}
    assert first_mistake(result, "check") == ""


@pytest.mark.keras
def test_a_real_result_is_valid_and_says_the_same_after_a_round_trip(tmp_path: Any) -> None:
    from comparisons.checks.result import result_of
    from comparisons.checks.verdicts import check_pair
    from comparisons.reports.files import write_json
    from comparisons.reports.stored import load_result
    from tests.checks.saboteurs import pair_of, sabotaged

    def upstream_ignored(right: Any, case: Any) -> Any:
        found = right(case)
        return {**found, "gradient of x": found["gradient of x"] * 0.5}

    pairs = pair_of("relu"), sabotaged("tanh", upstream_ignored)
    components = [check_pair(pair, examples=5, seed=0, dtypes=["float64"]) for pair in pairs]
    result = json_ready(result_of(components, seed=0))
    assert first_mistake(result, "check") == ""
    assert json.loads(json.dumps(load_result(write_json(tmp_path / "result.json", result)))) == result
    right, wrong = result["components"]
    assert (right["verdict"], wrong["verdict"]) == ("match", "mismatch")
    assert wrong["counterexample"]["check"] == "gradients"
    assert wrong["specimen"]["pattern"].startswith("scratch is 0.5 x Keras throughout")
    np.testing.assert_allclose(wrong["specimen"]["arbiter"], wrong["specimen"]["reference"], rtol=1e-7)
    assert {curve["quantity"] for curve in right["curves"]} == {"output", "derivative"}
    for curve in right["curves"]:
        assert all(apart <= allowed for apart, allowed in zip(curve["apart"], curve["allowed"]))
    halved = next(curve for curve in wrong["curves"] if curve["quantity"] == "derivative")
    told = [
        (apart, allowed) for apart, right, allowed in zip(halved["apart"], halved["reference"], halved["allowed"]) if right > 4 * allowed
    ]
    assert len(told) > 20
    assert all(apart > allowed for apart, allowed in told)
