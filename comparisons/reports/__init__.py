"""Reports: one result in, files and terminal text out. Importing this is cheap; what draws is loaded when it draws."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_compare_report(result: Mapping[str, Any], folder: str | Path) -> dict[str, Path]:
    """Write every file of a ``parity compare`` report into ``folder`` and name them.

    result.json comes first, so that whatever happens after it, the numbers are kept.

    Args:
        result: the result as DESIGN section 7 describes it; NumPy values and parts that are missing are fine.
        folder: is made if it is not there; files of an earlier report are replaced one by one, each at once.

    Returns:
        File name -> where it lies.

    Raises:
        OSError: the folder cannot be written to.
        TypeError: the result holds something JSON has no form for.
    """
    from concurrent.futures import ThreadPoolExecutor

    from comparisons.reports import bundle, files

    target, result = Path(folder), files.json_ready(result)
    written = {"result.json": files.write_json(target / "result.json", result)}
    with ThreadPoolExecutor(max_workers=1) as aside:
        vega = aside.submit(bundle.vega_from_child)
        from comparisons.reports import html, junit, markdown, plots

        for name, compose in (("report.md", markdown.compose), ("junit.xml", junit.compose), ("loss.svg", plots.svg)):
            written[name] = files.write_text(target / name, compose(result))
        picture = plots.png(written["loss.svg"].read_text(encoding="utf-8"))
        written["loss.png"] = files.write_bytes(target / "loss.png", picture)
        written["report.html"] = files.write_text(target / "report.html", html.compose(result, vega=vega.result))
    return written


def write_check_report(result: Mapping[str, Any], folder: str | Path) -> dict[str, Path]:
    """Write every file of a ``parity check`` report into ``folder`` and name them; result.json comes first.

    Args and errors are those of `write_compare_report`.
    """
    from comparisons.reports import files

    target, result = Path(folder), files.json_ready(result)
    written = {"result.json": files.write_json(target / "result.json", result)}
    from comparisons.reports import check_junit, check_markdown, check_page

    for name, compose in (("report.md", check_markdown.compose), ("junit.xml", check_junit.compose), ("report.html", check_page.compose)):
        written[name] = files.write_text(target / name, compose(result))
    return written
