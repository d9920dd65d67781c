"""`tape`: objects that remember how they were computed, and go back from the result to its leaves."""
