import numpy as np

tanh = (np.tanh, lambda x: 1 - np.tanh(np.tanh(x)) ** 2)
