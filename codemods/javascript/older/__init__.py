"""@google/generative-ai, the SDK before @google/genai: clients, models and what is asked of them.

client → models → requests → answers. What hangs on one client is a unit: it goes to @google/genai whole, or stays as it is.
"""
