"""The project folder and the command line that the tests of the application have."""

from tests.app.conftest import cli, git, project, put

__all__ = ["cli", "git", "project", "put"]
