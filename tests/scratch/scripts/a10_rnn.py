"""A recurrent layer on sequences of words: does a word of the upper half come before one of the lower half?"""

import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.layers import LSTM, Dense, Embedding, SimpleRNN

rng = np.random.default_rng(0)
x = rng.permuted(np.tile(np.arange(10), (200, 1)), axis=1)[:, :6]
y = (x.argmax(axis=1) < x.argmin(axis=1)).astype(int)

model = Sequential()
model.add(Embedding(10, 4))
model.add(SimpleRNN(8, return_sequences=True))
model.add(LSTM(6))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=3, batch_size=20, verbose=0)
model.summary()
print(model.predict(x[:4], verbose=0).shape)
