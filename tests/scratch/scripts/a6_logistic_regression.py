"""Logistic regression: eight inputs, one sigmoid, no hidden layer."""

import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.normal(size=(200, 8))
y = (x @ np.arange(-4, 4) > 0).astype(int)

model = keras.models.Sequential()
model.add(keras.layers.Input(shape=(8,)))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    loss=keras.losses.BinaryCrossentropy(), optimizer=keras.optimizers.SGD(0.1, momentum=0.9), metrics=[keras.metrics.BinaryAccuracy()]
)
history = model.fit(x, y, epochs=5, verbose=0)
model.summary()
weights, bias = model.layers[0].get_weights()
print(weights.shape, bias.shape, model.evaluate(x, y, verbose=0))
