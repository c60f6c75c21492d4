"""What is read of answers to calls that ask for more than text: tools of the service, functions, images, speech, thoughts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import libcst as cst
import pytest

from codemods.api.call import Array, Config, Leaf, Node, Object, Setting, Word
from codemods.api.call import Entry as E
from codemods.api.outputs import CALL, CODE, MEDIA, RESULT, TEXT, THOUGHT, THOUGHT_MEDIA, outputs
from codemods.api.request import CONFIG, ConfigKey
from codemods.python import migrate
from codemods.python.config import Configs, Pair
from codemods.python.strand import Strand
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import EVERYTHING, findings, settled, source
from tests.support.runner import compare, run_source

HEAD = """\
    from google import genai
    from google.genai import types
    client = genai.Client()
    CODE = types.Tool(code_execution=types.ToolCodeExecution())
    def ask(config):
        pass
"""

# -- settings that this version may not rewrite by itself ----------------------------------------------------------


def _tools(pair: Pair, strand: Strand, depth: int) -> Node:
    code = cst.Module([]).code_for_node(pair.value)
    kinds = [kind for kind in ("google_search", "code_execution", "url_context") if f"{kind}=" in code]
    tools: list[Node] = [Object((E("type", Word(kind)),)) for kind in kinds]
    if "function_declarations=" in code:
        parameters = Object((E("type", Word("object")), E("properties", Object((E("city", Object((E("type", Word("string")),))),)))))
        tools.append(Object((E("type", Word("function")), E("name", Word("weather")), E("parameters", parameters))))
    return Array(tuple(tools))


def _modalities(pair: Pair, strand: Strand, depth: int) -> Node:
    words = ast.literal_eval(cst.Module([]).code_for_node(pair.value))
    return Array(tuple(Object((E("type", Word(word.lower())),)) for word in words))


def _thoughts(pair: Pair, strand: Strand, depth: int) -> Node:
    return Word("auto")


@pytest.fixture(autouse=True)
def more_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads the settings these programs need, as far as the tool does not read them by itself."""
    readers: dict[str, Callable[[Pair, Strand, int], Node]] = {"tools": _tools, "modalities": _modalities, "thinking": _thoughts}
    rows = {
        "modalities": ConfigKey("response_modalities", "modalities", "top", "response_format"),
        "thinking": ConfigKey("thinking_config", "thinking", "generation", "thinking_summaries"),
    }
    initialise = Configs.__init__

    def extended(self: Configs, *args: object) -> None:
        initialise(self, *args)  # type: ignore[arg-type]
        for kind, reader in readers.items():
            if kind not in self.kinds:
                self.kinds[kind] = reader
                if kind in rows:
                    monkeypatch.setitem(CONFIG, rows[kind].old, rows[kind])

    monkeypatch.setattr(Configs, "__init__", extended)


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
    "text in an f-string is joined there": (RUN_CODE, "print(f\"{r.text}\")", ("''.join(",), ("output_text",)),
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
