"""Optimizers in all the forms they are written in."""
