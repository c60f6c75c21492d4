"""Runs programs under the interpreter that runs this file, one after another, as asked on standard input.

It stands alone: the environment of google-genai 1.75 has nothing of this project. Each line in is a JSON object with the ``path`` of a
program and the ``environment`` to add; each line out has its ``stdout`` and the ``error`` that ended it, or null.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import ssl
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout


def run(path: str, environment: dict[str, str]) -> dict[str, str | None]:
    os.environ.update(environment)
    os.chdir(os.path.dirname(path))
    before, importable, streams = set(sys.modules), list(sys.path), (io.StringIO(), io.StringIO())
    sys.path.insert(0, os.path.dirname(path))
    error = None
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)) as out, redirect_stderr(streams[1]):
        try:
            runpy.run_path(path, run_name="__main__")
        except BaseException as raised:
            error = None if isinstance(raised, SystemExit) and not raised.code else f"{type(raised).__name__}: {raised}"
    sys.path[:] = importable
    for name in set(sys.modules) - before:
        if not name.startswith(("google", "pydantic", "httpx", "PIL")) and getattr(sys.modules[name], "__file__", None) is None:
            del sys.modules[name]
    return {"stdout": out.buffer.getvalue().decode(), "error": error}


def main() -> None:
    warnings.simplefilter("ignore")
    answers, sys.stdin = sys.stdin, io.StringIO()
    context = ssl.create_default_context()
    ssl.create_default_context = lambda *args, **kwargs: context
    from google import genai

    print(json.dumps({"version": genai.__version__}), flush=True)
    for line in answers:
        asked = json.loads(line)
        print(json.dumps(run(asked["path"], asked["environment"])), flush=True)


if __name__ == "__main__":
    main()
