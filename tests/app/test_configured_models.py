"""Ids of retired models in configuration files: whole values, and nothing that merely holds one."""

import json

import pytest

from migrate_interactions.configured.step import replacement
from migrate_interactions.configured.values import reader
from migrate_interactions.dependencies.splices import Splice, spliced


def after(name, text):
    return spliced(text, [Splice(start, end, replacement(value)) for value, start, end in reader(name)(text)])


VALUES = {
    "a key": ("config.yaml", "model: gemini-1.5-flash  # fast\nother: 1\n", "model: gemini-3.8-flash  # fast\nother: 1\n"),
    "quotes": ("a.yml", "'model' : \"gemini-1.5-flash\"\n", "'model' : \"gemini-3.8-flash\"\n"),
    "a list": ("a.yml", "- gemini-pro\n-   'gemini-1.5-pro'\n", "- gemini-3.8-flash\n-   'gemini-3.8-flash'\n"),
    "a list of keys": ("a.yml", "- model: gemini-1.5-flash-8b\n", "- model: gemini-3.5-flash-lite\n"),
    "a list on one line": ("a.yml", "models: [gemini-pro, 'gemini-1.5-pro']\n", "models: [gemini-3.8-flash, 'gemini-3.8-flash']\n"),
    "an object on one line": ("a.yml", "x: {model: gemini-pro, y: 1}\n", "x: {model: gemini-3.8-flash, y: 1}\n"),
    "a prefix": ("a.yml", "model: models/gemini-pro\n", "model: models/gemini-3.8-flash\n"),
    "Windows": ("a.yml", "model: gemini-pro\r\nb: 1\r\n", "model: gemini-3.8-flash\r\nb: 1\r\n"),
    "behind a text of several lines": ("a.yml", "a: |\n  b\nmodel: gemini-pro\n", "a: |\n  b\nmodel: gemini-3.8-flash\n"),
    "JSON": (
        "a.json",
        '{"a":{"model" : "gemini-pro"},\n"b":["gemini-1.5-pro"]}',
        '{"a":{"model" : "gemini-3.8-flash"},\n"b":["gemini-3.8-flash"]}',
    ),
    "JSON with comments": ("a.jsonc", '{"m": "gemini-pro", // "gemini-pro"\n}', '{"m": "gemini-3.8-flash", // "gemini-pro"\n}'),
    "TOML": (
        "a.toml",
        "[x] # c\nmodel = 'gemini-pro' # c\ny = [ \"gemini-pro\" ]\n",
        "[x] # c\nmodel = 'gemini-3.8-flash' # c\ny = [ \"gemini-3.8-flash\" ]\n",
    ),
    ".env": (".env", "A=1\nexport MODEL=gemini-pro\nB='gemini-pro'\n", "A=1\nexport MODEL=gemini-3.8-flash\nB='gemini-3.8-flash'\n"),
    ".env with a comment": (".env.example", "MODEL=gemini-pro # fast\n", "MODEL=gemini-3.8-flash # fast\n"),
    ".ini": ("a.ini", "[x]\nmodel = gemini-pro ; fast\n", "[x]\nmodel = gemini-3.8-flash ; fast\n"),
    "properties": ("a.properties", "app.model=gemini-pro\n", "app.model=gemini-3.8-flash\n"),
}


@pytest.mark.parametrize(("name", "old", "new"), VALUES.values(), ids=VALUES)
def test_a_whole_value_that_names_a_retired_model_is_found_and_nothing_else_moves(name, old, new):
    assert after(name, old) == new
    assert after(name, new) == new, "a second run changes nothing"


STAYS = {
    "a model that is served": ("a.yml", "model: gemini-2.5-flash\n"),
    "another vendor's name for it": ("a.yml", "model: google/gemini-pro\nb: gemini/gemini-1.5-pro\nc: vertex_ai/gemini-pro\n"),
    "prose": ("a.yml", "about: We used gemini-pro before.\ntitle: 'gemini-pro, and more'\n"),
    "a comment": ("a.yml", "# model: gemini-pro\n"),
    "a key": ("a.yml", "gemini-pro: 1\ngemini-1.5-flash:\n  price: 2\n"),
    "a text of several lines": ("a.yml", "run: |\n  model: gemini-pro\n\n  - gemini-pro\n"),
    "a folded text in a list": ("a.yml", "- >-\n  model: gemini-pro\n"),
    "a part of a value": ("a.yml", "model: gemini-pro-mine-gemini-1.5-pro:latest\nb: x gemini-pro\nc: gemini-pro x\n"),
    "an embedding": ("a.yml", "model: gemini-embedding-001\n"),
    "a key of JSON": ("a.json", '{"gemini-pro": 1, "gemini-1.5-pro": {"x": 2}}'),
    "prose in JSON": ("a.json", '{"text": "gemini-pro is gone", "b": "\\"gemini-pro\\""}'),
    "escapes": ("a.json", '{"model": "gemini\\u002dpro"}'),
    "a key of TOML": ("a.toml", '[gemini-pro]\n"gemini-1.5-pro" = 1\n# model = "gemini-pro"\n'),
    "a text of TOML": ("a.toml", 'x = """\nmodel = "gemini-pro"\n"""\n'),
    "a comment of .env": (".env", "#MODEL=gemini-pro\nA=x gemini-pro\nB=gemini-pro,gemini-1.5-pro\n"),
    "a section": ("a.ini", "[gemini-pro]\n; model = gemini-pro\n"),
}


@pytest.mark.parametrize(("name", "text"), STAYS.values(), ids=STAYS)
def test_what_is_not_a_whole_value_stays(name, text):
    assert list(reader(name)(text)) == []


@pytest.mark.parametrize("name", ["a.py", "a.md", "a.txt", "a.ipynb", "a.csv", "a.xml", "environment"])
def test_other_files_are_not_read(name):
    assert reader(name) is None


def test_large_json_is_read_in_time():
    text = json.dumps({"rows": [{"model": "gemini-pro", "n": n} for n in range(10_000)]})
    assert len(list(reader("a.json")(text))) == 10_000
