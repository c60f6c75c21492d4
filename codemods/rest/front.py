"""All requests of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.rest import address, flow, legacy, plan, shell, sites
from codemods.rest.bodies import Files
from codemods.rest.flow import At, Flow, Script
from codemods.rest.plan import Outcome
from codemods.rest.sites import Site, Surroundings
from codemods.rest.text import Text

if TYPE_CHECKING:
    from ast_grep_py import SgNode

#: Commands for which an address is something to say.
_SAYING = frozenset({"echo", "printf", "export", "cat"})


def migrate(sources: Sequence[str], options: Options, files: Files, elsewhere: str, *, shown: bool, sourced: bool) -> Outcome:
    """The outcome of a document."""
    scripts = [Script(number, source, *shell.parse(source)) for number, source in enumerate(sources)]
    read: dict[str, str] = {}

    def remembered(name: str) -> str | None:
        text = files(name)
        if text is not None:
            read[name.removeprefix("./")] = text
        return text

    around = Surroundings(Flow(scripts, elsewhere, sourced), remembered, options, shown)
    found = [site for script in scripts for site in (*_sites(script, around), *legacy.sites(script, around))]
    _check_sharing(found)
    return plan.make(found, scripts, read, options)


def _check_sharing(found: Sequence[Site]) -> None:
    """Whoever else is given a body has to take it as it will be: the same model, in the same way."""
    known = {site.order for site in found}
    for site in found:
        if site.sharers - known:
            site.hold("GI602", "another command reads the same body, and needs it as it is")
    written: dict[tuple[object, int], set[str]] = {}
    for site in found:
        for place, splice in site.changes:
            written.setdefault((place, splice.start), set()).add(splice.new)
    for site in found:
        if any(len(written[place, splice.start]) > 1 for place, splice in site.changes if splice.start != splice.end):
            site.hold("GI602", "requests that share a body, a model or an address need it in different forms")


def _sites(script: Script, around: Surroundings) -> Iterator[Site]:
    is_old = _reader(script)
    for command in script.commands:
        for word in shell.words(command):
            if is_old(script.text(word)) and shell.name(command) not in _SAYING:
                yield sites.read(At(script, command), word, around)
                break
    yield from _in_variables(script, around)


def _reader(script: Script) -> Callable[[Text | None], bool]:
    """What tells whether a word is the address of an old request, or may be with what a variable puts into it."""
    may_be_open = address.may_be_open(script.source)
    variables = flow.literal_variables(script) if may_be_open else {}

    def is_old(text: Text | None) -> bool:
        return text is not None and (address.is_old(text) or (may_be_open and address.may_name(text, variables)))

    return is_old


def _in_variables(script: Script, around: Surroundings) -> Iterator[Site]:
    """Addresses that have a name. One that is read once, by curl, is rewritten where it got it."""
    is_old = _reader(script)
    for assignment in script.root.find_all(kind="variable_assignment"):
        value = assignment.children()[-1]
        text = script.text(value)
        if text is None or not is_old(text):
            continue
        name = assignment.children()[0].text()
        reads = flow.expansions(script, name)
        commands = [command for command in script.commands if any(_is_only(word, read) for word in shell.words(command) for read in reads)]
        elsewhere = around.everything.is_read_elsewhere(name, At(script, assignment))
        if not elsewhere and len(flow.assignments(script, name)) == 1 and len(reads) == 1 and len(commands) == 1 and text.state != "plain":
            yield sites.read(At(script, commands[0]), value, around)
        else:
            site = Site(script, *shell.span(assignment))
            site.hold("GI605", f"the address in `{name}` is not read once, by a request", help=sites.ADDRESS_HELP)
            yield site


def _is_only(word: SgNode, read: SgNode) -> bool:
    """Whether a word is nothing but a variable."""
    return word.text().strip('"') == read.text() and shell.span(word)[0] <= shell.span(read)[0] < shell.span(word)[1]
