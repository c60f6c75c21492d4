"""The command line of curl: where a request goes, what it sends, and where its answer is put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.rest import shell

if TYPE_CHECKING:
    from ast_grep_py import SgNode

#: Options of one letter that take a value, by their long name; those without a name here only matter for what follows them.
_SHORT = {"d": "data", "H": "header", "X": "request", "o": "output", "w": "write-out", "F": "form", "T": "upload-file", "D": "dump-header"}
_SHORT_WITH_VALUE = frozenset(_SHORT) | frozenset("uAbceEKmxUyYzCrQth")
_LONG_WITH_VALUE = frozenset(
    "data data-raw data-binary data-ascii data-urlencode json header request url output write-out form upload-file dump-header "
    "max-time connect-timeout retry retry-delay retry-max-time user user-agent proxy cacert cert key cookie cookie-jar referer "
    "limit-rate resolve connect-to interface oauth2-bearer stderr".split()
)
_LONG = frozenset(
    "silent show-error fail fail-with-body location insecure compressed no-buffer verbose include http1.1 http2 http1.0 progress-bar "
    "globoff no-progress-meter ipv4 ipv6 retry-all-errors retry-connrefused trace-time get head remote-name remote-header-name "
    "create-dirs no-keepalive tlsv1.2 tlsv1.3 ssl-reqd".split()
)
#: Options with the body of a request.
BODIES = frozenset({"data", "data-raw", "data-binary", "data-ascii", "json"})
#: Options that make another kind of request of it.
OTHER_REQUESTS = frozenset({"form", "upload-file", "data-urlencode", "get", "head", "G", "I"})
_OTHER_LETTERS = {"G": "get", "I": "head", "O": "remote-name", "i": "include", "J": "remote-header-name"}


class Unreadable(Exception):
    """A command line that this version cannot read."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, eq=False)
class Option:
    """An option with its value: a word of its own, or the rest of the word from ``skip`` on (`-XPOST`)."""

    name: str
    word: SgNode | None = None
    skip: int = 0


@dataclass(frozen=True, eq=False)
class CommandLine:
    """A call of curl."""

    command: SgNode
    options: tuple[Option, ...]
    addresses: tuple[SgNode, ...] = field(default=())

    def all(self, *names: str) -> list[Option]:
        return [option for option in self.options if option.name in names]


def read(command: SgNode) -> CommandLine:
    """The options and addresses of a call of curl. Raises `Unreadable`."""
    options: list[Option] = []
    addresses: list[SgNode] = []
    words = iter(shell.words(command))
    for word in words:
        text = word.text()
        if text.startswith("--") and len(text) > 2:
            options.append(_long(text[2:], words))
        elif text.startswith("-") and len(text) > 1:
            options += _short(word, text, words)
        else:
            addresses.append(word)
    addresses += [option.word for option in options if option.name == "url" and option.word is not None]
    return CommandLine(command, tuple(options), tuple(addresses))


def _long(name: str, words: Iterator[SgNode]) -> Option:
    if name in _LONG_WITH_VALUE:
        return Option(name, _value(name, words))
    if name in _LONG:
        return Option(name)
    raise Unreadable(f"this version does not know the option `--{name}` of curl")


def _short(word: SgNode, text: str, words: Iterator[SgNode]) -> Iterator[Option]:
    """The options in `-sSXPOST`: the first that takes a value takes the rest."""
    for place, letter in enumerate(text[1:], start=1):
        if letter not in _SHORT_WITH_VALUE:
            yield Option(_OTHER_LETTERS.get(letter, letter))
            continue
        name = _SHORT.get(letter, letter)
        yield Option(name, word, place + 1) if text[place + 1 :] else Option(name, _value(f"-{letter}", words))
        return


def _value(name: str, words: Iterator[SgNode]) -> SgNode:
    found = next(words, None)
    if found is None:
        raise Unreadable(f"`{name}` has no value")
    return found
