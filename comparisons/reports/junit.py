"""The report as JUnit XML: what every build server shows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from comparisons.reports import disagreement, sections, words
from comparisons.reports.files import json_ready

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def compose(result: Mapping[str, Any]) -> str:
    """One suite with a case a track, and one for the verdict, so that a bad verdict always fails something."""
    result = words.tidy(json_ready(result))
    suite = ElementTree.Element("testsuite", name="parity compare")
    model = words.text(words.at(result, "model"), otherwise="model")
    for track in words.TRACKS:
        _judge_track(ElementTree.SubElement(suite, "testcase", classname=model, name=f"{track} track"), result, track)
    _judge_verdict(ElementTree.SubElement(suite, "testcase", classname=model, name="verdict"), result)
    total = words.real(words.at(result, "seconds", "total"))
    return document("parity compare", [suite], seconds=total or 0)


def document(name: str, suites: Sequence[ElementTree.Element], *, seconds: float) -> str:
    """The whole file: suites with their cases counted, and nothing in it that XML cannot hold."""
    root = ElementTree.Element("testsuites", name=name)
    root.extend(suites)
    counts = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error", "skipped": "testcase/skipped"}
    time = f"{seconds if math.isfinite(seconds) and seconds >= 0 else 0:.3f}"
    for suite in suites:
        suite.attrib.update(
            {count: str(len(suite.findall(path))) for count, path in counts.items()}, time=time if suite is suites[0] else "0"
        )
    for element in root.iter():
        element.attrib.update({name: _xml(value) for name, value in element.attrib.items()})
        element.text = _xml(element.text) if element.text else None
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _judge_track(case: ElementTree.Element, result: Mapping[str, Any], track: str) -> None:
    row = next(row for row in sections.tracks(result) if row.name == track)
    outside = words.at(result, "tracks", track, "first_outside")
    if row.outside:
        message = f"{disagreement.where(outside)}: outside since {disagreement.moment(outside)}" if outside else f"headroom {row.headroom}"
        failure = ElementTree.SubElement(case, "failure", type="outside", message=message)
        failure.text = disagreement.block(result, track, outside) if outside else f"{words.HEADROOM} It was {row.headroom}."
    elif not row.measured:
        ElementTree.SubElement(case, "skipped", message="this track was not measured")


def _judge_verdict(case: ElementTree.Element, result: Mapping[str, Any]) -> None:
    shown = words.verdict(result)
    if shown.good:
        return
    kind = "error" if words.at(result, "verdict") in ("error", "unrecognised", None) else "failure"
    problem = ElementTree.SubElement(case, kind, type=shown.word, message=words.sentence(result))
    found = sections.findings(result).rows
    problem.text = "\n".join(
        [words.sentence(result), *(f"{words.text(row.get('summary'))} {row.get('fix') or ''}".strip() for row in found)]
    )


def _xml(value: str) -> str:
    """``value`` without the characters XML cannot hold, not even escaped."""
    return _NOT_XML.sub("?", value)
