"""Interactions requests of the legacy schema, which the service refuses: turns of a role, bare schemas, `outputs` read with jq."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.api.content import STEPS
from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.rest import address, bodies, curl, flow, jq, jsontext, shell
from codemods.rest.bodies import Body
from codemods.rest.body.reader import JsonReader, Remark
from codemods.rest.flow import At, Script
from codemods.rest.jsontext import Value
from codemods.rest.sites import Site, Surroundings, jq_filter
from codemods.rest.text import Unreadable
from codemods.rest.writing import Writer, layout_of
from codemods.splices import Splice

_MIME, _FORMAT = "response_mime_type", "response_format"


def sites(script: Script, around: Surroundings) -> Iterator[Site]:
    """What is of the legacy schema in the requests of a script, and in the filters that read their answers."""
    if around.options.schema != "steps":
        return
    for command in script.commands:
        text = next(
            (text for word in shell.words(command) if (text := script.text(word)) is not None and address.is_interactions(text)), None
        )
        if text is None or shell.name(command) != "curl" or not script.sound or shell.is_broken(command):
            continue
        at = At(script, command)
        try:
            line = curl.read(command)
            body = bodies.find(line, at, around.everything, around.files) if line.all(*curl.BODIES) else None
            value = jsontext.parse(body.text) if body is not None else None
            if body is not None and value is not None and value.kind == "object":
                yield from _in_body(body, value, at)
            yield from _in_filters(line, at, around)
        except (curl.Unreadable, bodies.NotInSight, jsontext.Malformed, Unreadable):
            continue  # nothing in sight is of the legacy schema


def _site(at: At, code: str, message: str) -> Site:
    start = shell.span(at.node)[0]
    return Site(at.script, start, start + len("curl"), code, message)


# -- bodies ----------------------------------------------------------------------------------------------------------


def _in_body(body: Body, value: Value, at: At) -> Iterator[Site]:
    reader = JsonReader(body.text, flow.literal_variables(body.script) if body.script is not None else {})
    writer = Writer(body.text, layout_of(body.text, value))
    asked = value.get("input")
    if asked is not None and any(item.kind == "object" and item.get("role") is not None for item in asked.items):
        site = _site(at, "GI504", "turns of a role and a content are steps now")
        new = _steps(asked, reader)
        if new is None:
            site.holds.append(Remark(site.start, site.end, "GI506", "a turn of this input is not in sight"))
        else:
            _change(site, body, asked, writer.written(new, reader.depth(asked)))
        yield site
    schema, mime = value.get(_FORMAT), value.get(_MIME)
    if schema is not None and schema.kind == "object" and (mime is not None or schema.get("properties") is not None):
        site = _site(at, "GI503", "a bare schema is one object with its type and mime type now")
        entries = (Entry("type", Word("text")), Entry("mime_type", Word("application/json")), Entry("schema", Leaf(schema)))
        _change(site, body, schema, writer.written(Object(entries, schema.exploded), reader.depth(schema)))
        if mime is not None:
            start, end = _pair(value, _MIME)
            place = body.text.place(start, end)
            site.changes.append((body.script.number if body.script is not None else body.file, Splice(*place, "")))
        yield site


def _change(site: Site, body: Body, value: Value, new: str) -> None:
    start, end = body.text.place(value.start, value.end)
    site.changes.append((body.script.number if body.script is not None else body.file, Splice(start, end, new)))


def _pair(value: Value, name: str) -> tuple[int, int]:
    """A member with the comma and the blanks that go with it."""
    place = next(number for number, (key, _) in enumerate(value.pairs) if key == name)
    if place + 1 < len(value.pairs):
        return value.keys[place].start, value.keys[place + 1].start
    return value.pairs[place - 1][1].end, value.pairs[place][1].end


def _steps(asked: Value, reader: JsonReader) -> Node | None:
    items: list[Node] = []
    for turn in asked.items:
        role, content = turn.get("role"), turn.get("content")
        if role is None and turn.get("type") is not None:
            items.append(reader.leaf(turn))
            continue
        said = reader.exact_string(role) if role is not None else None
        if said not in STEPS or content is None or len(turn.pairs) != 2:
            return None
        items.append(Object((Entry("type", Word(STEPS[said])), Entry("content", _content(content, reader))), turn.exploded))
    return Array(tuple(items), asked.exploded)


def _content(content: Value, reader: JsonReader) -> Node:
    """The content of a turn, which may have been a text alone, or one content without a list around it."""
    if content.kind == "string":
        return Array((Object((Entry("type", Word("text")), Entry("text", reader.leaf(content)))),))
    return Array((reader.leaf(content),)) if content.kind == "object" else reader.leaf(content)


# -- answers ---------------------------------------------------------------------------------------------------------


def _in_filters(line: curl.CommandLine, at: At, around: Surroundings) -> Iterator[Site]:
    into = line.all("output")
    name = at.script.literal(into[0].word) if into and into[0].word is not None and not into[0].skip else None
    for use in around.everything.uses(at, name):
        node = jq_filter(use.at.node) if use.kind == "jq" else None
        said = use.at.script.literal(node) if node is not None else None
        if node is None or said is None or ".outputs" not in said:
            continue
        site = Site(use.at.script, *shell.span(node), "GI501", "`outputs` of an answer are steps now")
        try:
            new = jq.legacy(said)
            site.change(use.at.script, Splice(*shell.span(node), f"'{new.filter}'"))
        except jq.Unknown as problem:
            site.hold("GI506", problem.message)
        if "'" in said:
            site.hold("GI506", "the filter has quotes of its own")
        yield site
