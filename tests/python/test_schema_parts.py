"""Schemas that are put together: a part under a name is JSON Schema or the call stays, for nobody would write its types anew."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.python.support import EVERYTHING, findings, transformed

HEAD = "from google import genai\nclient = genai.Client()\n"
OLD = HEAD + (
    "{before}print(client.models.generate_content(model='gemini-2.5-flash', contents='x', config={{"
    "'response_mime_type': 'application/json', 'response_schema': {schema}}}).text)\n"
)
NEW = HEAD + (
    "{before}print(client.interactions.create(model='gemini-2.5-flash', input='x', response_format={{'type': 'text', "
    "'mime_type': 'application/json', 'schema': {schema}}}, store=False).output_text)\n"
)
OF_THE_SDK = "PART = {'type': 'STRING'}\n"
OF_JSON = "PART = {'type': 'string'}\n"

LEFT = {
    "a property under a name that has an SDK type": (OF_THE_SDK, "{'type': 'object', 'properties': {'a': PART}}"),
    "an alternative under a name that has an SDK type": (OF_THE_SDK, "{'anyOf': [PART, {'type': 'string'}]}"),
    "items under a name that has an SDK type": (OF_THE_SDK, "{'type': 'array', 'items': PART}"),
    "keywords of another dictionary": (OF_THE_SDK, "{**PART, 'title': 'x'}"),
    "properties of another dictionary": ("PART = {'a': {'type': 'STRING'}}\n", "{'type': 'object', 'properties': {**PART}}"),
    "alternatives of another list": ("PART = [{'type': 'STRING'}]\n", "{'anyOf': [*PART]}"),
    "a keyword under a name": ("PART = 'type'\n", "{PART: 'string'}"),
    "a part that is given twice": (f"if input():\n    {OF_JSON}else:\n    {OF_THE_SDK}", "{'type': 'array', 'items': PART}"),
    "a part that is changed": (OF_JSON + "PART['type'] = 'STRING'\n", "{'type': 'array', 'items': PART}"),
    "a part of a part with an SDK type": (
        OF_THE_SDK + "ROW = {'type': 'array', 'items': PART}\n",
        "{'type': 'object', 'properties': {'a': ROW}}",
    ),
    "a part that is not in sight": ("from parts import PART\n", "{'type': 'object', 'properties': {'a': PART}}"),
}

KEPT = {
    "a property under a name that is JSON Schema": (OF_JSON, "{'type': 'object', 'properties': {'a': PART}}"),
    "items under a name that is JSON Schema": (OF_JSON, "{'type': 'array', 'items': PART}"),
    "an alternative under a name that is JSON Schema": (OF_JSON, "{'anyOf': [PART, {'type': 'null'}]}"),
}


@pytest.mark.parametrize(("before", "schema"), LEFT.values(), ids=LEFT.keys())
def test_a_schema_with_a_part_that_is_no_json_schema_stays(before: str, schema: str) -> None:
    migration = migrate(OLD.format(before=before, schema=schema), None, EVERYTHING)
    assert migration.output == migration.source
    assert {code for _, code in findings(migration)} == {"GI203"}


@pytest.mark.parametrize(("before", "schema"), KEPT.values(), ids=KEPT.keys())
def test_a_part_that_is_json_schema_already_stays_under_its_name(before: str, schema: str) -> None:
    transformed(OLD.format(before=before, schema=schema), NEW.format(before=before, schema=schema), Options())


def test_a_named_part_stays_beside_parts_that_are_rewritten() -> None:
    transformed(
        OLD.format(before=OF_JSON, schema="{'type': 'OBJECT', 'properties': {'a': PART, 'b': {'type': 'NUMBER'}}}"),
        NEW.format(before=OF_JSON, schema="{'type': 'object', 'properties': {'a': PART, 'b': {'type': 'number'}}}"),
        EVERYTHING,
    )
