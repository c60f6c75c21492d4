"""What the keys of a config become, one file a kind of value, in any language: each answers the questions of a `Reader`."""
