"""Mutation testing of parity by parity: `tox run -e mutation`. docs/mutation.md has what it found."""
