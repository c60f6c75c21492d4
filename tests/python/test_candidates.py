"""Answers read through their candidates: an interaction is its one candidate. What becomes of it, and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codemods.options import Options
from codemods.python import migrate
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import findings, left, settled, source, untouched
from tests.support.runner import compare, run_source

ASK = 'client.models.generate_content(model="gemini-2.5-flash", contents="Name a tree")'
TOP = "from google import genai\nfrom google.genai import types\n\nclient = genai.Client()\n"

START = TOP + f"r = {ASK}\n"


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


#: What is done with the answer `r`, and what that becomes.
BECOMES = {
    "a guard": ("if not r.candidates: print('none')\n", "if not r.steps: print('none')\n"),
    "a guard in brackets": ("if (not r.candidates): print('none')\n", "if (not r.steps): print('none')\n"),
    "an assertion": ("assert r.candidates\nprint(1)\n", "assert r.steps\nprint(1)\n"),
    "a question for None as a value": ("print(r.candidates is None)\n", "print(not r.steps)\n"),
    "not None as a value": ("print(r.candidates is not None)\n", "print(bool(r.steps))\n"),
    "the number of candidates": ("if len(r.candidates) >= 1: print(r.text)\n", "if r.steps: print(r.output_text)\n"),
    "no candidates by their number": ("if len(r.candidates) < 1: print('none')\n", "if not r.steps: print('none')\n"),
    "a number that is only true or false": ("if len(r.candidates): print(r.text)\n", "if r.steps: print(r.output_text)\n"),
    "the first candidate is asked for": ("if r.candidates[0]: print(r.text)\n", "if r.steps: print(r.output_text)\n"),
    "both in one": (
        "if r.candidates and r.candidates[0].content: print(r.text)\n",
        "if r.steps: print(r.output_text)\n",
    ),
    "neither of them": (
        "if not r.candidates or not r.candidates[0].content: print('none')\n",
        "if not r.steps: print('none')\n",
    ),
    "opposite questions are two": (
        "if not r.candidates or r.candidates[0].content: print('x')\n",
        "if not r.steps or r.steps: print('x')\n",
    ),
    "something else between them": (
        "if r.candidates and client and r.candidates[0].content: print('x')\n",
        "if r.steps and client: print('x')\n",
    ),
    "the same for two answers": (
        f"s = {ASK}\nif r.candidates and s.candidates: print('x')\n",
        's = client.interactions.create(model="gemini-2.5-flash", input="Name a tree", store=False)\nif r.steps and s.steps: print(\'x\')\n',
    ),
    "values that are compared keep their number": (
        "there = r.candidates is not None and r.candidates[0].content is not None\nprint(there)\n",
        "there = bool(r.steps)\nprint(there)\n",
    ),
    "a candidate under a name": ("c = r.candidates[0]\nprint(c.content.parts[0].text)\n", "print(r.output_text)\n"),
    "a name for a candidate that is all there is in its block": (
        "if client:\n    c = r.candidates[0]\nprint(c.content.parts[0].text)\n",
        "if client:\n    c = r\nprint(c.output_text)\n",
    ),
    "a name with a comment stays": (
        "# The best one.\nc = r.candidates[0]\nprint(c.content.parts[0].text)\n",
        "# The best one.\nc = r\nprint(c.output_text)\n",
    ),
    "a name that is there for later": (
        "c = r.candidates[0]\nr = None\nprint(c.content.parts[0].text)\n",
        "c = r\nr = None\nprint(c.output_text)\n",
    ),
    "a name that a function reads": (
        "c = r.candidates[0]\ndef f():\n    print(c.content.parts[0].text)\nf()\n",
        "c = r\ndef f():\n    print(c.output_text)\nf()\n",
    ),
    "a name that is asked for its truth may hold nothing": (
        "c = r.candidates[0] if r.candidates else None\nif c and c.content: print(r.text)\n",
        "c = r if r.steps else None\nif c and c.steps: print(r.output_text)\n",
    ),
    "a loop that ends with the first": (
        "for c in r.candidates:\n    print(c.content.parts[0].text)\n    break\n",
        "for c in [r]:\n    print(c.output_text)\n    break\n",
    ),
    "a break of an inner loop is its own": (
        "for c in r.candidates:\n    while client:\n        print(c.content.parts[0].text)\n        break\n",
        "while client:\n    print(r.output_text)\n    break\n",
    ),
    "a loop with an end": (
        "for c in r.candidates:\n    print(c.content.parts[0].text)\nelse:\n    print('done')\n",
        "for c in [r]:\n    print(c.output_text)\nelse:\n    print('done')\n",
    ),
    "a loop on one line": ("for c in r.candidates: print(c.content.parts[0].text)\n", "for c in [r]: print(c.output_text)\n"),
    "a loop whose variable is used behind it": (
        "for c in r.candidates:\n    print('x')\nprint(c.content.parts[0].text)\n",
        "for c in [r]:\n    print('x')\nprint(c.output_text)\n",
    ),
    "a loop that binds the answer anew": (
        "for c in r.candidates:\n    r = None\n    print(c.content.parts[0].text)\n",
        "for c in [r]:\n    r = None\n    print(c.output_text)\n",
    ),
    "a comment in the loop stays above what it is about": (
        "# All.\nfor c in r.candidates:\n    # One.\n    print(c.content.parts[0].text)\n",
        "# All.\n# One.\nprint(r.output_text)\n",
    ),
    "a comment behind the head of the loop": (
        "for c in r.candidates:  # one\n    print(c.content.parts[0].text)\n",
        "for c in [r]:  # one\n    print(c.output_text)\n",
    ),
    "what is done once for each, if any": (
        "for c in r.candidates or []:\n    print('one')\n    print(c.content.parts[0].text)\n",
        "for c in [r] if r.steps else []:\n    print('one')\n    print(c.output_text)\n",
    ),
    "candidates under a name": (
        "cs = r.candidates\nif cs is None or len(cs) == 0: print('none')\nprint(cs[0].content.parts[0].text)\n",
        "cs = [r] if r.steps else []\nif not cs or len(cs) == 0: print('none')\nprint(cs[0].output_text)\n",
    ),
    "hasattr of an answer and its candidate": (
        "c = r.candidates[0]\nif hasattr(r, 'candidates') and hasattr(c, 'content'): print(c.content.parts[0].text)\n",
        "if hasattr(r, 'steps') and hasattr(r, 'steps'): print(r.output_text)\n",
    ),
}


@pytest.mark.parametrize(("reading", "after"), BECOMES.values(), ids=BECOMES.keys())
def test_it_becomes_the_interaction_and_reads_the_same(reading: str, after: str, service: LoopbackService, tmp_path: Path) -> None:
    migration = migrate(START + reading)
    assert [finding for finding in findings(migration) if finding[1] != "GI410"] == []
    settled(migration)
    assert migration.output.split("store=False)\n", 1)[1] == after
    before, changed = run_source(migration.source, tmp_path, service), run_source(migration.output, tmp_path, service)
    assert before.error is None, before.error
    assert changed.error is None, changed.error + migration.output
    assert compare(before, changed) == []


def test_a_candidate_without_content_is_spoken_of_where_only_candidates_are_asked_for() -> None:
    """It was a candidate, and need not have left a step; a question for its content or its parts had the same answer."""
    noted = migrate(START + "if r.candidates: print(r.text)\n")
    assert [(f.span.line, f.code, f.fix) for f in noted.findings if f.code == "GI410"] == [(6, "GI410", None)]
    for question in ("r.candidates[0].content", "r.candidates and r.candidates[0].content", "r.candidates and r.parts"):
        assert not [f for f in migrate(START + f"if {question}: print(r.text)\n").findings if f.code == "GI410"]


#: What is done with the answer, and what is found in it (the first line of it is line 6), whatever is assumed.
STAYS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "more than one candidate is asked for": ("if len(r.candidates) > 1: print(r.text)\n", [(6, "GI200")]),
    "candidates are counted": ("print(len(r.candidates))\n", [(6, "GI200")]),
    "another candidate": ("print(r.candidates[1].content.parts[0].text)\n", [(6, "GI200")]),
    "the last candidate": ("print(r.candidates[-1].content.parts[0].text)\n", [(6, "GI200")]),
    "candidates are kept": ("kept = {'c': r.candidates}\n", [(6, "GI200")]),
    "candidates are given away": ("import show\nshow.it(r.candidates)\n", [(7, "GI200")]),
    "a candidate is given away": ("import show\nshow.it(r.candidates[0])\n", [(7, "GI205")]),
    "candidates are numbered": ("for i, c in enumerate(r.candidates): print(c.content.parts[0].text)\n", [(6, "GI200")]),
    "candidates or others": ("for c in r.candidates or [client]: print(c.content.parts[0].text)\n", [(6, "GI200")]),
    "candidates as one of two values": ("there = r.candidates and r.text\nprint(there)\n", [(6, "GI200")]),
    "candidates are replaced": ("r.candidates = []\n", [(6, "GI205")]),
    "a candidate is changed": ("c = r.candidates[0]\nc.content = None\n", [(7, "GI205")]),
    "an attribute nobody knows": ("c = r.candidates[0]\nprint(c.mood)\n", [(7, "GI205")]),
    "an attribute without a counterpart": ("c = r.candidates[0]\nprint(c.avg_logprobs)\n", [(7, "GI211")]),
    "an attribute without a counterpart, by getattr": (
        "c = r.candidates[0]\nprint(getattr(c, 'avg_logprobs', None))\n",
        [(7, "GI211")],
    ),
    "the expression itself is printed": ("c = r.candidates[0]\nprint(f'{c.content=}')\n", [(7, "GI205")]),
    "no candidates are caught as an error": (
        "try:\n    c = r.candidates[0]\n    print(c.content.parts[0].text)\nexcept (TypeError, IndexError):\n    print('none')\n",
        [(7, "GI219"), (8, "GI219")],
    ),
    "no candidates to walk are caught as an error": (
        "try:\n    for c in r.candidates: print(c.text)\nexcept TypeError:\n    print('none')\n",
        [(7, "GI219"), (7, "GI205")],
    ),
    "a candidate that is now and then something else": (
        "import other\nc = r.candidates[0]\nif client: c = other.ask()\nprint(c.content.parts[0].text)\n",
        [(9, "GI217")],
    ),
    "parts of what may be no turn": (
        "import other\nt = r.candidates[0].content\nif client: t = other.ask()\nprint([p.text for p in t.parts])\n",
        [(9, "GI217")],
    ),
    "a turn is changed": ("t = r.candidates[0].content\nt.parts = []\n", [(7, "GI200")]),
}


@pytest.mark.parametrize(("reading", "expected"), STAYS.values(), ids=STAYS.keys())
def test_it_stays_and_says_where(reading: str, expected: list[tuple[int, str]]) -> None:
    left(START + reading, *expected)


def test_several_candidates_have_no_counterpart() -> None:
    call = 'client.models.generate_content(model="gemini-2.5-flash", contents="x", config={"candidate_count": 2})'
    left(TOP + f"for c in {call}.candidates:\n    print(c.content.parts[0].text)\n", (5, "GI214"))


#: Programs in which the same words mean something else.
NOT_OURS = {
    "candidates of an election": "class Vote:\n    candidates = [1]\nv = Vote()\nif not v.candidates: print('none')\nfor c in v.candidates: print(c)\n",
    "candidates of another answer": "import requests\nr = requests.get('x')\nc = r.candidates[0]\nif r.candidates and c.content: print(c.content.parts)\n",
    "a function of the same shape": "def show(c):\n    for part in c.content.parts:\n        print(part.text)\nshow(object())\n",
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_candidates_of_something_else_are_not_touched(text: str) -> None:
    untouched("from google import genai\nclient = genai.Client()\n" + text)


def test_an_answer_that_may_be_missing_is_still_asked_for() -> None:
    """`hasattr(None, …)` is false, and stays a question of its own."""
    text = source(
        """
        from google import genai

        client = genai.Client()


        def ask(really: bool) -> None:
            r = None
            if really:
                r = client.models.generate_content(model="gemini-2.5-flash", contents="Name a tree")
            if not r or not r.candidates:
                return
            if hasattr(r, "candidates") and r.candidates:
                print(r.text)


        ask(True)
        """
    )
    output = migrate(text).output
    assert "if not r or not r.steps:" in output
    assert 'if hasattr(r, "steps") and r.steps:' in output


# -- why an answer ended ---------------------------------------------------------------------------------------------

STOPPED = "r.candidates[0].finish_reason != types.FinishReason.STOP"

#: Questions why an answer ended that stay, whatever is assumed.
ENDS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "another reason": ("if r.candidates[0].finish_reason == types.FinishReason.SAFETY: print('x')\n", [(6, "GI208")]),
    "one of several": ("if r.candidates[0].finish_reason in ('STOP', 'MAX_TOKENS'): print('x')\n", [(6, "GI208")]),
    "its truth": ("if r.candidates[0].finish_reason: print('x')\n", [(6, "GI208")]),
    "its truth under a name": ("why = r.candidates[0].finish_reason\nif why: print('x')\n", [(7, "GI208")]),
    "its truth in an expression": ("why = r.candidates[0].finish_reason\nprint('x' if why else 'y')\n", [(7, "GI208")]),
    "another reason under a name": (
        "why = r.candidates[0].finish_reason\nprint(why == types.FinishReason.SAFETY)\n",
        [(7, "GI208")],
    ),
    "its name": ("print(r.candidates[0].finish_reason.name == 'STOP')\n", [(6, "GI208")]),
    "it is kept": ("d = {}\nd['why'] = r.candidates[0].finish_reason\n", [(7, "GI208")]),
    "it is given away": ("import other\nwhy = r.candidates[0].finish_reason\nother.tell(why)\n", [(8, "GI208")]),
    "on the other side": ("print(types.FinishReason.STOP == r.candidates[0].finish_reason)\n", [(6, "GI208")]),
    "between two others": ("print('A' < r.candidates[0].finish_reason < 'Z')\n", [(6, "GI208")]),
    "an object of that name": (
        "class FinishReason:\n    STOP = 1\nprint(r.candidates[0].finish_reason == FinishReason.STOP)\n",
        [(8, "GI208")],
    ),
    "a reason that is now and then another": (
        "import other\nwhy = r.candidates[0].finish_reason\nif client: why = other.why()\nprint(why == 'STOP')\n",
        [(9, "GI217")],
    ),
    "no candidates are caught as an error": (
        f"try:\n    print({STOPPED})\nexcept IndexError:\n    print('none')\n",
        [(7, "GI219")],
    ),
}


@pytest.mark.parametrize(("reading", "expected"), ENDS.values(), ids=ENDS.keys())
def test_a_reason_that_no_status_tells_stays(reading: str, expected: list[tuple[int, str]]) -> None:
    left(START + reading, *expected)


def test_that_the_status_tells_the_natural_end_is_an_assumption() -> None:
    """Nothing proves that every other end has another status."""
    text = START + f"if {STOPPED}: print('x')\n"
    careful = migrate(text)
    assert careful.output == careful.source
    assert {(f.span.line, f.code, f.fix, f.assumptions) for f in careful.left if f.code == "GI208"} == {(6, "GI208", "unsafe", ("finish",))}
    assert "if r.status != \"completed\": print('x')" in migrate(text, None, Options(assume=frozenset({"finish"}))).output
