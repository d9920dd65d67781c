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
    conventions = _conventions(described)
    findings = [{**finding, "summary": finding["summary"].replace("scratch", name)} for finding in result["findings"]]
    verdict = "convention" if result["verdict"] == "match" and conventions else result["verdict"]
    sentence = result["sentence"].replace("scratch", name)
    if verdict == "convention":
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


def _conventions(described: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for key, what, remedy in (
        ("learning_rate_factor", "its step", "the learning rate it was given is divided by that"),
        ("loss_factor", "its loss", "its loss is divided by that"),
    ):
        factor = described[key]
        if factor != "1":
            summary = f"{what} is {factor} times Keras's ({remedy})"
            found.append({"track": "convention", "code": FACTORS.get(factor, "constant-factor"), "summary": summary, "fix": ""})
    return found
