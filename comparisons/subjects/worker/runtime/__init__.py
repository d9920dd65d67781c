"""The worker process's own side: NumPy and the standard library only.

In the worker no module of parity can be imported: `start.py` loads these files where the candidate does not find them.
"""
