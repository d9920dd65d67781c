"""A scalar autograd engine that goes back recursively, along every path by itself."""

import math


class Var:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0

    def backward(self, grad=1.0):
        self.grad += grad
        for parent, local in self.parents:
            parent.backward(grad * local)

    def __add__(self, other):
        return Var(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __sub__(self, other):
        return Var(self.value - other.value, ((self, 1.0), (other, -1.0)))

    def __mul__(self, other):
        return Var(self.value * other.value, ((self, other.value), (other, self.value)))

    def __truediv__(self, other):
        return Var(self.value / other.value, ((self, 1 / other.value), (other, -self.value / other.value**2)))

    def __neg__(self):
        return Var(-self.value, ((self, -1.0),))

    def tanh(self):
        t = math.tanh(self.value)
        return Var(t, ((self, 1 - t * t),))

    def exp(self):
        e = math.exp(self.value)
        return Var(e, ((self, e),))
