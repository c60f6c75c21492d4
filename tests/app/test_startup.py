"""A pre-commit hook pays for start-up on every commit."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRINT_MODULES = """\
import sys
from migrate_interactions.cli import main
try:
    main()
finally:
    print(*sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def _loaded(folder: Path, *arguments: str) -> set[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PRINT_MODULES, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_files_without_old_words_cost_no_parser_and_no_terminal_library(tmp_path):
    (tmp_path / "a.py").write_text("import os\nprint(os.name)\n")
    assert not _loaded(tmp_path, "run") & {"libcst", "rich", "pathspec", "google", "multiprocessing"}


def test_the_tool_does_not_import_the_sdk(tmp_path):
    (tmp_path / "a.py").write_text("from google import genai\n\nclient = genai.Client()\n")
    assert "google" not in _loaded(tmp_path, "lint")


SCRIPT = """import { GoogleGenAI } from "@google/genai";
const ai = new GoogleGenAI({});
await ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });
"""


def test_a_run_on_python_loads_no_parser_of_javascript(tmp_path):
    (tmp_path / "a.py").write_text("from google import genai\n\nclient = genai.Client()\n")
    assert not _loaded(tmp_path, "run") & {"ast_grep_py"}


def test_a_run_on_javascript_loads_no_parser_of_python(tmp_path):
    (tmp_path / "a.ts").write_text(SCRIPT)
    loaded = _loaded(tmp_path, "run")
    assert "ast_grep_py" in loaded
    assert "libcst" not in loaded


def test_a_clean_tree_of_every_kind_loads_no_parser(tmp_path):
    endings = ("py", "ts", "jsx", "vue", "sh", "go", "java", "md", "ipynb", "rst")
    for ending in endings:
        (tmp_path / f"a.{ending}").write_text("nothing\n")
    for command in ("lint", "run"):
        assert not _loaded(tmp_path, command) & {"ast_grep_py", "libcst", "nbformat", "markdown_it", "rich", "multiprocessing"}


def test_a_lint_of_a_clean_file_loads_no_kind_of_document(tmp_path):
    (tmp_path / "a.py").write_text("import os\n")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    program = PRINT_MODULES.replace('name.split(".")[0]', "name")
    command = [sys.executable, "-c", program, "lint", "a.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    loaded = set(done.stderr.splitlines()[-1].split())
    own = {name for name in loaded if name.startswith(("migrate_interactions.", "codemods."))}
    assert not own & {
        "codemods.elsewhere.reading",
        "codemods.rest.front",
        "migrate_interactions.documents.notebook",
        "migrate_interactions.documents.scripted",
        "migrate_interactions.documents.shells",
        "migrate_interactions.examine",
        "migrate_interactions.javascript.modules",
        "migrate_interactions.reports.html.page",
        "migrate_interactions.reports.json",
    }
    assert "migrate_interactions.sieve" in own
