"""An autograd engine of function objects: every function knows its inputs, operators are set from outside of the class."""

import numpy as np


class Variable:
    def __init__(self, data):
        if not isinstance(data, np.ndarray):
            data = np.array(data)
        self.data = data
        self.grad = None
        self.creator = None
        self.generation = 0

    def set_creator(self, func):
        self.creator = func
        self.generation = func.generation + 1

    def cleargrad(self):
        self.grad = None

    def backward(self):
        if self.grad is None:
            self.grad = np.ones_like(self.data, dtype=float)
        funcs, seen = [], set()

        def add_func(f):
            if f not in seen:
                funcs.append(f)
                seen.add(f)
                funcs.sort(key=lambda f: f.generation)

        if self.creator is not None:
            add_func(self.creator)
        while funcs:
            f = funcs.pop()
            gxs = f.backward(f.output.grad)
            if not isinstance(gxs, tuple):
                gxs = (gxs,)
            for x, gx in zip(f.inputs, gxs):
                x.grad = gx if x.grad is None else x.grad + gx
                if x.creator is not None:
                    add_func(x.creator)


def as_variable(obj):
    return obj if isinstance(obj, Variable) else Variable(obj)


def sum_to(g, shape):
    for axis in range(g.ndim - len(shape)):
        g = g.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


class Function:
    def __call__(self, *inputs):
        self.inputs = [as_variable(x) for x in inputs]
        self.output = Variable(np.asarray(self.forward(*[x.data for x in self.inputs])))
        self.generation = max(x.generation for x in self.inputs)
        self.output.set_creator(self)
        return self.output


class Add(Function):
    def forward(self, x0, x1):
        return x0 + x1

    def backward(self, gy):
        return sum_to(gy, self.inputs[0].data.shape), sum_to(gy, self.inputs[1].data.shape)


class Mul(Function):
    def forward(self, x0, x1):
        return x0 * x1

    def backward(self, gy):
        x0, x1 = self.inputs[0].data, self.inputs[1].data
        return sum_to(gy * x1, x0.shape), sum_to(gy * x0, x1.shape)


class Neg(Function):
    def forward(self, x):
        return -x

    def backward(self, gy):
        return -gy


class Div(Function):
    def forward(self, x0, x1):
        return x0 / x1

    def backward(self, gy):
        x0, x1 = self.inputs[0].data, self.inputs[1].data
        return sum_to(gy / x1, x0.shape), sum_to(-gy * x0 / x1**2, x1.shape)


class Pow(Function):
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x**self.c

    def backward(self, gy):
        return self.c * self.inputs[0].data ** (self.c - 1) * gy


class MM(Function):
    def forward(self, x, W):
        return x.dot(W)

    def backward(self, gy):
        x, W = self.inputs[0].data, self.inputs[1].data
        return gy.dot(W.T), x.T.dot(gy)


class Exp(Function):
    def forward(self, x):
        return np.exp(x)

    def backward(self, gy):
        return gy * self.output.data


class Sum(Function):
    def forward(self, x):
        return x.sum()

    def backward(self, gy):
        return gy * np.ones_like(self.inputs[0].data)


Variable.__add__ = lambda a, b: Add()(a, b)
Variable.__radd__ = lambda a, b: Add()(b, a)
Variable.__mul__ = lambda a, b: Mul()(a, b)
Variable.__rmul__ = lambda a, b: Mul()(b, a)
Variable.__neg__ = lambda a: Neg()(a)
Variable.__sub__ = lambda a, b: Add()(a, Neg()(as_variable(b)))
Variable.__rsub__ = lambda a, b: Add()(b, Neg()(a))
Variable.__truediv__ = lambda a, b: Div()(a, b)
Variable.__rtruediv__ = lambda a, b: Div()(b, a)
Variable.__pow__ = lambda a, c: Pow(c)(a)
Variable.__matmul__ = lambda a, b: MM()(a, b)
Variable.exp = lambda a: Exp()(a)
Variable.sum = lambda a: Sum()(a)
