"""Questions that lead to one another, in circles too: each is answered as if it were the first one.

What is found must not hang on what was asked before, or the order of files, a shard and a worker process would show in the findings.

An answer is kept once it is whole: nothing it took was the value of a question still open at that time. Questions on the way around a
circle are open to one another, so only the one that the circle was entered by is whole; the others are answered from their own side
when they are asked. Kept answers say which questions their circles go through, and are not taken while one of those is open: looked
for from there, the way ends earlier.

The question that a circle was entered by is looked for in rounds: in the first the values on the way around are `AWAITED`, which adds
nothing, in each further one they are what they were in the round before, until a round changes nothing. Then every value follows from
the others. A circle that does not come to rest is not in sight, nor is one that nothing enters.

A question is cut when the longest way of questions from it on is too long, and all of it is not in sight then, never a part. How long
the way was is kept with an answer, so it counts the same when the answer is taken instead of being looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeAlias

from codemods.python.project.things import AWAITED, Thing

Key: TypeAlias = tuple[Hashable, ...]
#: How long the way from a question may be, in questions, and how often a circle is gone around.
DEEPEST, MOST_ROUNDS = 50, 12
_NO_CIRCLE: frozenset[Key] = frozenset()
_NOWHERE = DEEPEST + 1


class _TooDeep(Exception):
    """The way is too long."""


@dataclass(frozen=True)
class _Answer:
    """A thing that was found, the questions on its circles, and how long the way was."""

    thing: Thing | None
    circles: frozenset[Key]
    height: int


@dataclass
class _Tentative:
    """A thing found on the way around a circle that goes back to the open question number ``low``."""

    thing: Thing | None
    low: int
    height: int


@dataclass
class _Open:
    """A question being looked for: the ``place``-th of those. ``assumed`` is its value meanwhile, ``low`` the first open question
    that it leads back to, ``start`` the number of tentative answers at its beginning."""

    key: Key
    place: int
    start: int
    assumed: Thing | None
    low: int = _NOWHERE
    height: int = 1
    circles: frozenset[Key] = _NO_CIRCLE

    def leads_to(self, low: int, height: int, circles: frozenset[Key] = _NO_CIRCLE) -> None:
        self.low = min(self.low, low)
        self.height = max(self.height, height + 1)
        if not circles <= self.circles:
            self.circles |= circles


class Questions:
    """Keeps the answers of one project."""

    def __init__(self) -> None:
        self._answers: dict[Key, _Answer] = {}
        self._open: dict[Key, _Open] = {}
        self._way: list[_Open] = []
        self._tentative: dict[Key, _Tentative] = {}
        self._assumed: dict[Key, Thing | None] = {}

    def ask(self, key: Key, find: Callable[..., Thing | None], *about: object) -> Thing | None:
        """The answer to a question, which ``find(*about)`` looks for; it asks others here."""
        if key in self._open:
            return self._led(self._open[key].assumed, self._open[key].place, 0)
        if key in self._tentative:
            known = self._tentative[key]
            return self._led(known.thing, known.low, known.height)
        answer = self._answers.get(key)
        if answer is not None and self._may_take(answer):
            return self._led(answer.thing, _NOWHERE, answer.height, answer.circles)
        return self._further(key, find, about) if self._way else self._first(key, find, about)

    def _may_take(self, answer: _Answer) -> bool:
        """Whether an answer would be found here as it was: nothing on its circles is being looked for."""
        circles = answer.circles
        return not circles or (self._open.keys().isdisjoint(circles) and self._tentative.keys().isdisjoint(circles))

    def _led(self, thing: Thing | None, low: int, height: int, circles: frozenset[Key] = _NO_CIRCLE) -> Thing | None:
        """What the question just being looked for gets from another."""
        if self._way:
            self._way[-1].leads_to(low, height, circles)
            if len(self._way) + height > DEEPEST:
                raise _TooDeep
        return thing

    def _first(self, key: Key, find: Callable[..., Thing | None], about: tuple[object, ...]) -> Thing | None:
        """A question that is part of no other."""
        try:
            return self._further(key, find, about)
        except _TooDeep:
            met = frozenset[Key]().union(self._open, self._tentative, *(question.circles for question in self._way))
            self._answers[key] = _Answer(None, met, DEEPEST + 1)
            return None
        finally:
            self._open.clear()
            self._way.clear()
            self._tentative.clear()
            self._assumed = {}

    def _further(self, key: Key, find: Callable[..., Thing | None], about: tuple[object, ...]) -> Thing | None:
        if len(self._way) == DEEPEST:
            raise _TooDeep
        question = _Open(key, len(self._way), len(self._tentative), self._assumed.get(key, AWAITED))
        self._open[key] = question
        self._way.append(question)
        around = self._assumed
        if key not in around:  # nothing was assumed of it, so nothing is of what it leads to
            self._assumed = {}
        thing = find(*about)
        if question.low == question.place:
            thing = self._settled(question, thing, find, about)
        self._assumed = around
        del self._open[key]
        self._way.pop()
        if question.low < question.place:
            return self._kept_tentatively(question, thing)
        self._answers[key] = _Answer(None if thing == AWAITED else thing, question.circles, question.height)
        return self._led(self._answers[key].thing, _NOWHERE, question.height, question.circles)

    # -- circles ------------------------------------------------------------------------------------------------

    def _kept_tentatively(self, question: _Open, thing: Thing | None) -> Thing | None:
        """The answer of a question on the way around a circle, until that comes to its end."""
        self._tentative[question.key] = _Tentative(thing, question.low, question.height)
        for known in list(self._tentative.values())[question.start :]:
            known.low = min(known.low, question.low)
        return self._led(thing, question.low, question.height, question.circles)

    def _settled(self, question: _Open, thing: Thing | None, find: Callable[..., Thing | None], about: tuple[object, ...]) -> Thing | None:
        """The value of the question that a circle was entered by. It may turn out to be part of a larger circle on the way."""
        around, self._assumed = self._assumed, {}
        question.assumed = AWAITED
        if around:  # the first look had what the larger circle assumes
            thing = self._once_more(question, find, about)
        for _ in range(MOST_ROUNDS):
            found = {question.key: thing, **self._since(question)}
            if question.low < question.place or found == self._assumed:
                break
            self._assumed, question.assumed = found, thing
            thing = self._once_more(question, find, about)
        else:
            thing = None
        self._assumed = around
        if question.low == question.place:
            self._forget(question)
        return thing

    def _once_more(self, question: _Open, find: Callable[..., Thing | None], about: tuple[object, ...]) -> Thing | None:
        self._forget(question)
        return find(*about)

    def _since(self, question: _Open) -> dict[Key, Thing | None]:
        """The tentative answers below a question."""
        return {key: known.thing for key, known in list(self._tentative.items())[question.start :]}

    def _forget(self, question: _Open) -> None:
        """The next round finds them anew; whatever was met in any round is on the circles."""
        question.circles |= {question.key, *self._since(question)}
        while len(self._tentative) > question.start:
            self._tentative.popitem()
