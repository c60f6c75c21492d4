"""Modules with google-genai and a retired SDK side by side: one run does all that there is to do, and says it in the user's lines."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.outcome import Migration
from codemods.python import migrate

#: A request of today's SDK, and one of a retired one; `{name}` is what both call their model.
TODAY = """\
from google import genai as today

client = today.Client()
{name} = "gemini-2.5-flash"
answer = client.models.generate_content(model={name}, contents="What is moss?")
print(answer.text)
"""
RETIRED = """\
import google.generativeai as genai

genai.configure(api_key="an-old-key")
{name} = genai.GenerativeModel("gemini-1.5-flash")
told = {name}.generate_content("What is fern?")
print(told.text)
"""
CHAT = """\
from google import genai as today

client = today.Client()
talk = client.chats.create(model="gemini-2.5-flash")
first = talk.send_message("Hello.")
print(first.text)
second = talk.send_message("Again.")
print(second.text)
"""
#: The model is what a function gives: any id of the module may be it, a retired one too.
PICKED = """\
from google import genai as today

client = today.Client()


def pick(name):
    print("picking", name)
    return name


answer = client.models.generate_content(model=pick("gemini-2.5-flash"), contents="What is moss?")
print(answer.text)
"""
#: A chat in whose messages today's SDK is needed to tell whose they are.
SETTLED_CHAT = """from google import genai as today
from google.genai import types

client = today.Client()
talk = client.chats.create(model="gemini-2.5-flash", config=types.GenerateContentConfig(system_instruction="Be brief."))
one = talk.send_message("One")
two = talk.send_message("Two", config=types.GenerateContentConfig(max_output_tokens=20))
three = talk.send_message("Three", config=None)
print(one.text, two.text, three.text)
"""
RETIRED_CHAT = """\
import google.generativeai as genai

genai.configure(api_key="an-old-key")
poet = genai.GenerativeModel("gemini-1.5-flash")
talk = poet.start_chat()
print(talk.send_message("Hello.").text)
"""


def inside(text: str) -> str:
    return "def work():\n" + "".join(f"    {line}\n" if line else "\n" for line in text.splitlines()) + "\n\nwork()\n"


MIXED = {
    "one name for both models": TODAY.format(name="model") + RETIRED.format(name="model"),
    "one name for both models, the retired one first": RETIRED.format(name="model") + TODAY.format(name="model"),
    "names of their own": TODAY.format(name="model") + RETIRED.format(name="poet"),
    "in a function": inside(RETIRED.format(name="model")) + TODAY.format(name="model"),
    "a chat of today": CHAT + RETIRED.format(name="model"),
    "a chat of today behind": RETIRED.format(name="model") + CHAT,
    "a model that a function picks": PICKED + RETIRED.format(name="model"),
    "a model that a function picks, the retired one first": RETIRED.format(name="model") + PICKED,
    "a model that a function picks, in a function": inside(RETIRED.format(name="model")) + "\n" + PICKED,
    "a chat with settings": inside(RETIRED.format(name="poet")) + SETTLED_CHAT,
    "a chat with settings first": SETTLED_CHAT + RETIRED.format(name="poet"),
    "chats of both": RETIRED_CHAT + inside(CHAT),
    "chats of both under one name": CHAT + RETIRED_CHAT,
}


@pytest.mark.parametrize("options", [Options(), Options(chat="stateless")], ids=["as it is", "stateless"])
@pytest.mark.parametrize("text", MIXED.values(), ids=MIXED)
def test_a_second_run_finds_nothing_to_do(text: str, options: Options) -> None:
    first = migrate(text, options=options)
    again = migrate(first.output, options=options)
    compile(first.output, "mixed", "exec", dont_inherit=True)
    assert not again.changed
    assert {finding.code for finding in again.left} == {finding.code for finding in first.left}


@pytest.mark.parametrize("text", MIXED.values(), ids=MIXED)
def test_every_request_is_spoken_of_in_its_own_line_once(text: str) -> None:
    migration = migrate(text)
    for number, line in enumerate(text.split("\n"), start=1):
        asking = "generate_content(" in line or "send_message(" in line
        assert sum(f.request and f.span.line == number for f in (*migration.rewritten, *migration.left)) == asking, line
    lines = text.split("\n")
    for finding in migration.findings:
        assert finding.span.line == finding.span.end_line
        assert lines[finding.span.line - 1][finding.span.column - 1 : finding.span.end_column - 1].strip()


@pytest.mark.parametrize("text", MIXED.values(), ids=MIXED)
def test_no_group_is_rewritten_by_half(text: str) -> None:
    migration = migrate(text)
    assert not {f.group for f in migration.rewritten if f.group is not None} & {f.group for f in migration.left if f.group is not None}


def test_what_holds_one_part_back_for_good_holds_it_in_the_first_run() -> None:
    held = TODAY.format(name="model").replace('"What is moss?")', '"What is moss?", config={"top_k": 3})')
    migration = migrate(RETIRED.format(name="poet") + held)
    assert "google.generativeai" not in migration.output
    assert "client.models.generate_content(" in migration.output
    assert {finding.span.line for finding in migration.left} == {11, 12}


@pytest.mark.parametrize("which", ["a model that a function picks", "a chat with settings", "a chat with settings first"])
def test_what_only_the_other_part_held_back_goes_in_the_first_run(which: str) -> None:
    migration = migrate(MIXED[which])
    assert not migration.left
    assert "generate_content(" not in migration.output
    assert "send_message(" not in migration.output


def test_nothing_is_looked_at_again_where_the_whole_module_went(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    from codemods import python

    once = python._once

    def counted(source: str, *rest: object) -> Migration:
        looked.append(source)
        return once(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(python, "_once", counted)
    assert migrate(RETIRED.format(name="model"), options=Options(ignore=("GI001",))).changed
    assert len(looked) == 1
