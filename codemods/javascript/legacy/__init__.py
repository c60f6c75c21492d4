"""The legacy schema of interactions, and code from wrong or older guides: `.outputs`, `content.delta`, turns with a role.

calls → answers (where each goes) → uses of outputs and events, requests, advice → trails
"""
