"""What a class of JavaScript keeps in a field may be read by other modules: it is rewritten only if none of them does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.conftest import Outcome

MODEL = """\
import {{ GoogleGenerativeAI }} from '@google/generative-ai';

{before}class Asker {{
  constructor() {{
    this.genAI = new GoogleGenerativeAI('k');
    this.model = this.genAI.getGenerativeModel({{ model: 'gemini-2.5-flash' }});
  }}

  async ask() {{
    const result = await this.model.generateContent('Name a tree');
    return result.response.text();
  }}
}}{after}
"""
CHAT = """\
const {{ GoogleGenAI }} = require('@google/genai');

{before}class {{
  constructor() {{
    this.ai = new GoogleGenAI({{}});
    this.chat = this.ai.chats.create({{ model: 'gemini-2.5-flash' }});
  }}

  async ask() {{
    return (await this.chat.sendMessage({{ message: 'Name a tree' }})).text;
  }}
}};{after}
"""
SHARED = {
    "a class": MODEL.format(before="export ", after=""),
    "a default": MODEL.format(before="export default ", after=""),
    "a name in a list": MODEL.format(before="", after="\n\nexport { Asker as Bot };"),
    "an object": MODEL.format(before="", after="\n\nexport const asker = new Asker();"),
}
READING = {
    "a property": "import { asker } from './asker.mjs';\nconsole.log(asker.model.model);\n",
    "an object that came from somewhere": "export const ask = (asker) => asker.model.generateContent('Hi');\n",
    "a pattern": "import * as all from './asker.mjs';\nconst { model } = all.asker;\nawait model.generateContent('Hi');\n",
    "a pattern with another name": "export function go({ model: asks }) {\n  return asks.generateContent('Hi');\n}\n",
    "brackets": "import { asker } from './asker.mjs';\nconsole.log(asker['model']);\n",
    "a subclass": "import { Asker } from './asker.mjs';\nexport class Loud extends Asker {\n  go() {\n    return this.model;\n  }\n}\n",
    "a component": "<script>\nimport { asker } from './asker.mjs';\nasker.model.generateContent('Hi');\n</script>\n",
}
NOT_READING = {
    "an own class": (
        "export class Car {\n  constructor(model) {\n    this.model = model;\n  }\n\n  name() {\n    return this.model;\n  }\n}\n"
    ),
    "a key": "export const car = { model: 'fast' };\nexport const other = 'model';\n",
    "a method": "import { catalogue } from './shop.mjs';\nconsole.log(catalogue.model('fast'));\n",
    "a name": "const model = 1;\nconsole.log(model);\n",
}


@pytest.mark.parametrize("shared", SHARED.values(), ids=SHARED.keys())
def test_a_field_that_no_other_module_reads_is_rewritten(shared: str, put: Callable[..., Path], cli: Callable[..., Outcome]) -> None:
    path = put("asker.mjs", shared)
    put("use.mjs", "import * as all from './asker.mjs';\nconsole.log(await new all.Asker().ask());\n")
    assert cli("run").status == 0
    assert "this.model = 'gemini-2.5-flash';" in path.read_text()


@pytest.mark.parametrize("other", NOT_READING.values(), ids=NOT_READING.keys())
def test_something_else_of_that_name_holds_nothing(other: str, put: Callable[..., Path], cli: Callable[..., Outcome]) -> None:
    path = put("asker.mjs", SHARED["a class"])
    put("other.mjs", other)
    assert cli("run").status == 0
    assert "this.model = 'gemini-2.5-flash';" in path.read_text()


@pytest.mark.parametrize("shared", SHARED.values(), ids=SHARED.keys())
@pytest.mark.parametrize("other", READING.values(), ids=READING.keys())
def test_a_field_that_another_module_may_read_stays_and_says_where(
    shared: str, other: str, put: Callable[..., Path], cli: Callable[..., Outcome]
) -> None:
    path = put("asker.mjs", shared)
    name = "use.vue" if other.startswith("<") else "use.mjs"
    put(name, other)
    outcome = cli("run", "--unsafe")
    assert path.read_text() == shared
    assert f"`model` may be read in {name}" in outcome.out


EXPORTS = {
    "the module": ("const Asker = ", "\nmodule.exports = Asker;"),
    "a name": ("exports.Asker = ", ""),
    "a name of the module": ("module.exports.Asker = ", ""),
    "an object": ("const Asker = ", "\nmodule.exports = { Asker, other: 1 };"),
    "an object with another name": ("const Asker = ", "\nmodule.exports = { Bot: Asker };"),
    "both": ("const Asker = ", "\nexports = module.exports = Asker;"),
    "an object of the class": ("const Asker = ", "\nmodule.exports = new Asker();"),
}


@pytest.mark.parametrize(("before", "after"), EXPORTS.values(), ids=EXPORTS.keys())
def test_what_commonjs_exports_is_read_by_others_as_well(
    before: str, after: str, put: Callable[..., Path], cli: Callable[..., Outcome]
) -> None:
    shared = CHAT.format(before=before, after=after)
    path = put("asker.cjs", shared)
    use = put("use.cjs", "const { Asker } = require('./asker.cjs');\nnew Asker().chat.sendMessage({ message: 'Hi' });\n")
    assert "`chat` may be read in use.cjs, line 2" in cli("run", "--unsafe").out
    assert path.read_text() == shared
    use.write_text("const { Asker } = require('./asker.cjs');\nbot.on('text', (message) => console.log(message.chat.id));\n")
    cli("run", "--unsafe")
    assert "this.ai.interactions.create" in path.read_text()
