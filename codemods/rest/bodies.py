"""Where the body of a request is: among the words of curl, in a here-document, in a variable, or in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.rest import curl, flow, shell
from codemods.rest.curl import CommandLine
from codemods.rest.flow import At, Flow, Script
from codemods.rest.text import HOLE, Text, Unreadable, document_of, plain, word

if TYPE_CHECKING:
    from ast_grep_py import SgNode

#: The text of a file that lies where the document does; None when there is none. A `LookupError` gives the reason against using it.
Files = Callable[[str], "str | None"]

_JQ_HELP = "Have the command make the body of the new request: `input`, `model`, and the settings in snake case."


class NotInSight(Exception):
    """A body that cannot be read: why, and at which node."""

    def __init__(self, message: str, node: SgNode | None = None, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.node = node
        self.help = help


@dataclass(frozen=True, eq=False)
class Body:
    """The text of a body, and what it stands in: a script of the document, or (``file``) a file beside it.

    ``shared`` names what other requests may take it from as well.
    """

    text: Text
    script: Script | None
    file: str = ""
    shared: tuple[tuple[int, int], ...] = ()


def find(line: CommandLine, at: At, everything: Flow, files: Files) -> Body:
    """The body of a request. Raises `NotInSight`."""
    others = line.all(*curl.OTHER_REQUESTS)
    if others:
        raise NotInSight(f"with `{others[0].name}` this is another kind of request")
    given = line.all(*curl.BODIES)
    if len(given) != 1 or given[0].word is None:
        raise NotInSight("the body of the request is not in sight" if not given else "the body of the request is put together of several")
    node, skip = given[0].word, given[0].skip
    try:
        text = _behind(word(node, at.script.source), node, skip)
        return _source(text, given[0].name, node, at, everything, files)
    except Unreadable as problem:
        raise NotInSight(f"the body of the request is not in sight: {problem.message}", node) from problem


def _behind(text: Text, node: SgNode, skip: int) -> Text:
    """The text of a word without the option in front of it."""
    start = shell.span(node)[0] + skip
    return Text(text.source, tuple(char for char in text.chars if char.start >= start))


def _source(text: Text, option: str, node: SgNode, at: At, everything: Flow, files: Files) -> Body:
    value = text.value
    if value == "@-":
        return _standard_input(at)
    if value.startswith("@") and option != "data-raw":
        name = Text(text.source, text.chars[1:]).literal
        if not name or _follows(node, "process_substitution"):
            raise NotInSight("the body of the request is made by a command, which is not in sight", node, _JQ_HELP)
        return _file(name, at, everything, files)
    if value == HOLE:
        return _expanded(node, at, everything, files)
    return Body(text, at.script)


def _follows(node: SgNode, kind: str) -> bool:
    following = node.next()
    return following is not None and following.kind() == kind


def _standard_input(at: At) -> Body:
    """A here-document, or what is piped into curl."""
    here = document_of(at.node, at.script.source)
    if here is not None:
        return Body(here, at.script)
    for redirect in shell.redirects(at.node):
        if redirect.kind() == "herestring_redirect":
            return Body(word(redirect.children()[-1], at.script.source), at.script)
    source = flow.before(at.node)
    command = source.children()[0] if source is not None and source.kind() == "redirected_statement" else source
    if command is None or command.kind() != "command":
        raise NotInSight("the body of the request comes from standard input")
    made = _made_by(command, at.script)
    if made is None:
        raise NotInSight(f"the body of the request is made by `{shell.name(command)}`", command, _JQ_HELP)
    return Body(made, at.script)


def _made_by(command: SgNode, script: Script) -> Text | None:
    """What `cat <<EOF` or `echo '…'` prints."""
    words = shell.words(command)
    if shell.name(command) == "cat" and not words:
        return document_of(command, script.source)
    if shell.name(command) in ("echo", "printf") and len(words) == 1:
        return word(words[0], script.source)
    if shell.name(command) == "printf" and len(words) == 2 and script.literal(words[0]) in ("%s", "%s\\n"):
        return word(words[1], script.source)
    return None


def _expanded(node: SgNode, at: At, everything: Flow, files: Files) -> Body:
    """`"$(cat <<EOF …)"`, `"$(cat file)"`, or `"$BODY"`."""
    inner = next((child for child in (node, *node.children()) if child.kind() in shell.EXPANSIONS), None)
    if inner is not None and inner.kind() == "command_substitution":
        commands = [child for child in inner.children() if child.is_named()]
        command = (
            commands[0].children()[0] if commands and commands[0].kind() == "redirected_statement" else commands[0] if commands else None
        )
        if len(commands) == 1 and command is not None and command.kind() == "command":
            made = _made_by(command, at.script)
            if made is not None:
                return Body(made, at.script)
            words = shell.words(command)
            name = at.script.literal(words[0]) if shell.name(command) == "cat" and len(words) == 1 else None
            if name:
                return _file(name, at, everything, files)
        raise NotInSight("the body of the request is made by a command, which is not in sight", node, _JQ_HELP)
    name = next((child.text() for child in inner.children() if child.kind() == "variable_name"), "") if inner is not None else ""
    return _variable(name, node, at, everything)


def _variable(name: str, node: SgNode, at: At, everything: Flow) -> Body:
    """A variable that is given the body, once, for this request alone."""
    given = flow.assignments(at.script, name)
    if len(given) != 1 or len(flow.expansions(at.script, name)) != 1 or "+=" in given[0].text():
        raise NotInSight(f"the body of the request is in `{name}`, which is not given a value and read once", node)
    if everything.is_read_elsewhere(name, at):
        raise NotInSight(f"the body of the request is in `{name}`, which is read elsewhere as well", node)
    value = given[0].children()[-1]
    inner = next((child for child in (value, *value.children()) if child.kind() == "command_substitution"), None)
    if inner is None:
        return Body(word(value, at.script.source), at.script)
    commands = [child for child in inner.children() if child.is_named()]
    command = commands[0].children()[0] if commands and commands[0].kind() == "redirected_statement" else None
    made = _made_by(command, at.script) if command is not None and len(commands) == 1 else None
    if made is None:
        raise NotInSight(f"the body of the request is in `{name}`, which a command makes", value, _JQ_HELP)
    return Body(made, at.script)


def _file(name: str, at: At, everything: Flow, files: Files) -> Body:
    """A file that the document writes, or one that lies beside it."""
    if name.removeprefix("./") in everything.elsewhere:
        raise NotInSight(f"`{name}` is named elsewhere in this document, too")
    if everything.is_named_otherwise(name):
        raise NotInSight(f"the body of the request is in `{name}`, which is named where this version does not follow it")
    writers = everything.writers(name)
    if len(writers) > 1 and not all(place.runs_once for place in (at, *writers)):
        raise NotInSight(f"the body of the request is in `{name}`, and which of the commands that write it was the last does not show")
    earlier = [writer for writer in writers if writer.order < at.order]
    readers = everything.readers(name)
    shared = [reader for reader in readers if reader.name not in ("cat", "rm", "ls")]
    if not writers:
        try:
            text = files(name)
        except LookupError as reason:
            raise NotInSight(f"the body of the request is in `{name}`, {reason.args[0]}") from reason
        if text is None:
            raise NotInSight(f"the body of the request is in `{name}`, which is not here")
        return Body(plain(text), None, name.removeprefix("./"), tuple(reader.order for reader in shared))
    if not earlier:
        raise NotInSight(f"`{name}` is written below, so what it holds here is not in sight")
    last = max(earlier, key=lambda writer: writer.order)
    following = min((writer.order for writer in writers if writer.order > last.order), default=None)
    made = _made_by(last.node, last.script)
    if made is None:
        raise NotInSight(f"`{shell.name(last.node)}` makes the body of the request in `{name}`", None, _JQ_HELP)
    between = [reader.order for reader in shared if reader.order > last.order and (following is None or reader.order < following)]
    return Body(made, last.script, "", tuple(between))
