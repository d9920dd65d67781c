"""From what a user names to the text that is executed: files, notebooks, modules, folders."""
