"""What a project's dependency files say about the SDK, and whether rewritten code can run with it."""
