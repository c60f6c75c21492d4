"""One service for the tests here, and a Node that talks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migrate_interactions.verify.service import LoopbackService
from tests.javascript.running import PACKAGES, Node, require_node
from tests.verify.conftest import Project, project

__all__ = ["project"]


@pytest.fixture(scope="session")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.fixture(scope="session")
def node(service: LoopbackService, tmp_path_factory: pytest.TempPathFactory) -> Node:
    require_node()
    return Node(service, tmp_path_factory.mktemp("node"))


@pytest.fixture
def impatient(service: LoopbackService, tmp_path: Path) -> Node:
    """A Node whose programs have five seconds, which a busy machine needs to start some."""
    require_node()
    return Node(service, tmp_path, seconds=5)


@pytest.fixture
def checkout(project: Project) -> Project:
    """A folder under git with the packages of these tests, which git ignores."""
    require_node()
    project.put(".gitignore", "node_modules\n")
    (project.folder / "node_modules").symlink_to(PACKAGES)
    return project


@pytest.fixture
def edited(checkout: Project) -> Callable[[dict[str, tuple[str, str]]], Project]:
    """A checkout whose files (name: (before, after)) changed since its only commit."""

    def edited(files: dict[str, tuple[str, str]]) -> Project:
        for version in (0, 1):
            for name, texts in files.items():
                checkout.put(name, texts[version])
            if version == 0:
                checkout.commit()
        return checkout

    return edited
