"""Requests that a program posts by itself (requests, httpx): where they go, what they send, and what is read of their answers."""
