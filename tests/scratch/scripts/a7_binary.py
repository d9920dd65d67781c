"""8-32-32-1: two hidden layers and a sigmoid, for yes or no."""

import numpy as np
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam

rng = np.random.default_rng(0)
x = rng.uniform(0, 1, (320, 8))
y = (x[:, 0] + x[:, 1] ** 2 > x[:, 2] + 0.3).astype("float32")

model = Sequential()
model.add(Dense(32, input_dim=8, activation="relu", name="hidden"))
model.add(Dense(32, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.summary()
model.compile(loss="binary_crossentropy", optimizer=Adam(learning_rate=0.01), metrics=["accuracy"])
history = model.fit(x, y, epochs=10, batch_size=10, validation_split=0.25, class_weight={0: 1.0, 1: 2.0}, verbose=0)
loss, accuracy = model.evaluate(x, y)
print(model.get_layer("hidden").get_weights()[0].shape, (model.predict(x) > 0.5).astype("int32").shape)
