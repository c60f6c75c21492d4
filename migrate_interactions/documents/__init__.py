"""Documents: how source is taken out of a file's bytes and put back."""
