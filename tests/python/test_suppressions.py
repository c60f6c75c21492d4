"""Comments that leave something alone, and what is said about those that leave nothing alone."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration
from codemods.python import may_concern, migrate
from tests.python.projects import outcomes
from tests.python.support import source

HEAD = "from google import genai\n\nclient = genai.Client()\n"
CALL = 'client.models.generate_content(model="gemini-2.5-flash", contents="Hi")'
PRINT = f"print({CALL}.text)"
HELD = f"from google.genai import errors\n\ntry:\n    {CALL}\nexcept errors.APIError:\n    pass\n"
MARK = "# migrate-interactions: "


def unused(migration: Migration) -> list[tuple[int, str]]:
    return [(note.span.line, note.message) for note in migration.notes if note.code == "GI010"]


def alone(text: str, options: Options | None = None) -> Migration:
    """Left as it is, without a word on old code."""
    migration = migrate(text, None, options)
    assert migration.output == text
    assert migration.left == migration.rewritten == ()
    return migration


@pytest.mark.parametrize("codes", ["", "[GI101]", "[gi101]", "[GI1]", "[GI101, GI205]", "[GI205 GI101]"])
def test_a_comment_on_the_line_leaves_it_alone_and_is_used(codes: str) -> None:
    migration = alone(f"{HEAD}{PRINT}  {MARK}ignore{codes} until spring\n")
    assert unused(migration) == ([(4, "nothing is found here under GI205")] if "GI205" in codes else [])


@pytest.mark.parametrize("codes", ["", "[GI101]", "[GI1]"])
def test_a_comment_above_the_code_leaves_the_whole_file_alone(codes: str) -> None:
    text = f'#!/usr/bin/env python\n"""Doc."""\n{MARK}ignore-file{codes} because\n{HEAD}{PRINT}\n{PRINT}\n'
    assert unused(alone(text)) == []


def test_a_comment_for_the_file_names_what_it_leaves_alone_and_nothing_else_is() -> None:
    migration = migrate(f"{MARK}ignore-file[GI205]\n{HEAD}{PRINT}\n", None, None)
    assert "interactions.create" in migration.output
    assert unused(migration) == [(1, "nothing is found here under GI205")]


@pytest.mark.parametrize("place", [f"{HEAD}{MARK}ignore-file\n{PRINT}\n", f"{HEAD}{PRINT}  {MARK}ignore-file\n"])
def test_a_comment_for_the_file_below_its_first_statement_is_not_one_and_that_is_said(place: str) -> None:
    migration = migrate(place, None, None)
    assert "interactions.create" in migration.output
    assert [message for _, message in unused(migration)] == [
        "`ignore-file` counts only above the first statement, so this comment silences nothing"
    ]


def test_a_file_that_is_left_alone_is_not_even_parsed() -> None:
    text = f"{MARK}ignore-file\nfrom google import genai\nprint 'Python 2'\n"
    assert unused(alone(text)) == []
    with pytest.raises(CannotMigrate):
        migrate(text.replace("ignore-file", "ignore-line"), None, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"x = 1  {MARK}ignore\n", "this comment silences nothing"),
        (f"{MARK}ignore-file\nx = 1\n", "this comment silences nothing"),
        (f"{HEAD}{PRINT}\nx = 1  {MARK}ignore\n", "this comment silences nothing"),
        (f"{HEAD}x = 1  {MARK}ignore[GI101]\n{PRINT}\n", "nothing is found here under GI101"),
        (f"{HEAD}{PRINT}  {MARK}ignore[GI205]\n", "nothing is found here under GI205"),
        (f"{HEAD}{PRINT}  {MARK}ignore[XX1]\n", "this comment names no rule: XX1"),
        (f"{HEAD}{PRINT}  {MARK}ignore[]\n", "this comment names no rule: its brackets are empty"),
        (
            f"{HEAD}client.interactions.create(model='gemini-2.5-flash', input='Hi', store=False)  {MARK}ignore\n",
            "this comment silences nothing",
        ),
    ],
)
def test_a_comment_without_effect_is_a_note_at_its_place(text: str, said: str) -> None:
    assert may_concern(text.encode())
    (note,) = [note for note in migrate(text, None, None).notes if note.code == "GI010"]
    assert (note.message, note.severity, note.fix) == (said, "note", None)
    assert text.split("\n")[note.span.line - 1][note.span.column - 1 :].startswith("# migrate-interactions")


def test_a_comment_in_the_middle_of_a_call_silences_nothing_and_says_so() -> None:
    text = f'{HEAD}print(client.models.generate_content(\n    model="gemini-2.5-flash",  {MARK}ignore[GI101]\n    contents="Hi",\n).text)\n'
    migration = migrate(text, None, None)
    assert "interactions.create" in migration.output
    assert unused(migration) == [(5, "nothing is found here under GI101")]


@pytest.mark.parametrize("code", ["GI101", "GI2", "GI"])
def test_a_call_that_is_held_is_silenced_by_what_it_is_and_by_what_is_said_of_it(code: str) -> None:
    text = f"{HEAD}{HELD}".replace(CALL, f"{CALL}  {MARK}ignore[{code}]")
    assert unused(migrate(text, None, None)) == []


def test_of_two_comments_in_one_group_neither_is_unused() -> None:
    text = source(f"""
        from google import genai

        chat = genai.Client().chats.create(model="gemini-2.5-flash")  {MARK}ignore
        print(chat.send_message("Hi").text)  {MARK}ignore
        """)
    assert unused(alone(text)) == []


def test_a_comment_on_a_doubt_is_used_whether_the_assumption_is_taken_or_not() -> None:
    text = source(f"""
        from google import genai

        client = genai.Client()

        def ask(model, what):
            return client.models.generate_content(
                model="gemini-2.5-flash",
                contents=what,  {MARK}ignore
            ).text
        """)
    for options in (Options(), Options(assume=frozenset({"text"}))):
        plain = migrate(text.replace(MARK, "# "), None, options)
        migration = migrate(text, None, options)
        said = unused(migration) == []
        assert said == (migration.findings != plain.findings)


def test_what_the_options_leave_out_does_not_make_its_comment_unused() -> None:
    text = f"{HEAD}{PRINT}  {MARK}ignore[GI101]\n"
    for options in (Options(ignore=("GI1",)), Options(select=("GI2", "GI0"))):
        assert unused(alone(text, options)) == []


def test_notes_on_comments_can_be_left_out() -> None:
    text = f"x = 1  {MARK}ignore\n"
    assert migrate(text, None, Options(ignore=("GI010",))).notes == ()
    assert migrate(text, None, Options(select=("GI1",))).notes == ()


def test_a_text_that_looks_like_a_comment_is_none() -> None:
    migration = migrate(f'{HEAD}note = "{MARK}ignore"\n{PRINT}\n', None, None)
    assert "interactions.create" in migration.output
    assert unused(migration) == []


@pytest.mark.parametrize("word", ["ignored", "ignore-files", "ignore_file", "ignoreme"])
def test_another_word_is_not_taken_for_the_comment(word: str) -> None:
    assert "interactions.create" in migrate(f"{MARK}{word}\n{HEAD}{PRINT}  {MARK}{word}\n", None, None).output


def test_a_comment_in_code_of_a_retired_sdk_is_used_there() -> None:
    text = source(f"""
        import google.generativeai as genai

        genai.configure(api_key="k")
        model = genai.GenerativeModel("gemini-2.5-flash")
        print(model.generate_content("Hi").text)  {MARK}ignore
        """)
    assert unused(alone(text)) == []


def test_form_feeds_do_not_move_the_lines() -> None:
    migration = alone(f"{HEAD}\x0c\nx = '\x0c'\n{PRINT}  {MARK}ignore\ny = 1  {MARK}ignore[GI101]\n")
    assert unused(migration) == [(7, "nothing is found here under GI101")]


CONSTANTS = """
    --- ids.py
    {comment}
    MODEL = "gemini-1.5-flash"
    --- app.py
    from google import genai
    from ids import MODEL

    print(genai.Client().models.generate_content(model=MODEL, contents="Hi").text)
    """


@pytest.mark.parametrize("comment", [f"{MARK}ignore-file", f"{MARK}ignore-file[GI301]", f"{MARK}ignore-file[GI3]"])
def test_the_id_in_a_file_that_is_left_alone_holds_the_calls_of_others(comment: str) -> None:
    found = outcomes(CONSTANTS.format(comment=comment))
    assert not found["ids.py"].changed
    assert not found["app.py"].changed
    assert "GI301" in [finding.code for finding in found["app.py"].left]


def test_the_id_in_a_file_with_another_comment_is_replaced() -> None:
    found = outcomes(CONSTANTS.format(comment=f"{MARK}ignore-file[GI205]"))
    assert "gemini-1.5" not in found["ids.py"].output
    assert "interactions.create" in found["app.py"].output


def test_the_id_in_a_file_that_the_configuration_leaves_alone_holds_the_calls_of_others() -> None:
    found = outcomes(CONSTANTS.format(comment=""), Options(ignore_in=(("/ids.py", ("GI301",)),)))
    assert not found["ids.py"].changed
    assert not found["app.py"].changed


def test_rules_of_one_file_leave_other_files_alone() -> None:
    text = f"--- a.py\n{HEAD}{PRINT}\n--- b.py\n{HEAD}{PRINT}\n"
    found = outcomes(text, Options(ignore_in=(("/a.py", ("GI1",)),)))
    assert (found["a.py"].changed, found["b.py"].changed) == (False, True)
    assert found["a.py"].findings == ()
