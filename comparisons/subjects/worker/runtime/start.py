"""Starts the worker process: `python start.py CONFIGURATION`, requests on standard input, answers on standard output.

CONFIGURATION is a JSON object: `paths` (for packages), `refused` (modules that are not to be found), `memory` (bytes).
"""

import json
import os
import sys


def main() -> None:
    """Get everything the runtime needs before the candidate is there, then answer requests."""
    configuration = json.loads(sys.argv[1])
    requests, answers = _pipes()
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if path and path != folder] + configuration["paths"]
    sys.argv[:] = [""]
    sys.dont_write_bytecode = True
    exec(compile(_text(os.path.join(folder, "private.py")), "private.py", "exec"), scope := {"__name__": "private"})
    private = scope["Private"](folder)  # type: ignore[operator]
    private.load("prepare").run(private, configuration, requests, answers)


def _pipes() -> tuple[int, int]:
    """Standard input and output under other numbers; what the candidate reads and prints there goes nowhere."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    return requests, answers


def _text(file: str) -> str:
    with open(file, encoding="utf-8") as source:
        return source.read()


main()
