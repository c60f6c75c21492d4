"""package.json moves with the JavaScript of its package."""

from __future__ import annotations

import pytest

OLD = """import { GoogleGenAI } from "@google/genai";
const ai = new GoogleGenAI({});
await ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });
"""
RETIRED = 'import { GoogleGenerativeAI } from "@google/generative-ai";\nexport const older = new GoogleGenerativeAI("");\n'


def package(**versions: str) -> str:
    members = ",\n".join(f'    "@google/{name.replace("_", "-")}": "{version}"' for name, version in versions.items())
    return '{\n  "dependencies": {\n' + members + "\n  }\n}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("^1.20.0", "^2.3.0"),
        ("1.30.0", "2.3.0"),
        ("~2.1.0", "~2.3.0"),
        (">=1.0.0", ">=2.3.0"),
        ("^2.5.0", "^2.5.0"),
        ("^3.0.0", "^3.0.0"),
        ("latest", "latest"),
    ],
)
def test_the_floor_is_raised_with_the_code(cli, put, old, new):
    put("src/a.ts", OLD)
    file = put("package.json", package(genai=old))
    cli("run")
    assert file.read_text() == package(genai=new)


def test_a_file_that_is_named_takes_the_nearest_package_with_it(cli, put):
    put("web/src/a.ts", OLD)
    near, far = put("web/package.json", package(genai="^1.0.0")), put("package.json", package(genai="^1.0.0"))
    cli("run", "web/src/a.ts")
    assert near.read_text() == package(genai="^2.3.0")
    assert far.read_text() == package(genai="^1.0.0")


def test_safety_settings_ask_for_a_later_version(cli, put):
    put("a.ts", 'import { GoogleGenAI } from "@google/genai";\nai.interactions.create({ model, input, safety_settings: [] });\n')
    file = put("package.json", package(genai="^2.3.0"))
    cli("run")
    assert file.read_text() == package(genai="^2.11.0")


def test_code_that_stays_as_it_is_asks_for_nothing(cli, put):
    put("a.ts", OLD.replace("await", "send(await").replace(");\nawait", ")").replace('" });\n', '" }));\n'))
    file = put("package.json", package(genai="^1.0.0"))
    cli("run")
    assert file.read_text() == package(genai="^1.0.0")


def test_the_retired_sdk_stays_while_some_code_uses_it_and_the_new_one_joins(cli, put):
    put("a.ts", 'import { GoogleGenAI } from "@google/genai";\nai.interactions.create({ model, input });\n')
    put("b.ts", RETIRED)
    file = put("package.json", package(generative_ai="^0.24.0"))
    cli("run")
    assert file.read_text() == package(genai="^2.3.0", generative_ai="^0.24.0")


@pytest.mark.parametrize(
    ("lock", "command"),
    [("package-lock.json", "npm install"), ("yarn.lock", "yarn install"), ("pnpm-lock.yaml", "pnpm install"), ("bun.lock", "bun install")],
)
def test_lock_files_are_named_with_their_command(cli, put, lock, command):
    put("a.ts", OLD)
    put("package.json", package(genai="^1.0.0"))
    put(lock, "")
    outcome = cli("run")
    assert f"{lock}:1:1: GI023" in outcome.out
    assert command in outcome.out


NEW = 'import { GoogleGenAI } from "@google/genai";\nai.interactions.create({ model, input });\n'


@pytest.mark.parametrize("command", ["npm install", "npm i -D", "yarn add", "pnpm add", "bun add"])
def test_install_lines_are_put_right(cli, put, command):
    put("a.ts", NEW)
    file = put("README.md", f"```sh\n{command} @google/generative-ai zod\n```\n")
    cli("run")
    assert file.read_text() == f"```sh\n{command} @google/genai zod\n```\n"


def test_install_lines_of_python_are_not_those_of_javascript(cli, put):
    put("a.ts", NEW)
    text = "```sh\npip install google-generativeai\n```\n"
    file = put("README.md", text)
    cli("run")
    assert file.read_text() == text


def test_install_lines_stay_while_code_uses_the_retired_sdk(cli, put):
    put("a.ts", NEW)
    put("b.ts", RETIRED)
    text = "```sh\nnpm install @google/generative-ai\n```\n"
    file = put("README.md", text)
    cli("run")
    assert file.read_text() == text


def test_install_lines_of_dockerfiles_are_reported(cli, put):
    put("a.ts", NEW)
    put("Dockerfile", "FROM node:22\nRUN npm install @google/generative-ai\n")
    assert "Dockerfile:2:17: GI024" in cli("lint").out


def test_a_page_s_install_lines_move_with_its_code(cli, put):
    file = put("README.md", f"```sh\nnpm install @google/generative-ai\n```\n\n```js\n{OLD}```\n")
    cli("run", ".")
    assert "npm install @google/genai\n" in file.read_text()
    assert "interactions.create" in file.read_text()
