"""A known word among unknown ones says what a class may be; what is made of parts, or is another one, is not called so."""

from __future__ import annotations

import pytest

from comparisons.subjects.inventory.among import is_judged, named_among

NAMES = {
    "InputDense": ["Dense"],
    "L2Dense": ["Dense"],
    "RegularizedDense": ["Dense"],
    "dense_wrong": ["Dense"],
    "DenseReLU": ["Dense", "relu"],
    "ReluDense": ["Dense", "relu"],
    "RMSpropWrong": ["RMSprop"],
    "LSTMWrong": ["LSTM"],
    "Conv2DWrong": ["Conv2D"],
    "MaxPool2DTies": ["MaxPooling2D"],
    "MSELossWrong": ["MeanSquaredError"],
    "BatchNormStd": ["BatchNormalization"],
    "AdamTPerParam": ["Adam"],
}
OTHERS = (
    "OutputLayer TwoLayerNet NeuralNetwork SoftmaxClassifier LinearRegression ResidualBlock ConvResidualBlock LSTMModel LSTMCellOfMine "
    "PositionalEmbedding ConvTransposed Vector FullHouse DenseParams DropoutSchedule MultiHeadAttention TestDense"
)


@pytest.mark.parametrize(("name", "parts"), NAMES.items())
def test_a_word_among_others_names_the_part(name, parts):
    assert [reference[1] for reference in named_among(name)] == parts


@pytest.mark.parametrize("name", OTHERS.split())
def test_what_is_made_of_parts_is_not_called_so(name):
    assert named_among(name) == ()


@pytest.mark.parametrize("name", ["BadLSTM", "LSTMWrong", "RMSprop_broken", "BuggyGRULayer"])
def test_who_says_how_good_it_is_means_the_part(name):
    assert is_judged(name)


@pytest.mark.parametrize("name", ["PeepLSTM", "InputDense", "LSTM", "Wrong", "BadVector"])
def test_other_words_may_mean_something_else(name):
    assert not is_judged(name)
