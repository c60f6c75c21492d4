"""What the keys of a config become, one file a kind of value."""
