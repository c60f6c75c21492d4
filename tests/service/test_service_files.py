"""Uploading files, and asking about them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from google.genai import errors

from migrate_interactions.verify.service import LoopbackService


def test_an_uploaded_file_can_be_asked_about_and_deleted(client: Any, service: LoopbackService) -> None:
    file = client.files.upload(file=io.BytesIO(b"a,b"), config={"mime_type": "text/csv", "display_name": "table"})
    assert (file.mime_type, file.size_bytes, file.display_name, file.state.value) == ("text/csv", 3, "table", "ACTIVE")
    assert client.files.get(name=file.name) == file
    assert [listed.name for listed in client.files.list()] == [file.name]
    client.files.delete(name=file.name)
    with pytest.raises(errors.ClientError):
        client.files.get(name=file.name)


def test_the_same_bytes_have_the_same_name(client: Any, service: LoopbackService) -> None:
    names = [client.files.upload(file=io.BytesIO(data), config={"mime_type": "text/csv"}).name for data in (b"a", b"a", b"b")]
    assert names[0] == names[1] != names[2]


def test_a_file_in_a_prompt_is_the_same_to_both_apis(client: Any, service: LoopbackService) -> None:
    file = client.files.upload(file=io.BytesIO(b"%PDF"), config={"mime_type": "application/pdf"})
    client.models.generate_content(model="gemini-2.5-flash", contents=["Sum up", file])
    document = {"type": "document", "uri": file.uri, "mime_type": file.mime_type}
    client.interactions.create(model="gemini-2.5-flash", input=[{"type": "text", "text": "Sum up"}, document], store=False)
    old, new = service.calls
    assert old.call == new.call


def test_a_large_file_comes_in_pieces(client: Any, service: LoopbackService) -> None:
    size = 9 * 1024 * 1024
    assert client.files.upload(file=io.BytesIO(b"x" * size), config={"mime_type": "video/mp4"}).size_bytes == size
