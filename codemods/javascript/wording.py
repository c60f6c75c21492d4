"""Advice that is written for Python, in JavaScript's spelling."""

from __future__ import annotations

import re

_ARGUMENT = re.compile(r"\b([a-z_]+)=(?=[\"\[{…<(a-z])")
_KEY = re.compile(r'"([a-z_]+)": ')
_WORDS = (
    ("require google-genai>=", "require @google/genai>="),
    ("`store=False`", "`store: false`"),
    ("client.interactions", "ai.interactions"),
    ("`generate_content`", "`generateContent`"),
    ("`send_message`", "`sendMessage`"),
    ("None", "undefined"),
    ("True", "true"),
    ("False", "false"),
)


def in_javascript(advice: str) -> str:
    """Keyword arguments and dictionaries as the entries of objects."""
    for python, javascript in _WORDS:
        advice = advice.replace(python, javascript)
    return _KEY.sub(r"\1: ", _ARGUMENT.sub(r"\1: ", advice))
