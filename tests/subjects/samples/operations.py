"""Layers that are made of operations, one of them an activation that the layer has by default."""

import numpy as np


class Operation:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = self._output()
        return self.output

    def backward(self, output_grad):
        assert self.output.shape == output_grad.shape
        self.input_grad = self._input_grad(output_grad)
        return self.input_grad

    def _output(self):
        raise NotImplementedError

    def _input_grad(self, output_grad):
        raise NotImplementedError


class ParamOperation(Operation):
    def __init__(self, param):
        self.param = param

    def backward(self, output_grad):
        self.input_grad = self._input_grad(output_grad)
        self.param_grad = self._param_grad(output_grad)
        assert self.param.shape == self.param_grad.shape
        return self.input_grad

    def _param_grad(self, output_grad):
        raise NotImplementedError


class WeightMultiply(ParamOperation):
    def __init__(self, W):
        super().__init__(W)

    def _output(self):
        return self.inputs @ self.param

    def _input_grad(self, output_grad):
        return output_grad @ self.param.T

    def _param_grad(self, output_grad):
        return self.inputs.T @ output_grad


class BiasAdd(ParamOperation):
    def _output(self):
        return self.inputs + self.param

    def _input_grad(self, output_grad):
        return np.ones_like(self.inputs) * output_grad

    def _param_grad(self, output_grad):
        return output_grad.sum(axis=0, keepdims=True)


class Sigmoid(Operation):
    def _output(self):
        return 0.5 * (1 + np.tanh(0.5 * self.inputs))

    def _input_grad(self, output_grad):
        return self.output * (1 - self.output) * output_grad


class Layer:
    def __init__(self, neurons):
        self.neurons, self.first = neurons, True
        self.params, self.param_grads, self.operations = [], [], []

    def forward(self, inputs):
        if self.first:
            self._setup_layer(inputs)
            self.first = False
        for operation in self.operations:
            inputs = operation.forward(inputs)
        return inputs

    def backward(self, output_grad):
        for operation in reversed(self.operations):
            output_grad = operation.backward(output_grad)
        self.param_grads = [operation.param_grad for operation in self.operations if isinstance(operation, ParamOperation)]
        return output_grad

    def _setup_layer(self, inputs):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, neurons, activation=Sigmoid()):
        super().__init__(neurons)
        self.activation = activation

    def _setup_layer(self, inputs):
        self.params = [np.random.randn(inputs.shape[1], self.neurons), np.random.randn(1, self.neurons)]
        self.operations = [WeightMultiply(self.params[0]), BiasAdd(self.params[1]), self.activation]


def relu(x):
    return np.maximum(0, x)


def relu_grad(x):
    return (x > 0).astype(x.dtype)


class DenseLayer:
    """An activation and its derivative, as functions."""

    def __init__(self, n_in, n_out, activation=relu, activation_grad=relu_grad):
        self.W, self.b = np.random.randn(n_in, n_out), np.zeros(n_out)
        self.activation, self.activation_grad = activation, activation_grad

    def forward(self, x):
        self.x, self.z = x, x @ self.W + self.b
        return self.activation(self.z)

    def backward(self, dout):
        dz = dout * self.activation_grad(self.z)
        self.dW, self.db = self.x.T @ dz, dz.sum(axis=0)
        return dz @ self.W.T
