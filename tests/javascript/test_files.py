"""Files that both SDKs for JavaScript upload, each by its own protocol, are one and the same file."""

from __future__ import annotations

from tests.javascript.running import Node

PROGRAM = """
import { writeFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';
import { GoogleAIFileManager } from '@google/generative-ai/server';

writeFileSync('plan.pdf', Buffer.from('%PDF\\r\\n--\\r\\n\\0'));
const ai = new GoogleGenAI({});
const resumable = await ai.files.upload({ file: 'plan.pdf', config: { mimeType: 'application/pdf', displayName: 'A plan' } });
const manager = new GoogleAIFileManager('k');
const { file: multipart } = await manager.uploadFile('plan.pdf', { mimeType: 'application/pdf', displayName: 'A plan' });
const asked = await manager.getFile(multipart.name);
for (const file of [resumable, multipart, asked]) console.log(file.uri, file.mimeType, file.sizeBytes, file.displayName, file.state);
const parts = [{ text: 'Sum up' }, { fileData: { fileUri: asked.uri, mimeType: asked.mimeType } }];
await ai.models.generateContent({ model: 'gemini-2.0-flash', contents: [{ role: 'user', parts }] });
await manager.deleteFile(multipart.name);
console.log((await manager.listFiles()).files.length);
"""


def test_both_protocols_leave_the_same_file(node: Node) -> None:
    run = node.run_program(PROGRAM)
    assert run.failure is None, run.stderr
    resumable, multipart, asked, left = run.stdout.splitlines()
    assert resumable == multipart == asked
    assert resumable.endswith(" application/pdf 11 A plan ACTIVE")
    assert left == "0"
    assert [call.error for call in run.calls] == [None]
