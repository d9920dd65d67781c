"""Recorded trainings: scratch trains as Keras did, step by step, and what it does not do so is caught in the track that shows it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from comparisons.__main__ import _status
from comparisons.golden import bundle
from comparisons.golden.bundle import BUILT_IN
from comparisons.golden.replay_training import replayed_training
from comparisons.golden.training import STEPS, TRAININGS
from comparisons.reports.schema import first_mistake
from comparisons.training.moment import LOSS
from tests.quickly import quickly

READ = bundle.read(BUILT_IN)
NAMES = list(dict.fromkeys(training.name for training in TRAININGS))
SPIRAL = "spiral-2-4-3/adam"


def of(name):
    return [trained for trained in READ.trainings() if trained.training.name == name]


def test_the_bundle_has_them_all():
    assert [trained.training for trained in READ.trainings()] == list(TRAININGS)


@pytest.mark.parametrize("name", NAMES)
def test_scratch_trains_alike(name):
    row = replayed_training(of(name))
    assert row["verdict"] == "match"
    assert 0 < row["headroom"] <= 1
    assert {(check["name"], check["dtype"]) for check in row["checks"]} == {
        (track, dtype) for track in ("locked track", "free track") for dtype in ("float64", "float32")
    }
    assert all(check["examples"] == STEPS and check["elements"] >= 100 for check in row["checks"])


@pytest.mark.parametrize("name", NAMES)
def test_something_was_learnt_and_measured(name):
    for trained in of(name):
        assert len(np.unique(trained.found[LOSS])) == STEPS
        for quantity in trained.of_kind("weight"):
            assert (trained.found[quantity][-1] != trained.found[quantity][0]).any()
        assert all((noise >= 0).all() and np.isfinite(noise).all() and (noise > 0).any() for noise in trained.noise.values())
        assert all((drift > 0).any() for drift in trained.drift.values())


def outside(row):
    """Which tracks something is outside in, and what is first."""
    return {check["name"] for check in row["checks"] if not check["passed"]}, {finding["where"] for finding in row["findings"]}


def test_a_wrong_gradient_shows_in_its_layer(monkeypatch):
    from scratch.layers import Dense

    right = Dense.vjp
    monkeypatch.setattr(Dense, "vjp", lambda self, dy, *rest: right(self, (1 + 1e-6) * dy, *rest))
    tracks, where = outside(replayed_training(of(SPIRAL)[:1]))
    assert tracks == {"locked track", "free track"}
    assert "dense_1, gradient of bias" in where


def test_a_wrong_update_shows_in_what_it_changes(monkeypatch):
    from scratch.optimizers import Adam

    right = Adam.__init__
    monkeypatch.setattr(Adam, "__init__", lambda self, **settings: right(self, **{**settings, "epsilon": 1e-8}))
    tracks, where = outside(replayed_training(of(SPIRAL)[:1]))
    assert tracks == {"locked track", "free track"}
    assert where
    assert where <= {"dense, kernel", "dense, bias", "dense_1, kernel", "dense_1, bias", "loss"}


def test_a_side_that_never_trains_matches_nothing(monkeypatch):
    from comparisons.training.scratch_side import ScratchSide

    monkeypatch.setattr(ScratchSide, "apply", lambda self, gradients=None: None)
    assert outside(replayed_training(of("logistic-8-1/sgd")))[0] == {"locked track", "free track"}


def test_nothing_compared_is_no_match():
    (trained, *_) = of(SPIRAL)
    trained.x, trained.y = trained.x[:0], trained.y[:0]
    row = replayed_training([trained])
    assert row["verdict"] == "mismatch"
    assert row["checks"][0]["vacuous"] == "nothing was compared"


def test_a_side_that_raises_is_an_error(monkeypatch):
    from scratch.layers import Dense

    monkeypatch.setattr(Dense, "vjp", lambda self, dy, *rest: 1 / 0)
    row = replayed_training(of(SPIRAL))
    assert row["verdict"] == "error"
    assert {finding["summary"] for finding in row["findings"]} == {"ZeroDivisionError: division by zero"}


def cut(trained):
    trained.x = trained.x[:-1]


def another_network(trained):
    quantity = trained.of_kind("weight")[0]
    trained.found[quantity] = trained.found[quantity][..., :1]
    trained.noise[quantity] = trained.noise[quantity][..., :1]


def unknown(trained):
    trained.training = replace(trained.training, optimizer="lion")


def without_noise(trained):
    del trained.drift[LOSS]


def without_slots(trained):
    for quantity in trained.of_kind("slot"):
        del trained.found[quantity]


@pytest.mark.parametrize("damage", [cut, another_network, unknown, without_noise, without_slots])
def test_damaged_ones_get_one_line(damage, tmp_path, capsys):
    (trained, *_) = of(SPIRAL)
    damage(trained)
    (tmp_path / "golden.npz").write_bytes(bundle.packed([], READ.environment, [trained]))
    assert _status(["replay", str(tmp_path / "golden.npz")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1, shown.err
    assert "a damaged one" in shown.err


def test_replay_names_them_like_parts(tmp_path, capsys, monkeypatch):
    from scratch.optimizers import Adam

    asked = ["replay", "--only", SPIRAL, "--only", "relu", "--dtype", "float64", "--json", str(tmp_path / "r.json")]
    assert _status(asked) == 0
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert first_mistake(result, "check") == ""
    assert [part["name"] for part in result["components"]] == ["relu", SPIRAL]
    assert {check["dtype"] for check in result["components"][1]["checks"]} == {"float64"}
    assert result["components"][1]["reproduce"] == f"parity replay --only {SPIRAL}"
    right = Adam.__init__
    monkeypatch.setattr(Adam, "__init__", lambda self, **settings: right(self, **{**settings, "beta_2": 0.99}))
    capsys.readouterr()
    assert _status([*asked[:-2], "--html", str(tmp_path / "page.html")]) == 1
    said = "in the locked track since step 1, in dense, optimizer slot velocities of kernel [0, 0]: scratch"
    assert said in capsys.readouterr().out
    assert "in the locked track since step 1, in dense, optimizer slot velocities of kernel [0, 0]: scratch" in (
        tmp_path / "page.html"
    ).read_text(encoding="utf-8")


@pytest.mark.keras
def test_the_installed_keras_trains_alike(capsys):
    assert _status(["record", "--check", str(BUILT_IN), "--only", SPIRAL]) == 0
    assert "agrees with the installed Keras" in capsys.readouterr().out


@pytest.mark.keras
@pytest.mark.parametrize("change", quickly(["weight", "gradient"], ["gradient"]))
def test_another_keras_does_not(change, tmp_path, capsys):
    (trained, *_) = of(SPIRAL)
    quantity = trained.of_kind(change)[0]
    trained.found[quantity] = trained.found[quantity] * (1 + 1e-6)
    (tmp_path / "other.npz").write_bytes(bundle.packed([], READ.environment, [trained]))
    assert _status(["record", "--check", str(tmp_path / "other.npz"), "--only", SPIRAL]) == 1
    assert f"{change} dense kernel has other numbers" in capsys.readouterr().out
