"""Affine - sigmoid - affine on the spiral with three arms."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import initializers, layers

rng = np.random.default_rng(1984)
x = np.zeros((300, 2))
t = np.zeros(300, dtype=int)
for arm in range(3):
    for i in range(100):
        radius = i / 100
        angle = arm * 4.0 + 4.0 * radius + rng.standard_normal() * 0.2
        x[100 * arm + i] = radius * np.sin(angle), radius * np.cos(angle)
        t[100 * arm + i] = arm

normal = initializers.RandomNormal(mean=0.0, stddev=1.0, seed=1)
model = keras.Sequential()
model.add(layers.Dense(4, activation="sigmoid", input_dim=2, kernel_initializer=normal, bias_initializer=normal))
model.add(layers.Dense(3, kernel_initializer=normal, bias_initializer=normal))
scores = model.predict(x[:10])
print(scores.shape)

model.compile(optimizer=keras.optimizers.SGD(learning_rate=1.0), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(x, t, batch_size=30, epochs=20, verbose=0)
print(history.history["loss"][-1])
model.summary()
