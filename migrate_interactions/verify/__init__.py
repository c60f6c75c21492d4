"""Showing that a program asks the same of the model before and after its migration."""
