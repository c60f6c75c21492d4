"""The transforms: source in, source and findings out. Nothing here reads a file or prints."""
