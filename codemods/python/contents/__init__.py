"""What a call asks: texts, parts, turns, lists of them, and where they come from."""
