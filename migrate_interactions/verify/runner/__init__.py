"""Running one unmodified program in a process of its own, with no other network than the loopback service."""
