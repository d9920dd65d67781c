"""Layers as objects and as pairs of functions."""
