"""28 x 28 images in, activations as layers of their own."""

import numpy as np
from tensorflow import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.astype(np.float32) / 255, x_test.astype(np.float32) / 255

model = keras.models.Sequential(
    [
        keras.layers.InputLayer((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(256),
        keras.layers.ReLU(),
        keras.layers.Dense(128),
        keras.layers.Activation("relu"),
        keras.layers.Dense(10),
        keras.layers.Softmax(),
    ]
)
model.summary()
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
history = model.fit(x_train, y_train, batch_size=64, epochs=3, validation_data=(x_test, y_test), verbose=2)
print(np.argmax(model.predict(x_test[:5], verbose=0), axis=1))
