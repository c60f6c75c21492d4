"""One service for the tests here, and a Node that talks to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_interactions.verify.service import LoopbackService
from tests.javascript.running import Node, require_node


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
    """A Node whose programs have two seconds."""
    require_node()
    return Node(service, tmp_path, seconds=2)
