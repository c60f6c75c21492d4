"""What tries to break the tool."""
