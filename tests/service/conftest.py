"""One service for all tests here, forgotten between them, and a real client that talks to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import pytest
from google import genai

from migrate_interactions.verify.service import LoopbackService


@pytest.fixture(scope="session")
def running() -> Iterator[LoopbackService]:
    with LoopbackService() as service:
        yield service


@pytest.fixture
def service(running: LoopbackService) -> LoopbackService:
    running.reset()
    return running


@pytest.fixture(scope="session")
def client(running: LoopbackService) -> Iterator[genai.Client]:
    with mock.patch.dict(os.environ, running.environment()):
        os.environ.pop("GOOGLE_API_KEY", None)
        yield genai.Client()
