"""The page of `lint --output-format html` as text: what is in it, and what cannot get into it."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from codemods.outcome import Finding, Migration, Place, Span
from migrate_interactions.reports.html.changes import hunks
from migrate_interactions.reports.html.escape import anchor, data, prose, text, visible
from migrate_interactions.reports.html.page import page
from migrate_interactions.results import Failed, Migrated, Skipped, Survey
from tests.app.standin import HAND, NOTE, RAISE, SAFE, UNSAFE

HOSTILE = "</script></pre><img src=x onerror=alert(1)>&\"'<!--"


class _Read(HTMLParser):
    """The elements of a page, its texts, and the content of its scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag in self.raw:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if self._open[-1:] == [tag]:
            self._open.pop()

    def handle_data(self, data):
        (self.raw[self._open[-1]] if self._open else self.texts).append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def _survey(path: str = "a.py", line: str = "x", message: str = "m", help: str = "", fix: str | None = None) -> Survey:
    finding = Finding(Span(1, 1, 1, 2), "GI205", message, "warning", fix, help=help)
    source = (line + "\n").encode("utf-8", "surrogatepass")
    written = Migration(line, line, rewritten=(finding,)) if fix else Migration(line, line, left=(finding,))
    return Survey((Migrated(path, source, b"new" + source if fix else source, written),))


# -- escaping ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["path", "line", "message", "help"])
def test_markup_of_users_is_text(where):
    plain, hostile = _Read(page(_survey())), _Read(page(_survey(**{where: HOSTILE})))
    names = [name for name, _ in hostile.tags]
    assert "img" not in names
    if where != "help":  # advice is an element of its own
        assert [name for name in names if name not in ("wbr", "mark")] == [n for n, _ in plain.tags if n not in ("wbr", "mark")]
    assert HOSTILE in hostile.text


def test_markup_in_a_change_does_not_end_its_data():
    read = _Read(page(_survey(line=HOSTILE, fix="safe")))
    assert "img" not in [name for name, _ in read.tags]
    (changes,) = [json.loads(content) for content in read.raw["script"] if content.startswith("[")]
    assert changes[0]["blocks"][0][1] == [HOSTILE]


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\x00", "⟨U+0000⟩"),
        ("\x1b", "⟨U+001B⟩"),
        ("\n", "⟨U+000A⟩"),
        ("\x9b", "⟨U+009B⟩"),
        ("\u202e", "⟨U+202E⟩"),
        ("\u2066", "⟨U+2066⟩"),
        ("\u200b", "⟨U+200B⟩"),
        ("\u2028", "⟨U+2028⟩"),
        ("\ufeff", "⟨U+FEFF⟩"),
        ("\udcff", "⟨0xFF⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_what_nobody_would_see_is_spelled_out(character, shown):
    assert visible(f"a{character}b") == f"a{shown}b"


@pytest.mark.parametrize("plain", ["\tx", "naïve", "日本語", "👩\u200d🚀", "می\u200cخواهم", "a  b"])
def test_what_can_be_seen_stays(plain):
    assert visible(plain) == plain
    assert html.unescape(text(plain)) == plain


def test_the_page_is_ascii_whatever_is_in_it():
    page(_survey(path="日本/\udcff.py", line="ü\ud800\u202e", message="é", fix="safe")).encode("ascii")


def test_data_neither_ends_its_block_nor_a_line_of_script():
    assert data(["</script><!--", "\u2028&"]) == '["\\u003c/script\\u003e\\u003c!--","\\u2028\\u0026"]'
    assert json.loads(data([HOSTILE])) == [HOSTILE]


def test_backticks_stand_around_code_only_in_pairs():
    assert prose("`a<b` and `c`") == "<code>a&lt;b</code> and <code>c</code>"
    assert prose("one ` of <them>") == "one ` of &lt;them&gt;"


def test_addresses_of_places_are_plain_and_differ():
    assert anchor("app/main.py", 14) == "app/main.py-14"
    assert anchor("a b/ü.ipynb", 2, cell=3) == "a%20b/%C3%BC.ipynb-c3-2"
    assert anchor('"><\udcff', 1) == "%22%3E%3C%FF-1"


# -- the page ------------------------------------------------------------------------------------------------------


def test_only_its_own_style_and_script_are_allowed_and_nothing_is_fetched():
    read = _Read(page(_survey(fix="safe")))
    (policy,) = [meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == _hash(read.raw["script"][-1])
    assert rules["style-src"] == _hash("".join(read.raw["style"]))
    for name, attributes in read.tags:
        assert not any(key == "style" or key.startswith("on") for key in attributes), name
        assert name not in ("link", "img", "iframe", "base", "object")
        assert attributes.get("href", "#").startswith("#")
        assert "src" not in attributes
    assert "://" not in page(_survey())


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def test_every_id_is_there_once_and_every_link_leads_somewhere(cli, put):
    put("pkg/a.py", SAFE + UNSAFE + HAND + NOTE)
    put("pkg/b c.py", SAFE)
    put("bad.py", RAISE)
    read = _Read(cli("lint", "--output-format", "html").out)
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"].removeprefix("#") for link in read.all("a")} <= set(ids)
    assert {"pkg/a.py-1", "pkg/a.py-4", "pkg/b%20c.py-1", "bad.py-1"} <= set(ids)


def test_findings_on_one_line_have_addresses_of_their_own():
    one, two = (Finding(Span(3, column, 3, 9), "GI205", "m", "warning") for column in (1, 5))
    read = _Read(page(Survey((Migrated("a.py", b"\n\nx\n", b"\n\nx\n", Migration("", "", left=(one, two))),))))
    assert [item["id"] for item in read.all("li") if "id" in item] == ["a.py-3", "a.py-3-2"]


def test_it_goes_to_standard_output_with_the_same_status(cli, put):
    put("a.py", SAFE + HAND)
    put("bad.py", RAISE)
    plain, outcome = cli("lint"), cli("lint", "--output-format", "html")
    assert outcome.status == plain.status == 5
    assert outcome.out.startswith("<!doctype html>")
    assert outcome.err == ""
    assert cli("lint", "--output-format", "html").raw == outcome.raw


def test_the_summary_is_in_the_page_anyway(cli, put):
    put("a.py", SAFE)
    assert cli("lint", "--output-format", "html", "--summary").out == cli("lint", "--output-format", "html").out


def test_no_files_and_nothing_old_are_pages_too(cli, put):
    assert "Nothing is left" in cli("lint", "--output-format", "html").out
    put("a.py", "x = 1\n")
    assert "No calls in 1 file." in cli("lint", "--output-format", "html").out


def test_each_finding_has_its_state_its_lines_and_what_to_do(cli, put):
    put("a.py", "x = 1\n" + SAFE + UNSAFE + HAND + NOTE)
    out = cli("lint", "--output-format", "html").out
    items = re.findall(r'<li class="finding".*?</li>', out, re.DOTALL)
    assert [re.search(r'data-state="(\w+)"', item)[1] for item in items] == ["rewritable", "unsafe", "by_hand", "note"]
    assert [re.findall(r'data-number="(\d+)">(.*?)\n', item) for item in items] == [
        [("2", "<mark>safe()</mark>")],
        [("3", "<mark>unsafe()</mark>")],
        [("4", "<mark>by_hand()</mark>")],
        [("5", "<mark>note()</mark>")],
    ]
    assert "By hand: Change it [by] hand." in items[2]
    assert "--assume text" in items[1]
    assert ["change</a>" in item for item in items] == [True, False, False, False]


def test_long_sites_are_cut_and_say_so():
    finding = Finding(Span(1, 1, 20, 2), "GI205", "m", "warning")
    source = b"".join(b"line%d\n" % number for number in range(1, 21))
    out = page(Survey((Migrated("a.py", source, source, Migration("", "", left=(finding,))),)))
    assert "line12" in out
    assert "line13" not in out
    assert "8 more lines" in out


def test_a_span_beyond_the_file_shows_no_lines():
    finding = Finding(Span(9, 1, 9, 2), "GI205", "m", "warning")
    assert "<pre" not in page(Survey((Migrated("a.py", b"x\n", b"x\n", Migration("", "", left=(finding,))),)))


def test_what_could_not_be_read_is_on_the_page_without_lines():
    read = _Read(page(Survey((Failed("a.py", "GI001", "is broken", Span(7, 2, 7, 2)),))))
    assert [item["data-state"] for item in read.all("li") if "id" in item] == ["failed"]
    assert "is broken" in read.text


def test_the_chart_shows_what_is_done_in_proportion():
    made = tuple(Place(Span(line, 1, line, 2)) for line in range(1, 4))
    call = Finding(Span(9, 1, 9, 2), "GI101", "m", "warning", "safe", request=True)
    found = Survey((Migrated("a.py", b"", b"", Migration("", "", left=(call,), interactions=made)), Skipped("b.py")))
    read = _Read(page(found))
    assert [(rect["class"], rect["width"]) for rect in read.all("rect")] == [("done", "75.00%"), ("rewritable", "25.00%")]
    assert "3 of 4 calls in 2 files use the Interactions API: 75" in read.text


def test_one_call_among_thousands_is_still_seen():
    calls = tuple(Finding(Span(line, 1, line, 2), "GI101", "m", "warning", "safe", request=True) for line in range(1, 5000))
    found = Survey((Migrated("a.py", b"", b"", Migration("", "", left=calls, interactions=(Place(Span(1, 1, 1, 2)),))),))
    widths = [float(rect["width"].removesuffix("%")) for rect in _Read(page(found)).all("rect")]
    assert widths[0] > 0.5
    assert sum(widths) == pytest.approx(100, abs=0.1)


# -- changes -------------------------------------------------------------------------------------------------------


def _changed(before: bytes, after: bytes, path: str = "a.py") -> list[dict]:
    return hunks(Migrated(path, before, after, Migration("", "")))


def test_changes_are_blocks_of_old_and_new_lines_with_their_numbers():
    assert _changed(b"a\nb\nc\n", b"a\nB\nx\nc\n") == [
        {"cell": None, "blocks": [[1, ["a"], 1, None], [2, ["b"], 2, ["B", "x"]], [3, ["c"], 4, None]]}
    ]


def test_distant_changes_are_apart_and_nothing_between_them_is_shown():
    lines = [f"{number}\n".encode() for number in range(100)]
    after = [b"x\n", *lines[1:99], b"y\n"]
    found = _changed(b"".join(lines), b"".join(after))
    assert [sum(len(block[1]) for block in hunk["blocks"]) for hunk in found] == [4, 4]


def test_line_ends_of_windows_are_not_shown_and_other_carriage_returns_are():
    (hunk,) = _changed(b"a\rb\r\n", b"c\r\n")
    assert hunk["blocks"] == [[1, ["a⟨U+000D⟩b"], 1, ["c"]]]


def test_a_file_that_stays_has_no_changes():
    assert _changed(b"a\n", b"a\n") == []


def test_changes_of_a_notebook_are_those_of_its_cells():
    def notebook(second: str) -> bytes:
        cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text} for text in ("x\n", second)]
        return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()

    found = _changed(notebook("old"), notebook("new"), "a.ipynb")
    assert found == [{"cell": 2, "blocks": [[1, ["old"], 1, ["new"]]]}]
