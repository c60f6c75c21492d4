"""What a language has to answer so that its configs can be read, and what follows from the answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from codemods.api.nodes import NO_COMMENTS, Array, Comments, Entry, Leaf, Node, Object
from codemods.api.schemas import ResponseSchema
from codemods.api.vocabulary import Vocabulary
from codemods.settings.records import Pair, Place, Record, Row
from codemods.strands import Collected

#: An expression of the language, and its strand.
N = TypeVar("N")
S = TypeVar("S", bound="Collected[Any]")

#: What an element of a list whose lines are indented by so much becomes; None (with a hold) when it cannot be told.
Items: TypeAlias = "Callable[[N, int], Sequence[Node] | None]"
#: Reads an expression whose lines are indented by so much; None (with a hold) when it cannot be told.
Convert: TypeAlias = "Callable[[N, int], Node | None]"


@dataclass(frozen=True, eq=False)
class Placed:
    """A value and the expression to use for it: ``use`` is the user's name where ``written`` stands under one."""

    use: Node
    written: Node


class Reader(ABC, Generic[N, S]):
    """Reads the values of settings in one module; holds the strand where something is not in sight.

    The abstract methods are what differs between languages. ``classes`` are short names of `google.genai.types`: what an object literal
    says, a call of one of them says in some languages. ``depth`` is how far the line of an expression is indented inside its statement.
    """

    # -- asked of the language: what an expression is -----------------------------------------------------------

    @property
    @abstractmethod
    def target(self) -> ResponseSchema:
        """The schema of the Interactions API that is written for."""

    @abstractmethod
    def is_none(self, node: N) -> bool:
        """Whether an expression is written as nothing: `None`, `null`, `undefined`."""

    @abstractmethod
    def truth(self, node: N) -> bool | None:
        """Whether it is written as true or false; None for anything else."""

    @abstractmethod
    def integer(self, node: N) -> int | None:
        """The number that an integer literal is, with or without a minus sign."""

    @abstractmethod
    def bare_string(self, node: N) -> str | None:
        """The text of a plain literal."""

    @abstractmethod
    def exact_string(self, node: N) -> str | None:
        """The one text an expression surely is, written out or behind a name; None when it may be anything else."""

    @abstractmethod
    def is_text(self, node: N) -> bool:
        """Whether an expression is proven to be one text."""

    @abstractmethod
    def is_no_text(self, node: N) -> bool:
        """Whether an expression is proven to be something else than a text."""

    @abstractmethod
    def literal_word(self, node: N, vocabulary: Vocabulary) -> str | None:
        """The new literal of a member of an enum, or of a string that stands for it, which is written out."""

    @abstractmethod
    def word(self, node: N, vocabulary: Vocabulary, depth: int) -> Node | None:
        """That literal, or what makes it at run time where the expression surely holds such a word; None when that is not known."""

    @abstractmethod
    def constant(self, node: N) -> N:
        """What a name stands for that is given once and never changed; any other expression itself."""

    @abstractmethod
    def named(self, node: N) -> str:
        """The name of an expression for a message (`a.b.c`); empty when it has none."""

    # -- asked of the language: records, lists, names -----------------------------------------------------------

    @abstractmethod
    def is_record(self, node: N, classes: frozenset[str]) -> bool:
        """Whether an expression spells out an object (of one of the classes)."""

    @abstractmethod
    def read_record(self, node: N, classes: frozenset[str], beside: Place = None) -> Record[N] | None:
        """The record it spells out; None, without a hold, when it is none, or when a key is not in sight or comes twice.

        ``beside`` is an element that is somebody else's to read.
        """

    @abstractmethod
    def is_list(self, node: N) -> bool:
        """Whether an expression is a list literal."""

    @abstractmethod
    def listed(self, node: N) -> Row[N] | None:
        """The elements of a list literal (or what the old SDK takes for one), with its layout; None for anything else."""

    @abstractmethod
    def placed(self, node: N, accepts: Callable[[N], bool], convert: Convert[N], strand: S, depth: int, what: str) -> Placed | None:
        """Convert an expression where it stands, or where its name got it when that is a literal that is accepted; None with a hold."""

    # -- asked of the language: schemas -------------------------------------------------------------------------

    @abstractmethod
    def is_object(self, node: N) -> bool:
        """Whether an expression is an object literal."""

    @abstractmethod
    def keywords(self, node: N) -> Record[N] | None:
        """What an object literal, or a schema of the SDK, spells out, its keys as they are written: empty where a key is not in sight."""

    @abstractmethod
    def is_flat(self, node: N) -> bool:
        """Whether nothing in an expression is a call or an object literal."""

    @abstractmethod
    def schema(self, node: N, strand: S, depth: int) -> Node | None:
        """The JSON Schema that a `response_schema` stands for; None with a hold."""

    @abstractmethod
    def parameters(self, node: N, strand: S, depth: int) -> Node | None:
        """The JSON Schema of the parameters of a function, which has to be in sight; None with a hold."""

    @abstractmethod
    def is_choice_of_texts(self, node: N) -> bool:
        """Whether a schema certainly allows nothing but some texts."""

    # -- for languages that know more ---------------------------------------------------------------------------

    def json_schema(self, node: N, strand: S, depth: int) -> Node | None:
        """What is JSON Schema already."""
        return Leaf(node, depth)

    def place_elsewhere(self, node: N) -> str | None:
        """Where another file of the project defines what an expression names."""
        return None

    def said(self, text: str) -> str:
        """A message or advice, which shows Python, in the spelling of the language."""
        return text

    # -- what follows -------------------------------------------------------------------------------------------

    def hold(self, strand: S, node: Place, code: str, message: str, help: str = "") -> None:
        """Record why the group cannot be rewritten."""
        strand.hold(node, code, self.said(message), self.said(help))

    def assume(self, strand: S, assumption: str, node: Place, message: str) -> None:
        """Record that the rewrite is right only if an assumption holds."""
        strand.assume(assumption, node, self.said(message))

    def assume_text(self, pair: Pair[N], strand: S) -> None:
        """Take a value for one text; an assumption where that is not proven."""
        if not self.is_text(pair.value):
            self.assume(strand, "text", pair.value, f"`{pair.name}` is not proven to be a single text")

    def called(self, node: N) -> str:
        """The name of an expression for a message, with a space before it; empty when it has none."""
        name = self.named(node)
        return f" `{name}`" if name else ""

    def record(self, node: N, classes: frozenset[str], strand: S, what: str) -> Record[N] | None:
        """The record an expression spells out; holds the strand when it does not."""
        record = self.read_record(node, classes)
        if record is None:
            self.hold(strand, node, "GI203", f"{what}{self.called(node)} is not in sight")
        return record

    def items(self, node: N) -> Sequence[N] | None:
        """The elements of a list literal; None for anything else, and for one that other lists are added to."""
        row = self.listed(node)
        if row is None or any(spread for _, spread in row.elements):
            return None
        return [value for value, _ in row.elements]

    def row(self, node: N, items: Items[N], strand: S, depth: int, rest: Items[N] | None = None) -> Array | None:
        """A list literal, each element of which gives some nodes; None (with a hold) when one of them gives nothing.

        ``rest`` reads what a spread adds to the list.
        """
        row = self.listed(node)
        if row is None:
            self.hold(strand, node, "GI203", "the elements of this list are not in sight")
            return None
        inner = row.listing.depth(depth)
        found: list[Node] = []
        comments: list[Comments] = []
        whole = True
        for (value, spread), own in zip(row.elements, row.listing.comments, strict=True):
            several = self._spread(value, inner, strand, rest) if spread else items(value, inner)
            whole = whole and several is not None
            found += several or ()
            comments += [own, *([NO_COMMENTS] * (len(several) - 1))] if several else []
        if not whole:
            return None
        return Array(tuple(found), row.listing.stacked, tuple(comments), row.listing.orphans, row.listing.opening)

    def _spread(self, value: N, depth: int, strand: S, rest: Items[N] | None) -> Sequence[Node] | None:
        if rest is not None:
            return rest(value, depth)
        self.hold(strand, value, "GI203", "what this adds to the list is not in sight")
        return None

    @staticmethod
    def object(record: Record[N], entries: Sequence[Entry]) -> Object:
        """An object laid out as the record it comes from, with the comments of keys that are not needed any more at its end."""
        gone = [pair.comments for pair in record.pairs if not any(entry.comments is pair.comments for entry in entries)]
        left = [text for comments in gone for text in (*comments.before, comments.after) if text]
        return Object(tuple(entries), record.exploded, (*left, *record.listing.orphans), record.listing.opening)

    def unknown(self, pair: Pair[N], owner: str, strand: S, help: str = "") -> None:
        """Hold for a key that Interactions has no word for, at its line."""
        self.hold(strand, pair.node, "GI214", f"`{pair.name}` of {owner} has no counterpart in Interactions", help)
