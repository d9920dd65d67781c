"""The command `parity`: a file for each subcommand's options, and one ending in `_job` for what it does.

`parity check` has two jobs, between which `check_route` chooses: `check_library` (every part of scratch) and `check_targets` (other
people's code: `check_files` shares the files out, `check_file` checks one). `subject_options` are those of code that is not ours,
`check_outputs` those of where a result goes, and its delivery.
"""
