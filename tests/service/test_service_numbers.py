"""Numbers for names: what google.generativeai sends comes to the same call as the names that google-genai sends."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_interactions.verify.service.generate_request import read_generate
from migrate_interactions.verify.service.refusal import Refusal

CONTENTS = [{"role": "user", "parts": [{"text": "Hi"}]}]
SCHEMA_BY_NUMBER = {"type": 6, "properties": {"type": {"type": 1}, "many": {"type": 5, "items": {"type": 3}, "maxItems": "3"}}}
SCHEMA_BY_NAME = {
    "type": "OBJECT",
    "properties": {"type": {"type": "STRING"}, "many": {"type": "ARRAY", "items": {"type": "INTEGER"}, "maxItems": 3}},
}

PAIRS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "safety settings",
        {"safetySettings": [{"category": 8, "threshold": 4}, {"category": 10, "threshold": 3}]},
        {
            "safetySettings": [
                {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"},
                {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_ONLY_HIGH"},
            ]
        },
    ),
    (
        "a schema",
        {"generationConfig": {"responseMimeType": "application/json", "responseSchema": SCHEMA_BY_NUMBER}},
        {"generationConfig": {"responseMimeType": "application/json", "responseSchema": SCHEMA_BY_NAME}},
    ),
    (
        "a function and its mode",
        {
            "tools": [{"functionDeclarations": [{"name": "f", "parameters": SCHEMA_BY_NUMBER}]}],
            "toolConfig": {"functionCallingConfig": {"mode": 2}},
        },
        {
            "tools": [{"functionDeclarations": [{"name": "f", "parameters": SCHEMA_BY_NAME}]}],
            "toolConfig": {"functionCallingConfig": {"mode": "ANY"}},
        },
    ),
    (
        "code that was run",
        {
            "contents": [
                {"role": "model", "parts": [{"executableCode": {"language": 1, "code": "1"}}, {"codeExecutionResult": {"outcome": 1}}]}
            ]
        },
        {
            "contents": [
                {
                    "role": "model",
                    "parts": [
                        {"executableCode": {"language": "PYTHON", "code": "1"}},
                        {"codeExecutionResult": {"outcome": "OUTCOME_OK"}},
                    ],
                }
            ]
        },
    ),
]


@pytest.mark.parametrize(("numbers", "names"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_numbers_stand_for_names(numbers: dict[str, Any], names: dict[str, Any]) -> None:
    assert read_generate({"contents": CONTENTS, **numbers}) == read_generate({"contents": CONTENTS, **names})


def test_another_number_is_another_call() -> None:
    def safe(threshold: int) -> dict[str, Any]:
        return {"contents": CONTENTS, "safetySettings": [{"category": 8, "threshold": threshold}]}

    assert read_generate(safe(4)) != read_generate(safe(3))


@pytest.mark.parametrize("number", [-1, 99, True])
def test_a_number_without_a_name_is_refused(number: int) -> None:
    with pytest.raises(Refusal):
        read_generate({"contents": CONTENTS, "safetySettings": [{"category": number, "threshold": 4}]})


def test_numbers_of_the_user_stay_numbers() -> None:
    said = {"type": 3, "mode": 1, "maxItems": "3"}
    parts = [{"functionCall": {"name": "f", "args": said}}, {"functionResponse": {"name": "f", "response": said}}]
    call = read_generate({"contents": [{"role": "user", "parts": parts}]})
    assert [part.value for turn in call.turns for part in turn.parts] == ['{"maxItems":"3","mode":1,"type":3}'] * 2
