"""What went wrong in the candidate, as kind, message and line."""

from __future__ import annotations

from typing import Any

from comparisons.subjects.worker.runtime.framework import FrameworkUsedError
from comparisons.subjects.worker.runtime.program import StepError

MOST_TEXT = 500
INSTALLED_AS = {
    "sklearn": "scikit-learn",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "yaml": "pyyaml",
    "skimage": "scikit-image",
    "bs4": "beautifulsoup4",
}


def failure(problem: BaseException, file: str) -> list[Any]:
    """[kind, message, line in `file` or None]."""
    line = _line(problem, file)
    framework = _cause(problem, FrameworkUsedError)
    if framework is not None:
        return ["framework", f"it uses {framework.name} itself", line]
    if isinstance(problem, StepError):
        return ["raised", _text(problem), line]
    if isinstance(problem, MemoryError):
        return ["memory", f"it asked for too much memory: {_text(problem) or 'MemoryError'}", line]
    if isinstance(problem, SyntaxError):
        own = problem.filename in (file, None)
        return [
            "syntax",
            f"{_name(problem)}: {problem.msg}{'' if own else f' in {problem.filename}'}"[:MOST_TEXT],
            problem.lineno if own else line,
        ]
    if isinstance(problem, ModuleNotFoundError) and type(problem.name) is str:
        root = problem.name.partition(".")[0]
        return ["import", f"it imports {problem.name}, which is not installed; pip install {INSTALLED_AS.get(root, root)}", line]
    if isinstance(problem, SystemExit):
        return ["raised", f"it ends the program: sys.exit({_text(problem)})", line]
    return ["raised", f"{_name(problem)}: {_text(problem)}".rstrip(": "), line]


def _name(problem: BaseException) -> str:
    name: str = type.__dict__["__name__"].__get__(type(problem))
    return name[:100]


def _text(problem: BaseException) -> str:
    """Its message in one line; an exception may lie about itself or raise in turn."""
    try:
        return " ".join(str(problem)[:MOST_TEXT].split())
    except BaseException as another:
        return f"(its message cannot be read: {_name(another)})"


def _line(problem: BaseException, file: str) -> int | None:
    """The deepest line of `file` in the traceback."""
    line, trace = None, problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _cause(problem: BaseException, kind: type[FrameworkUsedError]) -> FrameworkUsedError | None:
    """The first exception of `kind` among this one and those it came from."""
    seen: set[int] = set()
    current: BaseException | None = problem
    while current is not None and id(current) not in seen:
        if isinstance(current, kind):
            return current
        seen.add(id(current))
        current = current.__cause__ or current.__context__
    return None
