"""One request and everything that becomes of it: its address, headers and body, and whoever reads its answer."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.api import outputs
from codemods.api.call import Call
from codemods.api.nodes import Leaf
from codemods.api.outputs import UNSEEN, Outputs
from codemods.options import Options
from codemods.rest import address, bodies, curl, flow, jq, jsontext, modelids, shell, writing
from codemods.rest.address import Address
from codemods.rest.bodies import Body, Files
from codemods.rest.body import body as bodyreader
from codemods.rest.body.reader import JsonReader, Remark, Strand
from codemods.rest.flow import At, Flow, Script, Use
from codemods.rest.text import Unreadable
from codemods.splices import Splice

if TYPE_CHECKING:
    from ast_grep_py import SgNode

#: What a word takes from variables.
_VARIABLE = re.compile(r"\$\{?(\w+)")
#: What a file of the document, or beside it, is called among the places of changes.
Place = Hashable

_SHOWN = "the answer is shown as a whole, which will look different"
_PIECES = "the pieces of the answer are shown as they come, which will look different"
_READ_HELP = (
    "Read the text with jq -r '[.steps[]? | select(.type == \"model_output\").content[]? | .text // empty] | add', function calls with "
    "'.steps[] | select(.type == \"function_call\")'."
)
_STREAM_HELP = (
    'A stream is server-sent events: lines of `data: {…}`, of which those with "event_type": "step.delta" hold text in `.delta.text`.'
)
ADDRESS_HELP = (
    "POST to https://generativelanguage.googleapis.com/v1beta/interactions (on the enterprise platform "
    "…/v1beta1/projects/P/locations/L/interactions) with the model in the body and the key in the header x-goog-api-key."
)


@dataclass(eq=False)
class Site:
    """One old request. ``changes`` are made only if nothing holds it, nor any other that it is tied to.

    ``sharers`` are the commands, by their place, that are given the same body.
    """

    script: Script
    start: int
    end: int
    code: str = "GI601"
    message: str = "generateContent request; becomes a request to `interactions`"
    holds: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    changes: list[tuple[Place, Splice]] = field(default_factory=list)
    readings: list[tuple[Script, SgNode]] = field(default_factory=list)
    ties: set[Hashable] = field(default_factory=set)
    sharers: frozenset[tuple[int, int]] = frozenset()
    stateless: bool = False

    def hold(self, code: str, message: str, at: tuple[int, int] | None = None, help: str = "") -> None:
        self.holds.append(Remark(*(at or (self.start, self.end)), code, message, help))

    def change(self, script: Script, splice: Splice) -> None:
        self.changes.append((script.number, splice))

    @property
    def order(self) -> tuple[int, int]:
        return self.script.number, self.start


@dataclass(frozen=True)
class Surroundings:
    """What a request is read with. ``shown`` tells that what is printed is for the readers of a page or notebook."""

    everything: Flow
    files: Files
    options: Options
    shown: bool = False


def read(at: At, word: SgNode, around: Surroundings) -> Site:
    """The site of a command that has an old address among its words; ``word`` is where the address is written."""
    end = shell.span(word)[1] if shell.span(word)[0] > shell.span(at.node)[0] else shell.span(at.node)[1]
    site = Site(at.script, shell.span(at.node)[0], end)
    try:
        _read(at, word, around, site)
    except curl.Unreadable as problem:
        site.hold("GI602", problem.message)
    except address.Unknown as problem:
        site.hold("GI605", problem.message, help=ADDRESS_HELP)
    except bodies.NotInSight as problem:
        site.hold("GI602", problem.message, shell.span(problem.node) if problem.node is not None else None, problem.help)
    except (Unreadable, jsontext.Malformed) as problem:
        site.hold("GI602", f"the body of the request cannot be rewritten: {problem.message}")
    return site


def _read(at: At, word: SgNode, around: Surroundings, site: Site) -> None:
    name = shell.name(at.node)
    if name != "curl":
        site.hold("GI602", f"this version does not read requests that `{name}` makes", help=ADDRESS_HELP)
        return
    if not at.script.sound or shell.is_broken(at.node):
        site.hold("GI602", "the shell code around this request cannot be read")
        return
    if around.options.schema != "steps":
        site.hold("GI200", "requests of shell code are written for today's schema only")
        return
    line = curl.read(at.node)
    if at.node.find(kind="process_substitution") is not None:
        site.hold("GI602", "a part of the request is made by a command, which is not in sight")
        return
    if len(line.addresses) != 1 or any(_method(option, at.script) != "POST" for option in line.all("request")):
        site.hold("GI602", "one address and the method POST are what can be read; this has others")
        return
    if any(_says(option, "content-length", at.script) for option in line.all("header")):
        site.hold("GI602", "the headers say how long the body is", help="Leave Content-Length to curl.")
        return
    text = site.script.text(word)
    old = address.read(text, shell.span(word)[1], _settled(at.script, word)) if text is not None else None
    if old is None:
        raise address.Unknown("the address is not in sight")
    _platform(old, around.options, site)
    _check_host(old, at.script)
    model = modelids.of(old, at.script, shell.span(word), around.options.models)
    for remark in model.remarks:
        (site.doubts if remark.assumption else site.holds).append(remark)
    if model.message:
        site.message += f"; {model.message}"
    found = bodies.find(line, at, around.everything, around.files)
    call = _body(found, model, old, around, site)
    answer = outputs.outputs(call.config, model.ids, lambda leaf: frozenset({None})) if call is not None else UNSEEN
    for splice in (*old.splices, *model.splices):
        site.change(at.script, splice)
    if old.verb:
        _drop(old.verb, at, around, site)
    if old.key and not _has_key(line, at.script):
        site.change(at.script, _header(old.key, word, line, at.script))
    _answers(line, at, old, answer, around, site)


def _settled(script: Script, word: SgNode) -> dict[str, str]:
    """The variables of a word that surely have their one value there: they are given it before, and not in a branch or for one command."""
    values, end = flow.literal_variables(script), shell.span(word)[0]
    names = set(_VARIABLE.findall(word.text())) & values.keys()
    return {name: values[name] for name in names if _is_plain(flow.assignments(script, name)[0], end)}


def _is_plain(assignment: SgNode, end: int) -> bool:
    parent = assignment.parent()
    if parent is not None and parent.kind() == "declaration_command":
        parent = parent.parent()
    return parent is not None and parent.kind() == "program" and shell.span(assignment)[1] <= end


def _drop(name: str, at: At, around: Surroundings, site: Site) -> None:
    """Take out the line of a variable that only the old address read."""
    source, given = at.script.source, flow.assignments(at.script, name)
    start, end = shell.span(given[0])
    line = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    is_alone = line[1] > 0 and source[line[0] : line[1]].strip() == source[start:end]
    if is_alone and len(flow.expansions(at.script, name)) == 1 and not around.everything.is_read_elsewhere(name, At(at.script, given[0])):
        site.change(at.script, Splice(line[0], line[1] + 1, ""))


def _method(option: curl.Option, script: Script) -> str | None:
    """What `-X` says, also in a word with it."""
    said = script.literal(option.word) if option.word is not None else None
    return said[option.skip :] if said is not None else None


def _platform(old: Address, options: Options, site: Site) -> None:
    if old.platform == "enterprise" and options.platform != "enterprise":
        message = "the request goes to the enterprise platform, whose project and location have to serve the Interactions API"
        site.doubts.append(Remark(site.start, site.end, "GI222", message, assumption="enterprise"))


def _check_host(old: Address, script: Script) -> None:
    """A variable in the place of the host may name another service."""
    said = flow.literal_variables(script).get(old.host.strip("${}")) if old.host else None
    if said is not None and "googleapis.com" not in said:
        raise address.Unknown(f"`{said}` is not one of Google's hosts")


def _has_key(line: curl.CommandLine, script: Script) -> bool:
    """Whether the request has the header with the key already."""
    return any(_says(option, "x-goog-api-key", script) for option in line.all("header"))


def _says(option: curl.Option, header: str, script: Script) -> bool:
    """Whether an option says a header."""
    text = script.text(option.word) if option.word is not None else None
    return text is not None and f"{header}:" in text.value.lower()


def _header(key: str, word: SgNode, line: curl.CommandLine, script: Script) -> Splice:
    """The key as a header behind the address, on a line of its own where the command is laid out in lines."""
    end = shell.span(word)[1] if shell.span(word)[0] > shell.span(line.command)[0] else shell.span(line.addresses[0])[1]
    source = script.source
    header = f'-H "x-goog-api-key: {key}"'
    gap = source[end:].partition("-")[0].partition('"')[0]
    if gap.lstrip(" \t").startswith("\\\n"):
        following = gap.partition("\n")[2]
        indent = following[: len(following) - len(following.lstrip(" \t"))]
        return Splice(end, end, f" \\\n{indent}{header}")
    begin = shell.span(line.addresses[0])[0]
    before = source[:begin].rpartition("\n")[2]
    if not before.strip() and not gap.strip():
        return Splice(end, end, f" \\\n{before}{header}")
    return Splice(end, end, f" {header}")


# -- the body --------------------------------------------------------------------------------------------------------


def _body(found: Body, model: modelids.Model, old: Address, around: Surroundings, site: Site) -> Call | None:
    """The change of the body; the call that it makes, None with a hold."""
    variables = flow.literal_variables(found.script) if found.script is not None else {}
    try:
        value = jsontext.parse(found.text)
    except jsontext.Malformed as problem:
        site.hold("GI602", f"the body of the request is not JSON that can be read: {problem.message}", _place(found, problem.at, site))
        return None
    reader, strand = JsonReader(found.text, variables), Strand()
    store = None if around.options.store == "server" else False
    call = bodyreader.Body(reader, strand).read(value, bodyreader.Asked(Leaf(model.said), old.stream, store))
    for own, kept in ((site.holds, strand.holds), (site.notes, strand.notes)):
        own += [_placed(reader.remark(said.node, said.code, said.message, said.help), found, site) for said in kept]
    for doubt in strand.doubts:
        said = doubt.remark
        site.doubts.append(_placed(reader.remark(said.node, said.code, said.message, said.help, doubt.assumption), found, site))
    if call is None:
        return None
    new = writing.Writer(found.text, writing.layout_of(found.text, value)).body(bodyreader.entries(call), exploded=value.exploded)
    start, end = found.text.place(value.start, value.end)
    place: Place = found.script.number if found.script is not None else found.file
    site.changes.append((place, Splice(start, end, new)))
    site.stateless = call.store is False and call.config.setting("store") is None
    site.sharers = frozenset(found.shared)
    site.ties.add(("body", place, start))
    return call


def _place(found: Body, at: int, site: Site) -> tuple[int, int] | None:
    """Where a character of the body stands; None where that is another file or script."""
    char = found.text.chars[min(at, len(found.text.chars) - 1)] if found.text.chars else None
    return (char.start, char.end) if char is not None and found.script is site.script else None


def _placed(remark: Remark, found: Body, site: Site) -> Remark:
    """A remark about the body, in the place of the request where the body stands elsewhere."""
    if found.script is site.script:
        return remark
    where = f" (in `{found.file}`)" if found.file else ""
    return Remark(site.start, site.end, remark.code, remark.message + where, remark.help, remark.assumption)


# -- the answer ------------------------------------------------------------------------------------------------------


def _answers(line: curl.CommandLine, at: At, old: Address, answer: Outputs, around: Surroundings, site: Site) -> None:
    """What becomes of the answer, wherever it goes."""
    into = line.all("output")
    if line.all("remote-name") or len(into) > 1:
        site.hold("GI603", "the answer goes to a file whose name the address gives")
        return
    name = None
    if into and into[0].word is not None:
        name = at.script.literal(into[0].word)
        if name is None:
            site.hold("GI603", "the file that the answer goes to is not in sight")
            return
        name = name[into[0].skip :]
        if name == "/dev/null":
            return
    for use in around.everything.uses(at, None if name in (None, "-") else name):
        _use(use, old, answer, around, site)


def _use(use: Use, old: Address, answer: Outputs, around: Surroundings, site: Site) -> None:
    if use.kind in ("dropped", "tested"):
        return
    place = shell.span(use.at.node) if use.at.script is site.script else None
    if use.kind == "shown":
        _show(_PIECES if old.stream else _SHOWN, around, site)
        return
    if use.kind == "kept":
        _show(use.why, around, site, "answer-file")
        return
    if use.kind == "unknown" or old.stream:
        why = use.why or "a stream is read piece by piece, and its pieces have another shape now"
        site.hold("GI603", why, place, _STREAM_HELP if old.stream else _READ_HELP)
        return
    _jq(use, answer, around, site, place)


def _show(message: str, around: Surroundings, site: Site, assumption: str = "shown") -> None:
    """Something that people look at. Readers of a page see the new answer as they saw the old one; who calls a script is not in sight."""
    if around.shown:
        site.notes.append(Remark(site.start, site.end, "GI406", message))
    else:
        code = "GI205" if assumption == "shown" else "GI603"
        site.doubts.append(Remark(site.start, site.end, code, message, assumption=assumption))


def _jq(use: Use, answer: Outputs, around: Surroundings, site: Site, place: tuple[int, int] | None) -> None:
    script, command = use.at.script, use.at.node
    node = jq_filter(command)
    said = script.literal(node) if node is not None else None
    if node is None or said is None or "'" in said:
        site.hold("GI603", "what jq reads of the answer is not in sight", place, _READ_HELP)
        return
    try:
        new = jq.rewritten(said, answer)
    except jq.Unknown as problem:
        site.hold("GI603", f"what `{said}` reads of the answer: {problem.message}", place, _READ_HELP)
        return
    if new.changed and not use.direct:
        site.hold("GI603", f"what `{said}` reads of the answer has another shape now, and goes on from here", place, _READ_HELP)
        return
    if new.changed:
        _show(f"what `{said}` reads of the answer is shown; `{new.filter}` in its place looks different", around, site)
    if new.filter != said:
        site.change(script, Splice(*shell.span(node), f"'{new.filter}'"))
        site.readings.append((script, node))
    site.ties.add(("jq", script.number, shell.span(node)))


#: Options of jq with which its input is no answer as it came.
_OTHER_INPUT = frozenset("-n --null-input -R --raw-input -s --slurp --seq --stream -f --from-file".split())
_JQ_VALUES = {"--arg": 2, "--argjson": 2, "--slurpfile": 2, "--rawfile": 2, "--indent": 1}


def jq_filter(command: SgNode) -> SgNode | None:
    """The filter among the words of a call of jq."""
    words = iter(shell.words(command))
    for node in words:
        text = node.text()
        if text in _OTHER_INPUT or (text.startswith("-") and not text.startswith("--") and set(text) & set("nRsf")):
            return None
        if text in _JQ_VALUES:
            for _ in range(_JQ_VALUES[text]):
                next(words, None)
        elif not text.startswith("-"):
            return node
    return None
