"""Fronts: each finds the old calls of one SDK."""
