"""Conversations: chats and the messages sent to them."""
