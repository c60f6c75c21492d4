"""What each command does, between the command line and the engine. Each returns an exit status."""
