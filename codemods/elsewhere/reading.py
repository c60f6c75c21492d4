"""Old calls in a file of another language: through Google's SDKs, or to the address of a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from codemods import suppressions
from codemods.elsewhere.languages import Language
from codemods.options import Options
from codemods.outcome import Finding
from codemods.rules import RULES
from codemods.splices import span

_STRINGS = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`'
_ADDRESS = re.compile(r":(?:streamGenerateContent|generateContent)\b")
#: A verb that is put into an address, and where: behind the colon that a model ends with.
_VERB = re.compile(r"""["'`](?:streamGenerateContent|generateContent)["'`?]""")
_OPEN = re.compile(r"""/models/(?:[^\s"'`:?]+|["'`] +["'`]):(?=["'`%{$#\\])""")
_HELP = (
    'POST {"model": …, "input": …, "store": false} to https://generativelanguage.googleapis.com/v1beta/interactions with the key in the '
    "header x-goog-api-key: settings in snake case, generation_config apart. The text is in the content of the steps of type model_output."
)


def findings(text: str, language: Language, options: Options) -> tuple[Finding, ...]:
    """Everything that is old in a file, in its order."""
    code, strings = _apart(text, language)
    return _wanted([*_calls(code, text, language), *_requests(strings, text, language)], text, options)


def _wanted(found: list[Finding], text: str, options: Options) -> tuple[Finding, ...]:
    """Findings that are asked for, in their order; comments on their lines may say to leave them."""
    lines = text.split("\n")

    def silenced(finding: Finding) -> bool:
        comment = suppressions.asked(lines[finding.span.line - 1], finding.span, leading=False)
        return comment is not None and comment.covers(finding.code)

    kept = (finding for finding in found if options.wants(finding.code) and not silenced(finding))
    return tuple(sorted(kept, key=lambda finding: finding.order))


def _calls(code: str, text: str, language: Language) -> Iterator[Finding]:
    """Calls of the SDK's methods, in a file that imports it. What an import names may stand in a string."""
    if not language.methods or not any(_imports(package, text, language) for package in language.packages):
        return
    for match in re.finditer(rf"[.:?](?P<name>{'|'.join(language.methods)})\s*\(", code):
        message = f"`{match['name']}` of Google's SDK in {language.name}, which is not rewritten"
        yield _finding(text, match.start("name"), match.end("name"), "GI611", message)


def _imports(package: str, text: str, language: Language) -> bool:
    """Whether a line that is no comment names a package as an import does."""
    name = re.escape(package)
    line = re.compile(
        rf"^\s*(?:(?:import|using|export)\b[^\n]*|[\w.]*\s*\"){name}" if " " not in package else rf"^\s*{name}\b", re.MULTILINE
    )
    return line.search(_apart(text, language, keep_strings=True)[0]) is not None


def _requests(strings: str, text: str, language: Language) -> Iterator[Finding]:
    """Addresses of old requests in strings, and those that the verb of one may be put into."""
    places = [(match.start() + 1, match.end()) for match in _ADDRESS.finditer(strings)]
    if _VERB.search(strings):
        places += [match.span() for match in _OPEN.finditer(strings)]
    for start, end in places:
        message = f"the address of a generateContent request in {language.name}, which is not rewritten"
        yield _finding(text, start, end, "GI612", message, _HELP)


def _finding(text: str, start: int, end: int, code: str, message: str, help: str = "") -> Finding:
    rule = RULES[code]
    return Finding(span(text, start, end), code, message, rule.severity, help=help or rule.help)


@cache
def _tokens(language: Language) -> re.Pattern[str]:
    comments = "|".join(rf"{re.escape(sign)}[^\n]*" for sign in language.comment)
    blocks = r"/\*[\s\S]*?\*/|" if "//" in language.comment else ""
    return re.compile(rf"(?P<comment>{blocks}{comments})|(?P<string>{_STRINGS})")


def _apart(text: str, language: Language, *, keep_strings: bool = False) -> tuple[str, str]:
    """The code without comments and strings, and the strings alone; everything else is blank, so that places stay."""
    code, strings = list(text), [sign if sign == "\n" else " " for sign in text]
    for match in _tokens(language).finditer(text):
        if match["string"] is not None:
            strings[match.start() : match.end()] = match[0]
            if keep_strings:
                continue
        code[match.start() : match.end()] = ("\n" if sign == "\n" else " " for sign in match[0])
    return "".join(code), "".join(strings)
