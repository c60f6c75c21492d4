"""Requests that a program posts by itself (fetch, axios): where they go, what they send, and what is read of their answers."""
