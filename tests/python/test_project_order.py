"""What is asked first never shows: every question has one answer, in circles of modules, names, classes and calls too."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest

from codemods.python import migrate
from codemods.python.handles import Handle
from codemods.python.project import questions, resolution
from codemods.python.project.questions import Questions
from codemods.python.project.reading import summarise
from codemods.python.project.resolution import Project
from codemods.python.project.summary import Attribute, Called, Named, Origin, Parameter
from codemods.python.project.things import Blank, External, Thing, join
from tests.python.projects import files_of, index_of, said

ORDERS = 6
NAMES = "abcd"
VALUES = ["genai.Client()", "'text'", "3", "None", "unknown()"]


# -- questions that are nothing but questions -----------------------------------------------------------------------


class Riddles:
    """Questions with random answers: of several others, of one or else another, of the one that the value of another names."""

    def __init__(self, seed: int, count: int) -> None:
        chance = random.Random(seed)
        self.count = count
        self.ways = [chance.choice(["join", "else", "first", "named", "value", "value"]) for _ in range(count)]
        self.others = [[chance.randrange(count) for _ in range(chance.randint(1, 3))] for _ in range(count)]
        self.values = [chance.choice([None, Blank(), External("0"), External("1"), External("2")]) for _ in range(count)]

    def answers(self, order: list[int]) -> dict[int, Thing | None]:
        asked = Questions()
        return {number: self._ask(asked, number) for number in order}

    def _ask(self, asked: Questions, number: int) -> Thing | None:
        return asked.ask(("riddle", number), self._find, asked, number)

    def _find(self, asked: Questions, number: int) -> Thing | None:
        way, others = self.ways[number], self.others[number]
        if way == "value":
            return self.values[number]
        if way == "join":
            return join([self.values[number], *(self._ask(asked, other) for other in others)])
        found = self._ask(asked, others[0])
        if way == "else":  # gives up what it knows when it learns more, as no sum of its parts does
            return self._ask(asked, others[-1]) if found is None or isinstance(found, Blank) else found
        if way == "first":
            return next((thing for other in others if (thing := self._ask(asked, other)) is not None), None)
        return self._ask(asked, (number + int(found.path)) % self.count) if isinstance(found, External) else found


def orders(count: int, seed: int) -> Iterator[list[int]]:
    chance = random.Random(seed)
    for _ in range(ORDERS):
        yield chance.sample(range(count), count)


@pytest.mark.parametrize("deepest", [4, 7, 50])
@pytest.mark.parametrize("count", [3, 6, 12, 30])
def test_no_question_is_answered_otherwise_after_others(count: int, deepest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "DEEPEST", deepest)
    for seed in range(150):
        riddles = Riddles(seed, count)
        alone = {number: riddles.answers([number])[number] for number in range(count)}
        for order in orders(count, seed):
            assert riddles.answers(order) == alone, f"riddles {seed}"


@pytest.mark.parametrize("count", [2, 5, 20])
def test_a_circle_is_all_that_can_be_reached_in_it(count: int) -> None:
    for seed in range(100):
        riddles = Riddles(seed, count)
        riddles.ways = ["join"] * count
        found = riddles.answers(next(orders(count, seed)))
        for number in range(count):
            assert found[number] == join(riddles.values[other] for other in _reached(riddles, number)), f"riddles {seed}"


def _reached(riddles: Riddles, number: int) -> list[int]:
    reached = [number]
    for other in reached:
        reached += [further for further in dict.fromkeys(riddles.others[other]) if further not in reached]
    return reached


def test_a_circle_that_nothing_enters_is_not_in_sight() -> None:
    asked = Questions()

    def find(number: int) -> Thing | None:
        return asked.ask((number,), find, (number + 1) % 3)

    assert [asked.ask((number,), find, number) for number in (2, 0, 1)] == [None, None, None]


def test_a_circle_that_does_not_come_to_rest_is_not_in_sight() -> None:
    asked = Questions()

    def find() -> Thing | None:
        return External("a") if asked.ask(("liar",), find) != External("a") else External("b")

    assert asked.ask(("liar",), find) is None


def test_a_way_that_is_too_long_is_so_for_all_of_it_and_for_nothing_below() -> None:
    asked = Questions()

    def find(number: int) -> Thing | None:
        return External("end") if number == 0 else asked.ask((number - 1,), find, number - 1)

    longest = questions.DEEPEST
    found = {number: asked.ask((number,), find, number) for number in (longest + 5, 0, 3, longest, longest - 1, longest + 1, longest // 2)}
    assert {number for number, thing in found.items() if thing is None} == {longest, longest + 1, longest + 5}


def test_a_circle_of_many_costs_as_many_rounds_as_it_takes_not_as_many_ways_as_there_are() -> None:
    asked, looked = Questions(), []

    def find(number: int) -> Thing | None:
        looked.append(number)
        return join([External("in")] if number == 7 else [asked.ask((other,), find, other) for other in range(20)])

    assert {asked.ask((number,), find, number) for number in range(20)} == {External("in")}
    assert len(looked) < 20 * 20 * questions.MOST_ROUNDS


# -- modules --------------------------------------------------------------------------------------------------------


def project(seed: int) -> dict[str, str]:
    """A few modules that import, call, inherit and hand on in circles."""
    chance = random.Random(seed)
    modules = [f"m{number}" for number in range(chance.randint(2, 4))]
    return {f"{name}.py": "\n".join(_lines(chance, modules, name)) for name in modules}


def _lines(chance: random.Random, modules: list[str], own: str) -> Iterator[str]:
    yield "from google import genai"
    others = [module for module in modules if module != own]
    for other in chance.sample(others, chance.randint(1, len(others))):
        yield chance.choice([f"from {other} import *", f"import {other}", f"from {other} import a, b, f, K"])
    other = chance.choice(others)
    yield f"import {other} as o"
    for name in NAMES:
        yield f"{name} = {_value(chance)}"
    yield f"def f(p, q={_value(chance)}):\n    p = {chance.choice(['p', 'p.strip()', _value(chance)])}\n    return {_value(chance, 'p', 'q')}"
    yield f"class K({chance.choice(['o.K', 'object', 'K', 'genai.Client'])}):\n    x = {_value(chance)}"
    yield f"    def __init__(self, p={_value(chance)}):\n        self.x = {_value(chance, 'p', 'self.x')}\n        self.y = {_value(chance, 'p', 'self.x')}"
    yield f"    def g(self, p):\n        return {_value(chance, 'p', 'self.x', 'self.g(p)', 'self.y')}"
    yield f"{chance.choice(['f', 'o.f'])}({_value(chance)})\nK({_value(chance)}).g({_value(chance)})"
    yield chance.choice(["", f"o.{chance.choice(NAMES)} = {_value(chance)}", f"K().x = {_value(chance)}"])


def _value(chance: random.Random, *more: str) -> str:
    names = [*NAMES, *(f"o.{name}" for name in NAMES), "f(a)", "o.f(b)", "K().x", "o.K(c).y", "K().g(d)", "d.models", *more * 3]
    return chance.choice([*VALUES, *names, *names])


def asked_of(files: dict[str, str]) -> list[tuple[str, Origin]]:
    """Everything that can be asked about the names, attributes and parameters of a project."""
    project = index_of(files).project
    found: dict[tuple[str, Origin], None] = {}
    for path in (f"/{name}" for name in files):
        summary = project.summary(path)
        origins: list[Origin] = [Named(scope, name) for scope, name in summary.names]
        origins += [use.origin for uses in summary.uses.values() for use in uses]
        origins += [use.call for uses in summary.uses.values() for use in uses if use.call is not None]
        origins += [Parameter(function.key, param.name) for function in summary.functions.values() for param in function.params]
        origins += [Attribute(Called(Named("", "K"), (), 0), name) for name in ("x", "y", "g")]
        found |= dict.fromkeys((path, origin) for origin in origins)
    return list(found)


def fresh(files: dict[str, str]) -> Project:
    return index_of(files).project


@pytest.mark.parametrize("start", range(0, 60, 10))
def test_what_the_names_of_modules_are_does_not_hang_on_what_was_asked_first(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolution, "summarise", cache(summarise))
    clients = 0
    for seed in range(start, start + 10):
        files = project(seed)
        asked = asked_of(files)
        alone = {question: fresh(files).thing(*question) for question in asked}
        clients += sum(isinstance(thing, Handle) for thing in alone.values())
        for order in orders(len(asked), seed):
            one = fresh(files)
            found = {asked[number]: one.thing(*asked[number]) for number in order}
            assert found == alone, f"project {seed}"
    assert clients > 10


def test_what_is_found_in_files_does_not_hang_on_their_order() -> None:
    text = """
--- a.py
from google import genai
from b import *
from c import *
from a import *
client = genai.Client()
def ask(other, prompt: str):
    return other.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
--- b.py
from a import ask, client
from c import again
def twice(given, prompt: str):
    given = given or client
    return ask(given, prompt) + again(given, prompt)
--- c.py
from a import client, twice
def again(given, prompt: str):
    if prompt:
        return twice(given, prompt)
    return given.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
again(client, "x")
"""
    files = files_of(text)
    whole = {path: outcome(files, [path])[path] for path in files}
    assert any("interactions.create(" in output for output, _ in whole.values())
    for order in ("abc", "cba", "bac", "cab"):
        assert outcome(files, [f"{name}.py" for name in order]) == whole


def outcome(files: dict[str, str], order: list[str]) -> dict[str, tuple[str, list[str]]]:
    index = index_of(files)
    migrations = {path: migrate(files[path], index.at(f"/{path}")) for path in order}
    return {path: (migration.output, said(migration)) for path, migration in migrations.items()}
