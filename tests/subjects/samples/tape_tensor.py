"""A small autograd engine on arrays."""

import numpy as np


def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class Tensor:
    def __init__(self, data, requires_grad=False, parents=()):
        self.data = np.asarray(data)
        self.requires_grad = requires_grad
        self.grad = np.zeros_like(self.data, dtype=float)
        self.parents = parents

    def _node(self, data, *parents):
        return Tensor(data, True, parents)

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return self._node(self.data + other.data, (self, lambda g: g), (other, lambda g: g))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return self._node(self.data * other.data, (self, lambda g: g * other.data), (other, lambda g: g * self.data))

    def __matmul__(self, other):
        return self._node(self.data @ other.data, (self, lambda g: g @ other.data.T), (other, lambda g: self.data.T @ g))

    def __pow__(self, power):
        return self._node(self.data**power, (self, lambda g: g * power * self.data ** (power - 1)))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1.0

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def sum(self):
        return self._node(self.data.sum(), (self, lambda g: g * np.ones_like(self.data)))

    def mean(self):
        return self._node(self.data.mean(), (self, lambda g: g * np.ones_like(self.data) / self.data.size))

    def relu(self):
        return self._node(np.maximum(self.data, 0), (self, lambda g: g * (self.data > 0)))

    def exp(self):
        e = np.exp(self.data)
        return self._node(e, (self, lambda g: g * e))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = np.ones_like(self.data, dtype=float)
        for node in reversed(order):
            for parent, rule in node.parents:
                parent.grad = parent.grad + unbroadcast(rule(node.grad), parent.data.shape)
