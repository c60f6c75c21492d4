"""What an answer holds besides its text, and what is read of it now."""
