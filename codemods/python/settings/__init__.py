"""How Python spells the values of a config: what `codemods.settings` asks of a language, and the forms that only Python has."""
