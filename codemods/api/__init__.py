"""What the two APIs are: plain tables, shared by every language and both response schemas."""
