"""Names that every chat of the SDK has."""

from __future__ import annotations

#: What can be read off a chat.
MEMBERS = frozenset(
    {
        "send_message",
        "send_message_stream",
        "get_history",
        "record_history",
        "_curated_history",
        "_comprehensive_history",
        "_model",
        "_config",
    }
)
