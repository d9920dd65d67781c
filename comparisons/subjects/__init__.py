"""Code that is not ours: finding it, its calling convention, the worker process it runs in."""
