"""The command `parity`."""
