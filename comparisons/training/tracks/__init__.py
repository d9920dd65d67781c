"""The three ways of training beside Keras: free, locked, swapped."""
