"""Starts the worker process: `python start.py CONFIGURATION`, requests on standard input, answers on standard output.

CONFIGURATION is a JSON object:

    paths       folders of installed packages
    hidden      folders of packages that are not to be found
    memory      bytes of address space
    namespaces  whether the process has namespaces of its own
"""

import json
import os
import sys


def main() -> None:
    """Get everything the runtime needs before the candidate is there, then answer requests."""
    configuration = json.loads(sys.argv[1])
    requests, answers, crashes = _pipes()
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if path and path != folder] + configuration["paths"]
    sys.argv[:] = [""]
    sys.dont_write_bytecode = True
    exec(compile(_text(os.path.join(folder, "private.py")), "private.py", "exec"), scope := {"__name__": "private"})
    private = scope["Private"](folder)  # type: ignore[operator]
    in_force = private.load("confinement").confine(configuration)
    private.load("prepare").run(configuration, in_force, requests, answers, crashes)


def _pipes() -> tuple[int, int, int]:
    """Standard input, output and errors under other numbers; what the candidate reads and prints there goes nowhere."""
    requests, answers, crashes = os.dup(0), os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    return requests, answers, crashes


def _text(file: str) -> str:
    with open(file, encoding="utf-8") as source:
        return source.read()


main()
