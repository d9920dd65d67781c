"""What scratch is asked for and does not have is said in one line, with what it has."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import scratch

IMPORTS = [
    ("from scratch.layers import MultiHeadAttention", "scratch.layers", "Dense"),
    ("from scratch.layers import Dens", "scratch.layers", "did you mean Dense?"),
    ("from scratch import preprocessing", "scratch", "layers"),
    ("from scratch.datasets import cifar10", "scratch.datasets", "mnist"),
    ("from scratch.utils import plot_model", "scratch.utils", "to_categorical"),
    ("from scratch.callbacks import TensorBoard", "scratch.callbacks", "EarlyStopping"),
    ("from scratch.backend import get_uid", "scratch.backend", "clear_session"),
    ("from scratch.models import Model", "scratch.models", "Sequential"),
    ("from scratch.optimizers import Lamb", "scratch.optimizers", "Adam"),
]


@pytest.mark.parametrize(("statement", "module", "words"), IMPORTS)
def test_import_of_what_is_not_there(statement, module, words):
    with pytest.raises(ImportError, match="expected a name that is there") as caught:
        exec(statement, {})
    message = str(caught.value)
    assert message.startswith(f"{module}: ")
    assert words in message
    assert "\n" not in message


def test_attribute_that_is_not_there():
    with pytest.raises(AttributeError, match=r"^scratch: expected a name that is there, got 'Model'"):
        _ = scratch.Model
    assert not hasattr(scratch.layers, "MultiHeadAttention")
    assert getattr(scratch.layers, "MultiHeadAttention", None) is None


def packages():
    return ["scratch", *(m.name for m in pkgutil.walk_packages(scratch.__path__, "scratch.") if m.ispkg)]


@pytest.mark.parametrize("name", packages())
def test_every_package_says_what_it_has(name):
    package = importlib.import_module(name)
    assert all(hasattr(package, each) for each in package.__all__)
    with pytest.raises(AttributeError, match=f"^{name}: expected a name that is there, got 'nothing_of_this_name'"):
        _ = package.nothing_of_this_name


def test_modules_inside_of_packages_can_still_be_imported():
    exec("from scratch.models import trainer\nfrom scratch.layers import dense, layer", {})


def test_second_names():
    assert scratch.layers.MaxPool2D is scratch.layers.MaxPooling2D
    exec("from scratch.layers import Convolution2D", {})
    assert all(hasattr(scratch.layers, name) for name in scratch.layers.OTHER_NAMES)


@pytest.mark.keras
def test_second_names_are_those_of_keras():
    from reference.backend import load

    layers = load().keras.layers
    for second, first in scratch.layers.OTHER_NAMES.items():
        assert getattr(layers, second) is getattr(layers, first)


def test_functional_api_is_refused():
    with pytest.raises(ValueError, match=r"Input: expected a place in Sequential.*no functional API"):
        scratch.layers.Dense(3)(scratch.Input((4,)))
