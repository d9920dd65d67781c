"""Candidates that patch, forge and lie: other parts and their verdicts stay what they are."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Limits, Opaque, Worker
from tests.subjects.worker.failing import ROOT, assert_failed

PATCHES = {
    "numpy": "np.exp = np.asarray = np.array = np.ndarray = np.frombuffer = lambda *a, **k: 7",
    "numpy's insides": "np._core.multiarray.array = np._core.numeric.asarray = None",
    "builtins": "builtins.len = builtins.isinstance = builtins.type = builtins.list = builtins.getattr = lambda *a: 7",
    "more builtins": "builtins.__import__ = builtins.BaseException = builtins.open = builtins.print = None",
    "json": "json.dumps = json.loads = json.JSONEncoder.encode = json.decoder.JSONDecoder.decode = None",
    "json's parts": "json.encoder.JSONEncoder.iterencode = json.encoder.c_make_encoder = json.scanner.c_make_scanner = None",
    "os": "os.read = os.write = os.readv = os.writev = os.path.realpath = None",
    "struct": "struct.pack = struct.Struct = struct.unpack = None",
    "everything of sys": "sys.stdout = sys.stderr = sys.meta_path = sys.path = sys.path_hooks = None",
    "inspect": "inspect.signature = inspect.getsourcelines = None",
    "warnings": "warnings.showwarning = warnings.simplefilter = None",
    "sys.modules": "sys.modules.clear()",
}
MODULES = "import builtins, inspect, json, os, struct, sys, warnings\nimport numpy as np\n"
HONEST = "def honest(x):\n    return np.exp(x) * len([1, 2])\n"


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES)
def test_patching_in_a_call_changes_nothing_for_the_others(isolation, code):
    x = np.linspace(0, 1, 5)
    with Worker(Source(f"{MODULES}{HONEST}def bad():\n    {code}\n    return 5\n", "bad.py"), isolation=isolation) as worker:
        assert worker.run([Call("bad")]) == [5]
        (result,) = worker.run([Call("honest", (x,))])
        np.testing.assert_array_equal(result, np.exp(x) * 2)
        assert worker.generation == 1
        if "np." in code or "builtins" in code:
            assert worker.touched, "the change goes unnoticed"


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES)
def test_patching_at_import(isolation, code):
    with Worker(Source(f"{MODULES}def f(x):\n    return x + 1\n{code}\n", "bad.py"), isolation=isolation) as worker:
        assert [member.path for member in worker.inventory()] == ["f"]
        assert worker.run([Call("f", (np.ones(2),))])[0].tolist() == [2.0, 2.0]


LIAR = """
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return True
    def __array_ufunc__(self, *a, **k): return np.zeros(self.shape)
    def __array__(self, *a, **k): return np.zeros(1)
    def __getattribute__(self, name): return {"shape": (9,), "dtype": np.dtype("int8"), "tobytes": lambda: b""}.get(name, 3)
    def __reduce__(self): raise RuntimeError
    def view(self, *a): return np.zeros(2)
def bad(x):
    return x.view(Liar)
"""


def test_lying_arrays_come_back_as_what_they_are(examine):
    x = np.arange(6.0).reshape(2, 3)
    result = examine(LIAR, x)
    assert type(result) is np.ndarray
    np.testing.assert_array_equal(result, x)


ODD_RESULTS = {
    "object array": ("np.array([1, None], dtype=object)", "ndarray"),
    "array of text": ("np.array(['a'])", "ndarray"),
    "structured array": ("np.zeros(2, dtype=[('a', 'f4')])", "ndarray"),
    "dates": ("np.array(['2020-01-01'], dtype='M8[D]')", "ndarray"),
    "function": ("(lambda: 1)", "function"),
    "generator": ("(i for i in [1])", "generator"),
    "module": ("np", "module"),
    "set": ("{1, 2}", "set"),
    "bytes": ("b'abc'", "bytes"),
    "huge number": ("10**5000", "int"),
    "an object that lies about its class": ("Pretender()", "Pretender"),
}
PRETENDER = "import numpy as np\nclass Pretender:\n    __class__ = property(lambda self: np.ndarray)\n"


@pytest.mark.parametrize(("code", "type_name"), ODD_RESULTS.values(), ids=ODD_RESULTS)
def test_odd_results_stay_there(examine, code, type_name):
    result = examine(f"{PRETENDER}def bad():\n    return {code}\n")
    assert isinstance(result, Opaque)
    assert result.type_name == type_name


def test_subclasses_of_plain_types_come_back_plain(examine):
    text = """
class I(int):
    __add__ = __int__ = __index__ = __repr__ = None
class F(float):
    __add__ = __float__ = __repr__ = None
class S(str):
    __getitem__ = __str__ = __len__ = __iter__ = None
class L(list):
    def __iter__(self): raise RuntimeError
    __len__ = None
class D(dict):
    items = keys = __iter__ = None
def bad():
    return I(3), F(2.5), S("abc"), L([1, 2]), D(a=1)
"""
    result = examine(text)
    assert result == (3, 2.5, "abc", [1, 2], {"a": 1})
    assert [type(part) for part in result] == [int, float, str, list, dict]


def test_endless_nesting(examine):
    text = "def bad():\n    x = []\n    x.append(x)\n    return x\n"
    result = examine(text)
    while type(result) is list:
        (result,) = result
    assert isinstance(result, Opaque)


def test_a_list_without_end(examine):
    result = examine("def bad():\n    return list(range(10**6))\n")
    assert isinstance(result, Opaque)


def test_an_answer_that_is_too_large(examine):
    outcome = examine(
        "import numpy as np\ndef bad():\n    return [np.zeros(2**27)] * 2\n", limits=Limits(seconds_per_call=30, memory_mib=8192)
    )
    assert_failed(outcome, "protocol", "too large")


FORGED = """
import os, stat
def bad():
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode): os.write(number, {data})
        except OSError: pass
    return 1
"""


@pytest.mark.parametrize(
    "data",
    [
        "b'x' * 100",
        "b'PRTY' + b'\\xff' * 12",
        "b'PRTY' + (2).to_bytes(4, 'little') + (0).to_bytes(8, 'little') + b'{}'",
        "b'PRTY' + (4).to_bytes(4, 'little') + (0).to_bytes(8, 'little') + b'1e99'",
        "b'PRTY' + (20000).to_bytes(4, 'little') + (0).to_bytes(8, 'little') + b'[' * 20000",
    ],
)
def test_forged_answers(examine, data):
    assert_failed(examine(FORGED.format(data=data)), "protocol")


def test_closing_all_files(examine):
    assert_failed(examine("import os\ndef bad():\n    os.closerange(0, 256)\n"), "died")


def test_flooding_every_pipe(examine):
    text = FORGED.format(data="b'x' * 2**26")
    outcome = examine(text, limits=Limits(seconds_per_call=2))
    assert isinstance(outcome, CandidateError)
    assert outcome.kind in ("protocol", "timeout")


def test_a_class_that_lies_about_everything(isolation):
    text = """
class Meta(type):
    def __getattribute__(cls, name): raise RuntimeError(name)
    def __instancecheck__(cls, other): raise RuntimeError
    def __subclasscheck__(cls, other): raise RuntimeError
class Bad(metaclass=Meta):
    def forward(self, x): return x
def good(x): return x
"""
    with Worker(Source(text, "bad.py"), isolation=isolation) as worker:
        assert {"Bad", "good"} <= {member.path for member in worker.inventory()}


@pytest.mark.parametrize("name", ["scratch", "comparisons", "reference"])
def test_a_package_of_our_name_does_not_see_ours(name, isolation, tmp_path):
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    ours = ROOT / name / "__init__.py"
    assert ours.is_file()
    text = f"def peek():\n    return len(open({str(ours)!r}).read())\n"
    source = Source(text, "net.py", folder=str(tmp_path), module=f"{name}.net")
    with Worker(source, isolation=isolation) as worker, pytest.raises(CandidateError, match=r"PermissionError|FileNotFoundError"):
        worker.run([Call("peek", ())])
