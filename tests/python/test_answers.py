"""What is read of answers to calls that ask for more than text: tools of the service, functions, images, speech, thoughts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codemods.python import migrate
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import EVERYTHING, findings, left, settled, source, untouched
from tests.support.runner import compare, run_source

# -- programs that do the same before and after --------------------------------------------------------------------

SEARCH = "config=types.GenerateContentConfig(tools=[types.Tool(google_search=types.GoogleSearch())])"
RUN_CODE = "config=types.GenerateContentConfig(tools=[types.Tool(code_execution=types.ToolCodeExecution())])"
PICTURE = 'config=types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"])'
ONLY_PICTURE = 'config=types.GenerateContentConfig(response_modalities=["IMAGE"])'
SPEECH = 'config=types.GenerateContentConfig(response_modalities=["AUDIO"])'
ALOUD = "config=types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))"
FUNCTION = (
    'config=types.GenerateContentConfig(tools=[types.Tool(function_declarations=[{"name": "weather", "parameters": '
    '{"type": "OBJECT", "properties": {"city": {"type": "STRING"}}}}])])'
)

#: The setting of the call, what is done with the answer `r`, and what must and must not be in the rewritten program.
SAME: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "text before and behind code is joined": (RUN_CODE, "print(r.text)", ('"".join(',), ("output_text",)),
    "text in an f-string is joined there": (RUN_CODE, 'print(f"{r.text}")', ("''.join(",), ("output_text",)),
    "text is tested for None": (RUN_CODE, "print(r.text is None)\nif r.text is not None: print(r.text)", ("not ",), ()),
    "text beside an image is joined": (PICTURE, "print(r.text.upper())", ('"".join(',), ()),
    "text beside a search is joined": (SEARCH, "print(r.text)", ('"".join(',), ()),
    "text beside functions is not": (FUNCTION, "print(r.text or 'none')", ("output_text",), ('"".join(',)),
    "text beside thoughts is not": (ALOUD, "print(r.text)", ("output_text",), ('"".join(',)),
    "code and results in a loop": (
        RUN_CODE,
        """
        for part in r.candidates[0].content.parts:
            if part.text is not None:
                print("T", part.text)
            if part.executable_code is not None:
                print("C", part.executable_code.code)
            if part.code_execution_result is not None:
                print("R", part.code_execution_result.output)
        """,
        ("code_execution_call", "part.arguments.code", "part.result"),
        (),
    ),
    "parts are counted": (
        RUN_CODE,
        """
        for number, part in enumerate(r.candidates[0].content.parts):
            print(number, "text" if part.text else "")
        print(len(r.parts))
        """,
        ("enumerate(\n",),
        (),
    ),
    "something is done for every part": (
        RUN_CODE,
        """
        for part in r.parts:
            if part.executable_code:
                print(part.executable_code.code)
            print("---")
        """,
        ('step.type in ("model_output", "code_execution_call", "code_execution_result")',),
        (),
    ),
    "the first code and the first result": (RUN_CODE, "print(r.executable_code)\nprint(r.code_execution_result)", ("next(",), ()),
    "no code at all": ("", "print(r.executable_code, r.code_execution_result)", ("next(",), ()),
    "texts and images": (
        PICTURE,
        """
        for part in r.candidates[0].content.parts:
            if part.text:
                print(part.text)
            elif part.inline_data:
                print(part.inline_data.data[:8], part.inline_data.mime_type)
        """,
        ('part.type == "image"', "base64.b64decode(part.data)"),
        (),
    ),
    "media that say what they are": (
        PICTURE,
        """
        for part in r.parts:
            if part.inline_data is not None and part.inline_data.mime_type is not None and part.inline_data.data is not None:
                print(part.inline_data.mime_type)
        """,
        ("part.mime_type is not None and part.data is not None",),
        (),
    ),
    "images and nothing else": (
        ONLY_PICTURE,
        """
        for part in r.parts:
            if part.inline_data is None:
                continue
            print(len(part.inline_data.data))
        """,
        ('part.type != "image"',),
        (),
    ),
    "speech by its index": (
        SPEECH,
        "print(len(r.candidates[0].content.parts[0].inline_data.data))",
        ("base64.b64decode(r.output_audio.data)",),
        (),
    ),
    "speech in a loop": (
        SPEECH,
        "for part in r.parts:\n    if part.inline_data:\n        print(len(part.inline_data.data))",
        ('part.type == "audio"',),
        (),
    ),
    "thoughts and answers": (
        ALOUD,
        """
        for part in r.candidates[0].content.parts:
            if not part.text:
                continue
            if part.thought:
                print("thought:", part.text)
            else:
                print("answer:", part.text)
        """,
        ("for step, part in (", 'step.type == "thought"'),
        (),
    ),
    "thoughts are left out": (
        ALOUD,
        "for part in r.parts:\n    if part.thought:\n        continue\n    print(part.text)",
        ("for part in (",),
        ("thought",),
    ),
    "thoughts are printed like any text": (ALOUD, "for part in r.parts:\n    print(part.text)", ('("thought", "model_output")',), ()),
    "thoughts in a comprehension": (
        ALOUD,
        "print([part.text for part in r.parts if part.thought])\nprint([p.text for p in r.parts if not p.thought])",
        ('if step.type == "thought"',),
        (),
    ),
    "no parts, no candidates": (
        RUN_CODE,
        """
        if r.candidates and r.candidates[0].content and r.candidates[0].content.parts:
            print("all")
        if r.text and r.candidates and r.parts: print("both")
        if not (r.candidates and r.parts and len(r.parts) > 1): print("one")
        """,
        (),
        ("candidates",),
    ),
    "two loops over thoughts use one name": (
        ALOUD,
        """
        for part in r.parts:
            if part.thought: print("a", part.text)
        for part in r.parts:
            if part.thought: print("b", part.text)
        """,
        ("for step, part in (",),
        ("step_2",),
    ),
    "function calls": (
        FUNCTION,
        """
        if r.function_calls:
            print(r.function_calls[0].name, dict(r.function_calls[0].args))
            for call in r.function_calls:
                print(call.name, call.args["city"], bool(call.id))
        call = r.function_calls[0]
        print(call.name, sorted(call.args.items()), len(r.function_calls))
        print([c.name for c in r.function_calls or []])
        """,
        ('if any(step.type == "function_call"', "call.arguments"),
        (),
    ),
    "no function calls": ("", "print(bool(r.function_calls), [c.name for c in r.function_calls or []])", (), ()),
    "function calls among parts": (
        FUNCTION,
        """
        for part in r.candidates[0].content.parts:
            if part.function_call:
                call = part.function_call
                print(call.name, call.args)
            elif part.text:
                print(part.text)
        calls = [part.function_call for part in r.parts if part.function_call]
        print([(c.name, c.args) for c in calls])
        """,
        ("call = part\n",),
        (),
    ),
}


CHAT = """
from google import genai
from google.genai import types

client = genai.Client()
chat = client.chats.create(
    model="gemini-2.5-flash",
    config=types.GenerateContentConfig(tools=[types.Tool(code_execution=types.ToolCodeExecution())]),
)
first = chat.send_message("What is 2 + 3?")
print(first.text)
second = chat.send_message("And 3 + 4?")
for part in second.candidates[0].content.parts:
    if part.executable_code:
        print(part.executable_code.code)
    elif part.text:
        print(part.text)
third = chat.send_message("And in words?", config=types.GenerateContentConfig(temperature=0.5))
print(third.text)
"""


def test_the_config_of_a_turn_tells_what_its_answer_may_hold(service: LoopbackService, tmp_path: Path) -> None:
    migration = migrate(source(CHAT), None, EVERYTHING)
    assert findings(migration) == []
    settled(migration, EVERYTHING)
    before, after = run_source(migration.source, tmp_path, service), run_source(migration.output, tmp_path, service)
    assert before.error is None and after.error is None, after.error
    assert compare(before, after) == []
    assert migration.output.count('"".join(') == 1
    assert "print(third.output_text)" in migration.output


def test_an_answer_that_is_given_a_name_in_the_expression_cannot_be_walked_there() -> None:
    """A name cannot be bound in what a comprehension walks: such a rewrite would not compile, and is withheld."""
    text = (
        "from google import genai\nfrom google.genai import types\n"
        f"print(genai.Client().models.generate_content(model='gemini-2.5-flash', contents='x', {RUN_CODE}).text)\n"
    )
    left(text, (3, "GI200"))


def program(setting: str, reading: str) -> str:
    model = "gemini-2.5-flash-image" if "IMAGE" in setting else "gemini-2.5-flash"
    call = f'r = client.models.generate_content(model="{model}", contents="What is 2 + 3?"{", " + setting if setting else ""})\n'
    return "from google import genai\nfrom google.genai import types\n\nclient = genai.Client()\n" + call + source(reading)


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.mark.parametrize(("setting", "reading", "there", "gone"), SAME.values(), ids=SAME.keys())
def test_it_reads_the_same(
    setting: str, reading: str, there: tuple[str, ...], gone: tuple[str, ...], service: LoopbackService, tmp_path: Path
) -> None:
    migration = migrate(program(setting, reading), None, EVERYTHING)
    assert findings(migration) == []
    assert migration.changed
    settled(migration, EVERYTHING)
    before, after = run_source(migration.source, tmp_path, service), run_source(migration.output, tmp_path, service)
    assert before.error is None, before.error
    assert before.stdout
    assert after.error is None, after.error + migration.output
    assert compare(before, after) == []
    reads = migration.output.split("store=False)", 1)[1]
    assert all(text in reads for text in there), migration.output
    assert not any(text in reads for text in gone), migration.output


# -- what stays ----------------------------------------------------------------------------------------------------

LIBRARY = "from google import genai\nclient = genai.Client()\n"
TOP = LIBRARY + "print('a program')\n"
CALL = "client.models.generate_content(model='gemini-2.5-flash', contents='x')"

#: Programs with the findings (line, code) they must have even when every assumption is taken.
FUNCTIONS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "another file may call a public function of a library": (
        LIBRARY + f"def show(r):\n    print(r.text)\ndef run():\n    show({CALL})\n",
        [(6, "GI205")],
    ),
    "another file may use what a public function gives": (LIBRARY + f"def ask():\n    return {CALL}\n", [(4, "GI205")]),
    "an exported function": (TOP + f"__all__ = ['ask']\ndef ask():\n    return {CALL}\nprint(ask().text)\n", [(6, "GI205")]),
    "a public method of a library": (
        LIBRARY + f"class A:\n    def ask(self):\n        return {CALL}\n    def say(self):\n        return self.ask().text\n",
        [(5, "GI205")],
    ),
    "the function is handed on": (TOP + f"def show(r):\n    print(r.text)\nshow({CALL})\nlist(map(show, []))\n", [(6, "GI205")]),
    "the function is called with something else": (
        TOP + f"import requests\ndef show(r):\n    print(r.text)\nshow({CALL})\nshow(requests.get('x'))\n",
        [(8, "GI217")],
    ),
    "the function is called with an unknown list": (TOP + f"def show(r):\n    print(r.text)\nshow({CALL})\nshow(*[1])\n", [(6, "GI205")]),
    "the function has a default of its own": (
        TOP + f"x = 1\ndef show(r=x):\n    print(r.text)\nshow({CALL})\nshow()\n",
        [(7, "GI205")],
    ),
    "the function is decorated": (TOP + f"import retry\n@retry.it\ndef ask():\n    return {CALL}\nprint(ask().text)\n", [(7, "GI205")]),
    "the function is defined twice": (
        TOP + f"def show(r):\n    print(r.text)\nif client:\n    def show(r):\n        print(r.id)\nshow({CALL})\n",
        [(9, "GI205")],
    ),
    "the function is a generator": (TOP + f"def ask():\n    yield 1\n    return {CALL}\nprint(list(ask()))\n", [(6, "GI205")]),
    "the function gives something else as well": (
        TOP + f"def ask(p):\n    if p:\n        return p\n    return {CALL}\nprint(ask('').text)\n",
        [(6, "GI217")],
    ),
    "the parameter gets another value": (
        TOP + f"import requests\ndef show(r):\n    if client:\n        r = requests.get('x')\n    print(r.text)\nshow({CALL})\n",
        [(8, "GI217")],
    ),
    "the parameter is passed on out of sight": (
        TOP + f"import show\ndef give(r):\n    show.it(r)\ngive({CALL})\n",
        [(6, "GI205")],
    ),
    "the answer of a function is kept whole": (TOP + f"def ask():\n    return {CALL}\nkeep = [1, ask()]\n", [(6, "GI205")]),
    "a subclass has a method of its own": (
        TOP + f"class A:\n    def _show(self, r):\n        print(r.text)\n    def run(self):\n        self._show({CALL})\n"
        "class B(A):\n    def _show(self, r):\n        print(r)\n",
        [(8, "GI205")],
    ),
    "another object has a method of that name": (
        TOP + f"class A:\n    def _show(self, r):\n        print(r.text)\n    def run(self, other):\n        self._show({CALL})\n"
        "        other._show(1)\n",
        [(8, "GI205")],
    ),
    "an annotation inside a string": (
        TOP + "from google.genai import types\ndef show(r: 'types.GenerateContentResponse'):\n    print(r.text)\n" + f"show({CALL})\n",
        [(5, "GI200")],
    ),
    "the annotation names another old class": (
        TOP + "from google.genai import types\ndef show(r: types.Candidate):\n    print(r.text)\n" + f"show({CALL})\n",
        [(5, "GI200")],
    ),
    "one of several gathered calls is not ours": (
        TOP + "import asyncio\nasync def ask():\n    return await client.aio.models.generate_content(model='m', contents='x')\n"
        "async def other():\n    return 1\nasync def main():\n    a, b = await asyncio.gather(ask(), other())\n    print(a.text)\n",
        [(10, "GI205")],
    ),
    "a list of what two functions give": (
        TOP + f"def ask():\n    return {CALL}\ndef other():\n    return 1\nfor r in [ask(), other()]:\n    print(r.text)\n",
        [(8, "GI205")],
    ),
    "a method has another name in its class": (
        TOP
        + f"class A:\n    def _show(self, r):\n        print(r.text)\n    show = _show\n    def run(self):\n        self._show({CALL})\n",
        [(9, "GI205")],
    ),
    "the class of an answer is asked for": (
        TOP + f"from google.genai import types\nr = {CALL}\nprint(isinstance(r, types.GenerateContentResponse))\n",
        [(6, "GI205")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_answers_do_not_go_where_not_everything_is_in_sight(text: str, expected: list[tuple[int, str]]) -> None:
    migration = left(text, *expected)
    assert not migration.rewritten


#: The setting of the call, what is done with the answer `r` from line 6 on, and what is found in it.
STAYS: dict[str, tuple[str, str, list[tuple[int, str]]]] = {
    "a part is kept": ("", "kept = []\nfor part in r.parts:\n    kept.append(part)\n", [(8, "GI205")]),
    "a part is printed": ("", "for part in r.parts:\n    print(part)\n", [(7, "GI205")]),
    "a part is changed": ("", "for part in r.parts:\n    part.text = 'x'\n", [(7, "GI205")]),
    "an attribute nobody knows": ("", "for part in r.parts:\n    print(part.thought_signature)\n", [(7, "GI205")]),
    "text of what may be an image": (PICTURE, "for part in r.parts:\n    print(part.text)\n", [(7, "GI200")]),
    "text of what may be code": (RUN_CODE, "for part in r.parts:\n    print(part.text)\n", [(7, "GI200")]),
    "data of what may be text": (PICTURE, "for part in r.parts:\n    print(part.inline_data.data)\n", [(7, "GI200")]),
    "text is left in the else branch of text": (
        RUN_CODE,
        "for part in r.parts:\n    if part.text:\n        pass\n    else:\n        print(part.text)\n",
        [(10, "GI200")],
    ),
    "a part is read behind its loop": (PICTURE, "for part in r.parts:\n    if part.text: pass\nprint(part.text)\n", [(8, "GI200")]),
    "a part is read later": (
        PICTURE,
        "later = []\nfor part in r.parts:\n    if part.text:\n        later.append(lambda: part.text)\n",
        [(9, "GI200")],
    ),
    "the first part may be no text": (RUN_CODE, "print(r.parts[0].text)\n", [(6, "GI200")]),
    "an image by its index": (PICTURE, "print(r.candidates[0].content.parts[0].inline_data.data)\n", [(6, "GI200")]),
    "a part without a name is tested": (PICTURE, "if r.parts[-1].inline_data: print('yes')\n", [(6, "GI200")]),
    "thoughts in a list": (ALOUD, "parts = r.parts\nfor part in parts:\n    if part.thought: print('t')\n", [(8, "GI200")]),
    "thoughts as a value": (ALOUD, "print([part.thought for part in r.parts])\n", [(6, "GI200")]),
    "the outcome of code": (
        RUN_CODE,
        "for part in r.parts:\n    if part.code_execution_result:\n        print(part.code_execution_result.outcome)\n",
        [(8, "GI200")],
    ),
    "the language of code": (
        RUN_CODE,
        "for part in r.parts:\n    if part.executable_code:\n        print(part.executable_code.language)\n",
        [(8, "GI200")],
    ),
    "images that code made": (
        RUN_CODE,
        "for part in r.parts:\n    if part.inline_data:\n        print(len(part.inline_data.data))\n",
        [(7, "GI200"), (8, "GI200")],
    ),
    "the mime type of speech": (
        SPEECH,
        "for part in r.parts:\n    if part.inline_data:\n        print(part.inline_data.mime_type)\n",
        [(8, "GI200")],
    ),
    "speech as an image": (SPEECH, "for part in r.parts:\n    if part.inline_data:\n        part.as_image()\n", [(8, "GI200")]),
    "an image is shown": (
        PICTURE,
        "for part in r.parts:\n    if part.inline_data:\n        part.as_image().show()\n",
        [(8, "GI200")],
    ),
    "a function call is kept": (FUNCTION, "kept = [0]\nkept.append(r.function_calls[0])\n", [(7, "GI205")]),
    "arguments that may be missing": (FUNCTION, "print(r.function_calls[0].args is None)\n", [(6, "GI200")]),
    "something else of a function call": (FUNCTION, "print(r.function_calls[0].will_continue)\n", [(6, "GI205")]),
    "the content goes into a history": (FUNCTION, "history = []\nhistory.append(r.candidates[0].content)\n", [(7, "GI200")]),
    "parts are passed on": (FUNCTION, "print(r.candidates[0].content.parts)\n", [(6, "GI205")]),
    "parts are added to": ("", "parts = r.parts\nparts.append(1)\n", [(7, "GI205")]),
    "an answer is named where it is walked": ("", "for part in (again := r).parts:\n    print(part.text, again.text)\n", [(6, "GI200")]),
    "the modality of a count": (
        "",
        "for detail in r.usage_metadata.prompt_tokens_details or []:\n    print(detail.modality, detail.token_count)\n",
        [(7, "GI200")],
    ),
    "no parts are caught as an error": (
        "",
        "try:\n    for part in r.candidates[0].content.parts: print(part.text)\nexcept TypeError:\n    print('none')\n",
        [(7, "GI219")],
    ),
    "no calls are caught as an error": (
        FUNCTION,
        "try:\n    print(r.function_calls[0].name)\nexcept (TypeError, KeyError):\n    print('none')\n",
        [(7, "GI219")],
    ),
    "hasattr twice": (
        "",
        "for part in r.parts:\n    if hasattr(part, 'text') and hasattr(part, 'thought') and part.text: pass\n",
        [(7, "GI200")],
    ),
    "candidates as a value": ("", "there = r.candidates and r.parts\n", [(6, "GI200"), (6, "GI205")]),
    "counts shown by an object of another kind": ("", "import pane\npane.info(r.usage_metadata)\n", [(7, "GI205")]),
    "counts in a text that is kept": ("", "kept = f'{r.usage_metadata}'\n", [(6, "GI205")]),
    "hasattr as a value": ("", "for part in r.parts:\n    print(hasattr(part, 'text'))\n", [(7, "GI205")]),
    "getattr with a default": ("", "for part in r.parts:\n    print(getattr(part, 'text', None))\n", [(7, "GI205")]),
}


@pytest.mark.parametrize(("setting", "reading", "expected"), STAYS.values(), ids=STAYS.keys())
def test_it_stays_and_says_where(setting: str, reading: str, expected: list[tuple[int, str]]) -> None:
    left(program(setting, reading), *expected)


#: Programs in which the same words mean something else.
NOT_OURS = {
    "parts of a path": "import pathlib\nfor part in pathlib.Path('a/b').parts:\n    print(part.text)\n",
    "parts of another answer": "import requests\nr = requests.get('x')\nfor part in r.candidates[0].content.parts:\n    if part.text: print(part.text)\n",
    "function calls of another answer": "from openai import OpenAI\nr = OpenAI().responses.create(model='m')\nprint(r.function_calls[0].args)\n",
    "a function of the same shape": "def show(r):\n    for part in r.parts:\n        print(part.text)\nshow(object())\n",
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_parts_of_something_else_are_not_touched(text: str) -> None:
    untouched("from google import genai\nclient = genai.Client()\n" + text)
