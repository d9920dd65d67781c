"""How people write it: one file a calling convention, each recognised, proved by probes and adapted."""
