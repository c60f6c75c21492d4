"""What is said about results. Nothing here decides an exit status or touches a file."""
