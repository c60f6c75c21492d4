"""Where what a command prints goes: along pipes, into files and variables, out of functions, and to whoever reads it there.

Files are those of the whole document; variables are those of one script.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from codemods.rest import shell
from codemods.rest.spans import Spans
from codemods.rest.text import Text, Unreadable, word

if TYPE_CHECKING:
    from ast_grep_py import SgNode

Kind = Literal["shown", "kept", "dropped", "jq", "tested", "unknown"]

#: Commands that pass on what they are given, as it is or laid out anew, for people to read.
_PASSING = frozenset({"cat", "head", "tail", "less", "more", "nl", "json_pp", "fold", "bat", "pygmentize"})
_JSON_TOOL = re.compile(r"python3? +-m +json\.tool\s*$")
#: A search for lines with texts, which both kinds of answer have: what it finds is for people.
_TEXT_LINES = re.compile(r"""e?grep +(?:-[iABC]+ *(?:\d+ +)?)*(?:'"?text"?:?'|"text:?"|"\\"text\\":?"|text)\s*$""")
_SAYING = frozenset({"echo", "printf"})
#: Commands that take away or only look for a file.
_HARMLESS = frozenset({"rm", "ls", "touch", "mktemp", "["})
_UNCONDITIONAL = frozenset(
    "program redirected_statement pipeline command_substitution variable_assignment command string concatenation declaration_command "
    "heredoc_redirect file_redirect".split()
)
_AROUND = frozenset(
    "list subshell compound_statement do_group if_statement elif_clause else_clause while_statement for_statement c_style_for_statement "
    "case_item case_statement negated_command".split()
)
_NULL = "/dev/null"


@dataclass(frozen=True, eq=False)
class Script:
    """One piece of shell code of a document, by its number. ``sound`` tells whether its tree can be relied on."""

    number: int
    source: str
    root: SgNode
    sound: bool = True

    @cached_property
    def commands(self) -> list[SgNode]:
        return list(shell.commands(self.root))

    @cached_property
    def comments(self) -> list[SgNode]:
        return list(self.root.find_all(kind="comment"))

    @cached_property
    def assigned(self) -> dict[str, list[SgNode]]:
        """The assignments of each variable."""
        return _by_name((node.children()[0].text(), node) for node in self.root.find_all(kind="variable_assignment"))

    @cached_property
    def expanded(self) -> dict[str, list[SgNode]]:
        """Where each variable is read."""
        return _by_name((_variable(node), node) for node in _expansions(self.root))

    @cached_property
    def called(self) -> dict[str, list[SgNode]]:
        """The commands of each name."""
        return _by_name((shell.name(command), command) for command in self.commands)

    @cached_property
    def literals(self) -> dict[str, str]:
        return _literal_variables(self)

    def text(self, node: SgNode) -> Text | None:
        """The text of a word; None when it cannot be told."""
        try:
            return word(node, self.source)
        except Unreadable:
            return None

    def literal(self, node: SgNode) -> str | None:
        found = self.text(node)
        return found.literal if found is not None else None


@dataclass(frozen=True, eq=False)
class At:
    """A node, and the script that it is in."""

    script: Script
    node: SgNode

    @cached_property
    def order(self) -> tuple[int, int]:
        return self.script.number, shell.span(self.node)[0]

    @cached_property
    def name(self) -> str:
        """The name of a command."""
        return shell.name(self.node)

    @cached_property
    def runs_once(self) -> bool:
        return runs_once(self.node)


@dataclass(eq=False)
class Named:
    """The commands of a document by the files that they name, which every request asks for."""

    scripts: Sequence[Script]
    otherwise: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def _tables(self) -> tuple[dict[str, list[At]], dict[str, list[At]]]:
        writers: dict[str, list[At]] = {}
        readers: dict[str, list[At]] = {}
        for script in self.scripts:
            for command in script.commands:
                at, written = At(script, command), _written(script, command)
                for name in written:
                    writers.setdefault(name, []).append(at)
                for name in _taken(script, command) - written:
                    readers.setdefault(name, []).append(at)
        return writers, readers

    def writers(self, name: str) -> list[At]:
        return self._tables[0].get(name, [])

    def readers(self, name: str) -> list[At]:
        return self._tables[1].get(name, [])


@dataclass(frozen=True, eq=False)
class Use:
    """What becomes of an answer at one place. ``direct`` tells that jq's result is for people to read."""

    kind: Kind
    at: At
    why: str = ""
    direct: bool = False


@dataclass(eq=False)
class Flow:
    """The scripts of a document. ``elsewhere`` is its other text, in which files may be named, too.

    ``sourced`` tells that other scripts take these in, so that its functions and variables are theirs as well.
    """

    scripts: Sequence[Script]
    elsewhere: str = ""
    sourced: bool = False
    _following: set[tuple[int, int, str]] = field(default_factory=set)
    _named: Named | None = None

    @property
    def named(self) -> Named:
        if self._named is None:
            self._named = Named(self.scripts)
        return self._named

    # -- along the way ------------------------------------------------------------------------------------------

    def uses(self, at: At, file: str | None = None) -> list[Use]:
        """What becomes of what a command prints; ``file`` is where it puts its answer by itself."""
        self._following = set()
        return self._of_file(file, at) if file is not None else self._follow(at)

    def _follow(self, at: At) -> list[Use]:
        key = (at.script.number, shell.span(at.node)[0], at.node.kind())
        if key in self._following:
            return []
        self._following.add(key)
        for redirect in shell.redirects(at.node):
            into = _output(redirect)
            if into is None:
                continue
            name = at.script.literal(into)
            if name == _NULL:
                return [Use("dropped", at)]
            if name is None:
                return [Use("unknown", At(at.script, redirect), "the file that the answer goes to is not in sight")]
            return self._of_file(name, at)
        stages = following(at.node)
        if stages:
            return self._through(At(at.script, stages[0]))
        return self._out_of(at)

    def _out_of(self, at: At) -> list[Use]:
        """What becomes of the output of what stands around a command."""
        inner, parent = at.node, at.node.parent()
        while parent is not None:
            kind = parent.kind()
            if kind == "program":
                return [Use("shown", at)]
            if kind == "command_substitution":
                return self._substituted(At(at.script, parent))
            if kind == "function_definition":
                return self._called(At(at.script, parent))
            if kind == "pipeline" and following(inner):
                return self._through(At(at.script, following(inner)[0]))
            if kind == "redirected_statement" and not shell.is_same(inner, at.node):
                return self._follow(At(at.script, inner))
            if kind == "heredoc_redirect":
                owner = parent.parent()
                return self._out_of(At(at.script, owner)) if owner is not None else []
            if kind not in ("redirected_statement", "pipeline", *_AROUND):
                return [Use("unknown", at, f"what reads the answer in this {kind.replace('_', ' ')} is not in sight")]
            inner, parent = parent, parent.parent()
        return [Use("shown", at)]

    def _through(self, at: At) -> list[Use]:
        """What becomes of an answer that is piped into a command."""
        command = _command(at.node)
        if command is None:
            return [Use("unknown", at, "the answer is piped into something that this version does not follow")]
        here, name = At(at.script, command), shell.name(command)
        arguments = [at.script.literal(argument) for argument in shell.words(command)]
        files = [text for text in arguments if text is None or not text.startswith("-")]
        if name == "jq":
            return [self._jq(here)]
        if name == "tee" and all(text is not None for text in arguments):
            kept = [use for file in files for use in self._of_file(file or "", here)]
            return [*kept, *self._follow(here)]
        if (name in _PASSING and all(_is_plain(text) for text in arguments)) or _JSON_TOOL.match(command.text()):
            return self._follow(here)
        if _TEXT_LINES.match(command.text()):
            found = self._follow(here)
            return (
                found if all(use.kind in ("shown", "dropped") for use in found) else [Use("unknown", here, "`grep` cuts out of the answer")]
            )
        return [Use("unknown", here, f"`{name}` reads the answer, which has another shape now")]

    def _jq(self, at: At) -> Use:
        afresh = Flow(self.scripts, self.elsewhere, self.sourced, _named=self.named)
        self_only = all(use.kind in ("shown", "dropped") for use in afresh._follow(at))
        return Use("jq", at, direct=self_only)

    # -- functions and variables --------------------------------------------------------------------------------

    def _called(self, at: At) -> list[Use]:
        """What becomes of the output of a function: that of the commands which call it."""
        name = next((child.text() for child in at.node.children() if child.kind() == "word"), "")
        calls = at.script.called.get(name, [])
        others = [other for other in self.scripts if other is not at.script and re.search(rf"\b{re.escape(name)}\b", other.source)]
        words = [word for command in at.script.commands for word in shell.words(command) if word.text() == name]
        if not calls or others or words or self.sourced:
            return [Use("unknown", at, f"what calls `{name}`, and reads the answer, is not in sight")]
        return [use for call in calls for use in self._follow(At(at.script, call))]

    def _substituted(self, at: At) -> list[Use]:
        """What becomes of `$(…)`."""
        node, parent = at.node, at.node.parent()
        while parent is not None and parent.kind() in ("string", "concatenation"):
            node, parent = parent, parent.parent()
        if parent is None:
            return [Use("unknown", at, "what reads the answer is not in sight")]
        if parent.kind() == "variable_assignment":
            name = parent.children()[0].text()
            alone = node.text().strip('"') == at.node.text()
            return self._of_variable(name, At(at.script, parent)) if alone else [Use("unknown", at, "the answer becomes a part of a text")]
        return [self._in_word(At(at.script, parent), at)] if parent.kind() != "command" else self._said(At(at.script, parent), at)

    def _of_variable(self, name: str, at: At) -> list[Use]:
        """What becomes of a variable that holds an answer."""
        given, reads = assignments(at.script, name), expansions(at.script, name)
        if self.is_read_elsewhere(name, at):
            return [Use("unknown", at, f"`{name}` is read elsewhere as well")]
        own = self._between(at, [At(at.script, node) for node in given], [At(at.script, node) for node in reads])
        if own is None:
            return [Use("unknown", at, f"`{name}` is given other values as well, and which of them is read where does not show")]
        return [use for read in own for use in self._of_expansion(read)] or [Use("dropped", at)]

    def is_read_elsewhere(self, name: str, at: At) -> bool:
        """Whether a variable is passed on to other programs, or read by another script of the document that does not set it."""
        exported = any(
            node.text().startswith("export") and re.search(rf"\b{re.escape(name)}\b", node.text())
            for node in at.script.root.find_all(kind="declaration_command")
        )
        read = re.compile(rf"\$\{{?{re.escape(name)}\b")
        others = (other for other in self.scripts if other is not at.script and read.search(other.source))
        return exported or self.sourced or any(not assignments(other, name) for other in others)

    def _of_expansion(self, at: At) -> list[Use]:
        if at.node.kind() == "expansion" and at.node.text().strip("${}") != _variable(at.node):
            return [Use("unknown", at, "a part of the answer is cut out by the shell")]
        parent = at.node.parent()
        while parent is not None and parent.kind() in ("string", "concatenation"):
            parent = parent.parent()
        if parent is None:
            return [Use("unknown", at, "what reads the answer is not in sight")]
        if parent.kind() == "herestring_redirect":
            owner = parent.parent()
            return self._through(At(at.script, owner)) if owner is not None else []
        return self._said(At(at.script, parent), at) if parent.kind() == "command" else [self._in_word(At(at.script, parent), at)]

    def _said(self, command: At, at: At) -> list[Use]:
        """An answer among the words of a command."""
        name = shell.name(command.node)
        if name in _SAYING:
            return self._follow(command)
        return [Use("unknown", at, f"the answer is given to `{name}`, and it has another shape now")]

    @staticmethod
    def _in_word(parent: At, at: At) -> Use:
        if parent.node.kind() == "unary_expression" and parent.node.text().lstrip()[:2] in ("-z", "-n"):
            return Use("tested", at)
        return Use("unknown", at, "what is done with the answer here is not something that this version follows")

    # -- files --------------------------------------------------------------------------------------------------

    def _of_file(self, name: str, at: At) -> list[Use]:
        """What becomes of a file that an answer is written to."""
        if name.removeprefix("./") in self.elsewhere:
            return [Use("unknown", at, f"`{name}` is read elsewhere in this document")]
        if self.is_named_otherwise(name):
            return [Use("unknown", at, f"`{name}` is named where this version does not follow it")]
        own = self._between(at, self.writers(name), self.readers(name))
        if own is None:
            return [Use("unknown", at, f"`{name}` is written by other commands as well, and which answer is read where does not show")]
        found = [use for read in own for use in self._of_reading(name, read)]
        if not any(use.kind != "dropped" for use in found):
            found.append(Use("kept", at, f"the answer is kept in `{name}`, which nothing in sight reads"))
        return found

    def _of_reading(self, name: str, at: At) -> list[Use]:
        command = _command(at.node)
        if command is None:
            return [Use("unknown", at, f"`{name}` is read by something that this version does not follow")]
        called = shell.name(command)
        if called in _HARMLESS:
            return [Use("dropped", at)]
        if called == "jq":
            return [self._jq(At(at.script, command))]
        if called in _PASSING or _JSON_TOOL.match(command.text().removesuffix(name)):
            return self._follow(At(at.script, command))
        return [Use("unknown", at, f"`{called}` reads the answer in `{name}`, which has another shape now")]

    def writers(self, name: str) -> list[At]:
        """The commands that write a file, with its place in the document."""
        return self.named.writers(name)

    def readers(self, name: str) -> list[At]:
        """The commands that name a file otherwise."""
        return self.named.readers(name)

    def is_named_otherwise(self, name: str) -> bool:
        """Whether a file is named anywhere but in commands that write or read it: in the redirection of a loop, for one."""
        known = self.named.otherwise
        if name not in known:
            known[name] = self._is_named_otherwise(name)
        return known[name]

    def _is_named_otherwise(self, name: str) -> bool:
        known: dict[Script, list[SgNode]] = {}
        for at in (*self.writers(name), *self.readers(name)):
            known.setdefault(at.script, []).append(at.node)
        for script in self.scripts:
            spans = Spans([shell.span(_whole(node)) for node in known.get(script, ())] + [shell.span(node) for node in script.comments])
            for match in re.finditer(rf"(?<![\w.-]){re.escape(name.removeprefix('./'))}(?![\w-])", script.source):
                if match.start() not in spans:
                    return True
        return False

    def _between(self, at: At, writers: Sequence[At], reads: Sequence[At]) -> list[At] | None:
        """The reads of what was written at one place; None when it does not show.

        Where everything runs once and in order, those are the reads before the next writing.
        """
        others = [writer for writer in writers if writer.order != at.order]
        if not others:
            return list(reads)
        if not all(place.runs_once for place in (at, *writers, *reads)):
            return None
        later = min((writer.order for writer in others if writer.order > at.order), default=None)
        return [read for read in reads if read.order > at.order and (later is None or read.order < later)]


def following(node: SgNode) -> list[SgNode]:
    """The commands that a command is piped through."""
    owner = node
    parent = node.parent()
    if parent is not None and parent.kind() == "redirected_statement" and shell.is_same(parent.children()[0], node):
        for child in parent.children():
            if child.kind() == "heredoc_redirect":
                piped = next((inner for inner in child.children() if inner.kind() == "pipeline"), None)
                if piped is not None:
                    return [inner for inner in piped.children() if inner.is_named()]
        owner, parent = parent, parent.parent()
    if parent is None or parent.kind() != "pipeline":
        return []
    stages = [child for child in parent.children() if child.is_named()]
    place = next((number for number, stage in enumerate(stages) if shell.is_same(stage, owner)), len(stages))
    return stages[place + 1 :]


def before(node: SgNode) -> SgNode | None:
    """The command whose output is piped into a command."""
    owner, parent = node, node.parent()
    if parent is not None and parent.kind() == "redirected_statement":
        owner, parent = parent, parent.parent()
    if parent is None or parent.kind() != "pipeline":
        return None
    stages = [child for child in parent.children() if child.is_named()]
    place = next((number for number, stage in enumerate(stages) if shell.is_same(stage, owner)), 0)
    if place:
        return stages[place - 1]
    above = parent.parent()
    if above is not None and above.kind() == "heredoc_redirect":
        statement = above.parent()
        return statement.children()[0] if statement is not None else None
    return None


def _command(node: SgNode) -> SgNode | None:
    """The command of a stage, with its redirections or without."""
    if node.kind() == "redirected_statement":
        node = node.children()[0]
    return node if node.kind() == "command" else None


def _output(redirect: SgNode) -> SgNode | None:
    """The file that a redirection sends the standard output to."""
    if redirect.kind() != "file_redirect":
        return None
    children = redirect.children()
    descriptor = next((child.text() for child in children if child.kind() == "file_descriptor"), "1")
    sign = next((child.kind() for child in children if not child.is_named()), "")
    if descriptor != "1" or sign not in (">", ">>", ">|", "&>", "&>>"):
        return None
    return children[-1]


def _whole(command: SgNode) -> SgNode:
    """A command with its redirections."""
    parent = command.parent()
    return parent if parent is not None and parent.kind() == "redirected_statement" else command


def _input(redirect: SgNode) -> SgNode | None:
    if redirect.kind() != "file_redirect" or not any(child.kind() == "<" for child in redirect.children()):
        return None
    return redirect.children()[-1]


def _written(script: Script, command: SgNode) -> set[str]:
    """The files that a command writes."""
    found = {script.literal(node) for redirect in shell.redirects(command) if (node := _output(redirect)) is not None}
    words = [script.literal(node) for node in shell.words(command)]
    if shell.name(command) == "tee":
        found.update(text for text in words if text and not text.startswith("-"))
    if shell.name(command) == "curl":
        found.update(value for option, value in itertools.pairwise(words) if option in ("-o", "--output"))
    return {text for text in found if text is not None}


def _taken(script: Script, command: SgNode) -> set[str]:
    """What may be the file that a command takes: its words and inputs, as they are and without `@` and `./` before them."""
    words = [script.literal(node) for node in shell.words(command)]
    inputs = [script.literal(node) for redirect in shell.redirects(command) if (node := _input(redirect)) is not None]
    texts = {text.removeprefix("@") for text in (*words, *inputs) if text is not None}
    return texts | {text.removeprefix("./") for text in texts}


def _is_plain(argument: str | None) -> bool:
    """Whether an argument is an option or a number, and names no file."""
    return argument is not None and (argument.startswith("-") or argument.isdigit())


def runs_once(node: SgNode) -> bool:
    """Whether a command is run once and for sure: in no branch, loop or function."""
    return all(above.kind() in _UNCONDITIONAL for above in node.ancestors())


def _expansions(root: SgNode) -> Iterator[SgNode]:
    yield from root.find_all(kind="simple_expansion")
    yield from root.find_all(kind="expansion")


def _variable(node: SgNode) -> str:
    return next((child.text() for child in node.children() if child.kind() == "variable_name"), "")


def literal_variables(script: Script) -> dict[str, str]:
    """The variables of a script that are given one literal text, once."""
    return script.literals


def _literal_variables(script: Script) -> dict[str, str]:
    found: dict[str, list[str | None]] = {}
    for node in script.root.find_all(kind="variable_assignment"):
        value = node.children()[-1]
        found.setdefault(node.children()[0].text(), []).append(script.literal(value) if "+=" not in node.text() else None)
    for loop in script.root.find_all(kind="for_statement"):
        found.setdefault(_variable(loop), []).append(None)
    for command in script.commands:
        if shell.name(command) in ("read", "mapfile", "readarray", "getopts", "unset"):
            for argument in shell.words(command):
                found.setdefault(argument.text(), []).append(None)
    return {name: values[0] for name, values in found.items() if len(values) == 1 and values[0] is not None}


def assignments(script: Script, name: str) -> list[SgNode]:
    return script.assigned.get(name, [])


def expansions(script: Script, name: str) -> list[SgNode]:
    return script.expanded.get(name, [])


def _by_name(named: Iterable[tuple[str, SgNode]]) -> dict[str, list[SgNode]]:
    found: dict[str, list[SgNode]] = {}
    for name, node in named:
        found.setdefault(name, []).append(node)
    return found
