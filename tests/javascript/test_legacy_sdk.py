"""SDKs for JavaScript of the legacy schema (1.x): turned away as by the real service, answered where the project says so."""

from __future__ import annotations

from pathlib import Path

from migrate_interactions.verify.service import LoopbackService
from tests.javascript.running import Node, require_node

#: `genai-legacy` is @google/genai 1.52 under another name.
PROGRAM = """
import { GoogleGenAI } from 'genai-legacy';

const ai = new GoogleGenAI({});
console.log((await ai.models.generateContent({ model: 'gemini-2.0-flash', contents: 'Hello' })).text);
const answer = await ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Hello', store: false });
console.log(answer.outputs.at(-1).text);
for await (const event of await ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Hello', store: false, stream: true })) {
  if (event.event_type === 'content.delta' && event.delta.type === 'text') process.stdout.write(event.delta.text);
}
"""


def test_it_is_turned_away(node: Node) -> None:
    run = node.run_program(PROGRAM)
    assert run.failure is not None
    assert "The legacy Interactions API schema is no longer supported" in run.failure.message


def test_it_is_answered_where_the_project_says_so(tmp_path: Path) -> None:
    require_node()
    with LoopbackService(legacy=True) as service:
        run = Node(service, tmp_path).run_program(PROGRAM)
    assert run.failure is None, run.stderr
    whole, single, streamed = run.stdout.splitlines()
    assert whole == single == streamed
    assert len({call.call for call in run.calls}) == 1
