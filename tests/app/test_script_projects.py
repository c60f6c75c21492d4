"""Names that carry clients and model ids from one JavaScript file into another."""

from __future__ import annotations

import pytest

SDK = 'import { GoogleGenAI } from "@google/genai";\n'
CALL = 'const answer = await ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });\n'
NEW_CALL = 'const answer = await ai.interactions.create({ model: "gemini-3.8-flash", input: "Hi", store: false });\n'


def rewritten(cli, put, files: dict[str, str], *arguments: str) -> dict[str, str]:
    """The files that a run changes, as they are afterwards."""
    written = {name: put(name, text) for name, text in files.items()}
    cli("run", *arguments)
    return {name: path.read_text() for name, path in written.items() if path.read_text() != files[name]}


EXPORTS = {
    "a constant": ("export const ai = new GoogleGenAI({});\n", 'import { ai } from "./gemini";\n'),
    "a list of names": ("const it = new GoogleGenAI({});\nexport { it as ai };\n", 'import { ai } from "./gemini";\n'),
    "the default": ("export default new GoogleGenAI({});\n", 'import ai from "./gemini";\n'),
    "a name as the default": ("const it = new GoogleGenAI({});\nexport default it;\n", 'import ai from "./gemini";\n'),
    "under another name": ("export const client = new GoogleGenAI({});\n", 'import { client as ai } from "./gemini";\n'),
    "a function": (
        "export function make() {\n  return new GoogleGenAI({});\n}\n",
        'import { make } from "./gemini";\nconst ai = make();\n',
    ),
    "an asynchronous function": (
        "export const make = async () => new GoogleGenAI({});\n",
        'import { make } from "./gemini";\nconst ai = await make();\n',
    ),
    "a client that is made once": (
        "let it: GoogleGenAI | null = null;\nexport function make() {\n  if (!it) it = new GoogleGenAI({});\n  return it;\n}\n",
        'import { make } from "./gemini";\nconst ai = make();\n',
    ),
    "a module as a whole": ("export const it = new GoogleGenAI({});\n", 'import * as all from "./gemini";\nconst ai = all.it;\n'),
    "with the ending of the compiled file": ("export const ai = new GoogleGenAI({});\n", 'import { ai } from "./gemini.js";\n'),
    "loaded when it is needed": ("export const ai = new GoogleGenAI({});\n", 'const { ai } = await import("./gemini");\n'),
}


@pytest.mark.parametrize(("exporting", "importing"), EXPORTS.values(), ids=EXPORTS)
def test_a_client_of_another_file_is_known(cli, put, exporting, importing):
    found = rewritten(cli, put, {"gemini.ts": SDK + exporting, "a.ts": importing + CALL})
    assert found == {"a.ts": importing + NEW_CALL}


@pytest.mark.parametrize(
    ("exporting", "importing"),
    [
        ("module.exports = { ai: new GoogleGenAI({}) };\n", 'const { ai } = require("./gemini");\n'),
        ("const ai = new GoogleGenAI({});\nmodule.exports = { ai };\n", 'const { ai } = require("./gemini.cjs");\n'),
        ("exports.ai = new GoogleGenAI({});\n", 'const gemini = require("./gemini");\nconst ai = gemini.ai;\n'),
        ("module.exports = new GoogleGenAI({});\n", 'const ai = require("./gemini");\n'),
    ],
)
def test_a_client_of_a_common_js_module_is_known(cli, put, exporting, importing):
    gemini = 'const { GoogleGenAI } = require("@google/genai");\n' + exporting
    call = CALL.replace("const answer = await", "send = () =>").replace(";\n", ".then((answer) => answer.text);\n")
    found = rewritten(cli, put, {"gemini.cjs": gemini, "a.cjs": importing + call})
    assert "interactions.create" in found["a.cjs"]


@pytest.mark.parametrize(
    "between",
    [
        'export { ai } from "./gemini";\n',
        'export * from "./gemini";\n',
        'export { ai as it } from "./gemini";\n',
        'import { ai } from "./gemini";\nexport { ai };\n',
    ],
)
def test_a_client_that_a_file_between_passes_on_is_known(cli, put, between):
    name = "it as ai" if "it" in between.split("from")[0].split() else "ai"
    files = {"lib/gemini.ts": SDK + "export const ai = new GoogleGenAI({});\n", "lib/index.ts": between}
    importing = f'import {{ {name} }} from "../lib";\n'
    assert rewritten(cli, put, {**files, "src/a.ts": importing + CALL}) == {"src/a.ts": importing + NEW_CALL}


@pytest.mark.parametrize(
    ("configuration", "path"),
    [
        ('{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}', "@/gemini"),
        ('{ // words\n "compilerOptions": {"baseUrl": "src", "paths": {"~/*": ["*"],},},}', "~/gemini"),
        ('{"compilerOptions": {"baseUrl": "./src"}}', "gemini"),
        ('{"compilerOptions": {"paths": {"#gemini": ["./src/gemini.ts"]}}}', "#gemini"),
    ],
)
def test_paths_that_tsconfig_maps_are_followed(cli, put, configuration, path):
    put("tsconfig.json", configuration)
    files = {"src/gemini.ts": SDK + "export const ai = new GoogleGenAI({});\n", "src/deep/a.ts": f'import {{ ai }} from "{path}";\n' + CALL}
    assert "interactions.create" in rewritten(cli, put, files)["src/deep/a.ts"]


def test_a_file_that_is_named_sees_the_others(cli, put):
    files = {"gemini.ts": SDK + "export const ai = new GoogleGenAI({});\n", "a.ts": 'import { ai } from "./gemini";\n' + CALL}
    assert "interactions.create" in rewritten(cli, put, files, "a.ts")["a.ts"]


NOT_OURS = {
    "another class": "class Client {}\nexport const ai = new Client();\n",
    "another package": 'import { getAI } from "firebase/ai";\nexport const ai = getAI();\n',
    "a client or something else": SDK + "export const ai = flag ? new GoogleGenAI({}) : other;\n",
    "nothing of that name": SDK + "export const it = new GoogleGenAI({});\n",
    "two things of that name": SDK + "exports.ai = new GoogleGenAI({});\nexports.ai = other;\n",
    "a client that is put somewhere later": SDK + "export let ai = new GoogleGenAI({});\nai = other;\n",
    "itself": 'export { ai } from "./a";\n',
    "what does not parse": SDK + "export const ai = = 1;\n",
}


@pytest.mark.parametrize("exporting", NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_no_client_for_sure_is_left(cli, put, exporting):
    assert rewritten(cli, put, {"gemini.ts": exporting, "a.ts": 'import { ai } from "./gemini";\n' + CALL}) == {}


def test_a_receiver_of_unknown_origin_is_reported_where_the_project_uses_the_sdk(cli, put):
    put("b.ts", SDK)
    put("a.ts", 'import { ai } from "workspace-package";\n' + CALL)
    outcome = cli("lint", "a.ts", "b.ts")
    assert "a.ts:2:22: GI201" in outcome.out
    assert "untraced-client" in outcome.out


def test_a_project_without_the_sdk_hears_nothing_of_methods_of_that_name(cli, put):
    put("a.ts", 'import { ai } from "workspace-package";\n' + CALL)
    assert cli("lint").status == 0


CHAT = SDK + 'const ai = new GoogleGenAI({});\nexport const chat = ai.chats.create({ model: "gemini-3.8-flash" });\n'


def test_a_message_to_a_chat_of_another_file_is_reported_at_its_line(cli, put):
    # No word of this file but the method's name says what it is about.
    assert (
        rewritten(cli, put, {"lib.ts": CHAT, "a.ts": 'import { chat } from "./lib";\nawait chat.sendMessage({ message: "Hi" });\n'}) == {}
    )
    outcome = cli("lint")
    assert "a.ts:2:7: GI201" in outcome.out
    assert "lib.ts:3:14: GI205" in outcome.out


@pytest.mark.parametrize(
    "other",
    [
        'import { bot } from "./lib";\nawait bot.sendMessage({ message: "Hi" });\n',
        'import { chat } from "./telegram";\nawait chat.sendMessage({ message: "Hi" });\n',
        "chrome.runtime.sendMessage({ message });\n",
    ],
)
def test_messages_of_others_are_not_ours(cli, put, other):
    put("lib.ts", CHAT + "export const bot = new Telegram();\n")
    put("telegram.ts", "export const chat = new Telegram().chat;\n")
    put("a.ts", other)
    assert "a.ts" not in cli("lint").out


# -- model ids -------------------------------------------------------------------------------------------------------

CONFIG = 'export const MODEL = "gemini-1.5-flash";\n'
USER = SDK + 'import { MODEL } from "./config";\nconst ai = new GoogleGenAI({});\n' + CALL.replace('"gemini-3.8-flash"', "MODEL")


def test_a_retired_id_is_replaced_where_it_is_defined(cli, put):
    found = rewritten(cli, put, {"config.ts": CONFIG, "a.ts": USER})
    assert found["config.ts"] == CONFIG.replace("gemini-1.5-flash", "gemini-3.8-flash")
    assert "interactions.create({ model: MODEL" in found["a.ts"]


OTHER_USES = {
    "a price by model": 'import { MODEL } from "./config";\nexport const price = { [MODEL]: 1 };\n',
    "a comparison": 'import * as config from "./config";\nif (config.MODEL === x) go();\n',
    "the module as a whole": 'import * as config from "./config";\nshow(config);\n',
    "a file that passes it on": 'export * from "./config";\n',
    "a file that cannot be read": 'import { MODEL } from "./config";\nlet = = 1;\n',
    "a component": None,
}


@pytest.mark.parametrize("other", OTHER_USES.values(), ids=OTHER_USES)
def test_an_id_that_something_else_uses_stays_and_its_calls_say_so(cli, put, other):
    extra = {"b.vue": '<script>import { MODEL } from "./config"</script>\n'} if other is None else {"b.ts": other}
    assert rewritten(cli, put, {"config.ts": CONFIG, "a.ts": USER, **extra}) == {}
    outcome = cli("lint")
    assert "the model is `gemini-1.5-flash` of config.ts, which this run does not replace there" in outcome.out


def test_an_id_in_a_file_that_is_not_of_the_run_stays(cli, put):
    assert rewritten(cli, put, {"config.ts": CONFIG, "a.ts": USER}, "a.ts") == {}


def test_an_id_that_a_comment_leaves_alone_stays(cli, put):
    ignored = CONFIG.replace(";\n", "; // migrate-interactions: ignore[GI301]\n")
    assert rewritten(cli, put, {"config.ts": ignored, "a.ts": USER}) == {}


def test_an_id_that_its_own_module_uses_for_something_else_stays(cli, put):
    assert rewritten(cli, put, {"config.ts": CONFIG + "prices[MODEL] = 1;\n", "a.ts": USER}) == {}


def test_an_id_that_no_call_takes_is_only_noted(cli, put):
    assert rewritten(cli, put, {"config.ts": CONFIG}) == {}
    assert "config.ts:1:22: GI302" in cli("lint").out


def test_a_served_id_of_another_file_needs_no_change(cli, put):
    found = rewritten(cli, put, {"config.ts": CONFIG.replace("1.5", "3.8"), "a.ts": USER})
    assert list(found) == ["a.ts"]


def test_an_id_of_another_file_that_is_no_model_of_interactions_holds_its_call(cli, put):
    put("config.ts", CONFIG.replace("gemini-1.5-flash", "text-embedding-004"))
    put("a.ts", USER)
    assert "of config.ts is" in cli("lint").out
    assert "interactions" not in cli("run", "--diff").out.replace("migrate-interactions", "")


@pytest.mark.parametrize(
    ("config", "model"),
    [
        ('export const MODELS = { fast: "gemini-1.5-flash" };\n', "MODELS.fast"),
        ('export const MODELS = { fast: "gemini-1.5-flash" };\n', "MODELS[kind]"),
        ('export const MODELS = () => "gemini-1.5-flash";\n', "MODELS()"),
        ('export const MODELS = () => "gemini-1.5-flash";\n', "`${MODELS()}`"),
    ],
)
@pytest.mark.parametrize("through", [False, True])
def test_what_is_picked_out_of_another_file_may_be_a_retired_id_of_it(cli, put, config, model, through):
    call = USER.replace("{ MODEL }", "{ MODELS }").replace("model: MODEL", "model: chosen" if through else f"model: {model}")
    user = call.replace("const answer", f"const chosen = {model};\nconst answer") if through else call
    assert rewritten(cli, put, {"config.ts": config, "a.ts": user}) == {}
    assert "the model may be `gemini-1.5-flash` of config.ts" in cli("lint").out


def test_many_files_are_rewritten_by_several_processes(cli, put):
    files = {f"src/a{number}.ts": USER.replace("./config", "../config") for number in range(12)}
    found = rewritten(cli, put, {"config.ts": CONFIG, **files})
    assert len(found) == 13
