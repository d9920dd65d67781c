"""Programs with momentum or Adam inside: right ones match, under the convention they follow; wrong ones are told why."""

from __future__ import annotations

import pytest

from comparisons.errors import InputError
from comparisons.subjects.programs.prepare import prepared_candidate
from comparisons.training.presets import preset
from comparisons.training.settings import Settings
from tests.quickly import quickly, some
from tests.subjects.programs import remembering as planted

APART = "gradients and an update"
RIGHT = {
    "momentum, gradients": (planted.MOMENTUM_OBJECT, "TwoLayerNet", "match", "SGD", f"{APART} (update)", []),
    "Adam, gradients": (planted.ADAM_OBJECT, "TwoLayerNet", "convention", "Adam", f"{APART} (update)", ["adam-epsilon-hat"]),
    "Adam, functions": (
        planted.ADAM_FUNCTIONS, "backward_propagation", "convention", "Adam", f"{APART} (update_parameters_with_adam)",
        ["adam-epsilon-hat"],
    ),
    "momentum, whole steps": (planted.MOMENTUM_INSIDE, "Network", "match", "SGD", "whole steps", []),
    "Adam, whole steps": (planted.ADAM_INSIDE, "Network", "convention", "Adam", "whole steps", ["adam-epsilon-hat"]),
}  # fmt: skip


@pytest.mark.keras
@pytest.mark.parametrize("case", quickly(RIGHT, ("Adam, functions", "momentum, whole steps")))
def test_right_ones(program, trained, case):
    text, name, verdict, optimizer, offers, codes = RIGHT[case]
    result = trained(program(text, name))
    assert result["verdict"] == verdict, result["findings"]
    assert [finding["code"] for finding in result["findings"]] == codes
    assert result["candidate"]["offers"] == offers
    assert result["candidate"]["update"]["rule"].startswith(optimizer)
    assert result["tracks"]["locked"]["compared"] > 0
    assert result["tracks"]["free"]["headroom"] <= 1


BARE = planted.ADAM_INSIDE.replace("/ (1 - 0.9**self.t), moments[1] / (1 - 0.999**self.t)", ", moments[1]")
FORGETFUL_MOMENTUM = planted.MOMENTUM_OBJECT.replace('        if not hasattr(self, "v"):\n            self.v =', "        self.v =")
FORGETFUL_ADAM = planted.ADAM_OBJECT.replace('if not hasattr(self, "t"):', "if True:")
WRONG = {
    "no bias correction, whole steps": (BARE, "Network", "adam-no-bias-correction"),
    "no bias correction, gradients": (
        planted.ADAM_OBJECT.replace(" / (1 - beta1**self.t)", "").replace(" / (1 - beta2**self.t)", ""),
        "TwoLayerNet", "adam-no-bias-correction",
    ),
    "no power, functions": (
        planted.ADAM_FUNCTIONS.replace("beta1**t", "beta1").replace("beta2**t", "beta2"), "forward_propagation", "adam-power-missing",
    ),
    "no root": (planted.ADAM_OBJECT.replace("np.sqrt(v_hat)", "v_hat"), "TwoLayerNet", "root-missing"),
    "momentum begins anew": (FORGETFUL_MOMENTUM, "TwoLayerNet", "update-forgets"),
    "momentum begins anew, whole steps": (
        planted.MOMENTUM_INSIDE.replace("0.9 * self.velocity[layer][number] -", "0.9 * 0 -"), "Network", "update-forgets",
    ),
    "Adam begins anew": (FORGETFUL_ADAM, "TwoLayerNet", "update-forgets"),
    "upwards": (planted.MOMENTUM_OBJECT.replace("self.v[name] - lr", "self.v[name] + lr"), "TwoLayerNet", "sign-flipped"),
    "an average of gradients": (
        planted.MOMENTUM_OBJECT.replace("- lr * grads[name]", "- lr * 0.1 * grads[name]"), "TwoLayerNet", "momentum-ema",
    ),
    "nothing known": (planted.MOMENTUM_OBJECT.replace("lr * grads[name]", "lr * grads[name] ** 3"), "TwoLayerNet", "unknown-update"),
}  # fmt: skip


def understood(target, **asked):
    with prepared_candidate(target, Settings.of(preset("mlp-784-50-10"), **asked), isolation="process") as prepared:
        return prepared.described["update"]


@pytest.mark.parametrize("case", some(WRONG, 4))
def test_wrong_ones_are_named(program, case):
    text, name, code = WRONG[case]
    assert understood(program(text, name))["code"] == code


SWITCHED_OFF = planted.MOMENTUM_OBJECT.replace("def update(self, grads, lr):", "def update(self, grads, lr, momentum=0.0):").replace(
    "0.9 * self.v", "momentum * self.v"
)
DECOUPLED = planted.ADAM_OBJECT.replace("-= lr * m_hat /", "-= lr * 0.01 * self.params[name] * weight_decay + lr * m_hat /").replace(
    "eps=1e-8):", "eps=1e-8, weight_decay=0.3):"
)


@pytest.mark.thorough
@pytest.mark.parametrize(("text", "told"), [(SWITCHED_OFF, ""), (DECOUPLED, None)], ids=["switched off", "decoupled decay"])
def test_what_may_well_be_right_is_not_called_wrong(program, text, told):
    found = understood(program(text, "TwoLayerNet"))
    assert (None if found is None else found["code"]) == told


@pytest.mark.thorough
@pytest.mark.keras
def test_what_is_wrong_with_the_update_decides_where_tracks_cannot_see_it(program, trained):
    result = trained(program(FORGETFUL_ADAM, "TwoLayerNet"))
    assert result["verdict"] == "deviation"
    assert result["findings"][-1]["code"] == "update-forgets"
    assert "begins anew at each" in result["sentence"]


@pytest.mark.keras
def test_a_wrong_update_in_whole_steps_is_the_reason_for_what_the_tracks_see(program, trained):
    result = trained(program(BARE, "Network"))
    assert result["verdict"] == "deviation"
    assert result["findings"][-1]["code"] == "adam-no-bias-correction"
    assert result["tracks"]["locked"]["first_outside"]["kind"] == "weight"


def test_whole_steps_that_no_optimizer_of_keras_takes(program):
    text = planted.ADAM_INSIDE.replace("moments[0] = 0.9 * moments[0] + 0.1 * g", "moments[0] = g")
    text = text.replace("m_hat, v_hat = moments[0] / (1 - 0.9**self.t), moments[1] / (1 - 0.999**self.t)", "m_hat, v_hat = g, moments[1]")
    with pytest.raises(InputError, match=r"RMSprop.* where epsilon = 1e-08 is added to the root.*\(epsilon-outside-root\)"):
        understood(program(text, "Network"))
