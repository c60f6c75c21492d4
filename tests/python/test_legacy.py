"""The legacy schema of interactions: what stays as it is, and why."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.outcome import Migration
from codemods.python import migrate
from tests.python.support import EVERYTHING, findings, settled, source, transformed, untouched

SDK = 'from google import genai\nclient = genai.Client()\nM = "gemini-2.5-flash"\n'
CALL = 'client.interactions.create(model=M, input="x")'
STREAM = f"{CALL[:-1]}, stream=True)"
ONE = f"i = {CALL}\n"

#: Programs of today, after the three lines above; nothing is said about any of them.
CURRENT = {
    "the text": f"{ONE}print(i.output_text)\n",
    "steps": f'{ONE}for step in i.steps:\n    if step.type == "model_output":\n        print(step.content[0].text, step)\n',
    "events": f'for e in {STREAM}:\n    if e.event_type == "step.delta":\n        print(e.delta.text)\n    elif e.event_type == "interaction.completed":\n        print(e.interaction.id)\n',
    "an answer that is returned": f"def f():\n    return {CALL}\n",
    "an answer that is stored": f"class A: pass\nA.r = {CALL}\n",
    "a format": f'{CALL[:-1]}, response_format={{"type": "text", "mime_type": "application/json", "schema": {{"type": "object"}}}})\n',
    "several formats": f'{CALL[:-1]}, response_format=[{{"type": "text"}}, {{"type": "image", "aspect_ratio": "1:1"}}])\n',
    "modalities alone": f'{CALL[:-1]}, response_modalities=["image"])\n',
    "steps as input": 'client.interactions.create(model=M, input=[{"type": "user_input", "content": [{"type": "text", "text": "x"}]}])\n',
    "contents as input": 'client.interactions.create(model=M, input=[{"type": "text", "text": "x"}])\n',
    "a result of a function": 'client.interactions.create(model=M, input=[{"type": "function_result", "call_id": "1", "result": "x"}])\n',
    "a conversation": f'{ONE}client.interactions.create(model=M, input="y", previous_interaction_id=i.id)\n',
    "tools again": f'i = {CALL[:-1]}, tools=T)\nclient.interactions.create(model=M, input="y", tools=T, previous_interaction_id=i.id)\n',
    "an agent in the background": 'client.interactions.create(agent="deep-research-preview-04-2026", input="x", background=True)\n',
    "an agent of one's own": 'client.interactions.create(agent="reviewer", input="x", environment="remote")\n',
    "words in the names of events": f'for e in {STREAM}:\n    print("delta" in e.event_type, e.event_type.startswith("interaction"))\n',
    "errors": f"{ONE}print(i.errors)\n",
    "usage": f"{ONE}print(i.usage.total_thought_tokens)\n",
    "an arguments delta": f'for e in {STREAM}:\n    if e.event_type == "step.delta" and e.delta.type == "arguments_delta":\n        print(e.delta.arguments)\n',
    "a model it does not know": 'client.interactions.create(model="some-model", input="x")\n',
    # Both spellings.
    "a question for the attribute": f'{ONE}print(i.outputs[-1].text if hasattr(i, "outputs") else i.output_text)\n',
    "a question with getattr": f'{ONE}print(getattr(i, "output_text", None) or i.outputs[-1].text)\n',
    "a missing attribute that is caught": f"{ONE}try:\n    print(i.output_text)\nexcept AttributeError:\n    print(i.outputs[-1].text)\n",
    "names of both events": f'for e in {STREAM}:\n    if e.event_type in ("content.delta", "step.delta"):\n        print(e.delta.text)\n',
    # Something else.
    "outputs of another object": "class A:\n    outputs = [1]\nprint(A().outputs[-1].text, A().outputs)\n" + ONE,
    "outputs of a pipeline": f"import kfp\np = kfp.run()\nprint(p.outputs[-1].text)\n{ONE}",
    "interactions of somebody else": 'import openai\nc = openai.OpenAI()\nprint(c.interactions.create(model=M, input="x").outputs[-1].text)\n',
    "the name bound to something else": f"{ONE}print(i.id)\ni = input\nprint(i.outputs)\n",
    "turns of another service": f'import openai\nopenai.OpenAI().chat.completions.create(model="g", messages=[{{"role": "user", "content": "x"}}])\n{ONE}',
    "messages that are no input": f'turns = [{{"role": "user", "content": "x"}}]\nprint(turns)\n{ONE}',
    "an event type of another stream": f'import openai\nfor e in openai.stream():\n    print(e.type == "thread.message.delta")\n{ONE}',
    "two settings that both schemas have": f'{CALL[:-1]}, generation_config={{"thinking_level": "low", "seed": 1}}, system_instruction="s")\n',
}


@pytest.mark.parametrize("name", CURRENT)
def test_programs_of_today_and_other_peoples_objects_are_left_alone(name: str) -> None:
    untouched(SDK + CURRENT[name])


#: Programs after the three lines above, with the findings (line, code) they have even when every assumption is taken.
HELD = {
    "the answer is returned to who knows": (f"def f():\n    r = {CALL}\n    print(r.outputs[-1].text)\n    f.last = r\n", [(7, "GI506")]),
    "the answer may be something else": (f"{ONE}if M:\n    i = open(M)\nprint(i.outputs[-1].text)\n", [(7, "GI217")]),
    "an output goes into a collection": (f"{ONE}found = []\nfor o in i.outputs:\n    found.append(o)\n", [(7, "GI506")]),
    "an output is dumped": (f"{ONE}print([o.model_dump() for o in i.outputs])\n", [(5, "GI506")]),
    "a missing output is caught": (
        f"{ONE}try:\n    print(i.outputs[-1].text)\nexcept (AttributeError, IndexError):\n    print(0)\n",
        [(6, "GI219")],
    ),
    "outputs are changed": (f"{ONE}i.outputs = []\n", [(5, "GI506")]),
    "links of a search": (
        f'{ONE}for o in i.outputs:\n    if o.type == "google_search_result":\n        print(o.result[0].url)\n',
        [(7, "GI506")],
    ),
    "a signature of a call": (f'{ONE}for o in i.outputs:\n    if o.type == "function_call":\n        print(o.signature)\n', [(7, "GI506")]),
    "a signature of anything": (f"{ONE}for o in i.outputs:\n    print(o.signature)\n", [(6, "GI506")]),
    "outputs under a name that may be missing": (f"{ONE}outputs = i.outputs\nif outputs is None:\n    print(0)\n", [(6, "GI506")]),
    "outputs that are printed with their expression": (f'{ONE}print(f"{{i.outputs[-1].text=}}")\n', [(5, "GI506")]),
    "outputs of a dumped answer": (f'{ONE}d = i.model_dump()\nprint(d["outputs"][-1]["text"])\n', [(6, "GI506")]),
    "an answer that is dumped as well": (f"{ONE}print(i.outputs[-1].text)\nsave(i.model_dump())\n", [(6, "GI506")]),
    "outputs by name": (f'{ONE}print(getattr(i, "outputs", None))\n', [(5, "GI506")]),
    "the content of an event": (
        f'for e in {STREAM}:\n    if e.event_type == "content.start":\n        print(e.content.type)\n',
        [(6, "GI506")],
    ),
    "calls in deltas": (
        f'for e in {STREAM}:\n    if e.event_type == "content.delta" and e.delta.type == "function_call":\n        print(e.delta.name)\n',
        [(5, "GI506")],
    ),
    "outputs of an event": (
        f'for e in {STREAM}:\n    if e.event_type == "interaction.complete":\n        print(e.interaction.outputs)\n',
        [(6, "GI506")],
    ),
    "the type of an event is passed on": (
        f'def f(kind): pass\nfor e in {STREAM}:\n    g(e.event_type)\n    print(e.event_type == "content.delta")\n',
        [(6, "GI506")],
    ),
    "a part of the name of an event": (
        f'for e in {STREAM}:\n    if e.event_type.startswith("content"):\n        print(e)\n',
        [(5, "GI506")],
    ),
    "a word in the name of an event": (f'for e in {STREAM}:\n    if "content" in e.event_type:\n        print(e)\n', [(5, "GI506")]),
    "an event type from elsewhere": (
        f'def f(kind):\n    for e in {STREAM}:\n        print(e.event_type == "content.stop", e.event_type == kind)\n',
        [(6, "GI506")],
    ),
    "handlers by event": (
        f'H = {{"content.delta": print}}\nfor e in {STREAM}:\n    H[e.event_type](e)\n',
        [(4, "GI502")],
    ),
    "an answer from elsewhere": (f"def show(i):\n    print(i.outputs[-1].text)\n{ONE}", [(5, "GI506")]),
    "a schema from elsewhere": (f'def f(s):\n    {CALL[:-1]}, response_mime_type="application/json", response_format=s)\n', [(5, "GI506")]),
    "a mime type from elsewhere": (f"def f(m):\n    {CALL[:-1]}, response_mime_type=m, response_format={{}})\n", [(5, "GI506")]),
    "settings of images from elsewhere": (f'def f(c):\n    {CALL[:-1]}, generation_config={{"image_config": c}})\n', [(5, "GI506")]),
    "turns with a content that may be no text": (
        'def f(q):\n    return client.interactions.create(model=M, input=[{"role": "user", "content": q}])\n',
        [(5, "GI506")],
    ),
    "turns that are read elsewhere": (
        'h = [{"role": "user", "content": "x"}]\nclient.interactions.create(model=M, input=h)\nprint(h[0]["role"])\n',
        [(6, "GI203")],
    ),
    "turns beside turns that are not in sight": (
        'def f(h):\n    client.interactions.create(model=M, input=h + [{"role": "user", "content": "x"}])\n',
        [(5, "GI506")],
    ),
    "settings in a dictionary of arguments": (
        'c = {"response_mime_type": "application/json", "response_format": {"type": "object"}}\nclient.interactions.create(model=M, input="x", **c)\n',
        [(4, "GI506"), (4, "GI506")],
    ),
    "settings of images under a name": (
        'c = {"image_config": {"aspect_ratio": "1:1"}}\nclient.interactions.create(model=M, input="x", generation_config=c)\n',
        [(4, "GI506")],
    ),
    "turns in an attribute": (
        'class A:\n    def f(self):\n        self.h.append({"role": "user", "content": "x"})\n        client.interactions.create(model=M, input=self.h)\n',
        [(7, "GI504")],
    ),
    "turns of a model that are fetched": (
        'i = client.interactions.get("1")\nclient.interactions.create(model=M, input=[{"role": "model", "content": i.outputs}])\n',
        [(5, "GI506"), (5, "GI506")],
    ),
    "contents beside a result": (
        'client.interactions.create(model=M, input=[{"type": "text", "text": "x"}, {"type": "function_result", "call_id": "1", "result": "y"}])\n',
        [(4, "GI506")],
    ),
    "a function as a tool": (f"def weather(): pass\n{CALL[:-1]}, tools=[weather])\n", [(5, "GI510")]),
    "calls of a step": (f"{ONE}for step in i.steps:\n    print(step.tool_calls)\n", [(6, "GI511")]),
    "steps of a chunk": (f"for chunk in {STREAM}:\n    print(chunk.steps)\n", [(5, "GI512")]),
    "going on from nothing": (
        f'i = {CALL[:-1]}, store=False)\nclient.interactions.create(model=M, input="y", previous_interaction_id=i.id)\n',
        [(5, "GI514")],
    ),
    "an agent in the foreground": ('client.interactions.create(agent="deep-research-preview-04-2026", input="x")\n', [(4, "GI515")]),
    "an agent that is not known": ('client.interactions.create(agent="antigravity-preview-01-2026", input="x")\n', [(4, "GI507")]),
    "an error that is read": (f"{ONE}raise ValueError(i.error.message)\n", [(5, "GI516")]),
}


@pytest.mark.parametrize("name", HELD)
def test_what_cannot_be_rewritten_stays_whole_with_its_reason(name: str) -> None:
    text, expected = HELD[name]
    migration = migrate(source(SDK + text), None, EVERYTHING)
    assert migration.output == migration.source
    assert findings(migration) == expected


def notes(text: str) -> tuple[Migration, list[tuple[int, str]]]:
    migration = migrate(source(SDK + text), None, Options())
    settled(migration)
    return migration, [(note.span.line, note.code) for note in migration.notes]


def test_a_turn_without_the_tools_of_the_turn_before_gets_a_note() -> None:
    migration, said = notes(
        f'i = {CALL[:-1]}, tools=T, system_instruction="s")\nj = client.interactions.create(model=M, input="y", previous_interaction_id=i.id)\n'
    )
    assert not migration.changed
    assert said == [(5, "GI513")]
    assert "tools and system instruction" in migration.notes[0].message


def test_a_conversation_in_a_loop_repeats_its_own_tools() -> None:
    text = "i = None\nwhile True:\n    i = client.interactions.create(model=M, input='y', previous_interaction_id=i.id if i else None, tools=T)\n"
    assert notes(text)[1] == []


def test_text_of_the_last_step_is_an_assumption_where_only_text_is_asked_for() -> None:
    before = f"{SDK}{ONE}print(i.steps[-1].content[0].text)\n"
    assert not migrate(before).changed
    migration = transformed(before, f"{SDK}{ONE}print(i.output_text)\n", Options(assume=frozenset({"last-text"})))
    assert [finding.code for finding in migration.rewritten] == ["GI517"]


def test_text_of_the_last_step_gets_a_note_where_something_else_may_be_there() -> None:
    migration, said = notes(f"i = {CALL[:-1]}, tools=T)\nprint(i.steps[-1].content[0].text)\n")
    assert not migration.changed
    assert said == [(5, "GI517")]


def test_an_answer_without_text_that_a_broad_handler_caught_gets_a_note() -> None:
    migration, said = notes(f"{ONE}try:\n    print(i.outputs[-1].text)\nexcept Exception as e:\n    print(e)\n")
    assert migration.changed
    assert said == [(6, "GI402")]


def test_a_question_for_outputs_alone_asks_for_steps() -> None:
    transformed(
        f'{SDK}{ONE}if hasattr(i, "outputs") and i.outputs:\n    print(i.outputs[-1].text)\n',
        f'{SDK}{ONE}if hasattr(i, "steps") and i.steps:\n    print(i.output_text)\n',
    )


def test_current_and_legacy_code_live_in_one_file() -> None:
    current = f"j = {CALL}\nprint(j.output_text, j)\n"
    transformed(f"{SDK}{ONE}print(i.outputs[-1].text)\n{current}", f"{SDK}{ONE}print(i.output_text)\n{current}")


def test_one_use_that_leaves_keeps_the_whole_answer() -> None:
    text = f"{ONE}print(i.outputs[-1].text)\nkeep(i)\n"
    migration = migrate(source(SDK + text), None, EVERYTHING)
    assert not migration.changed
    assert [(f.span.line, f.code) for f in migration.left] == [(5, "GI215"), (6, "GI506")]


def test_an_answer_that_stays_keeps_the_turns_it_goes_into_and_their_answer() -> None:
    turns = 'r = client.interactions.create(model=M, input=[{"role": "model", "content": i.outputs}])\nprint(r.outputs[-1].text)\n'
    migration = migrate(source(f"{SDK}{ONE}print(i.outputs[-1].text)\nkeep(i)\n{turns}"), None, EVERYTHING)
    assert not migration.changed
    assert len({finding.group for finding in migration.left}) == 1


def test_a_walrus_in_front_of_outputs_is_not_walked() -> None:
    migration = migrate(source(f"{SDK}for o in (i := {CALL}).outputs:\n    print(o.type)\nprint(i.id)\n"), None, EVERYTHING)
    assert findings(migration) == [(4, "GI506")]


def test_a_condition_on_more_than_the_type_keeps_the_other_branch() -> None:
    before = f'{SDK}{ONE}for o in i.outputs:\n    if o.type == "text" and o.text:\n        print(o.text)\n    else:\n        print("other", o.type)\n'
    migration = migrate(source(before))
    settled(migration)
    assert 'step.content or [] if step.type == "model_output" else [step]' in migration.output


def test_a_loop_variable_that_is_read_behind_its_loop_is_the_last_of_all_outputs() -> None:
    loop = f'{SDK}{ONE}for o in i.outputs:\n    if o.type == "text":\n        print(o.text)\n'
    assert 'if step.type == "model_output"\n' in migrate(source(loop)).output
    assert 'step.content or [] if step.type == "model_output" else [step]' in migrate(source(f"{loop}print(o.type)\n")).output


def test_an_output_by_its_index_is_one_of_all_in_a_row() -> None:
    text = f'{SDK}i = {CALL[:-1]}, tools=[{{"type": "code_execution"}}])\nlast = i.outputs[-1]\nif last.type == "text":\n    print(last.text)\n'
    migration = migrate(source(text))
    row = '[output for step in i.steps or [] for output in (step.content or [] if step.type == "model_output" else [step])]'
    assert f"last = {row}[-1]\n" in migration.output
    settled(migration)


def test_what_every_output_does_is_done_for_every_output() -> None:
    migration = migrate(source(f'{SDK}{ONE}for o in i.outputs:\n    M += "."\n    if o.type == "text":\n        print(o.text)\n'))
    assert 'step.content or [] if step.type == "model_output" else [step]' in migration.output


WRONG = """
import google.generativeai as genai
client = genai.Client()
i = client.interactions.create(model="gemini-2.5-flash", input="x")
print(i.outputs[-1].text)
r = client.models.generate_content(model="gemini-2.5-flash", contents="x")
print(r.text)
"""


def test_the_older_sdk_imported_by_mistake_is_an_assumption() -> None:
    migration = migrate(source(WRONG))
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left if finding.fix == "unsafe"} == {("wrong-import",)}
    taken = migrate(source(WRONG), None, EVERYTHING)
    assert taken.output.startswith("from google import genai\n")
    assert "outputs" not in taken.output
    assert "generate_content" not in taken.output
    settled(taken, EVERYTHING)


def test_the_older_sdk_that_is_used_for_what_it_has_keeps_its_import() -> None:
    text = "import google.generativeai as genai\ngenai.configure(api_key='k')\nclient = genai.Client()\nprint(client.interactions.create(model='m', input='x').output_text)\n"
    migration = migrate(source(text), None, EVERYTHING)
    assert not migration.changed
    assert {finding.code for finding in migration.left} == {"GI200", "GI215"}


def test_an_untraced_client_is_an_assumption() -> None:
    text = "from google import genai\ndef f(self):\n    i = self.c.interactions.create(model='gemini-2.5-flash', input='x')\n    print(i.outputs[-1].text)\n"
    assert not migrate(text).changed
    assert "output_text" in migrate(text, None, EVERYTHING).output


def test_an_ignored_line_keeps_its_answer_silently() -> None:
    text = f"{SDK}{ONE}print(i.outputs[-1].text)  # migrate-interactions: ignore\n"
    migration = migrate(text)
    assert not migration.changed
    assert migration.findings == ()
