"""Packages: their modules import each other, relatively, in a circle, and import what is not installed."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import find
from comparisons.subjects.finding.load import load_targets
from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Worker

DENSE = """
from ..activations import relu
from ..backend import KIND
import toy
class Dense:
    def forward(self, x): return x
"""
PACKAGE = {
    "__init__.py": "from .layers import Dense\nfrom . import activations as act\n",
    "backend.py": "import os\nif os.getenv('NOWHERE'):\n    print('no')\n    KIND = 1\nelse:\n    KIND = 2\nWIDTH: int = 3\n",
    "activations/__init__.py": "from .simple import *\nfrom .simple import ReLU, relu\n__all__ = ['ReLU', 'relu']\n",
    "activations/simple.py": "import numpy as np\nclass ReLU:\n    def forward(self, x): return np.maximum(x, 0)\nrelu = ReLU()\n",
    "layers/__init__.py": "from .dense import Dense\n",
    "layers/dense.py": DENSE,
}


@pytest.fixture
def package(tmp_path):
    for name, text in PACKAGE.items():
        (tmp_path / "toy" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "toy" / name).write_text(text, encoding="utf-8")
    return tmp_path / "toy"


def test_every_module_of_a_package_can_be_executed(package):
    targets = load_targets(str(package))
    assert len(targets) == len(PACKAGE)
    for target in targets:
        with Worker(target.source, isolation="process") as worker:
            worker.inventory()


def test_what_comes_from_a_neighbour_is_left_alone(package):
    (target,) = load_targets(str(package / "layers" / "dense.py"))
    with Worker(target.source, isolation="process") as worker:
        found, alone = find(target, Session(worker))
    assert [sighting.name for sighting in found] == ["Dense"]
    assert all(one.why == "comes from toy.activations.simple" for one in alone)


def test_an_object_of_a_class_that_is_checked_is_not_checked_again(package):
    (target,) = load_targets(str(package / "activations" / "simple.py"))
    with Worker(target.source, isolation="process") as worker:
        found, alone = find(target, Session(worker))
    assert [sighting.name for sighting in found] == ["ReLU"]
    assert [(one.name, one.why) for one in alone] == [("relu", "an object of ReLU")]


ABSENT = """
import numpy as np
import no_such_page as page
from no_such_store.files import Store, load as fetch
import no_such_tools.deep.inside
try:
    import no_such_array_library as xp
except ImportError:
    xp = np
def show(bar: page.Bar | None = None, store: "Store" = None) -> page.Figure[int]:
    return page.Figure(store)
def get(): return fetch("x")
def inside(): return no_such_tools.deep.inside.run()
class Kept:
    progress: page.Progress | None = None
def relu(x): return xp.maximum(x, 0)
"""


def test_a_module_that_is_not_installed_is_missed_where_it_is_used(tmp_path):
    with Worker(Source(ABSENT, "net.py", str(tmp_path)), isolation="process") as worker:
        assert worker.run([Call("relu", (-1.0,))]) == [0.0]
        for name, module in (("show", "no_such_page"), ("get", "no_such_store"), ("inside", "no_such_tools")):
            with pytest.raises(CandidateError, match=f"it imports {module}, which is not installed; pip install {module}") as caught:
                worker.run([Call(name)])
            assert caught.value.kind == "import"
        assert {f"{name} (not installed)" for name in ("no_such_page", "no_such_store", "no_such_tools")} == set(worker.shims)


@pytest.mark.parametrize("use", ["class Net(page.Module): pass", "page.setup()", "@page.fast\ndef f(x): return x", "for x in page: pass"])
def test_what_is_used_at_once_is_missed_at_once(use):
    source = Source(f"import no_such_page as page\n{use}\n", "net.py")
    with Worker(source, isolation="process") as worker, pytest.raises(CandidateError, match="pip install no_such_page"):
        worker.inventory()
