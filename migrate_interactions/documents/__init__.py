"""Documents: how source is taken out of a file's bytes and put back."""

import os
import re

NOTEBOOKS = (".ipynb",)
PAGES = (".md", ".markdown", ".mdx", ".qmd", ".myst")
#: Pages that are only looked at.
TEXTS = (".rst",)
#: Shell scripts.
SHELL_SCRIPTS = (".sh", ".bash", ".zsh")
#: What may hold shell code, and what may hold JavaScript beside other code.
HOLDING_SHELL = (*SHELL_SCRIPTS, *PAGES, *NOTEBOOKS)
HOLDING_SCRIPTS = PAGES
#: What is read beside Python files and scripts.
SUFFIXES = (*NOTEBOOKS, *PAGES, *TEXTS)
#: What an old call looks like where it cannot be parsed.
OLD_CALL = re.compile(r"\.(?:generate_content|send_message)\w*\(|\.start_chat\(|\.chats\.create\(")


def suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def is_document(path: str) -> bool:
    """Whether a file is read as a document of blocks, not as a Python file."""
    return suffix(path) in SUFFIXES


def is_shell_script(path: str) -> bool:
    return suffix(path) in SHELL_SCRIPTS
