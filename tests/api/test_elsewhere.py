"""Old calls in languages that are not rewritten: named where an SDK of Google's is imported, and nowhere else."""

from __future__ import annotations

import pytest

from codemods import elsewhere
from codemods.elsewhere.languages import LANGUAGES
from codemods.options import Options
from codemods.rules import RULES

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"

FOUND = {
    "Go": (
        "a.go",
        'package main\n\nimport (\n\t"fmt"\n\t"google.golang.org/genai"\n)\n\n// client.Models.GenerateContent(ctx) is old\n'
        'r, err := client.Models.GenerateContent(ctx, m, genai.Text(".GenerateContent("), nil)\n',
        [(9, "GI611")],
    ),
    "the Go SDK before": (
        "a.go",
        'import "github.com/google/generative-ai-go/genai"\niter := model.GenerateContentStream(ctx, p)\n',
        [(2, "GI611")],
    ),
    "Go under another name": ("a.go", 'import g "google.golang.org/genai"\nr := chat.SendMessage(ctx, p)\n', [(2, "GI611")]),
    "Java": (
        "A.java",
        "import com.google.genai.Client;\n/* client.models.generateContent(x) */\nvar r = client.models.generateContent(m, p, null);\n",
        [(3, "GI611")],
    ),
    "Kotlin": ("a.kt", "import com.google.ai.client.generativeai.GenerativeModel\nval r = model.generateContent(p)\n", [(2, "GI611")]),
    "C#": ("a.cs", "using Google.GenAI;\nvar r = await client.Models.GenerateContentAsync(model: m, contents: p);\n", [(2, "GI611")]),
    "Dart": (
        "a.dart",
        "import 'package:google_generative_ai/google_generative_ai.dart';\nfinal r = await model.generateContent([Content.text(p)]);\n",
        [(2, "GI611")],
    ),
    "Swift": ("a.swift", "import FirebaseAI\nlet r = try await model.generateContent(p)\n", [(2, "GI611")]),
    "Apps Script": ("a.gs", f"// {ADDRESS}\nconst r = UrlFetchApp.fetch(`{ADDRESS}?key=${{key}}`, options);\n", [(2, "GI612")]),
    "an address in Go": ("a.go", f'url := "{ADDRESS}"\n', [(1, "GI612")]),
    "an address in Ruby": ("a.rb", f"# {ADDRESS}\nuri = URI('{ADDRESS}')\n", [(2, "GI612")]),
    "a verb put into an address in Go": (
        "a.go",
        'u := fmt.Sprintf("%s/v1beta/models/%s:%s", base, m,\n\t"generateContent")\n',
        [(1, "GI612")],
    ),
    "a verb put into an address in Java": (
        "A.java",
        'String verb = stream ? "streamGenerateContent?alt=sse" : "generateContent";\nString u = BASE + "/models/" + model + ":" + verb;\n',
        [(2, "GI612")],
    ),
    "a verb put into an address in Kotlin": ("a.kt", 'val v = "generateContent"\nval u = "$BASE/models/$m:$v"\n', [(2, "GI612")]),
    "a verb put into an address in Swift": (
        "a.swift",
        'let v = "generateContent"\nlet u = "\\(base)/models/\\(m):\\(v)"\n',
        [(2, "GI612")],
    ),
    "a verb put into an address in C#": ("a.cs", 'var v = "generateContent";\nvar u = $"{Base}/models/{m}:{v}";\n', [(2, "GI612")]),
    "a verb put into an address in Ruby": ("a.rb", 'v = "generateContent"\nu = "#{BASE}/models/#{m}:#{v}"\n', [(2, "GI612")]),
    "an address in PHP": ("a.php", f'<?php\n$url = "{ADDRESS}"; // :generateContent\n', [(2, "GI612")]),
}

NOT_OURS = {
    "a method of the same name of something else": ("a.go", "r := mine.GenerateContent(ctx)\n"),
    "an import in a comment": ("A.java", "// import com.google.genai.Client;\nvar r = my.models.generateContent(m);\n"),
    "an import in a string": ("a.kt", 'val t = "import com.google.genai.Client"\nval r = model.generateContent(p)\n'),
    "a package whose name only begins alike": (
        "a.dart",
        "import 'package:google_generative_ai_fork/a.dart';\nfinal r = model.generateContent(p);\n",
    ),
    "a declaration of the method": ("A.java", "import com.google.genai.Client;\nvoid generateContent(String m) {}\n"),
    "another verb put into an address": ("a.kt", 'val v = "countTokens"\nval u = "$BASE/models/$m:$v"\n'),
    "the name of a method": ("a.go", 'if slices.Contains(m.Methods, "generateContent") { log("models/x:", m) }\n'),
    "another request": ("a.go", 'url := "https://generativelanguage.googleapis.com/v1beta/models/m:countTokens"\n'),
}


@pytest.mark.parametrize(("path", "text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_old_calls_are_named_at_their_lines(path: str, text: str, expected: list[tuple[int, str]]) -> None:
    assert elsewhere.may_concern(path, text.encode())
    found = elsewhere.findings(path, text, Options())
    assert [(finding.span.line, finding.code) for finding in found] == expected
    assert all(finding.fix is None and finding.help for finding in found)


@pytest.mark.parametrize(("path", "text"), NOT_OURS.values(), ids=NOT_OURS.keys())
def test_what_is_not_googles_is_not_named(path: str, text: str) -> None:
    assert elsewhere.findings(path, text, Options()) == ()


def test_a_rule_that_is_ignored_says_nothing() -> None:
    path, text, _ = FOUND["Java"]
    assert elsewhere.findings(path, text, Options(ignore=("GI611",))) == ()


def test_a_comment_leaves_a_call_alone() -> None:
    path, text, _ = FOUND["Java"]
    assert elsewhere.findings(path, text.replace(";\n", "; // migrate-interactions: ignore\n"), Options()) == ()


def test_every_kind_of_file_belongs_to_one_language() -> None:
    suffixes = [suffix for language in LANGUAGES for suffix in language.suffixes]
    assert len(suffixes) == len(set(suffixes)) == len(elsewhere.SUFFIXES)
    assert {"GI611", "GI612"} <= set(RULES)
