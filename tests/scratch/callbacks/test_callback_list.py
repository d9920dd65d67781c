"""CallbackList has the members that Keras's has, and tells them what that tells them."""

from __future__ import annotations

import pytest

import scratch
from tests.scratch.callbacks.standin import StandIn

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


MEMBERS = {
    "none": lambda callbacks: None,
    "one, not in a list": lambda callbacks: callbacks.Callback(),
    "two": lambda callbacks: (callbacks.TerminateOnNaN(), callbacks.EarlyStopping()),
    "a history": lambda callbacks: [callbacks.History(), callbacks.Callback()],
    "two histories": lambda callbacks: [callbacks.History(), callbacks.History()],
    "a bar": lambda callbacks: [callbacks.ProgbarLogger()],
}
SETTINGS = [{}, {"add_history": True}, {"add_progbar": True}, {"add_history": True, "add_progbar": True}]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("members", MEMBERS)
def test_same_members(keras, members, settings):
    found = []
    for library in (keras, scratch):
        model = StandIn()
        together = library.callbacks.CallbackList(MEMBERS[members](library.callbacks), model=model, **settings)
        assert all(callback.model is model for callback in together.callbacks)
        place = [number for number, callback in enumerate(together.callbacks) if callback is getattr(model, "history", None)]
        found.append(([type(callback).__name__ for callback in together.callbacks], place))
    assert found[1] == found[0]


@pytest.mark.parametrize("params", [{}, {"epochs": 3, "steps": 2, "verbose": 0}], ids=str)
def test_members_are_told_their_model_and_settings_as_keras_tells_them(keras, params):
    before = {"epochs": 1}
    found = []
    for library in (keras, scratch):
        member, model, other = library.callbacks.Callback(), StandIn(), StandIn()
        member.set_params(before)
        together = library.callbacks.CallbackList([member], model=model, **params)
        found.append((together.params, member.params))
        assert together.model is member.model is model
        together.set_model(other)
        assert together.model is member.model is other
    assert found[1] == found[0]


def test_a_list_without_a_model_leaves_the_models_of_its_members(keras):
    for library in (keras, scratch):
        member, model = library.callbacks.Callback(), StandIn()
        member.set_model(model)
        library.callbacks.CallbackList([member])
        assert member.model is model
