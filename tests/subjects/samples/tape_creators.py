"""An autograd engine whose tensors remember their creators, and go back by the name of the operation."""

import numpy as np


class Tensor(object):
    def __init__(self, data, autograd=False, creators=None, creation_op=None, id=None):
        self.data = np.array(data, dtype=float)
        self.autograd = autograd
        self.grad = None
        self.creators = creators
        self.creation_op = creation_op
        self.children = {}
        self.id = np.random.randint(0, 1000000000) if id is None else id
        if creators is not None:
            for c in creators:
                c.children[self.id] = c.children.get(self.id, 0) + 1

    def all_children_grads_accounted_for(self):
        return all(count == 0 for count in self.children.values())

    def backward(self, grad=None, grad_origin=None):
        if not self.autograd:
            return
        if grad is None:
            grad = Tensor(np.ones_like(self.data))
        if grad_origin is not None:
            if self.children[grad_origin.id] == 0:
                raise Exception("cannot backprop more than once")
            self.children[grad_origin.id] -= 1
        self.grad = grad if self.grad is None else Tensor(self.grad.data + grad.data)
        if self.creators is None or not (self.all_children_grads_accounted_for() or grad_origin is None):
            return
        g = self.grad.data
        if self.creation_op == "add":
            self.creators[0].backward(Tensor(g), self)
            self.creators[1].backward(Tensor(g), self)
        if self.creation_op == "sub":
            self.creators[0].backward(Tensor(g), self)
            self.creators[1].backward(Tensor(-g), self)
        if self.creation_op == "mul":
            a, b = self.creators
            a.backward(Tensor(g * b.data), self)
            b.backward(Tensor(g * a.data), self)
        if self.creation_op == "neg":
            self.creators[0].backward(Tensor(-g), self)
        if self.creation_op == "mm":
            a, b = self.creators
            a.backward(Tensor(g.dot(b.data.T)), self)
            b.backward(Tensor(a.data.T.dot(g)), self)
        if self.creation_op == "sigmoid":
            self.creators[0].backward(Tensor(g * self.data * (1 - self.data)), self)
        if self.creation_op == "tanh":
            self.creators[0].backward(Tensor(g * (1 - self.data * self.data)), self)

    def _made(self, data, op, *creators):
        return Tensor(data, autograd=any(c.autograd for c in creators), creators=list(creators), creation_op=op)

    def __add__(self, other):
        return self._made(self.data + other.data, "add", self, other)

    def __sub__(self, other):
        return self._made(self.data - other.data, "sub", self, other)

    def __mul__(self, other):
        return self._made(self.data * other.data, "mul", self, other)

    def __neg__(self):
        return self._made(self.data * -1, "neg", self)

    def mm(self, x):
        return self._made(self.data.dot(x.data), "mm", self, x)

    def sigmoid(self):
        return self._made(1 / (1 + np.exp(-self.data)), "sigmoid", self)

    def tanh(self):
        return self._made(np.tanh(self.data), "tanh", self)
