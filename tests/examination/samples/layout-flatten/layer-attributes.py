import numpy as np


class Layer_Flatten:
    def forward(self, inputs):
        self.inputs_shape = inputs.shape
        self.output = np.moveaxis(inputs, -1, 1).reshape(len(inputs), -1)

    def backward(self, dvalues):
        n, h, w, c = self.inputs_shape
        self.dinputs = np.moveaxis(dvalues.reshape(n, c, h, w), 1, -1)
