"""What contents are made of: kinds of media, uploaded files, and parts under names or made by functions."""
