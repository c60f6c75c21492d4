"""Who in other files uses a function or a method: known with path and line, and whether there may be others."""

from __future__ import annotations

from codemods.options import Options
from codemods.python.module import parse
from codemods.python.project.things import Place
from codemods.python.values import Values
from tests.python.projects import files_of, index_of

PROJECT = files_of(
    """
    --- core.py
    class Agent:
        def ask(self, prompt):
            return prompt
        def rest(self):
            pass
    def ask(prompt):
        return prompt
    def alone(prompt):
        def inner():
            pass
        return inner
    --- views.py
    from core import Agent, ask
    print(ask("Hi"))
    print(Agent().ask("Hi"))
    def show(something):
        print(something.ask("Hi"))
    class Other:
        def ask(self, prompt):
            return prompt
    print(Other().ask("Hi"))
    """
)


def users(name: str, *, complete: bool = True) -> tuple[list[Place], bool]:
    index = index_of(PROJECT, complete=complete).at("/core.py")
    values = Values(parse(PROJECT["core.py"]), index, Options())
    definition = next(d for d in values.module.flow.definitions if d.kind == "function" and values.qualname(d.node) == name)
    found = values.users_elsewhere(definition)
    return list(found.places), found.complete


def test_users_of_a_function_are_those_that_import_it() -> None:
    assert users("ask") == ([Place("views.py", 1)], True)


def test_users_of_a_method_read_it_off_what_may_be_an_object_of_its_class() -> None:
    assert users("Agent.ask") == ([Place("views.py", 3), Place("views.py", 5)], True)
    assert users("Agent.rest") == ([], True)


def test_nobody_uses_a_function_of_a_function_from_elsewhere() -> None:
    assert users("alone") == ([], True)
    assert users("alone.inner", complete=False) == ([], True)


def test_without_the_whole_project_there_may_be_others() -> None:
    assert users("alone", complete=False) == ([], False)
    assert str(Place("views.py", 3)) == "views.py line 3"
