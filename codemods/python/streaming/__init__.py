"""Streams: where they go, what is read of their pieces, and how their events are taken instead."""
