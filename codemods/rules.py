"""Every finding the tool can report. Documentation and `explain` are drawn from this table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codemods.outcome import Severity


@dataclass(frozen=True)
class Rule:
    """One code. ``why`` is a paragraph, ``help`` the change to make by hand, ``old`` and ``new`` an example."""

    code: str
    title: str
    why: str
    help: str
    severity: Severity = "warning"
    old: str = ""
    new: str = ""


#: Codes of sites each of which asks the model, and becomes one call of the new API.
REQUESTS = frozenset({"GI101", "GI103", "GI108", "GI601", "GI607", "GI608", "GI611", "GI612"})

#: All rules by code. A code never changes its meaning.
RULES: dict[str, Rule] = {}


def _register(rules: Iterable[Rule]) -> None:
    for rule in rules:
        if rule.code in RULES:
            raise ValueError(f"{rule.code} is defined twice")
        RULES[rule.code] = rule


_register(
    [
        Rule(
            "GI001",
            "file or block does not parse",
            "A file with a syntax error cannot be analysed, so nothing in it was checked or changed. Of a notebook or page it is the one cell or block "
            "that stays; where no word of the old API is in it, that is only a note.",
            "Correct the syntax error and run again.",
            "error",
            old='print "hello"',
            new='print("hello")',
        ),
        Rule(
            "GI002",
            "file cannot be decoded",
            "The bytes are not valid in the encoding the file declares (UTF-8 when it declares none).",
            "Save the file as UTF-8 or declare its encoding in the first two lines.",
            "error",
            old="# -*- coding: utf-8 -*-   (but the bytes are Latin-1)",
            new="# -*- coding: latin-1 -*-",
        ),
        Rule(
            "GI003",
            "file cannot be read or written",
            "The file vanished, is a broken link, or its permissions do not allow the access.",
            "Check that the path exists and can be read and written.",
            "error",
            old="settings.py -> ../gone.py   (a link to nothing)",
            new="settings.py   (a file)",
        ),
        Rule(
            "GI004",
            "file cannot be analysed",
            "The parser or the analysis failed on a file that Python itself accepts. The file was left as it was.",
            "Please report the file (or the part of it that fails) as a bug of this tool.",
            "error",
            old="[[[[[…]]]]]   (nested thousands of levels deep)",
        ),
        Rule(
            "GI005",
            "rewrite was withheld",
            "What came out did not pass the tool's own checks (it must parse and keep every comment), so the file was left as it was. This is a bug of this tool.",
            "Please report the file (or the part of it that fails) as a bug of this tool.",
            "error",
            old="(any file the tool would damage)",
        ),
        Rule(
            "GI006",
            "file changed while it was being rewritten",
            "The bytes on disk were no longer those that had been read; writing would have lost the other change.",
            "Run again.",
            "error",
            old="(an editor saved the file while the tool was at work)",
        ),
        Rule(
            "GI007",
            "kind of file not handled yet",
            "The file is of a kind that this version does not open. Nothing in it was checked or changed.",
            "Leave the file out, or migrate it by hand.",
            "error",
            old="migrate-interactions run notebook-of-format-3.ipynb",
        ),
    ]
)

_register(
    [
        Rule(
            "GI020",
            "SDK too old for the new code",
            "Rewritten code runs with google-genai 2.3.0 and newer (2.11 where a call passes safety settings or labels, 2.25 for cached contents; "
            "with `--schema outputs`: 1.55 and newer, below 2); a dependency file of the "
            "project rules that out, or allows others. `run` moves the versions in the style they are written in: a floor, a range, a pin, a caret.",
            "Run `migrate-interactions run`, and make the lock file anew.",
            old="google-genai>=1.20,<2   # for now",
            new="google-genai>=2.3.0,<3   # for now",
        ),
        Rule(
            "GI021",
            "retired SDK required",
            "No code of the project uses `google-generativeai` any more, so google-genai takes its place (or it goes, where both are listed). "
            "Where some file still uses it, or a package that is there for more (`google-cloud-aiplatform`), google-genai joins it.",
            "Run `migrate-interactions run`, and make the lock file anew.",
            old="google-generativeai==0.8.3",
            new="google-genai>=2.3.0",
        ),
        Rule(
            "GI022",
            "requirement to change by hand",
            "A requirement does not fit the rewritten code and cannot be edited safely: it is in a program (setup.py), has hashes or an address, "
            "stands in a file that a tool compiled, or is of JavaScript code that this version does not rewrite.",
            "Ask for google-genai>=2.3.0 where the requirement comes from, and compile, hash or lock it anew.",
            old="google-genai==1.20.0 --hash=sha256:…",
            new="google-genai==2.3.0 --hash=sha256:…",
        ),
        Rule(
            "GI023",
            "lock file out of date",
            "A dependency file changes, and a lock file follows from it. Lock files are not edited: the tool that wrote them has to.",
            "Run the command that the message names.",
            "note",
            old="uv.lock   (pyproject.toml asks for a newer google-genai)",
        ),
        Rule(
            "GI024",
            "install line of a retired or too old SDK",
            "A command installs google-generativeai, which nothing uses any more, or a google-genai that is too old. `run` puts it right in shell scripts, "
            "in Markdown blocks for the shell and in notebooks; elsewhere (Dockerfiles, CI files, prose) it is reported.",
            "Install google-genai>=2.3.0, in quotes where a shell reads the line.",
            old="pip install -U google-generativeai",
            new='pip install -U "google-genai>=2.3.0"',
        ),
        Rule(
            "GI010",
            "suppression comment without effect",
            "A `migrate-interactions: ignore` comment stands where nothing is found (any more), names a rule that is not found there, or asks "
            "for the whole file below its first statement. It never changes the exit status.",
            "Remove the comment, or the code in its brackets.",
            "note",
            old="print(total)  # migrate-interactions: ignore[GI101]",
            new="print(total)",
        ),
    ]
)

_register(
    [
        Rule(
            "GI101",
            "single call of generateContent",
            "`generate_content` is the API that the Interactions API has replaced. `run` writes the same request as `interactions.create`, "
            "with `store=False`, because generateContent kept nothing and Interactions keeps by default.",
            "Run `migrate-interactions run`.",
            old='response = client.models.generate_content(model="gemini-2.5-flash", contents="Hello")\nprint(response.text)',
            new='response = client.interactions.create(model="gemini-2.5-flash", input="Hello", store=False)\nprint(response.output_text)',
        ),
        Rule(
            "GI102",
            "chat created",
            "A chat object keeps its history on the client. In the Interactions API the service keeps it and the id of the last answer stands for it; "
            "model, system instruction and config have to be passed on every turn.",
            "Run `migrate-interactions run`.",
            old='chat = client.chats.create(model="gemini-2.5-flash")\nfirst = chat.send_message("Hello")\nsecond = chat.send_message("And now?")',
            new='first = client.interactions.create(model="gemini-2.5-flash", input="Hello")\n'
            'second = client.interactions.create(model="gemini-2.5-flash", input="And now?", previous_interaction_id=first.id)',
        ),
        Rule(
            "GI103",
            "message sent to a chat",
            "`send_message` becomes `interactions.create` with the id of the answer before it.",
            "Run `migrate-interactions run`.",
            old='response = chat.send_message("And now?")',
            new='response = client.interactions.create(model="gemini-2.5-flash", input="And now?", previous_interaction_id=response.id)',
        ),
        Rule(
            "GI104",
            "answer read the old way",
            "An `Interaction` has other attributes than a `GenerateContentResponse`; reading the old ones raises AttributeError.",
            "Run `migrate-interactions run`.",
            old="print(response.text, response.usage_metadata.total_token_count)",
            new="print(response.output_text, response.usage.total_tokens)",
        ),
        Rule(
            "GI105",
            "config built the old way",
            "A config under a name becomes a dictionary of the new arguments under the same name, and the calls pass it as `**config`. "
            "That is done only when every use of the name is the config of a call that is rewritten.",
            "Run `migrate-interactions run`.",
            old='config = types.GenerateContentConfig(temperature=0.2)\nclient.models.generate_content(model=m, contents="Hi", config=config)',
            new='config = {"generation_config": {"temperature": 0.2}}\nclient.interactions.create(model=m, input="Hi", **config, store=False)',
        ),
        Rule(
            "GI106",
            "schema built the old way",
            "A response schema under a name (a dictionary with upper-case types, or a `Schema` object) becomes JSON Schema under the same name. "
            "That is done only when every use of the name is the schema of a call that is rewritten.",
            "Run `migrate-interactions run`.",
            old='SCHEMA = {"type": "OBJECT", "properties": {"name": {"type": "STRING"}}}',
            new='SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}}}',
        ),
        Rule(
            "GI107",
            "part of a request built the old way",
            "A tool, a setting, a part, a turn or a list of them under a name (and what is appended to it) becomes what the new call takes, "
            "under the same name. That is done only when every use of the name belongs to a call that is rewritten.",
            "Run `migrate-interactions run`.",
            old="search = types.Tool(google_search=types.GoogleSearch())",
            new='search = {"type": "google_search"}',
        ),
    ]
)

_register(
    [
        Rule(
            "GI108",
            "streamed call",
            "A stream of Interactions is one of events, not of answers: text comes in `step.delta` events, a failure as an `error` event that "
            "is not raised by itself. `run` takes the text events out, and raises on an error as the old stream did.",
            "Run `migrate-interactions run`.",
            old='for chunk in client.models.generate_content_stream(model=m, contents="Hi"):\n    print(chunk.text, end="")',
            new='for chunk in client.interactions.create(model=m, input="Hi", stream=True, store=False):\n    if chunk.event_type == "error":\n        raise RuntimeError(chunk.error)\n    if chunk.event_type == "step.delta" and chunk.delta.type == "text":\n        print(chunk.delta.text, end="")',
        ),
        Rule(
            "GI109",
            "code of a retired SDK",
            "google.generativeai and vertexai.generative_models are switched off or no longer maintained. google-genai has one client for all of "
            "it: what a model object was set to belongs to each request, and the key or project to the client.",
            "Run `migrate-interactions run`.",
            old='genai.configure(api_key=KEY)\nmodel = genai.GenerativeModel("gemini-1.5-flash")\nprint(model.generate_content("Hi").text)',
            new='client = genai.Client(api_key=KEY)\nmodel = "gemini-3.8-flash"\nprint(client.interactions.create(model=model, input="Hi", store=False).output_text)',
        ),
        Rule(
            "GI200",
            "form not rewritten yet",
            "The form has a counterpart in the Interactions API, but this version does not write it. Nothing was changed here.",
            "Make the change by hand, or wait for a version that does it.",
            old='for chunk in client.models.generate_content_stream(model=m, contents="Hi"):\n    print(chunk.text, end="")',
            new='for event in client.interactions.create(model=m, input="Hi", store=False, stream=True):\n    if event.event_type == "error":\n        raise RuntimeError(event.error.message)\n    if event.event_type == "step.delta" and event.delta.type == "text":\n        print(event.delta.text, end="")',
        ),
        Rule(
            "GI201",
            "receiver not traced",
            "The call looks like the old API, but where its receiver comes from is not in sight, so it could be something else. "
            "Where the shape leaves little doubt the rewrite is offered as unsafe (`--assume untraced-client`).",
            "Annotate the client (`client: genai.Client`) or make it where the tool can see it, then run again.",
            old="def ask(client, prompt: str):\n    return client.models.generate_content(model=m, contents=prompt).text",
            new="def ask(client: genai.Client, prompt: str):\n    return client.interactions.create(model=m, input=prompt, store=False).output_text",
        ),
        Rule(
            "GI202",
            "not proven to be text",
            "Texts, lists, parts and files all go into `contents` (and into `system_instruction`); the new arguments need to know which it is. "
            "Where the code does not prove a text, the rewrite is offered as unsafe (`--assume text`).",
            'Annotate the value (`prompt: str`), or pass [{"type": "text", "text": …}, …] as input yourself.',
            old="def ask(prompt):\n    return client.models.generate_content(model=m, contents=prompt).text",
            new="def ask(prompt: str):\n    return client.interactions.create(model=m, input=prompt, store=False).output_text",
        ),
        Rule(
            "GI203",
            "config not in sight",
            "The config (or a part of it) is computed, passed in or shared, so its keys cannot be read from the code.",
            "Spell the config out in the call, or make its arguments by hand: system_instruction=…, generation_config={…}, response_format={…}.",
            old='client.models.generate_content(model=m, contents="Hi", config=make_config())',
            new='client.interactions.create(model=m, input="Hi", generation_config={"temperature": 0.2}, store=False)',
        ),
        Rule(
            "GI204",
            "old method passed on",
            "The method itself is handed to something else (a retry helper, a thread, a name) that calls it with arguments the tool cannot see there.",
            "Wrap the new call in a function of your own and hand that over: `lambda: client.interactions.create(…)`.",
            old="retry(client.models.generate_content, model=m, contents=prompt)",
            new="retry(client.interactions.create, model=m, input=prompt, store=False)",
        ),
        Rule(
            "GI205",
            "answer leaves what can be followed",
            "The answer as a whole is printed, returned, stored or passed on; whoever gets it would find other attributes.",
            "Pass on what is needed of it (`interaction.output_text`, `interaction.usage`), or change the code that receives it as well.",
            old="print(response)",
            new="print(response.model_dump_json(indent=2))",
        ),
        Rule(
            "GI206",
            "automatic function calling",
            "Python functions given as tools were called by the old SDK itself, up to ten requests in a row. Interactions never does that.",
            'Declare each function as {"type": "function", "name", "description", "parameters"}, and answer every function_call step with '
            '{"type": "function_result", "call_id": step.id, "name": step.name, "result": …} and previous_interaction_id.',
            old="config=types.GenerateContentConfig(tools=[get_weather])",
            new='tools=[{"type": "function", "name": "get_weather", "description": "…", "parameters": {"type": "object", "properties": {…}}}]',
        ),
        Rule(
            "GI207",
            "errors handled by google.genai's classes",
            "`interactions.create` raises errors of another class family: `except errors.APIError` (or a look at `e.code`) around the rewritten call would stop catching, and nothing would say so.",
            "Catch `google.genai._interactions.APIError` (APIStatusError for answers with a status) as well, and read `e.status_code` for `e.code`.",
            old="except errors.APIError as e:\n    print(e.code)",
            new="except _interactions.APIStatusError as e:\n    print(e.status_code)",
        ),
        Rule(
            "GI208",
            "finish reason",
            "`finish_reason` has no exact counterpart: the status of an interaction tells other things apart. A comparison with `STOP` or `MAX_TOKENS` "
            "is rewritten where the status is taken to tell these two (`--assume finish`).",
            'Read `interaction.status` ("completed", "incomplete", "requires_action", "failed", …).',
            old="if response.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS:",
            new='if interaction.status == "incomplete":',
        ),
        Rule(
            "GI209",
            "prompt feedback",
            "Interactions has no `prompt_feedback`.",
            'A blocked prompt shows in `interaction.status` ("failed") and `interaction.errors`.',
            old="print(response.prompt_feedback.block_reason)",
            new='if interaction.status == "failed":\n    print(interaction.errors)',
        ),
        Rule(
            "GI210",
            "safety ratings",
            "Interactions reports no safety ratings.",
            "Remove the code that reads them, or keep this call on generateContent.",
            old="print(response.candidates[0].safety_ratings)",
        ),
        Rule(
            "GI211",
            "log probabilities",
            "Interactions reports no log probabilities.",
            "Remove the code that reads them, or keep this call on generateContent.",
            old="print(response.candidates[0].avg_logprobs)",
        ),
        Rule(
            "GI212",
            "grounding and citations",
            "Sources are annotations of the text and steps of their own, not one metadata object.",
            'Read `content.annotations` (type "url_citation": url, title, start_index, end_index) of the text contents, and the google_search_call steps for the queries.',
            old="for chunk in response.candidates[0].grounding_metadata.grounding_chunks:\n    print(chunk.web.uri)",
            new='for step in interaction.steps or []:\n    for content in (step.content or []) if step.type == "model_output" else []:\n        for note in (content.annotations or []) if content.type == "text" else []:\n            if note.type == "url_citation":\n                print(note.url)',
        ),
        Rule(
            "GI213",
            "mock of an old method",
            "A test replaces or inspects the old method; once the code is rewritten it would replace nothing.",
            "Replace `interactions.create` instead, with an object that has `output_text`, `id`, `steps` and `usage`.",
            old='client.models.generate_content.return_value = Mock(text="ok")',
            new='client.interactions.create.return_value = Mock(output_text="ok")',
        ),
        Rule(
            "GI214",
            "no counterpart",
            "Interactions has nothing that does what this did.",
            "Remove it if the behaviour may change, or keep this call on generateContent.",
            old="config=types.GenerateContentConfig(top_k=40, temperature=0.2)",
            new='generation_config={"temperature": 0.2}',
        ),
        Rule(
            "GI215",
            "held back by its group",
            "Calls that share a chat, an answer or a config are rewritten together or not at all; something else in the group cannot be.",
            "Make the change at the line named, then run again.",
            old='response = client.models.generate_content(model=m, contents="Hi")   # GI215, because of the next line\nprint(response)   # GI205',
            new='interaction = client.interactions.create(model=m, input="Hi", store=False)\nprint(interaction.output_text)',
        ),
        Rule(
            "GI216",
            "arguments not in sight",
            "The call takes its arguments from a list or dictionary, or takes some the tool does not know.",
            "Write the arguments out in the call.",
            old='params = {"model": m, "contents": "Hi"}\nclient.models.generate_content(**params)',
            new='params = {"model": m, "input": "Hi", "store": False}\nclient.interactions.create(**params)',
        ),
        Rule(
            "GI217",
            "name may hold something else",
            "On some way to this line the name holds a value that does not come from the old API, so reading it the new way would fail there.",
            "Give the two values two names, then run again.",
            old='response = client.models.generate_content(model=m, contents="Hi")\nif offline:\n    response = cached\nprint(response.text)',
            new='text = cached.text if offline else client.interactions.create(model=m, input="Hi", store=False).output_text\nprint(text)',
        ),
        Rule(
            "GI218",
            "parsed answer",
            "`.parsed` was None when the JSON did not fit the schema; reading the JSON raises instead.",
            "Read it with `Model.model_validate_json(interaction.output_text)` in a `try`, and set None in the handler.",
            old="if response.parsed is None:\n    …",
            new="try:\n    parsed = Recipe.model_validate_json(interaction.output_text)\nexcept pydantic.ValidationError:\n    …",
        ),
        Rule(
            "GI219",
            "no text against empty text",
            'The old `.text` was None when there was no text and "" when it was empty; `output_text` is "" in both cases.',
            "Test for emptiness (`if not interaction.output_text`).",
            old='if response.text == "":',
            new="if not interaction.output_text:",
        ),
        Rule(
            "GI220",
            "model without Interactions",
            "The model (an embedding, image, video, live or tuned model) is not served by the Interactions API.",
            "Keep this call as it is.",
            old='client.models.generate_content(model="tunedModels/mine", contents="Hi")',
        ),
        Rule(
            "GI221",
            "client without a name",
            "The new call needs a client that stays alive while it runs; one that is made inside the expression does not.",
            "Bind the client to a name first: `client = genai.Client()`.",
            old="texts = [genai.Client().models.generate_content(model=m, contents=p).text for p in prompts]",
            new="client = genai.Client()\ntexts = [client.interactions.create(model=m, input=p, store=False).output_text for p in prompts]",
        ),
        Rule(
            "GI222",
            "enterprise client",
            "The client talks to the enterprise platform (Vertex AI). Whether its project and location serve the Interactions API does not show in the code. "
            'The rewrite is offered as unsafe (`--assume enterprise`); a project can settle it with `platform = "enterprise"` in its configuration.',
            "Check that the project can use the Interactions API, then settle the platform in the configuration.",
            old='client = genai.Client(vertexai=True, project="p", location="global")',
            new='[tool.migrate-interactions]\nplatform = "enterprise"',
        ),
        Rule(
            "GI223",
            "model not known to this version",
            "The Interactions API serves a fixed list of models, and this id is not in the list this version knows. "
            "The rewrite is offered as unsafe (`--assume unknown-model`).",
            "Check that the Interactions API serves the model.",
            old='model="gemini-99-ultra"',
        ),
        Rule(
            "GI224",
            "number of thinking tokens",
            "Interactions takes a thinking level (minimal, low, medium, high), not a number of tokens. "
            "The nearest level is offered as unsafe (`--assume thinking-level`): up to 1,024 tokens low, up to 8,192 medium, more high.",
            'Choose a level yourself: generation_config={"thinking_level": "low"}.',
            old="thinking_config=types.ThinkingConfig(thinking_budget=1024)",
            new='generation_config={"thinking_level": "low"}',
        ),
        Rule(
            "GI225",
            "media not in sight",
            "A content of the Interactions API says whether it is an image, audio, video or a document, with base64 text and a mime type from a fixed list. "
            "Where the code does not show raw bytes or the mime type the rewrite is offered as unsafe (`--assume media`); "
            "a mime type outside of the list is never sent.",
            'Give the part a mime type of the list as a literal, annotate the data (`data: bytes`), or write {"type": "image", "data": <base64>, "mime_type": …} by hand.',
            old="types.Part.from_bytes(data=data, mime_type=file.content_type)",
            new='{"type": "image", "data": base64.b64encode(data).decode(), "mime_type": "image/png"}',
        ),
        Rule(
            "GI226",
            "history of a chat read",
            "A chat object has its whole history; the id that takes its place has none. The service keeps each turn by itself, "
            "with other objects than `Content`, so code that reads the history needs another source.",
            "Keep what was said in a list of your own: the texts you send, and output_text of each answer.",
            old="for content in chat.get_history():\n    print(content.role, content.parts[0].text)",
            new='turns = []\nturns.append(("user", text))\nturns.append(("model", response.output_text))\nfor role, said in turns:\n    print(role, said)',
        ),
        Rule(
            "GI227",
            "no place in the legacy schema",
            "`--schema outputs` writes for google-genai 1.55 to 1.75 and for gateways of that time, whose Interactions API took less than "
            "today's: no safety settings, cached contents, labels or sections of videos, and PDF as the only type of document.",
            "Write for today's schema (`--schema steps`, google-genai 2.3 or newer), leave the setting out, or keep this call on generateContent.",
            old='config={"safety_settings": [...]}   # with --schema outputs',
            new='config={"safety_settings": [...]}   # stays on generateContent',
        ),
        Rule(
            "GI230",
            "key given only sometimes",
            "The retired SDK looked for a key in the environment when `configure` was not called. A client has to be there: where `configure` stands "
            "in a branch, requests that are made without it would find none. Rewritten as unsafe (`--assume configured`).",
            "Make the client in a place that every request passes.",
            old='if key:\n    genai.configure(api_key=key)\nmodel = genai.GenerativeModel("gemini-1.5-flash")',
            new='client = genai.Client(api_key=key) if key else genai.Client()\nmodel = "gemini-3.8-flash"',
        ),
        Rule(
            "GI231",
            "place of the requests is not in sight",
            "`vertexai.init` may be called anywhere, and holds for the whole process; what it is not given comes from the environment: the project of the "
            "credentials, the location of GOOGLE_CLOUD_REGION or CLOUD_ML_REGION, else us-central1. Rewritten as unsafe (`--assume vertex-place`), with "
            "us-central1 as the location.",
            "Say both: genai.Client(enterprise=True, project=…, location=…).",
            old='vertexai.init(project=PROJECT)\nmodel = GenerativeModel("gemini-2.5-flash")',
            new='client = genai.Client(enterprise=True, project=PROJECT, location="us-central1")\nmodel = "gemini-2.5-flash"',
        ),
        Rule(
            "GI232",
            "schema of a class without required fields",
            "The retired SDK made a schema of a class and left `required` out of it, so that an answer could lack any field. The schema that pydantic "
            "makes of the class has it. Rewritten as unsafe (`--assume required-fields`).",
            "Mark the fields that may be missing: NotRequired[...] in a TypedDict, a default in a model.",
            old='generation_config={"response_mime_type": "application/json", "response_schema": list[Recipe]}',
            new='response_format={"type": "text", "mime_type": "application/json", "schema": TypeAdapter(list[Recipe]).json_schema()}',
        ),
        Rule(
            "GI301",
            "retired model",
            "Google has shut the model down, so the call fails today; the successor in Google's own migration tables takes its place.",
            "Run `migrate-interactions run`.",
            old='model="gemini-2.0-flash"',
            new='model="gemini-3.8-flash"',
        ),
        Rule(
            "GI302",
            "retired model elsewhere",
            "The id of a retired model stands where no rewritten call takes it from: a table, a list, a log text, a call that stays.",
            "Replace it by hand where it is still meant to name a working model.",
            "note",
            old='PRICES = {"gemini-1.5-pro": 3.5}',
            new='PRICES = {"gemini-3.8-flash": …}',
        ),
        Rule(
            "GI303",
            "retired model in a configuration file",
            "A value in YAML, TOML, JSON, `.env` or `.ini` is, as a whole, the id of a retired model. What reads it is not in sight, so it is replaced "
            "only with `--assume config-models`.",
            "Replace it where it is meant to name a working model.",
            "note",
            old="model: gemini-1.5-flash",
            new="model: gemini-3.8-flash",
        ),
        Rule(
            "GI401",
            "conversation is stored",
            "previous_interaction_id only works on interactions that the service keeps (55 days on a paid key, one day on a free one). generateContent kept nothing.",
            "Nothing to do if that is fine; ids expire, so a chat that lives longer has to start again. `--chat stateless` keeps the history in the program.",
            "note",
            old="chat = client.chats.create(model=m)",
            new='first = client.interactions.create(model=m, input="Hello")   # kept by the service\nsecond = client.interactions.create(model=m, input="And now?", previous_interaction_id=first.id)',
        ),
        Rule(
            "GI402",
            "empty text instead of None",
            'An answer without text gives "" now; whoever receives it and asks for None would not notice.',
            "Test for emptiness where the value is used.",
            "note",
            old="return response.text   # None without text",
            new='return response.output_text   # "" without text',
        ),
        Rule(
            "GI403",
            "parsing raises",
            "JSON that does not fit the schema raises a ValidationError now; `.parsed` was None.",
            "Catch pydantic.ValidationError where that can happen.",
            "note",
            old="recipe = response.parsed   # None when it does not fit",
            new="recipe = Recipe.model_validate_json(response.output_text)   # raises ValidationError",
        ),
        Rule(
            "GI404",
            "sampling setting",
            "`temperature` and `top_p` are marked deprecated; newer models refuse or ignore them.",
            "Leave them out for newer models.",
            "note",
            old='config={"temperature": 0.2}',
            new='generation_config={"temperature": 0.2}   # leave it out for newer models',
        ),
        Rule(
            "GI405",
            "errors read differently",
            "A broad handler catches the errors of both APIs, but their text differs, and interactions.create retries by itself (up to five requests) before it raises.",
            "Check what the handler shows; shorten retry loops of your own.",
            "note",
            old="except Exception as e:\n    print(e)   # 429 RESOURCE_EXHAUSTED. {…}",
            new="except Exception as e:\n    print(e)   # Error code: 429 - {…}",
        ),
        Rule(
            "GI406",
            "shown under other names",
            "An object that is printed or logged as a whole shows its fields, and those have other names in the Interactions API.",
            "Print the fields that are looked at, or adapt what reads the output.",
            "note",
            old="print(response.usage_metadata)   # prompt_token_count=3 …",
            new="print(response.usage)   # total_input_tokens=3 …",
        ),
        Rule(
            "GI407",
            "usage comes once",
            "The event that completes an interaction has its usage; pieces of an old stream could each have it, as it stood then.",
            "Nothing to do where the last usage is the one that counts.",
            "note",
            old="for chunk in stream:\n    if chunk.usage_metadata:\n        print(chunk.usage_metadata.total_token_count)   # perhaps for every piece",
            new='for event in stream:\n    if event.event_type == "interaction.completed" and event.interaction.usage:\n        print(event.interaction.usage.total_tokens)   # once',
        ),
        Rule(
            "GI408",
            "empty answers do not raise",
            "In the retired SDKs `response.text` raised a ValueError when the answer had no text (a blocked prompt, an answer cut short); "
            "`output_text` is empty then. Their errors (google.api_core, blocked prompts in chats) are not raised any more either.",
            "Test whether the text is empty where that matters.",
            "note",
            old="print(response.text)   # ValueError when the prompt was blocked",
            new="print(interaction.output_text)   # an empty line",
        ),
        Rule(
            "GI410",
            "candidates without content",
            "Whether there is a candidate is asked as whether there are steps. A prompt that was blocked gave no candidates and gives no steps; "
            "an answer that was stopped before it had any content was a candidate all the same, and need not have left a step.",
            "Nothing to do where both are an answer that failed; else look at `interaction.status`.",
            "note",
            old='if not response.candidates:\n    print("blocked")   # not for a candidate without content',
            new='if not response.steps:\n    print("blocked")   # for that as well',
        ),
        Rule(
            "GI411",
            "whole numbers in arguments of functions",
            "The retired SDK made a float of every number in the arguments of a function call; whole numbers are integers now.",
            "Nothing to do for most code; a number that is printed or compared as text has no `.0` any more.",
            "note",
            old='print(part.function_call.args["count"])   # 3.0',
            new='print(step.arguments["count"])   # 3',
        ),
        Rule(
            "GI412",
            "a missing text raises",
            "With `--schema outputs` the text is that of the last output; an answer that was blocked or cut off before its text has none, "
            "and reading it raises an IndexError, TypeError or AttributeError. `.text` was None then.",
            "Nothing to do where an answer without text is an error anyway; test `interaction.outputs` before where it is not.",
            "note",
            old="return response.text   # None without text",
            new="return response.outputs[-1].text   # raises without text",
        ),
        Rule(
            "GI420",
            "old call in text",
            "reStructuredText pages and docstrings are documentation: code in them is read, and its old calls are named, but they are not rewritten. "
            "Only blocks that parse and import the SDK are looked at.",
            "Write the new call where the text should show it.",
            "note",
            old=".. code-block:: python\n\n    response = client.models.generate_content(model=model, contents=text)",
            new=".. code-block:: python\n\n    interaction = client.interactions.create(model=model, input=text, store=False)",
        ),
    ]
)

_register(
    [
        Rule(
            "GI501",
            "outputs of an answer",
            "The service switched the legacy schema of interactions off on 2026-06-08, and google-genai 2.0 and later know no `.outputs`. Texts and media are the "
            "`content` of `model_output` steps now, thoughts, calls and results are steps of their own; `output_text` is the text of the answer.",
            "Run `migrate-interactions run`, and require google-genai>=2.3.",
            old="print(interaction.outputs[-1].text)",
            new="print(interaction.output_text)",
        ),
        Rule(
            "GI502",
            "event of the legacy schema",
            "Events of streams have other names since google-genai 2.0; a condition on an old name is never true, so the program would print nothing.",
            "Run `migrate-interactions run`; where names are compared out of sight, write `interaction.created`, `step.start`, `step.delta`, `step.stop`, "
            "`interaction.completed`.",
            old='if event.event_type == "content.delta":',
            new='if event.event_type == "step.delta":',
        ),
        Rule(
            "GI503",
            "format of the legacy schema",
            "`response_mime_type` with a bare schema, and `image_config`, are one `response_format` now; the service refuses a schema without a type around it.",
            'Write one object for each kind of answer: response_format={"type": "text", "mime_type": "application/json", "schema": …}, or '
            '{"type": "image", "aspect_ratio": …}.',
            old='response_mime_type="application/json", response_format=SCHEMA',
            new='response_format={"type": "text", "mime_type": "application/json", "schema": SCHEMA}',
        ),
        Rule(
            "GI504",
            "turns of a role and a content",
            "An input of several turns is a list of steps now; the SDK refuses turns of a role and a content, and a step that is not in a list.",
            'Write {"type": "user_input", "content": [{"type": "text", "text": …}]} for what the user said, and add `interaction.steps` for what the model answered.',
            old='input=[{"role": "user", "content": "Hello"}]',
            new='input=[{"type": "user_input", "content": [{"type": "text", "text": "Hello"}]}]',
        ),
        Rule(
            "GI505",
            "count of tokens under another name",
            "The tokens of thoughts were counted as `total_reasoning_tokens` in google-genai 1.55.",
            "Run `migrate-interactions run`.",
            old="interaction.usage.total_reasoning_tokens",
            new="interaction.usage.total_thought_tokens",
        ),
        Rule(
            "GI506",
            "use of the legacy schema that is not rewritten",
            "What this is in the current schema depends on something that the code does not show, or there is no such thing any more.",
            "Walk the steps of the answer: texts and media are in the `content` of `model_output` steps, everything else is a step of its own type.",
            old="first = interaction.outputs[0]",
            new="first = (interaction.steps or [])[0]   # a step; contents of the model's output are in first.content",
        ),
        Rule(
            "GI507",
            "agent that is not known",
            "The id has the form of one of Google's own agents, but google-genai does not list it.",
            "Use one of the agents of the guide, such as `deep-research-preview-04-2026`.",
            old='agent="deep-research-preview-01-2026"',
            new='agent="deep-research-preview-04-2026"',
        ),
        Rule(
            "GI508",
            "older SDK imported for a client it does not have",
            "`google.generativeai` has no `Client`; code that makes one of it runs nowhere. With `--assume wrong-import` the import becomes that of google-genai. "
            "In JavaScript, `GoogleGenAI` of @google/genai has no `getGenerativeModel`; with the same assumption what was meant is written for the client it is.",
            "Import google-genai: `from google import genai`. In JavaScript, make the request with `ai.interactions.create`.",
            old="import google.generativeai as genai\n\nclient = genai.Client()",
            new="from google import genai\n\nclient = genai.Client()",
        ),
        Rule(
            "GI509",
            "class as a format",
            "The SDK refuses a class as `response_format`; it takes an object whose `schema` is JSON Schema.",
            "Run `migrate-interactions run`.",
            old="response_format=Recipe",
            new='response_format={"type": "text", "mime_type": "application/json", "schema": Recipe.model_json_schema()}',
        ),
        Rule(
            "GI510",
            "function as a tool",
            "The SDK refuses Python functions as tools of an interaction, and never calls one by itself.",
            'Declare it as {"type": "function", "name", "description", "parameters"}, and answer every function_call step with '
            '{"type": "function_result", "call_id": step.id, "name": step.name, "result": …} and previous_interaction_id.',
            old="tools=[get_weather]",
            new='tools=[{"type": "function", "name": "get_weather", "description": "…", "parameters": {"type": "object", "properties": {…}}}]',
        ),
        Rule(
            "GI511",
            "tool calls of a step",
            "No step has `.tool_calls`: a function to call is a step of its own, of type `function_call`.",
            "Read `.name`, `.arguments` and `.id` of the steps of type `function_call`.",
            old="for call in step.tool_calls:",
            new='if step.type == "function_call":',
        ),
        Rule(
            "GI512",
            "steps of an event",
            "No event of a stream has `.steps` or `.outputs`: pieces come as `step.delta` events, and belong to the step that `step.start` announced.",
            'Read `event.delta` of the events of type "step.delta", and `event.delta.text` of its deltas of type "text".',
            old="for chunk in stream:\n    print(chunk.steps[-1].content[0].text)",
            new='for event in stream:\n    if event.event_type == "step.delta" and event.delta.type == "text":\n        print(event.delta.text)',
        ),
        Rule(
            "GI513",
            "settings of the turn before",
            "Tools and system instruction hold for one interaction only; a turn that goes on from another has to pass them again if they shall hold for it, too.",
            "Pass them again, unless this turn is to do without them.",
            "note",
            old='client.interactions.create(model=m, input="And now?", previous_interaction_id=first.id)',
            new='client.interactions.create(model=m, input="And now?", previous_interaction_id=first.id, tools=TOOLS)',
        ),
        Rule(
            "GI514",
            "going on from an interaction that was not stored",
            "The service kept nothing of an interaction that was made with `store=False`, so it refuses its id.",
            "Leave `store=False` out of the call before, or send the whole history as steps.",
            old='first = client.interactions.create(model=m, input="Hello", store=False)\nclient.interactions.create(model=m, input="And now?", previous_interaction_id=first.id)',
            new='first = client.interactions.create(model=m, input="Hello")\nclient.interactions.create(model=m, input="And now?", previous_interaction_id=first.id)',
        ),
        Rule(
            "GI515",
            "agent in the foreground",
            "Research agents answer in the background only; without `background=True` the service refuses the request.",
            "Pass background=True and fetch the answer with client.interactions.get(interaction.id) until its status is `completed`.",
            old='client.interactions.create(agent="deep-research-preview-04-2026", input="…")',
            new='client.interactions.create(agent="deep-research-preview-04-2026", input="…", background=True)',
        ),
        Rule(
            "GI516",
            "error of an answer",
            "An interaction has no `.error`; what went wrong is in the list `.errors`, each with a code and a message.",
            "Read `interaction.errors`, which may be None.",
            old='print(f"failed: {interaction.error}")',
            new='print(f"failed: {interaction.errors}")',
        ),
        Rule(
            "GI517",
            "text of the last step",
            "`steps[-1].content[0].text` works only when the last step is the model's output and begins with its text.",
            "Read `interaction.output_text`.",
            "note",
            old="print(interaction.steps[-1].content[0].text)",
            new="print(interaction.output_text)",
        ),
    ]
)

_register(
    [
        Rule(
            "GI601",
            "generateContent request by curl",
            "The address, the key in it, the body and what reads the answer change together: the model and everything else is in the body of a POST to "
            "`…/interactions`, in snake case, and the key in the header `x-goog-api-key`. A request that said nothing about storing gets "
            '`"store": false`, for generateContent stored nothing (`--store server` leaves it out). The raw answer that curl prints has another shape: '
            "in a script that is the assumption `shown`, for whatever calls the script is not in sight; in pages and notebooks readers see it, and a note says so.",
            "Run `migrate-interactions run`.",
            old='curl "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key=$GEMINI_API_KEY" '
            '-H \'Content-Type: application/json\' -d \'{"contents": [{"parts": [{"text": "Hello"}]}]}\'',
            new='curl "https://generativelanguage.googleapis.com/v1beta/interactions" -H "x-goog-api-key: $GEMINI_API_KEY" '
            '-H \'Content-Type: application/json\' -d \'{"model": "gemini-2.5-flash", "input": "Hello", "store": false}\'',
        ),
        Rule(
            "GI602",
            "request that cannot be read",
            "The body of the request is made by another command, read from a variable or file that something else uses, or is not JSON; or the request is "
            "made by a program whose command line is not read.",
            'Send {"model": …, "input": …, "store": false} to …/interactions: settings in snake case, generation_config apart, tools with their type.',
            old='curl …:generateContent -d "$(jq -n --arg p "$PROMPT" \'{contents: [{parts: [{text: $p}]}]}\')"',
            new='curl …/interactions -d "$(jq -n --arg p "$PROMPT" \'{model: "gemini-2.5-flash", input: $p, store: false}\')"',
        ),
        Rule(
            "GI603",
            "answer read by something else",
            "The JSON of an interaction has another shape: an answer that goes to grep, sed, another program, or a file that is read out of sight cannot "
            "change without what reads it.",
            "Have jq read the pieces of the interaction by their type, and give what follows the values alone.",
            old="curl …:generateContent … | grep '\"text\"'",
            new="curl …/interactions … | jq -r '[.steps[]? | select(.type == \"model_output\").content[]? | .text // empty] | add'",
        ),
        Rule(
            "GI604",
            "function call without an id",
            "Results of functions name the id of their call, which generateContent did not need. A body with both is rewritten with ids of its own "
            "as unsafe (`--assume call-ids`).",
            'Give the call an id, and write it into the result: {"type": "function_result", "call_id": …, "name": …, "result": {…}}.',
            old='{"functionCall": {"name": "find", "args": {}}}',
            new='{"type": "function_call", "id": "call_1", "name": "find", "arguments": {}}',
        ),
        Rule(
            "GI605",
            "address that cannot be read",
            "The address holds the model, the version or the place in a way that does not show, or has parameters without a counterpart.",
            "POST to https://generativelanguage.googleapis.com/v1beta/interactions (on the enterprise platform "
            "…/v1beta1/projects/P/locations/L/interactions) with the model in the body and the key in the header x-goog-api-key.",
            old='curl "https://${API_ENDPOINT}:generateContent"',
            new='curl "https://${API_HOST}/v1beta1/projects/${PROJECT}/locations/${LOCATION}/interactions"',
        ),
        Rule(
            "GI606",
            "answer read with jq",
            "A filter that reads known paths of an answer reads the same of the interaction: texts, function calls, counts of tokens, images.",
            "Run `migrate-interactions run`.",
            old="jq -r '.candidates[0].content.parts[0].text'",
            new="jq -r '[.steps[]? | select(.type == \"model_output\").content[]? | .text // empty] | add'",
        ),
    ]
)

_register(
    [
        Rule(
            "GI607",
            "generateContent request by fetch, axios, requests or httpx",
            "A request that requests or httpx posts in Python, fetch or axios in JavaScript, is rewritten where address, body and headers are written out in one place (or under "
            "names of their own) and everything that reads the answer is known: texts, counts of tokens, errors, the status. The model goes into the body, settings get their names "
            'in snake case, the key goes into the header `x-goog-api-key`, and `"store": False` is added, for generateContent stored nothing (`--store server` leaves it out).',
            "Run `migrate-interactions run`.",
            old='r = requests.post(f"https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key={key}", '
            'json={"contents": [{"parts": [{"text": "Hello"}]}]})',
            new='r = requests.post("https://generativelanguage.googleapis.com/v1beta/interactions", headers={"x-goog-api-key": key}, '
            'json={"model": "gemini-2.5-flash", "input": "Hello", "store": False})',
        ),
        Rule(
            "GI608",
            "generateContent request without an SDK",
            "The program posts JSON to the address of generateContent by itself (requests, httpx, urllib, fetch, axios). Address, body and what reads the answer have to change "
            "together, and the answer is read by code that knows its old shape.",
            'POST {"model": …, "input": …, "store": false} to https://generativelanguage.googleapis.com/v1beta/interactions, with the key in the header x-goog-api-key.',
            old='requests.post(f"{API}/models/gemini-2.5-flash:generateContent?key={key}", json={"contents": [{"parts": [{"text": prompt}]}]})',
            new='requests.post(f"{API}/interactions", headers={"x-goog-api-key": key}, json={"model": "gemini-2.5-flash", "input": prompt, "store": False})',
        ),
        Rule(
            "GI611",
            "Google's SDK in another language",
            "Code in Go, Java, Kotlin, C#, Dart and Swift is not rewritten; its old calls are named so that the whole of what has to change is in sight.",
            "Ask that SDK's guide how it makes interactions, or post to …/interactions; keep the call where neither will do.",
            old="client.Models.GenerateContent(ctx, model, genai.Text(prompt), nil)",
            new='POST …/v1beta/interactions {"model": "gemini-2.5-flash", "input": "…", "store": false}',
        ),
        Rule(
            "GI612",
            "generateContent request in another language",
            "The address of a request stands in a string of a language that is not rewritten (Apps Script, Go, Java, PHP, Ruby, Rust, …).",
            'POST {"model": …, "input": …, "store": false} to https://generativelanguage.googleapis.com/v1beta/interactions, with the key in the header x-goog-api-key.',
            old="UrlFetchApp.fetch(`${API}/models/gemini-2.5-flash:generateContent?key=${key}`, …)",
            new="UrlFetchApp.fetch(`${API}/interactions`, …)   // model and input in the body, the key in a header",
        ),
    ]
)
