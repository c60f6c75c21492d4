"""Conversations: chat objects become ids of the answers before, and what every request repeats."""
