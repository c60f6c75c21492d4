"""Requests in shell code, small: what survives the rewrite, and what has to stay."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from codemods import rest
from codemods.options import ASSUMPTIONS, Options
from codemods.rest.text import HOLE, written

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
READ = "| jq -r '.candidates[0].content.parts[0].text'"
EVERYTHING = Options(assume=frozenset(ASSUMPTIONS))


def migrated(script: str, options: Options = EVERYTHING) -> str:
    return rest.migrate([script], options).scripts[0].output


def reasons(script: str, options: Options = EVERYTHING) -> list[str]:
    return [finding.code for finding in rest.migrate([script], options).scripts[0].left]


def request(body: str, address: str = ADDRESS, read: str = READ) -> str:
    return f"curl -s '{address}' -d '{body}' {read}\n"


TEXTS = [
    "plain",
    "two  blanks",
    'a \\"quote\\"',
    "back\\\\slash",
    "dollar $HOME `x`",
    "ünïcödé 😻",
    "\\u00e9\\n",
    '{\\"json\\": [1]}',
    "'\\''",
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_reaches_curl_as_it_did(text: str) -> None:
    script = request(f'{{"contents": [{{"parts": [{{"text": "{text}"}}]}}]}}', read="")
    old, new = (json.loads(_sent(source)) for source in (script, migrated(script)))
    assert new["input"] == old["contents"][0]["parts"][0]["text"]


def _sent(script: str) -> str:
    """What curl would be given as the body."""
    function = 'curl() { while [ $# -gt 0 ]; do if [ "$1" = -d ]; then printf %s "$2"; fi; shift; done; }\n'
    return subprocess.run(["bash", "-c", function + script], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("state", ["single", "double", "here", "plain"])
def test_new_text_is_written_in_the_way_of_its_surroundings(state: str) -> None:
    expected = {"single": "it'\\''s \"$x\"", "double": 'it\'s \\"\\$x\\"', "here": 'it\'s "\\$x"', "plain": 'it\'s "$x"'}
    assert written('it\'s "$x"', state) == expected[state]  # type: ignore[arg-type]
    assert HOLE not in written("x", state)  # type: ignore[arg-type]


def test_one_line_stays_one_line() -> None:
    assert migrated(request('{"contents":[{"parts":[{"text":"x"}]}]}')).count("\n") == 1


def test_a_model_that_is_a_variable_cannot_go_where_the_shell_expands_nothing() -> None:
    script = (
        f"curl -s {ADDRESS.replace('gemini-2.5-flash', '$MODEL')} -d @- <<'EOF' {READ}\n"
        '{"contents": [{"parts": [{"text": "x"}]}]}\nEOF\n'
    )
    assert migrated(script) == script
    assert reasons(script) == ["GI602"]


def test_the_key_is_not_written_twice() -> None:
    script = f'curl -s "{ADDRESS}?key=$K" -H "x-goog-api-key: $K" -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\' {READ}\n'
    assert migrated(script).count("x-goog-api-key") == 1


def test_store_is_left_out_for_those_who_want_the_services_default() -> None:
    script = request('{"contents": [{"parts": [{"text": "x"}]}]}')
    assert '"store": false' in migrated(script)
    assert "store" not in migrated(script, Options(store="server"))


def test_a_request_that_says_whether_it_is_stored_keeps_that() -> None:
    script = request('{"contents": [{"parts": [{"text": "x"}]}], "store": true}')
    assert '"store": true' in migrated(script)
    assert rest.migrate([script], EVERYTHING).scripts[0].stateless == 0


@pytest.mark.parametrize("header", ["'Content-Length: 44'", "content-length:44", '"Content-Length: $N"'])
def test_a_header_that_says_how_long_the_body_is_holds_it(header: str) -> None:
    script = request('{"contents": [{"parts": [{"text": "x"}]}]}').replace("curl -s", f"curl -s -H {header}", 1)
    assert migrated(script) == script
    assert reasons(script) == ["GI602"]


def test_requests_are_not_written_for_the_legacy_schema() -> None:
    script = request('{"contents": [{"parts": [{"text": "x"}]}]}')
    assert migrated(script, Options(schema="outputs")) == script


def test_nothing_is_shown_raw_without_the_assumption() -> None:
    script = request('{"contents": [{"parts": [{"text": "x"}]}]}', read="")
    outcome = rest.migrate([script], Options())
    assert outcome.scripts[0].output == script
    assert [(finding.fix, finding.assumptions) for finding in outcome.scripts[0].left] == [("unsafe", ("shown",))]


def test_readers_of_a_page_see_the_new_answer_and_are_told() -> None:
    script = request('{"contents": [{"parts": [{"text": "x"}]}]}', read="")
    found = rest.migrate([script], Options(), shown=True).scripts[0]
    assert found.output != script
    assert [note.code for note in found.notes] == ["GI406"]


def test_requests_that_share_an_answer_are_rewritten_together_or_not_at_all() -> None:
    one = f'{ADDRESS}" -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\''
    script = f'if x; then r=$(curl -s "{one}); else r=$(curl -s "{one.replace("[{", "[$MORE, {", 1)}); fi\necho "$r" {READ}\n'
    assert migrated(script) == script


def test_a_variable_that_another_script_of_the_page_reads_is_not_changed_under_it() -> None:
    first = f'r=$(curl -s {ADDRESS} -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\')\n'
    outcome = rest.migrate([first, 'echo "$r" | grep -o text\n'], EVERYTHING)
    assert outcome.scripts[0].output == first


def test_a_function_that_other_scripts_take_in_is_not_changed_under_them() -> None:
    script = f'ask() {{ curl -s {ADDRESS} -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\'; }}\nask {READ}\n'
    assert migrated(script) != script
    assert rest.migrate([script], EVERYTHING, sourced=True).scripts[0].output == script


def test_a_body_in_a_file_changes_with_its_request_and_with_nothing_else() -> None:
    body = '{"contents": [{"parts": [{"text": "x"}]}]}\n'
    script = f"curl -s {ADDRESS} -d @body.json {READ}\n"
    assert list(rest.migrate([script], EVERYTHING, {"body.json": body}.get).files) == ["body.json"]
    both = script + script.replace("generateContent", "countTokens")
    assert rest.migrate([both], EVERYTHING, {"body.json": body}.get).files == {}


def test_shell_code_that_the_grammar_loses_its_way_in_is_read_all_the_same() -> None:
    script = f"echo x |\n  curl -s {ADDRESS} -d @- |\n  tr a b\n\n# more\ncat > other.txt <<EOF\ny\nEOF\n" + request(
        '{"contents": [{"parts": [{"text": "x"}]}]}'
    )
    assert migrated(script).endswith("add'\n")


@pytest.mark.parametrize(
    "script",
    [
        "curl 'unclosed :generateContent\n",
        f'curl {ADDRESS} -d \'{{"contents": [\n',
        f"for x in; do curl {ADDRESS}\n",
        f"$(curl {ADDRESS}",
        "\x00:generateContent",
    ],
)
def test_broken_shell_code_stays(script: str) -> None:
    assert migrated(script) == script


def test_a_body_that_is_written_in_branches_is_not_changed_in_one_of_them() -> None:
    write = "cat > body.json <<EOF\n{}\nEOF\n".replace("{}", '{"contents": [{"parts": [{"text": "x"}]}]}')
    script = f"if x; then\n{write}else\n{write}fi\ncurl -s {ADDRESS} -d @body.json {READ}\n"
    assert migrated(script) == script
    assert reasons(script) == ["GI602"]


def test_a_body_in_a_variable_that_another_script_of_the_page_reads_stays() -> None:
    first = f'B=\'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\'\ncurl -s {ADDRESS} -d "$B" {READ}\n'
    assert migrated(first) != first
    second = f'curl -s {ADDRESS.replace("generateContent", "countTokens")} -d "$B"\n'
    assert rest.migrate([first, second], EVERYTHING).scripts[0].output == first
    assert migrated(f"{first}export B\n") == f"{first}export B\n"


def test_an_address_in_a_variable_that_another_script_of_the_page_reads_stays() -> None:
    first = f'U={ADDRESS}\ncurl -s $U -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\' {READ}\n'
    assert migrated(first) != first
    assert rest.migrate([first, "curl $U -d @x\n"], EVERYTHING).scripts[0].output == first


def verbs(code: str) -> str:
    address = ADDRESS.replace("generateContent", "${V}")
    return code.replace("@", f'curl -s "{address}" -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\' {READ}')


@pytest.mark.parametrize(
    "code",
    [
        "@\nV=generateContent\n",
        "V=generateContent @\n",
        "if x; then\n  V=generateContent\nfi\n@\n",
        "x && V=generateContent\n@\n",
        "ask() { local V=generateContent; @; }\nask\n",
        "V=generateContent\nread -r V\n@\n",
        "V=generateContent\nV=streamGenerateContent\n@\n",
        "for V in generateContent countTokens; do @; done\n",
    ],
)
def test_a_verb_that_is_not_surely_given_before_the_request_holds_it(code: str) -> None:
    assert migrated(verbs(code)) == verbs(code)
    assert reasons(verbs(code)) == ["GI605"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("V=generateContent\n@\n", "@\n"),
        ("M=1\nV='generateContent'\r\n@\n", "M=1\n@\n"),
        ("export V=generateContent\n@\n", "export V=generateContent\n@\n"),
        ("V=generateContent # what\n@\n", "V=generateContent # what\n@\n"),
        ("V=generateContent; M=1\n@\n", "V=generateContent; M=1\n@\n"),
        ('V=generateContent\n@\necho "$V"\n', 'V=generateContent\n@\necho "$V"\n'),
    ],
)
def test_the_line_of_a_verb_goes_where_nothing_else_is_on_it_and_nobody_else_reads_it(before: str, after: str) -> None:
    plain = migrated(verbs("V=generateContent\n@\n").replace("${V}", "generateContent")).partition("\n")[2].rstrip("\n")
    assert migrated(verbs(before)) == after.replace("@", plain)


def test_an_address_with_such_a_verb_under_a_name_is_read_like_any_other() -> None:
    address = ADDRESS.replace("generateContent", "$V")
    script = f'V=generateContent\nU="{address}"\ncurl -s "$U" -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\' {READ}\n'
    assert 'U="https://generativelanguage.googleapis.com/v1beta/interactions"\n' in migrated(script)
    assert "generateContent" not in migrated(script)
    assert reasons(script.replace("V=", "read V # ")) == ["GI605"]
