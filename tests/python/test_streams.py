"""Streams: what takes their pieces otherwise than a plain loop, and where they have to stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest

from codemods.python import migrate
from codemods.python.answers import Trail
from codemods.python.edits import apply, combine
from codemods.python.fronts.genai import GenaiFront
from codemods.python.index import alone
from codemods.python.module import parse
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.streams import Loop, Streams
from codemods.python.tree import walk
from codemods.python.values import Values
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import EVERYTHING, findings, left, settled, source, untouched
from tests.support.runner import compare, run_source

HEAD = """\
from google import genai
client = genai.Client()
M = "gemini-2.5-flash"
"""
OPENED = "client.models.generate_content_stream(model=M, contents='x')"
FIRST = HEAD.count("\n") + 1


def held(body: str, *expected: tuple[int, str], reason: str = "") -> None:
    """A body stays, held at these lines of it; one of the reasons says this."""
    migration = left(HEAD + source(body), *((FIRST - 1 + line, code) for line, code in expected))
    assert any(reason in finding.message for finding in migration.left)


def rewritten(body: str) -> str:
    migration = migrate(HEAD + source(body), None, EVERYTHING)
    assert findings(migration) == [], migration.left
    settled(migration, EVERYTHING)
    return migration.output


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


# -- what went wrong is still raised --------------------------------------------------------------------------------

_BREAKING = {
    "a loop": f"for c in {OPENED}:\n    print(c.text)\n",
    "a comprehension": f"print([c.text for c in {OPENED}])\n",
    "a loop that counts": f"for n, c in enumerate({OPENED}):\n    print(n, c.text)\n",
    "a list": f"for c in list({OPENED}):\n    print(c.text)\n",
    "a loop over parts": f"for c in {OPENED}:\n    for part in c.parts:\n        print(part.text)\n",
    "a loop that wants the usage": f"for c in {OPENED}:\n    print(c.text)\nprint(c.usage_metadata.total_token_count)\n",
    "a function": f"def show(stream):\n    for c in stream:\n        print(c.text)\n\n\nshow({OPENED})\n",
    "an asynchronous comprehension": (
        "import asyncio\n\n\nasync def main():\n"
        "    print([c.text async for c in await client.aio.models.generate_content_stream(model=M, contents='x')])\n\n\n"
        "asyncio.run(main())\n"
    ),
}


@pytest.mark.parametrize("body", _BREAKING.values(), ids=_BREAKING.keys())
def test_a_stream_that_breaks_off_raises_before_and_after(body: str, service: LoopbackService, tmp_path: Path) -> None:
    after = rewritten(body)
    with service.breaking_streams():
        before_run, after_run = run_source(HEAD + body, tmp_path, service), run_source(after, tmp_path, service)
    assert before_run.error is not None
    assert after_run.error is not None and after_run.error.startswith("RuntimeError")
    assert before_run.stdout == after_run.stdout
    assert compare(run_source(HEAD + body, tmp_path, service), run_source(after, tmp_path, service)) == []


# -- the request is sent where the stream is opened -----------------------------------------------------------------


def test_a_handler_between_opening_and_reading_would_see_other_errors() -> None:
    held(f"s = {OPENED}\ntry:\n    for c in s:\n        print(c.text)\nexcept OSError:\n    pass\n", (3, "GI200"), reason="other handlers")
    held(f"try:\n    s = {OPENED}\nfinally:\n    print('opened')\nfor c in s:\n    print(c.text)\n", (5, "GI200"), reason="other handlers")
    held(f"try:\n    s = {OPENED}\nfinally:\n    for c in s:\n        print(c.text)\n", (4, "GI200"), reason="other handlers")


def test_a_handler_inside_of_a_function_would_see_other_errors() -> None:
    body = """
        def show(stream):
            try:
                for c in stream:
                    print(c.text)
            except OSError:
                pass

        show(client.models.generate_content_stream(model=M, contents='x'))
        """
    held(body.lstrip("\n"), (3, "GI200"), reason="other handlers")
    body = """
        def _open():
            with open('log') as log:
                return client.models.generate_content_stream(model=M, contents='x')

        for c in _open():
            print(c.text)
        """
    held(body.lstrip("\n"), (3, "GI200"), reason="under its handlers")


def test_a_handler_around_both_catches_as_before() -> None:
    after = rewritten(f"try:\n    s = {OPENED}\n    for c in s:\n        print(c.text)\nexcept OSError:\n    pass\n")
    assert "client.interactions.create(" in after


def test_a_loop_that_may_not_be_reached_sent_no_request() -> None:
    held(f"s = {OPENED}\nif M:\n    for c in s:\n        print(c.text)\n", (3, "GI200"), reason="not every way")
    held(f"s = {OPENED}\nM and print([c.text for c in s])\n", (2, "GI200"), reason="not every way")
    body = """
        def _tell(quiet):
            s = client.models.generate_content_stream(model=M, contents='x')
            if quiet:
                return
            for c in s:
                print(c.text)
        """
    held(body.lstrip("\n"), (5, "GI200"), reason="not every way")
    held(f"for p in 'ab':\n    s = {OPENED}\n    if p == 'a':\n        continue\n    for c in s:\n        print(c.text)\n", (5, "GI200"))


def test_a_loop_in_between_may_be_left() -> None:
    after = rewritten(f"s = {OPENED}\nfor p in 'ab':\n    break\nfor c in s:\n    print(c.text)\n")
    assert "client.interactions.create(" in after


def test_what_the_request_says_may_change_until_the_stream_is_read() -> None:
    held(
        "said = ['x']\ns = client.models.generate_content_stream(model=M, contents=said)\nsaid.append('y')\nfor c in s:\n    print(c.text)\n",
        (4, "GI200"),
        reason="`said` is changed",
    )


def test_a_stream_that_is_never_read_sent_no_request() -> None:
    held(f"s = {OPENED}\n", (1, "GI200"))
    held(f"{OPENED}\n", (1, "GI200"))


def test_what_is_made_of_a_stream_may_be_taken_later() -> None:
    held(f"texts = (c.text for c in {OPENED})\n", (1, "GI200"), reason="taken later")
    held(f"def _tell():\n    return (c.text for c in {OPENED})\n\n\nprint(*_tell())\n", (2, "GI200"), reason="taken later")
    body = """
        def texts(stream):
            for c in stream:
                yield c.text

        later = texts(client.models.generate_content_stream(model=M, contents='x'))
        print(*later)
        """
    held(body.lstrip("\n"), (5, "GI200"), reason="may run later")


# -- what is done with the pieces -----------------------------------------------------------------------------------

_OTHERWISE = {
    "a piece that is kept": ("for c in {}:\n    last = c\n    print(c.text)\n", [(2, "GI200")]),
    "a piece that is changed": ("for c in {}:\n    c.text = ''\n", [(2, "GI205")]),
    "a function that runs later": ("for c in {}:\n    print(lambda: c.text)\n", [(2, "GI217")]),
    "a text behind the loop": ("for c in {}:\n    print(c.text)\nprint(c.text)\n", [(3, "GI200")]),
    "a variable of something else as well": (
        "for c in {}:\n    if M:\n        c = input()\n    print(c.text)\n",
        [(4, "GI217")],
    ),
    "pieces that are unpacked": ("for a, b in {}:\n    print(a)\n", [(1, "GI200")]),
    "a list whose length is asked": ("chunks = list({})\nprint(len(chunks), *(c.text for c in chunks))\n", [(2, "GI200")]),
    "a list whose last piece is asked": ("chunks = list({})\nprint(chunks[-1].text)\n", [(2, "GI200")]),
    "a list that is shown": ("print(list({}))\n", [(1, "GI200")]),
    "usage of a list": ("chunks = list({})\nprint([c.usage_metadata for c in chunks])\n", [(2, "GI200"), (2, "GI200")]),
    "usage in a comprehension": ("print([(c.text, c.usage_metadata) for c in {}])\n", [(1, "GI200")]),
    "usage with a text": ("for c in {}:\n    print(c.text, c.usage_metadata)\n", [(2, "GI200")]),
    "usage of a loop that is left": ("for c in {}:\n    print(c.text)\n    break\nprint(c.usage_metadata)\n", [(4, "GI200")]),
    "usage of something else at times": (
        "for c in {}:\n    print(c.text)\nif M:\n    c = input()\nprint(c.usage_metadata)\n",
        [(5, "GI217")],
    ),
    "usage that skipped pieces may have": (
        "for c in {}:\n    if not c.text:\n        continue\n    u = c.usage_metadata\n",
        [(4, "GI200")],
    ),
    "usage that is collected": (
        "all = []\nfor c in {}:\n    print(c.text)\n    if c.usage_metadata:\n        all.append(c.usage_metadata)\n",
        [(5, "GI200")],
    ),
    "a map": ("print(*map(str, {}))\n", [(1, "GI200")]),
    "a zip": ("for n, c in zip('ab', {}):\n    print(c.text)\n", [(1, "GI200")]),
    "a list of a name of its own": ("def list(x):\n    return x\n\n\nchunks = list({})\n", [(5, "GI200")]),
    "a function without a stream at times": (
        "def show(s):\n    for c in s:\n        print(c.text)\n\n\nshow({})\nshow([])\n",
        [(7, "GI217")],
    ),
    "a function that another one is": ("def show(s):\n    for c in s:\n        print(c.text)\n\n\nrun = show\nshow({})\n", [(7, "GI200")]),
    "parts that are left": ("for c in {}:\n    for p in c.parts:\n        print(p.text)\n        break\n", [(4, "GI200")]),
    "parts and then something else": ("for c in {}:\n    for p in c.parts:\n        print(p.text)\n    print('.')\n", [(2, "GI200")]),
    "parts under a condition of one's own": (
        "for c in {}:\n    if M:\n        for p in c.parts:\n            print(p.text)\n",
        [(3, "GI200")],
    ),
    "parts and the text": ("for c in {}:\n    print(c.text)\n    for p in c.parts:\n        print(p.text)\n", [(3, "GI200")]),
    "parts as a whole": ("for c in {}:\n    for p in c.parts:\n        print(p)\n", [(3, "GI205")]),
    "parts that are counted": ("for c in {}:\n    for n, p in enumerate(c.parts):\n        print(p.text)\n", [(2, "GI200")]),
    "a first part as a whole": ("for c in {}:\n    print(c.parts[0], c.text)\n", [(2, "GI205")]),
    "a second part": ("for c in {}:\n    print(c.parts[1].text, c.text)\n", [(2, "GI200")]),
    "a first part that is kept": (
        "for c in {}:\n    p = c.parts[0]\n    if p.inline_data:\n        print(p.inline_data.data)\nprint(p)\n",
        [(5, "GI217")],
    ),
    "a first part that is media or not": (
        "for c in {}:\n    print(c.parts[0].inline_data.data)\n    print(c.text)\n",
        [(2, "GI200"), (3, "GI200")],
    ),
    "a first part and all parts": (
        "for c in {}:\n    if c.parts[0].inline_data:\n        print('media')\n    for p in c.parts:\n        print(p.text)\n",
        [(4, "GI200")],
    ),
    "a guard with an alternative": (
        "for c in {}:\n    if c.candidates:\n        print(c.text)\n    else:\n        print('-')\n",
        [(2, "GI200")],
    ),
    "a skip that says something": (
        "for c in {}:\n    if not c.candidates:\n        print('-')\n        continue\n    print(c.text)\n",
        [(2, "GI200")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), _OTHERWISE.values(), ids=_OTHERWISE.keys())
def test_a_stream_stays_whose_pieces_are_used_otherwise(body: str, expected: list[tuple[int, str]]) -> None:
    held(body.format(OPENED), *sorted(expected))


def test_the_first_part_may_be_something_else_than_text() -> None:
    body = """
        for c in client.models.generate_content_stream(model=M, contents='x', config={"thinking_config": {"include_thoughts": True}}):
            print(c.candidates[0].content.parts[0].text)
        """
    held(body.lstrip("\n"), (2, "GI200"), reason="something else than text")


def test_a_first_part_may_be_a_thought() -> None:
    body = """
        for c in client.models.generate_content_stream(model=M, contents='x', config={"thinking_config": {"include_thoughts": True}}):
            if c.parts[0].inline_data:
                print("media")
            else:
                print(c.text)
        """
    held(body.lstrip("\n"), (2, "GI200"), reason="a thought here")


def test_function_calls_come_in_fragments() -> None:
    body = """
        tool = {"function_declarations": [{"name": "f", "description": "d", "parameters": {"type": "OBJECT", "properties": {}}}]}
        for c in client.models.generate_content_stream(model=M, contents='x', config={"tools": [tool]}):
            for p in c.candidates[0].content.parts:
                if p.function_call:
                    print(p.function_call.name)
        """
    held(body.lstrip("\n"), (3, "GI200"), reason="several events")


def test_streams_of_others_are_not_ours() -> None:
    untouched("""
        import other
        for chunk in other.client.models.generate_content_stream(model="gemini-2.5-flash", contents="x"):
            print("".join(c.text for c in chunk))
        """)
    untouched("""
        class Models:
            def generate_content_stream(self, model, contents):
                yield contents

        for chunk in Models().generate_content_stream(model="gemini-2.5-flash", contents="x"):
            print(list(chunk))
        """)


# -- the function that makes deltas ---------------------------------------------------------------------------------


def test_the_function_gets_a_name_that_is_free() -> None:
    after = rewritten(f"text_deltas = 1\nprint([c.text for c in {OPENED}])\n")
    assert "def text_deltas_2(events):" in after
    assert "for c in text_deltas_2(client" in after


def test_the_function_is_there_once() -> None:
    once = rewritten(f"print([c.text for c in {OPENED}])\n")
    again = migrate(once + f"print([c.text for c in {OPENED}])\n", None, EVERYTHING)
    assert again.output.count("def text_deltas") == 1
    assert again.output.count("in text_deltas(client") == 2


def test_a_comment_on_a_condition_that_goes_stays() -> None:
    after = rewritten(f"for c in {OPENED}:\n    # Some have nothing.\n    if c.candidates:\n        print(c.text)\n")
    assert "# Some have nothing.\n    if c.event_type ==" in after


def test_a_usage_of_an_earlier_loop_is_not_taken_for_that_of_a_later_one(service: LoopbackService, tmp_path: Path) -> None:
    body = f"for c in {OPENED}:\n    print(c.text)\nfirst = c.usage_metadata.total_token_count\n"
    body += f"for c in {OPENED}:\n    print(c.text)\nprint(first, c.usage_metadata.prompt_token_count)\n"
    after = rewritten(body)
    assert "final_usage = c.interaction.usage" in after and "final_usage_2 = c.interaction.usage" in after
    assert compare(run_source(HEAD + body, tmp_path, service), run_source(after, tmp_path, service)) == []


# -- for others that open streams -----------------------------------------------------------------------------------


def one_loop(body: str) -> tuple[Streams, Loop | None, Trail]:
    """What the one stream of a body comes to, for a caller that rewrites the call itself."""
    values = Values(parse(HEAD + source(body)), alone(""), EVERYTHING)
    streams = GenaiFront(values, EVERYTHING).streams
    called = next(n for n in walk(values.module.tree) if isinstance(n, cst.Attribute) and n.attr.value == "generate_content_stream")
    call = values.module.parent(called)
    assert isinstance(call, cst.Call)
    trail = Trail(Strand(), Parsed(), {}, {})
    return streams, streams.loop_over(call, False, trail), trail


def test_a_caller_may_have_something_done_when_the_interaction_is_complete() -> None:
    streams, loop, trail = one_loop(f"for c in {OPENED}:\n    print(c.text)\n")
    assert loop is not None
    streams.rewrite(loop, trail.strand, ["last = {event}.interaction.id"])
    output = apply(streams.module, combine(trail.strand.edits)).code
    assert 'if c.event_type == "interaction.completed":\n        last = c.interaction.id\n' in output
    assert output.index("raise RuntimeError") < output.index("last = ") < output.index("c.delta.text")


@pytest.mark.parametrize(
    "body",
    [
        f"print([c.text for c in {OPENED}])\n",
        f"def show(s):\n    for c in s:\n        print(c.text)\n\n\nshow({OPENED})\n",
        f"s = {OPENED}\nfor c in s:\n    print(c.text)\nfor c in s:\n    print(c.text)\n",
    ],
)
def test_a_caller_gets_no_loop_where_there_is_not_one_in_place(body: str) -> None:
    _, loop, trail = one_loop(body)
    assert loop is None
    assert trail.strand.holds
