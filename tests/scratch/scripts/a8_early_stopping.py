"""784-256-256-10 with one-hot targets and binary cross-entropy on the ten outputs, until it gets no better."""

from tensorflow import keras
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.utils import to_categorical

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32")
x_test = x_test.reshape(-1, 784).astype("float32")
low, high = x_train.min(), x_train.max()
x_train, x_test = (x_train - low) / (high - low), (x_test - low) / (high - low)
y_train, y_test = to_categorical(y_train), keras.utils.to_categorical(y_test, 10)

keras.backend.clear_session()
model = keras.models.Sequential()
model.add(keras.layers.Dense(256, activation="relu", input_shape=(784,)))
model.add(keras.layers.Dense(256, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.summary()
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

early_stopping = EarlyStopping(monitor="val_loss", min_delta=0.001, patience=2, verbose=1, restore_best_weights=True)
history = model.fit(x_train, y_train, epochs=50, batch_size=64, validation_split=0.2, callbacks=[early_stopping], verbose=0)
print(len(history.history["val_loss"]), early_stopping.stopped_epoch)
print(model.evaluate(x_test, y_test, verbose=0))
