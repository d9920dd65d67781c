"""The result of `parity check` as JUnit XML: a suite a part, a case a check and floating type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from comparisons.reports import check_words, words
from comparisons.reports.files import json_ready
from comparisons.reports.junit import document

NAME = "parity check"


def compose(result: Mapping[str, Any]) -> str:
    """The file; a part with a bad verdict always fails something, and so does a result without parts."""
    result = words.tidy(json_ready(result))
    found = [part for part in words.listed(result, "components") if isinstance(part, Mapping)]
    suites = [_suite(part) for part in found]
    if not suites:
        suites = [ElementTree.Element("testsuite", name=NAME)]
        empty = ElementTree.SubElement(suites[0], "testcase", classname=NAME, name="verdict")
        ElementTree.SubElement(empty, "error", type="Nothing was checked", message=check_words.sentence(result))
    seconds = words.real(words.at(result, "seconds"))
    return document(NAME, suites, seconds=seconds or 0)


def _suite(part: Mapping[str, Any]) -> ElementTree.Element:
    subject = words.text(words.at(part, "subject"), otherwise=words.text(words.at(part, "name"), otherwise="a part"))
    suite = ElementTree.Element("testsuite", name=subject)
    for check in words.listed(part, "checks"):
        if isinstance(check, Mapping):
            _check(suite, subject, part, check)
    shown = check_words.shown(words.text(words.at(part, "verdict")))
    if not suite.findall("testcase/failure") and not suite.findall("testcase/error"):
        _verdict(suite, subject, part, shown)
    return suite


def _check(suite: ElementTree.Element, subject: str, part: Mapping[str, Any], check: Mapping[str, Any]) -> None:
    """One case; a failure that was expected is skipped with its reason."""
    dtype, name = words.text(words.at(check, "dtype"), otherwise=""), words.text(words.at(check, "name"), otherwise="a check")
    case = ElementTree.SubElement(suite, "testcase", classname=subject, name=f"{name} [{dtype}]" if dtype else name)
    if words.at(check, "passed"):
        return
    excused = words.text(words.at(check, "expected"), otherwise="") or _accepted(part)
    if excused:
        ElementTree.SubElement(case, "skipped", message=excused)
        return
    found = check_words.example_of(part, check)
    if found is None and words.at(check, "error"):
        ElementTree.SubElement(case, "error", type="error", message=check_words.without_example(part, check))
        return
    message = check_words.without_example(part, check) if found is None else check_words.headline(part, found)
    failure = ElementTree.SubElement(case, "failure", type=words.text(words.at(part, "verdict")), message=message)
    causes = [_cause(part, finding) for finding in check_words.causes(part)]
    failure.text = "\n".join([*causes, *([] if found is None else [check_words.block(part, found)])])


def _accepted(part: Mapping[str, Any]) -> str:
    """Why a match has checks that fail: differences that were accepted."""
    if words.at(part, "verdict") != "match":
        return ""
    codes = [words.text(finding.get("code")) for finding in check_words.findings(part) if finding.get("accepted")]
    return f"accepted: {', '.join(codes)}" if codes else "no part of the verdict"


def _verdict(suite: ElementTree.Element, subject: str, part: Mapping[str, Any], shown: words.Verdict) -> None:
    """The verdict as a case of its own, where no check says it."""
    case = ElementTree.SubElement(suite, "testcase", classname=subject, name="verdict")
    if shown.good:
        return
    causes = [_cause(part, finding) for finding in check_words.findings(part)]
    said = causes or [words.text(words.at(part, "missing"), otherwise="") or words.text(words.at(part, "region"), otherwise=shown.word)]
    kind = "error" if words.at(part, "verdict") in ("error", "unrecognised", None) else "failure"
    problem = ElementTree.SubElement(case, kind, type=shown.word, message=said[0])
    problem.text = "\n".join(said)


def _cause(part: Mapping[str, Any], finding: Mapping[str, Any]) -> str:
    where = check_words.place(finding) or check_words.place(part)
    said = [words.text(finding.get(key), otherwise="") for key in ("code", "summary")]
    fix = words.text(finding.get("fix"), otherwise="")
    return " ".join([part for part in (f"{where}:" if where else "", f"{said[0]}:", said[1], f"Fix: {fix}" if fix else "") if part])
