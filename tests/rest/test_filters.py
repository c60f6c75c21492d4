"""jq filters: what each reads of an interaction, held against the answers that the service gives to the same request."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from codemods.api.outputs import CALL, CODE, MEDIA, TEXT, THOUGHT, Outputs
from codemods.rest import jq
from migrate_interactions.verify.service import LoopbackService

TEXTS = Outputs(frozenset({TEXT}))
CALLS = Outputs(frozenset({TEXT, CALL}))
IMAGES = Outputs(frozenset({TEXT, MEDIA}), ("image",))

SAME = (
    ".candidates[0].content.parts[0].text",
    ".candidates[].content.parts[].text",
    ".candidates[0].content.parts[-1].text",
    '.candidates[0].content.parts[0].text // "nothing"',
    ".candidates[0].content.parts[0].text | ascii_upcase | length",
    "{text: .candidates[0].content.parts[0].text, tokens: .usageMetadata.totalTokenCount}",
    "[.candidates[0].content.parts[0].text, .modelVersion]",
    ".error.message // .candidates[0].content.parts[0].text",
    ".usageMetadata.promptTokenCount + .usageMetadata.candidatesTokenCount",
    ". | .usageMetadata.totalTokenCount",
)

UNKNOWN = {
    "a part that may be a thought": (".candidates[0].content.parts[0].text", Outputs(frozenset({TEXT, THOUGHT}))),
    "a part that may be code": (".candidates[0].content.parts[].text", Outputs(frozenset({TEXT, CODE}))),
    "a value of another shape that the filter goes on with": (".candidates[0] | .content.parts[0].text", TEXTS),
    "something that interactions do not report": (".candidates[0].safetyRatings", TEXTS),
    "a condition": ('if .candidates then "yes" else "no" end', TEXTS),
    "a variable": (". as $all | $all.candidates[0].content.parts[0].text", TEXTS),
    "a filter inside of a string": ('"\\(.candidates[0].content.parts[0].text)"', TEXTS),
    "a selection among candidates": (".candidates | map(.content)", TEXTS),
    "another candidate": (".candidates[1].content.parts[0].text", TEXTS),
    "an image of which the kind is not known": (
        ".candidates[0].content.parts[0].inlineData.data",
        Outputs(frozenset({TEXT, MEDIA}), ("image", "audio")),
    ),
    "a field that no answer has": (".answer", TEXTS),
}


@pytest.fixture(scope="module")
def answers() -> Iterator[tuple[Any, Any]]:
    """The answer of each API to the same request."""
    with LoopbackService() as service:
        old = {"contents": [{"parts": [{"text": "Name a bird."}]}]}
        new = {"model": "gemini-2.5-flash", "input": "Name a bird.", "store": False}
        yield (
            _post(f"{service.url}/v1beta/models/gemini-2.5-flash:generateContent", old),
            _post(f"{service.url}/v1beta/interactions", new),
        )


def _post(url: str, body: Any) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def filtered(text: str, answer: Any) -> str:
    return subprocess.run(["jq", "-r", text], input=json.dumps(answer), capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
@pytest.mark.parametrize("text", SAME)
def test_the_new_filter_reads_of_the_new_answer_what_the_old_one_read_of_the_old(text: str, answers: tuple[Any, Any]) -> None:
    new = jq.rewritten(text, TEXTS)
    assert not new.changed
    assert filtered(new.filter, answers[1]) == filtered(text, answers[0])


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_text_of_an_error_is_null_as_it_was() -> None:
    text = ".candidates[0].content.parts[0].text"
    error = {"error": {"code": 400, "message": "no"}}
    assert filtered(jq.rewritten(text, TEXTS).filter, error) == filtered(text, error) == "null\n"


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_a_function_call_is_read_from_its_step() -> None:
    answer = {"steps": [{"type": "thought"}, {"type": "function_call", "id": "1", "name": "find", "arguments": {"maxItems": 3}}]}
    for old, said in ((".name", "find"), (".args.maxItems", "3")):
        path = f".candidates[0].content.parts[0].functionCall{old}"
        assert filtered(jq.rewritten(path, CALLS).filter, answer) == f"{said}\n"


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_data_of_an_image_is_base64_text_in_both() -> None:
    answer = {"steps": [{"type": "model_output", "content": [{"type": "text", "text": "see"}, {"type": "image", "data": "QUJD"}]}]}
    new = jq.rewritten(".candidates[0].content.parts[0].inlineData.data", IMAGES)
    assert filtered(new.filter, answer) == "QUJD\n"


@pytest.mark.parametrize("text", [".", ".candidates[0]", ".candidates[].content", ".usageMetadata", ".candidates[0].finishReason"])
def test_a_value_of_another_shape_is_for_people_only(text: str) -> None:
    assert jq.rewritten(text, TEXTS).changed


@pytest.mark.parametrize(("text", "answer"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_has_no_sure_counterpart_stays(text: str, answer: Outputs) -> None:
    with pytest.raises(jq.Unknown):
        jq.rewritten(text, answer)


def test_filters_of_today_stay_as_they_are() -> None:
    for text in (".id", ".steps[-1].content[0].text", ".usage.total_tokens"):
        assert jq.legacy(text).filter == text
