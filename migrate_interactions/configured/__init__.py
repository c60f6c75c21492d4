"""Ids of retired models in configuration files: YAML, TOML, JSON, `.env` and `.ini`."""
