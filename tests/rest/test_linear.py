"""Long scripts: twice as many requests are twice the work."""

from __future__ import annotations

import pytest

from codemods import rest
from codemods.options import Options
from tests.support.questions import growth

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
BODY = '{"contents":[{"parts":[{"text":"Hi"}]}]}'
READ = "| jq -r '.candidates[0].content.parts[0].text'\n"
SCRIPTS = {
    "bodies in place": f"curl -s '{ADDRESS}' -d '{BODY}' {READ}",
    "bodies in a variable each": f"B@='{BODY}'\ncurl -s '{ADDRESS}' -d \"$B@\" {READ}",
    "bodies in a file each": f"cat > b@.json <<'EOF'\n{BODY}\nEOF\ncurl -s '{ADDRESS}' -d @b@.json {READ}",
    "bodies in one file": f"curl -s '{ADDRESS}' -d @body.json {READ}",
    "answers in one file": f"curl -s '{ADDRESS}' -d '{BODY}' -o answer.json\njq -r '.candidates[0].content.parts[0].text' answer.json\n",
}


@pytest.mark.parametrize("line", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_twice_as_long_is_twice_the_work(line):
    def work(size: int) -> object:
        found = rest.migrate(["".join(line.replace("@", str(number)) for number in range(size))], Options())
        assert found.scripts[0].left or found.scripts[0].rewritten
        return found

    assert growth(work, 60) < 2.2
