"""How fast the tool is beside others, measured in one run. `make bench` prints it; no test depends on it."""
