"""Clients and models of the older SDK that one file makes and another one uses: both stay, and both say so."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from codemods.javascript import migrate
from codemods.javascript.index import Index

CLIENT = """import { GoogleGenerativeAI } from '@google/generative-ai';

class Service {
  async generateContent(prompt) {
    return prompt;
  }
}
export const genAI = new GoogleGenerativeAI(key);
export const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });
export const service = new Service();
export function getModel() {
  return new GoogleGenerativeAI(key).getGenerativeModel({ model: 'gemini-2.5-flash' });
}
export async function generateContent(prompt) {
  return prompt;
}
"""


class Folder:
    """Files of one folder, by their names."""

    uses_sdk = True

    def __init__(self, **sources: str) -> None:
        self.sources = {f"/p/{name}.mjs": source for name, source in sources.items()}

    def resolve(self, importer: str, path: str) -> str | None:
        found = str(PurePosixPath("/p") / path)
        return found if found in self.sources else None

    def source(self, path: str) -> str | None:
        return self.sources.get(path)

    def shown(self, path: str) -> str:
        return path.removeprefix("/p/")

    def importers(self, path: str) -> list[str]:
        return [other for other in self.sources if other != path]

    def is_rewritten(self, path: str) -> bool:
        return True


def said(body: str, client: str = CLIENT) -> list[tuple[str, str]]:
    folder = Folder(client=client, use=body)
    migration = migrate(body, ".mjs", None, Index(folder, "/p/use.mjs"))
    assert migration.output == body
    return [(finding.code, finding.message) for finding in migration.left]


OURS = {
    "a model": "import { model } from './client.mjs';\nawait model.generateContent('Hi');\n",
    "a client": "import { genAI } from './client.mjs';\ngenAI.getGenerativeModel({ model: 'gemini-2.5-flash' });\n",
    "what a function hands out": "import { getModel } from './client.mjs';\nconst model = await getModel();\nawait model.generateContent('Hi');\n",
    "a model of a module as a whole": "import * as gemini from './client.mjs';\nawait gemini.model.generateContent('Hi');\n",
}
OTHERS = {
    "an object of its own class": "import { service } from './client.mjs';\nawait service.generateContent('Hi');\n",
    "a function of its own": "import * as gemini from './client.mjs';\nawait gemini.generateContent('Hi');\n",
    "something of a file that is not in sight": "import { model } from './other.mjs';\nawait model.generateContent('Hi');\n",
}


@pytest.mark.parametrize("name", OURS)
def test_a_request_is_reported_when_another_file_gives_it(name: str) -> None:
    [(code, message)] = said(OURS[name])
    assert code == "GI201"
    assert message.endswith("comes from client.mjs, which loads an SDK of Gemini")


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_is_said_when_another_file_gives_it(name: str) -> None:
    assert said(OTHERS[name]) == []


def test_nothing_is_said_when_the_other_file_loads_another_sdk() -> None:
    assert said(OURS["a model"], CLIENT.replace("@google/generative-ai", "firebase/ai")) == []
