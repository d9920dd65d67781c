"""Layers, under Keras's names, with Keras's weight layouts and defaults."""
from scratch.layers.activation import Activation
from scratch.layers.dense import Dense
from scratch.layers.flatten import Flatten
from scratch.layers.input_layer import Input, InputLayer
from scratch.layers.layer import Layer

__all__ = ["Activation", "Dense", "Flatten", "Input", "InputLayer", "Layer"]
