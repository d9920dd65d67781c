"""`pytest` here holds the network against Keras: a test a part."""

import net
import pytest


@pytest.mark.parity([net.sigmoid, net.softplus, net.Dense])
@pytest.mark.parity([net.mse], accept=["half-mse"])
def test_like_keras(parity):
    parity.assert_match()
