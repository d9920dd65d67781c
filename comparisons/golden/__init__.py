"""Golden bundles: Keras's numbers in one file, and the checks by them where there is no Keras."""
