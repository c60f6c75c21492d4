"""Contents under names, lists that grow, media, files and images: what must be left alone, and why."""

from __future__ import annotations

import pytest

from codemods.api.content import EXTENSIONS, GUESSED, MIME_TYPES, UNDECLARED_EXTENSIONS, content_type
from codemods.options import ASSUMPTIONS, Options
from codemods.python import migrate
from tests.python.support import EVERYTHING, findings, left, settled, source, transformed, untouched

SDK = (
    "from google import genai\nfrom google.genai import types\nfrom PIL import Image\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n"
    "p = types.Part.from_uri(file_uri='gs://b/a.png', mime_type='image/png')\n"
)
ASK = "client.models.generate_content(model=M, contents={})\n"

#: Programs after the six lines above, with the findings (line, code) they must have even when every assumption is taken.
HELD = {
    "a part that is printed as well": (ASK.format("[p, 'x']") + "print(p)\n", [(8, "GI203")]),
    "a part that is handed to a function": ("def f(x): pass\n" + ASK.format("[p, 'x']") + "f(p)\n", [(9, "GI203")]),
    "a part that is changed": ("p.inline_data = None\n" + ASK.format("[p, 'x']"), [(7, "GI203")]),
    "a part whose field is read": (ASK.format("[p, 'x']") + "print(p.file_data.file_uri)\n", [(8, "GI203")]),
    "a part that is compared": (ASK.format("[p, 'x']") + "print(p == 1)\n", [(8, "GI203")]),
    "a part that another method takes": (ASK.format("[p, 'x']") + "client.models.count_tokens(model=M, contents=[p])\n", [(8, "GI203")]),
    "a part that is exported": ("__all__ = ['p']\n" + ASK.format("[p, 'x']"), [(6, "GI205")]),
    "a part that a function hands out": (ASK.format("[p, 'x']") + "def f():\n    return p\n", [(9, "GI203")]),
    "a part that is the default of a parameter": (ASK.format("[p, 'x']") + "def f(x=p):\n    pass\n", [(8, "GI203")]),
    "a part that goes into an attribute": ("class A: pass\n" + ASK.format("[p, 'x']") + "A.p = p\n", [(9, "GI203")]),
    "a part that goes into a dictionary": (ASK.format("[p, 'x']") + "d = {'p': p}\n", [(8, "GI203")]),
    "a part that may be a text": ("if M:\n    p = 'text'\n" + ASK.format("[p, 'x']"), [(9, "GI200")]),
    "a part that may be something unknown": ("if M:\n    p = input\n" + ASK.format("[p, 'x']"), [(9, "GI200")]),
    "a part that is bound with another name": ("a = b = types.Part(text='x')\n" + ASK.format("[a, 'x']"), [(8, "GI200")]),
    "a part of an unpacked tuple": ("a, b = types.Part(text='x'), 1\n" + ASK.format("[types.Part(text='x'), *a]"), [(8, "GI200")]),
    "a part that is annotated": ("a: types.Part = types.Part(text='x')\n" + ASK.format("[a, 'x']"), [(8, "GI200")]),
    "a part in a class": ("class A:\n    q = types.Part(text='x')\n    " + ASK.format("[q, 'x']"), [(9, "GI200")]),
    "a part from a function": ("def f():\n    return types.Part(text='x')\n" + ASK.format("[f(), 'x']"), [(9, "GI200")]),
    "a part bound on the way": (ASK.format("[(q := types.Part(text='x')), q]"), [(7, "GI200"), (7, "GI200")]),
    "a part that a held call takes too": (
        ASK.format("[p, 'x']") + "client.models.generate_content(model=M, contents=[p], config={'top_k': 1})\n",
        [(8, "GI214")],
    ),
    "a list that is printed": ("c = ['a', p]\nprint(c)\n" + ASK.format("c"), [(8, "GI203")]),
    "a list that is looped over": ("c = ['a', 'b']\nfor x in c: print(x)\n" + ASK.format("c"), [(8, "GI203")]),
    "a list that is indexed": ("c = ['a', 'b']\nprint(c[0])\n" + ASK.format("c"), [(8, "GI203")]),
    "a list with an item replaced": ("c = ['a', 'b']\nc[0] = 'd'\n" + ASK.format("c"), [(8, "GI203")]),
    "a list that loses an item": ("c = ['a', 'b']\nprint(c.pop())\n" + ASK.format("c"), [(8, "GI203")]),
    "a list that is copied": ("c = ['a', 'b']\nd = list(c)\n" + ASK.format("c"), [(8, "GI203")]),
    "a list that a function changes": ("def f(x): x.append(1)\nc = ['a', 'b']\nf(c)\n" + ASK.format("c"), [(9, "GI203")]),
    "a list that changes under another name": ("c = ['a', 'b']\nd = c\nd.append(print)\n" + ASK.format("c"), [(8, "GI203")]),
    "a list whose method is taken": ("c = ['a', 'b']\nadd = c.append\nadd('x')\n" + ASK.format("c"), [(8, "GI203")]),
    "a list that a text is added to letter by letter": ("c = ['a', 'b']\nc += 'xy'\n" + ASK.format("c"), [(8, "GI200")]),
    "a list that something unknown is added to": ("def f(x):\n    c = ['a', 'b']\n    c += x\n    " + ASK.format("c"), [(9, "GI200")]),
    "a list that grows by a loop over something": (
        "def f(x):\n    c = [i for i in x]\n    print(c)\n    " + ASK.format("c"),
        [(9, "GI203")],
    ),
    "a list of parts that a turn is appended to": (
        "c = ['a', 'b']\nc.append(types.Content(role='user', parts=[p]))\n" + ASK.format("c"),
        [(7, "GI200")],
    ),
    "turns that a part is appended to": (
        "c = [types.Content(role='user', parts=[types.Part(text='x')])]\nc.append('b')\n" + ASK.format("c"),
        [(7, "GI200")],
    ),
    "turns and parts that are counted": (
        "c = [types.Content(role='model', parts=[types.Part(text='x')]), 'a', 'b']\nprint(len(c))\n" + ASK.format("c"),
        [(7, "GI200")],
    ),
    "parts and turns added up": ("c = [types.Content(role='user', parts=[p])]\n" + ASK.format("['a'] + c"), [(8, "GI200")]),
    "a list in a list in a list": (ASK.format("[[['a']]]"), [(7, "GI200")]),
    "a turn in a list in a list": (ASK.format("[[types.Content(role='user', parts=[p])], 'a']"), [(7, "GI200")]),
    "a list that may be a part": ("c = ['a', 'b']\nif M:\n    c = p\n" + ASK.format("c"), [(10, "GI200")]),
    "a list from a parameter": ("def f(c: list):\n    " + ASK.format("c"), [(8, "GI200")]),
    "a generator": (ASK.format("(x for x in 'ab')"), [(7, "GI200")]),
    "nothing": (ASK.format("None"), [(7, "GI200")]),
    "an empty list": (ASK.format("[]"), [(7, "GI200")]),
    "None among the pieces": (ASK.format("['a', None]"), [(7, "GI200")]),
    "bytes among the pieces": (ASK.format("['a', b'x']"), [(7, "GI200")]),
    "a class of another library": ("from other import Part\n" + ASK.format("['a', Part.from_text('x')]"), [(8, "GI200")]),
    "a class of the module": ("class Part: pass\n" + ASK.format("['a', Part()]"), [(8, "GI200")]),
    "types that are something else": ("types = M\n" + ASK.format("['a', types.Part(text='x')]"), [(8, "GI200")]),
    "a thought": (ASK.format("[types.Part(text='x', thought=True)]"), [(7, "GI200")]),
    "a function response": (ASK.format("[types.Part.from_function_response(name='f', response={})]"), [(7, "GI200")]),
    "a part from a part": (ASK.format("[types.Part(p)]"), [(7, "GI200")]),
    "a part from a PIL image, which is encoded differently": (ASK.format("[types.Part(Image.open('x'))]"), [(7, "GI200")]),
    "keywords of a part passed on": ("k = {}\n" + ASK.format("[types.Part(**k)]"), [(8, "GI200")]),
    "a part with two things in it": (
        ASK.format("[types.Part(text='x', inline_data=types.Blob(data=b'x', mime_type='image/png'))]"),
        [(7, "GI200")],
    ),
    "the name of a blob": (
        ASK.format("[types.Part(inline_data=types.Blob(data=b'x', mime_type='image/png', display_name='x'))]"),
        [(7, "GI200")],
    ),
    "data that are text": (ASK.format("[types.Part.from_bytes(data='xyz!' + M, mime_type='image/png')]"), [(7, "GI200")]),
    "a mime type that is not declared": (ASK.format("[types.Part.from_bytes(data=b'x', mime_type='text/plain')]"), [(7, "GI225")]),
    "one of two mime types that is not declared": (
        "t = 'image/png' if M else 'image/*'\n" + ASK.format("[types.Part.from_bytes(data=b'x', mime_type=t)]"),
        [(8, "GI225")],
    ),
    "a mime type that is computed": ("def f(): pass\n" + ASK.format("[types.Part.from_bytes(data=b'x', mime_type=f())]"), [(8, "GI225")]),
    "an address without a mime type": ("def f(u):\n    " + ASK.format("[types.Part.from_uri(file_uri=u)]"), [(8, "GI225")]),
    "an address whose extension says little": (ASK.format("[types.Part.from_uri(file_uri='gs://b/x.wav')]"), [(7, "GI225")]),
    "the resolution of a sound": (
        ASK.format("[types.Part.from_uri(file_uri='gs://b/x', mime_type='audio/mp3', media_resolution='MEDIA_RESOLUTION_LOW')]"),
        [(7, "GI214")],
    ),
    "a resolution that comes in": (
        "def f(r):\n    " + ASK.format("[types.Part.from_uri(file_uri='gs://b/x', mime_type='image/png', media_resolution=r)]"),
        [(8, "GI200")],
    ),
    "the section of an image": (
        ASK.format("[{'file_data': {'file_uri': 'gs://b/x', 'mime_type': 'image/png'}, 'video_metadata': {'fps': 1}}]"),
        [(7, "GI214")],
    ),
    "a frame rate that may be missing": (
        "def f(r):\n    " + ASK.format("[{'file_data': {'file_uri': 'gs://b/x', 'mime_type': 'video/mp4'}, 'video_metadata': {'fps': r}}]"),
        [(8, "GI200")],
    ),
    "a resolution for a part under a name": (
        "client.models.generate_content(model=M, contents=p, config={'media_resolution': 'MEDIA_RESOLUTION_LOW'})\n",
        [(7, "GI203")],
    ),
    "a resolution for a list under a name": (
        "c = [p, 'x']\nclient.models.generate_content(model=M, contents=c, config={'media_resolution': 'MEDIA_RESOLUTION_LOW'})\n",
        [(8, "GI203")],
    ),
    "a resolution for an image": (
        "client.models.generate_content(model=M, contents=Image.open('x'), config={'media_resolution': 'MEDIA_RESOLUTION_LOW'})\n",
        [(7, "GI203")],
    ),
    "a role nobody knows": (ASK.format("[types.Content(role='system', parts=[types.Part(text='x')])]"), [(7, "GI200")]),
    "a content without parts": (ASK.format("[types.Content(role='user')]"), [(7, "GI200")]),
    "texts where only parts are taken": (ASK.format("[types.Content(role='user', parts=['x'])]"), [(7, "GI200")]),
    "a file that is uploaded on the way": (ASK.format("[client.files.upload(file='a.png'), 'x']"), [(7, "GI200")]),
    "a file of an undeclared type": ("f = client.files.upload(file='a.txt')\n" + ASK.format("[f, 'x']"), [(8, "GI225")]),
    "a file that is told an undeclared type": (
        "f = client.files.upload(file='a.png', config={'mime_type': 'text/markdown'})\n" + ASK.format("[f, 'x']"),
        [(8, "GI225")],
    ),
    "a file of another service": (
        "import openai\nf = openai.OpenAI().files.upload(file='a.png')\n" + ASK.format("[f, 'x']"),
        [(9, "GI200")],
    ),
    "a file that may be a text": ("f = client.files.upload(file='a.png')\nif M:\n    f = 'x'\n" + ASK.format("[f, 'x']"), [(10, "GI200")]),
    "an image that changes after it went into a list": (
        "i = Image.new('L', (1, 1))\nc = [i, 'x']\ni.paste(1)\n" + ASK.format("c"),
        [(8, "GI200")],
    ),
    "an image that somebody else may change": (
        "def f(x): pass\ni = Image.new('L', (1, 1))\nc = [i, 'x']\nf(i)\n" + ASK.format("c"),
        [(9, "GI200")],
    ),
    "images in a list that is looped over": (
        "c = ['x']\nfor i in [Image.open('a'), Image.open('b')]:\n    c.append(i)\n" + ASK.format("c"),
        [(9, "GI200")],
    ),
    "an image where base64 means something else": ("base64 = 1\ni = Image.new('L', (1, 1))\n" + ASK.format("[i, 'x']"), [(9, "GI200")]),
    "an image where io means something else": ("io = 1\ni = Image.new('L', (1, 1))\n" + ASK.format("[i, 'x']"), [(9, "GI200")]),
}


@pytest.mark.parametrize(("text", "expected"), HELD.values(), ids=HELD.keys())
def test_it_stays_and_says_why(text: str, expected: list[tuple[int, str]]) -> None:
    left(SDK + text, *expected)


#: What may be an assumption only: (program, assumption).
ASSUMED = {
    "a piece from a parameter": ("def f(x):\n    " + ASK.format("['a', x]"), "text"),
    "a piece from a loop": ("def f(xs):\n    for x in xs:\n        " + ASK.format("['a', x]"), "text"),
    "a piece from another module": ("from other import x\n" + ASK.format("['a', x]"), "text"),
    "the text of a part": ("def f(x):\n    " + ASK.format("[types.Part(text=x)]"), "text"),
    "the data of a part": ("def f(x):\n    " + ASK.format("[types.Part.from_bytes(data=x, mime_type='image/png')]"), "media"),
    "the type of a part": ("def f(x):\n    " + ASK.format("[types.Part.from_bytes(data=b'x', mime_type=x)]"), "media"),
    "the type of a file": ("def f(x):\n    u = client.files.upload(file=x)\n    " + ASK.format("[u, 'x']"), "media"),
    "a file by its name": ("def f(x):\n    u = client.files.get(name=x)\n    " + ASK.format("[u, 'x']"), "media"),
    "a file from a parameter": ("def f(x: types.File):\n    " + ASK.format("[x, 'x']"), "media"),
    "a file told a type from outside": (
        "def f(x):\n    u = client.files.upload(file='a.png', config={'mime_type': x})\n    " + ASK.format("[u, 'x']"),
        "media",
    ),
    "a file told something from outside": (
        "def f(x):\n    u = client.files.upload(file='a.png', config=x)\n    " + ASK.format("[u, 'x']"),
        "media",
    ),
    "a type that is a default": ("def f(t='image/png'):\n    " + ASK.format("[types.Part.from_bytes(data=b'x', mime_type=t)]"), "media"),
}


@pytest.mark.parametrize(("text", "assumption"), ASSUMED.values(), ids=ASSUMED.keys())
def test_what_is_not_proven_is_an_assumption(text: str, assumption: str) -> None:
    others = Options(assume=frozenset(ASSUMPTIONS) - {assumption})
    assert not migrate(source(SDK + text), None, others).changed
    migration = migrate(source(SDK + text), None, Options(assume=frozenset({assumption})))
    assert "interactions.create" in migration.output
    settled(migration, Options(assume=frozenset({assumption})))


#: What is proven to be raw bytes, base64 or a declared type.
PROVEN = {
    "bytes of a response": "import requests\nr = requests.get('x')\n"
    + ASK.format("[types.Part.from_bytes(data=r.content, mime_type='image/png')]"),
    "bytes of a file": "d = open('x', 'rb').read()\n" + ASK.format("[types.Part.from_bytes(data=d, mime_type='image/png')]"),
    "bytes of an address": "from urllib.request import urlopen\n"
    + ASK.format("[types.Part.from_bytes(data=urlopen('x').read(), mime_type='image/png')]"),
    "bytes of a buffer": "import io\nb = io.BytesIO()\n" + ASK.format("[types.Part.from_bytes(data=b.getvalue(), mime_type='image/png')]"),
    "an annotated parameter": "def f(d: bytes):\n    " + ASK.format("[types.Part.from_bytes(data=d, mime_type='image/png')]"),
    "an annotated function": "def g() -> bytes: return b''\n" + ASK.format("[types.Part.from_bytes(data=g(), mime_type='image/png')]"),
    "bytes decoded before": "import base64\n" + ASK.format("[types.Part.from_bytes(data=base64.b64decode(M), mime_type='image/png')]"),
    "one of two types of one kind": "t = 'image/png' if M else 'image/jpeg'\n"
    + ASK.format("[types.Part.from_bytes(data=b'x', mime_type=t)]"),
    "one of two types of two kinds": "t = 'image/png' if M else 'video/mp4'\n"
    + ASK.format("[types.Part.from_bytes(data=b'x', mime_type=t)]"),
    "a file under a path": "from pathlib import Path\nu = client.files.upload(file=Path('a') / 'b.pdf')\n" + ASK.format("[u]"),
    "a file that is asked for again": "u = client.files.upload(file='b.mp4')\nwhile M:\n    u = client.files.get(name=u.name)\n"
    + ASK.format("[u]"),
}


@pytest.mark.parametrize("text", PROVEN.values(), ids=PROVEN.keys())
def test_what_is_proven_needs_no_assumption(text: str) -> None:
    migration = migrate(source(SDK + text))
    assert "generate_content" not in migration.output
    settled(migration)


def test_each_extension_makes_what_its_mime_type_says() -> None:
    import mimetypes

    for ending, kind in EXTENSIONS.items():
        guessed = mimetypes.guess_type(f"x.{ending}")[0]
        assert guessed is None or content_type(guessed) == kind or guessed.startswith(f"{kind}/"), ending
    for ending, mime_type in GUESSED.items():
        assert mime_type in MIME_TYPES[EXTENSIONS[ending]]
        assert mimetypes.guess_type(f"x.{ending}") == (mime_type, None)
    assert not set(EXTENSIONS) & set(UNDECLARED_EXTENSIONS)
    assert not any(content_type(mime_type) for mime_type in UNDECLARED_EXTENSIONS.values() if mime_type != "text/csv")


def test_a_comment_that_silences_one_call_keeps_everything_that_shares_its_parts() -> None:
    untouched_text = SDK + ASK.format("[p, 'x']") + ASK.format("[p, 'y']").rstrip() + "  # migrate-interactions: ignore\n"
    untouched(untouched_text)


def test_a_part_of_a_chat_and_of_a_call_is_one_group() -> None:
    text = (
        SDK
        + "chat = client.chats.create(model=M)\nprint(chat.send_message([p, 'x']).text)\nprint("
        + ASK.format("[p, 'y']").strip()
        + ".text)\n"
    )
    migration = migrate(source(text), None, EVERYTHING)
    assert "p = {'type': 'image'" in migration.output
    assert "generate_content" not in migration.output and "send_message" not in migration.output
    held = migrate(source(text + "print(p)\n"), None, EVERYTHING)
    assert not held.changed
    assert (10, "GI203") in findings(held)


def test_a_helper_takes_a_name_that_is_free_and_is_defined_once() -> None:
    text = SDK + "def image_content(x): return x\n" + ASK.format("[Image.open('a'), 'x']") + ASK.format("[Image.open('b'), 'y']")
    migration = migrate(source(text), None, EVERYTHING)
    assert migration.output.count("def image_content_2(image):") == 1
    assert migration.output.count("image_content_2(Image.open(") == 2
    settled(migration, EVERYTHING)


def test_a_helper_of_an_earlier_run_is_used_again() -> None:
    first = migrate(source(SDK + ASK.format("[Image.open('a'), 'x']")), None, EVERYTHING)
    second = migrate(first.output + ASK.format("[Image.open('b'), 'x']"), None, EVERYTHING)
    assert second.output.count("def image_content") == 1
    assert second.output.count("import base64") == 1
    assert "image_content(Image.open('b'))" in second.output


def test_the_order_of_evaluation_stays_that_of_the_source() -> None:
    transformed(
        "from google import genai\nfrom google.genai import types\nclient = genai.Client()\n"
        "def f(): return 'gs://b/a'\n"
        "client.models.generate_content(model='gemini-2.5-flash', contents=[types.Part.from_uri(mime_type='image/png', file_uri=f())])\n",
        "from google import genai\nclient = genai.Client()\n"
        "def f(): return 'gs://b/a'\n"
        "client.interactions.create(model='gemini-2.5-flash', input=[{'type': 'image', 'mime_type': 'image/png', 'uri': f()}], store=False)\n",
    )


def test_a_tool_inside_of_a_config_that_stays_is_spelled_out_with_it() -> None:
    start = "from google import genai\nfrom google.genai import types\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n"
    tool = "tool = types.Tool(google_search=types.GoogleSearch())\ncfg = types.GenerateContentConfig(tools=[tool])\n"
    other = "client.models.count_tokens(model=M, contents='x', config=cfg)\n"
    migration = migrate(start + tool + "client.models.generate_content(model=M, contents='x', config=cfg)\n" + other)
    assert migration.output.startswith(start + tool)
    assert migration.output.endswith(
        "client.interactions.create(model=M, input='x', tools=[{'type': 'google_search'}], store=False)\n" + other
    )


def test_texts_in_brackets_keep_them() -> None:
    transformed(
        "from google import genai\nclient = genai.Client()\n"
        "contents = [('One '\n            'text.'), 'x']\n"
        "client.models.generate_content(model='gemini-2.5-flash', contents=contents)\n",
        "from google import genai\nclient = genai.Client()\n"
        "contents = [{'type': 'text', 'text': ('One '\n            'text.')}, {'type': 'text', 'text': 'x'}]\n"
        "client.interactions.create(model='gemini-2.5-flash', input=contents, store=False)\n",
    )
