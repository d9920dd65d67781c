"""What real code needs: old names, stand-ins for plots and progress bars, conversions."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Worker


def result_of(text, *args, folder=None):
    """(result of `f`, shims used)"""
    with Worker(Source(text, "old.py", folder), isolation="process") as worker:
        (result,) = worker.run([Call("f", args)])
        return result, worker.shims


@pytest.mark.parametrize(
    ("code", "shim"),
    [
        ("np.zeros(2, dtype=np.float).dtype == np.float64", "np.float"),
        ("np.zeros(2, dtype=np.int).dtype.kind == 'i'", "np.int"),
        ("np.array([None], dtype=np.object).dtype == object", "np.object"),
        ("np.alltrue(np.array([True, True]))", "np.alltrue"),
        ("np.product(np.array([2, 3])) == 6", "np.product"),
        ("np.NaN != np.NaN", "np.NaN"),
        ("-np.Inf < 0", "np.Inf"),
        ("np.float_(1).dtype == np.float64", "np.float_"),
        ("np.asscalar(np.array([1.5])) == 1.5", "np.asscalar"),
        ("issubclass(list, collections.Iterable)", "collections.Iterable"),
        ("isinstance(3, collections.Hashable)", "collections.Hashable"),
        ("float(np.array([[2.5]])) == 2.5", "float() of a size-1 array"),
        ("int(np.array([3.0])) == 3", "int() of a size-1 array"),
    ],
)
def test_old_names(code, shim):
    result, shims = result_of(f"import collections\nimport numpy as np\ndef f():\n    return bool({code})\n")
    assert result is True
    assert shims == [shim]


def test_nothing_is_reported_that_was_not_used():
    result, shims = result_of("import collections\nimport numpy as np\ndef f(x):\n    return float(np.bool_(x)) + int('3')\n", True)
    assert (result, shims) == (4.0, [])


def test_names_that_never_were_are_missing_still():
    with pytest.raises(CandidateError, match="has no attribute 'signoid'"):
        result_of("import numpy as np\ndef f(): return np.signoid(1)\n")


def test_conversions_in_a_class():
    text = "import numpy as np\nclass A:\n    def g(self, x): return float(x)\ndef f(): return A().g(np.ones((1, 1))), A().g('2')\n"
    assert result_of(text) == ((1.0, 2.0), ["float() of a size-1 array"])


def test_float_stays_what_it_is():
    text = "def f():\n    return isinstance(1.0, float), float is type(1.0), list(map(float, ['1'])), float('inf')\n"
    assert result_of(text)[0] == (True, True, [1.0], np.inf)


def test_a_float_of_its_own():
    assert result_of("float = lambda x: 'mine'\ndef f(): return float(3)\n")[0] == "mine"


def test_conversions_in_a_module_beside_it(tmp_path):
    (tmp_path / "beside.py").write_text("def to_number(x):\n    return float(x)\n", encoding="utf-8")
    result, shims = result_of("from beside import to_number\ndef f(x): return to_number(x)\n", np.ones((1, 1)), folder=str(tmp_path))
    assert (result, shims) == (1.0, ["float() of a size-1 array"])


PLOTS = """
import matplotlib.pyplot as plt, matplotlib as mpl, seaborn as sns
from matplotlib import cm
from mpl_toolkits.mplot3d import Axes3D
from IPython.display import display, HTML
import google.colab
from google.colab import files
mpl.rcParams["figure.figsize"] = (3, 3)
sns.set()
def f(x):
    fig, ax = plt.subplots()
    ax.plot(x, x, label="a").set_color("red")
    fig, axes = plt.subplots(2, 3, figsize=(3, 3))
    for row in axes:
        for one in row: one.imshow(x)
    fig, (left, right) = plt.subplots(1, 2)
    with plt.style.context("dark"): plt.scatter(x, x, c=cm.viridis(x))
    plt.show(); display(HTML("x")); files.upload()
    return axes.shape
"""


def test_plots():
    result, shims = result_of(PLOTS, np.ones(3))
    assert result == (2, 3)
    assert set(shims) == {f"{name} (stand-in)" for name in ("matplotlib", "seaborn", "mpl_toolkits", "IPython", "google.colab")}


PROGRESS = """
import tqdm as whole
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
def f():
    total = sum(tqdm(range(4), desc="x")) + sum(trange(3)) + sum(auto([1, 2])) + sum(whole.tqdm((5,)))
    with tqdm(total=3) as bar:
        bar.update(1); bar.set_postfix(loss=1); tqdm.write("x")
    bar = tqdm(range(2)); bar.set_description("y")
    return total, len(bar), [i for i in bar]
"""


def test_progress_bars_iterate():
    assert result_of(PROGRESS)[0] == (17, 2, [0, 1])


def test_warnings_are_counted():
    text = "import numpy as np\ndef f(x): return np.exp(x)\n"
    with Worker(Source(text, "old.py"), isolation="process") as worker:
        for _ in range(3):
            assert worker.run([Call("f", (np.array(1000.0),))]) == [np.inf]
        assert dict(worker.warnings) == {"RuntimeWarning: overflow encountered in exp": 3}


def test_relative_imports(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("from .layers import Dense\n", encoding="utf-8")
    (package / "base.py").write_text("class Base:\n    def forward(self, x): return x\n", encoding="utf-8")
    text = "from .base import Base\nclass Dense(Base):\n    pass\nf = Dense().forward\n"
    (package / "layers.py").write_text("raise RuntimeError('another text is examined')\n", encoding="utf-8")
    with Worker(Source(text, "layers.py", str(tmp_path), module="package.layers"), isolation="process") as worker:
        assert {member.path: member.mro for member in worker.inventory()} == {"Base": ("Base",), "Dense": ("Dense", "Base")}
        assert worker.run([Call("f", (1,))]) == [1]


def test_random_numbers_are_the_same_every_time():
    text = "import numpy as np\nimport random\ndrawn = np.random.rand()\ndef f(): return drawn, random.random(), list({'a', 'b', 'c'})\n"
    assert result_of(text)[0] == result_of(text)[0]
