"""A program's part of a result, and the verdict where only a stated factor makes the two alike."""

from __future__ import annotations

from typing import Any

FACTORS = {"N": "sum-not-mean", "1 / N": "divided-twice", "C": "per-sample-sum", "N x C": "per-sample-sum", "N x C / 2": "per-sample-sum"}


def with_candidate(result: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """The result of a comparison, told about a program instead of scratch.

    Args:
        result: of `run_comparison`.
        described: of `prepared_candidate`.
    """
    name = described["name"].rpartition("/")[2]
    conventions = [*_conventions(described), *_of_update(described)]
    findings = [{**finding, "summary": finding["summary"].replace("scratch", name)} for finding in result["findings"]]
    verdict = _verdict(result["verdict"], conventions)
    sentence = result["sentence"].replace("scratch", name)
    if verdict != result["verdict"] and verdict != "convention":
        sentence = f"{name} and Keras do not train alike: {conventions[-1]['summary']}."
    elif verdict == "convention":
        sentence = f"{sentence.rstrip('.')}, once it is known that {' and '.join(finding['summary'] for finding in conventions)}."
    reproduce = f"{result['reproduce']} --candidate {described['name']}"
    return {
        **result,
        "verdict": verdict,
        "sentence": sentence,
        "reproduce": reproduce,
        "candidate": described,
        "findings": findings + conventions,
    }


def _verdict(of_tracks: str, found: list[dict[str, Any]]) -> str:
    """That of the tracks, unless they saw nothing: then the worst that was found beside them."""
    kinds = {finding["kind"] for finding in found}
    if of_tracks == "mismatch" and "D" in kinds:
        return "deviation"  # which is why
    if of_tracks != "match" or not kinds:
        return of_tracks
    return "mismatch" if "?" in kinds else "deviation" if "D" in kinds else "convention"


def _of_update(described: dict[str, Any]) -> list[dict[str, Any]]:
    """What was found out about its update by itself."""
    rule = described["update"]
    if not rule or not rule["code"]:
        return []
    return [{"track": "update", "code": rule["code"], "kind": rule["kind"], "summary": rule["says"], "fix": rule["fix"]}]


def _conventions(described: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for key, what, remedy in (
        ("learning_rate_factor", "its step", "the learning rate it was given is divided by that"),
        ("loss_factor", "its loss", "its loss is divided by that"),
    ):
        factor = described[key]
        if factor != "1":
            summary = f"{what} is {factor} times Keras's ({remedy})"
            code = FACTORS.get(factor, "constant-factor")
            found.append({"track": "convention", "code": code, "kind": "C", "summary": summary, "fix": ""})
    return found
