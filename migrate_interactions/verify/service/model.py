"""The deterministic model: an answer that is a function of the canonical call and of nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from migrate_interactions.verify.canonical import CODE, CODE_RESULT, FUNCTION_CALL, TEXT, THOUGHT, TOOL, USER, Call, Output, Part, Tool
from migrate_interactions.verify.service import media
from migrate_interactions.verify.service.sample import number, sample
from migrate_interactions.verify.service.search import Search, searched
from migrate_interactions.verify.service.tokens import Usage, count_call, count_part, cut
from migrate_interactions.verify.stable import stable

_MANNERS = ("Plain", "Calm", "Bright", "Brisk", "Gentle", "Frank", "Patient", "Careful", "Merry", "Sober", "Quiet", "Keen")
_SPEAKERS = ("heron", "otter", "falcon", "badger", "marten", "lynx", "raven", "beaver", "hare", "swift", "ibex", "wren")
_ECHO_LENGTH = 48
_ANY_OBJECT = {"type": "object", "properties": {"answer": {"type": "string"}, "score": {"type": "integer"}}}


@dataclass(frozen=True)
class Reply:
    """What the model says. ``truncated`` when the token limit of the call cut it short; ``search`` when it looked something up."""

    seed: str
    parts: tuple[Part, ...]
    usage: Usage
    truncated: bool
    search: Search | None = None

    @property
    def calls_function(self) -> bool:
        return any(part.kind == FUNCTION_CALL for part in self.parts)


def answer(call: Call) -> Reply:
    """Thoughts if summaries are asked for, then a function call if functions may be called, else each kind of output in turn."""
    seed = call.fingerprint()
    thoughts = (Part(THOUGHT, text=_thought(seed)),) if call.setting("thinking_summaries") else ()
    said = _said(call, seed)
    limit = call.setting("max_output_tokens")
    kept = tuple(_limited(part, int(limit)) for part in said) if limit else said
    usage = Usage(
        input=count_call(call),
        output=sum(count_part(part) for part in kept),
        thoughts=sum(count_part(part) for part in thoughts),
    )
    return Reply(seed, thoughts + kept, usage, truncated=kept != said, search=searched(call, kept, seed))


def _said(call: Call, seed: str) -> tuple[Part, ...]:
    functions = _callable_functions(call)
    if functions and not (call.turns and call.turns[-1].role == TOOL):
        return (_function_call(functions[number(seed, "function") % len(functions)], seed),)
    worked_out = _worked_out(seed) if _runs_code(call) else ()
    return worked_out + tuple(_output(output, call, seed) for output in call.outputs)


def _runs_code(call: Call) -> bool:
    """Only for plain text: a schema leaves no room for words before the code."""
    return call.outputs == (Output(TEXT),) and any(tool.kind == "code_execution" for tool in call.tools)


def _worked_out(seed: str) -> tuple[Part, ...]:
    """Words, code and its result before the answer proper: the new API's ``output_text`` has only what comes after them."""
    left, right = number(seed, "left") % 90 + 10, number(seed, "right") % 90 + 10
    return (
        Part(TEXT, text="Let me work it out. "),
        Part(CODE, value=stable({"code": f"print({left} + {right})", "language": "PYTHON"})),
        Part(CODE_RESULT, value=stable({"outcome": "OUTCOME_OK", "output": f"{left + right}\n"})),
    )


def _callable_functions(call: Call) -> list[Tool]:
    choice = json.loads(call.tool_choice) if call.tool_choice else {}
    if choice.get("mode") == "none":
        return []
    allowed = choice.get("tools")
    return [tool for tool in call.tools if tool.kind == "function" and (not allowed or tool.name in allowed)]


def _function_call(tool: Tool, seed: str) -> Part:
    schema = json.loads(tool.settings) if tool.settings else {"type": "object"}
    return Part(FUNCTION_CALL, name=tool.name, value=stable(sample(schema, seed)), id=f"call_{seed[:10]}")


def _output(output: Output, call: Call, seed: str) -> Part:
    if output.kind == "image":
        return media.make_image(seed)
    if output.kind == "audio":
        return media.make_audio(seed)
    return Part(TEXT, text=_text(output, call, seed))


def _text(output: Output, call: Call, seed: str) -> str:
    if not output.mime:
        return f'{_speaker(seed)} answers "{_echo(call)}" [{seed[:6]}]'
    value: Any = sample(json.loads(output.schema) if output.schema else _ANY_OBJECT, seed)
    return json.dumps(value, ensure_ascii=False)


def _thought(seed: str) -> str:
    return f"{_speaker(seed[::-1])} weighs the question."


def _speaker(seed: str) -> str:
    return f"{_MANNERS[number(seed, 'manner') % len(_MANNERS)]} {_SPEAKERS[number(seed, 'speaker') % len(_SPEAKERS)]}"


def _echo(call: Call) -> str:
    """The beginning of what the user said last, on one line."""
    texts = [part.text for turn in call.turns if turn.role == USER for part in turn.parts if part.kind == TEXT]
    line = " ".join(texts[-1].split()) if texts else ""
    return line if len(line) <= _ECHO_LENGTH else line[:_ECHO_LENGTH].rstrip() + "..."


def _limited(part: Part, limit: int) -> Part:
    return replace(part, text=cut(part.text, limit)) if part.kind == TEXT else part
