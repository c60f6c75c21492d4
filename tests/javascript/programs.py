"""Programs to verify, before and after."""

from __future__ import annotations

OLD_CHAT = """
import { GoogleGenAI } from '@google/genai';

const PIXEL = Buffer.from('89504e470d0a1a0a', 'hex');
const ai = new GoogleGenAI({});
const tools = [{ functionDeclarations: [{ name: 'look', description: 'Looks.', parameters: { type: 'OBJECT', properties: {} } }] }];
const chat = ai.chats.create({
  model: 'gemini-2.0-flash',
  config: { systemInstruction: 'Be kind.', temperature: 0.5 },
});
for (const message of ['My name is Ada.', 'What is my name?']) {
  console.log((await chat.sendMessage({ message })).text);
}
const picture = { inlineData: { data: PIXEL.toString('base64'), mimeType: 'image/png' } };
console.log((await ai.models.generateContent({ model: 'gemini-2.0-flash', contents: ['What is this?', picture] })).text);
const asked = await ai.models.generateContent({ model: 'gemini-2.0-flash', contents: 'Who is there?', config: { tools } });
console.log(asked.functionCalls[0].name);
"""
NEW_CHAT = """
import { GoogleGenAI } from '@google/genai';

const PIXEL = Buffer.from('89504e470d0a1a0a', 'hex');
const ai = new GoogleGenAI({});
const tools = [{ type: 'function', name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } }];
let previous;
for (const message of ['My name is Ada.', 'What is my name?']) {
  const answer = await ai.interactions.create({
    model: 'gemini-3.8-flash',
    input: message,
    system_instruction: 'Be kind.',
    generation_config: { temperature: 0.5 },
    previous_interaction_id: previous,
  });
  previous = answer.id;
  console.log(answer.output_text);
}
const picture = { type: 'image', data: PIXEL.toString('base64'), mime_type: 'image/png' };
const content = [{ type: 'text', text: 'What is this?' }, picture];
const input = [{ type: 'user_input', content }];
console.log((await ai.interactions.create({ model: 'gemini-3.8-flash', input, store: false })).output_text);
const asked = await ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Who is there?', tools, store: false });
console.log(asked.steps.find((step) => step.type === 'function_call').name);
"""
OLD_STREAM = """
import { GoogleGenAI } from '@google/genai';

const ai = new GoogleGenAI({});
try {
  for await (const chunk of await ai.models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'Hello' })) {
    process.stdout.write(chunk.text);
  }
} catch (error) {
  console.log('failed');
}
"""
NEW_STREAM = """
import { GoogleGenAI } from '@google/genai';

const ai = new GoogleGenAI({});
try {
  for await (const event of await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'Hello', stream: true, store: false })) {
    if (event.event_type === 'error') throw new Error(event.error.message);
    if (event.event_type === 'step.delta' && event.delta.type === 'text') process.stdout.write(event.delta.text);
  }
} catch (error) {
  console.log('failed');
}
"""
OLDER_STREAM = """
import { GoogleGenerativeAI } from '@google/generative-ai';

const model = new GoogleGenerativeAI(process.env.API_KEY).getGenerativeModel({ model: 'gemini-2.5-flash' });
try {
  const { stream } = await model.generateContentStream('Hello');
  for await (const chunk of stream) process.stdout.write(chunk.text());
} catch (error) {
  console.log('failed');
}
"""
#: Asks without an SDK, which is quicker.
QUICK = """
async function ask(text) {
  const url = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent';
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ contents: [{ parts: [{ text }] }] }) });
  return (await answer.json()).candidates[0].content.parts[0].text;
}
"""
HELLO = QUICK + "console.log(await ask('Hello'));\n"
