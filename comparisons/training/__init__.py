"""Training side by side: same weights, same batches, three tracks."""
