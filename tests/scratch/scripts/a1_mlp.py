"""784-50-10 on MNIST: one hidden layer of sigmoids."""

from tensorflow import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 28 * 28) / 255.0
x_test = x_test.reshape(-1, 28 * 28) / 255.0

keras.backend.clear_session()
model = keras.models.Sequential()
model.add(keras.layers.Dense(50, activation="sigmoid", input_shape=(784,)))
model.add(keras.layers.Dense(10, activation="softmax"))
model.summary()

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = model.fit(x_train, y_train, epochs=10, batch_size=32)

test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=2)
print(f"test loss {test_loss:.4f}, test accuracy {test_accuracy:.4f}")
print(history.history["loss"], history.history["accuracy"])
